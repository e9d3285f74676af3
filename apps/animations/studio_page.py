"""What the studio page shows: choices from the engines' capabilities, prices from the dated rows, the kept draft."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.datastructures import MultiValueDict

from apps.accounts.models import User
from apps.animations import media
from apps.animations.forms import StudioForm
from apps.animations.models import Animation
from apps.animations.recipes import DEFAULT_FRAMES, MAX_FRAMES, MAX_PROMPT, MIN_FRAMES
from apps.credits.selectors import balance_of
from apps.engines.prices import PriceNotFound, price_for
from apps.engines.registry import offered_engines

EXAMPLES = (
    "his face contorts with silent fury",
    "she bursts into tears",
    "laughing so hard that everything shakes",
    "the room melts",
    "dramatic zoom, everything on fire",
    "sparkles of pure joy",
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why the form came back. `kind` is error, credits, price or repeat."""

    title: str
    text: str
    kind: str


def engine_choices(*, on: date, chosen: str) -> list[dict[str, Any]]:
    """Every model of every offered engine with its price, the chosen or else the first one checked."""
    choices: list[dict[str, Any]] = []
    for engine in offered_engines().values():
        for model in engine.capabilities.models:
            try:
                price = price_for(engine.name, model.name, masked=False, on=on)
            except PriceNotFound:
                continue
            masked = None
            if model.takes_mask:
                masked = int(price_for(engine.name, model.name, masked=True, on=on).credits_per_frame)
            choices.append(
                {
                    "value": f"{engine.name}/{model.name}",
                    "engine": engine.capabilities.label,
                    "label": model.label,
                    "blurb": model.blurb,
                    "is_ai": engine.capabilities.is_ai,
                    "strength": None
                    if model.strength is None
                    else {
                        "low": model.strength.low,
                        "high": model.strength.high,
                        "default": model.strength.default,
                        "step": model.strength.step,
                    },
                    "takes_mask": model.takes_mask,
                    "takes_negative_prompt": model.takes_negative_prompt,
                    "credits_per_frame": int(price.credits_per_frame),
                    "masked_credits_per_frame": masked,
                    "default": model.name == engine.capabilities.default_model,
                    "price_date": price.effective_from.isoformat(),
                    "typical_seconds": model.typical_seconds,
                    "checked": False,
                }
            )
    wanted = next((choice for choice in choices if choice["value"] == chosen), None)
    (wanted or next((choice for choice in choices if choice["default"]), choices[0]))["checked"] = True
    return choices


def carry(form: StudioForm, *, draft: Animation | None, request_key: str) -> None:
    """Put the form's key and the kept draft into its fields, whatever was sent; without a submission, the draft's recipe too."""
    hidden = {"request_key": request_key, "draft": str(draft.pk) if draft else ""}
    if form.is_bound:
        form.data = MultiValueDict({**dict(form.data.lists()), **{name: [value] for name, value in hidden.items()}})  # type: ignore[attr-defined] # a QueryDict
        return
    form.initial = {**form.initial, **hidden}
    if draft is not None:
        names = {
            "prompt": "prompt",
            "negative_prompt": "negative_prompt",
            "strength": "strength",
            "fps": "fps",
            "loop": "loop",
        }
        form.initial |= {field: getattr(draft, name) for field, name in names.items()}
        form.initial["frames"] = draft.frame_count


def studio_context(
    *,
    user: User | None,
    form: StudioForm,
    draft: Animation | None,
    problem: Problem | None,
    request_key: str,
    now: datetime,
) -> dict[str, Any]:
    carry(form, draft=draft, request_key=request_key)
    chosen = form["choice"].value() or (f"{draft.engine}/{draft.model}" if draft else "")
    choices = engine_choices(on=now.date(), chosen=chosen)
    checked = next(choice for choice in choices if choice["checked"])
    try:
        frames = min(MAX_FRAMES, max(MIN_FRAMES, int(form["frames"].value() or DEFAULT_FRAMES)))
    except ValueError:
        frames = DEFAULT_FRAMES
    balance = balance_of(user.party, now=now).available if user else None
    return {
        "form": form,
        "choices": choices,
        "draft": draft,
        "draft_url": media.link(draft.source_key) if draft else "",
        "problem": problem,
        "request_key": request_key,
        "price": frames * checked["credits_per_frame"],
        "examples": EXAMPLES,
        "signed_in": user is not None,
        "studio": {
            "choices": choices,
            "balance": balance,
            "signed_in": user is not None,
            "limits": {"frames": [MIN_FRAMES, MAX_FRAMES], "prompt": MAX_PROMPT, "side": 1536},
        },
    }
