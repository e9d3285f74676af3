"""What the studio page shows: choices from the engines' capabilities, prices from the dated rows, the kept draft."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.datastructures import MultiValueDict

from apps.accounts.models import User
from apps.animations import media
from apps.animations.forms import StudioForm
from apps.animations.models import Animation
from apps.animations.recipes import DEFAULT_FRAMES, MAX_FRAMES, MAX_PROMPT, MIN_FRAMES, fallbacks_for
from apps.credits.selectors import balance_of
from apps.engines.prices import PriceNotFound, price_for
from apps.engines.protocol import Engine, Model
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
class Marked:
    """One field that needs another look: where it is on the page, how people call it, what is wrong."""

    anchor: str
    label: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Why the form came back. `kind` is error, stale, credits, price or repeat; `marked` holds every marked field."""

    title: str
    text: str
    kind: str
    marked: tuple[Marked, ...] = ()


FIELDS = {
    "image": ("image", "Picture"),
    "mask": ("image", "Painted part"),
    "prompt": ("id_prompt", "What should happen"),
    "negative_prompt": ("id_negative_prompt", "What to avoid"),
    "choice": ("field-choice", "Painted by"),
    "fallback_model": ("field-fallback", "If it is down"),
    "frames": ("field-frames", "Frames"),
    "strength": ("field-strength", "Change in each frame"),
    "fps": ("field-fps", "Speed"),
    "loop": ("field-loop", "Loop"),
    "seed": ("id_seed", "Seed"),
}
"""The fields in the order of the page: the id of the element to go to, and the label beside it."""

MISSING = {"image": "a picture", "prompt": "a sentence"}
"""What has to be there at all, as the headline calls it."""


def problem_of(form: StudioForm, *, missing: frozenset[str]) -> Problem:
    """What to say above a form with errors. `missing` names the fields whose only error is that they are empty."""
    marked = tuple(
        Marked(anchor, label, str(form.errors[name][0]))
        for name, (anchor, label) in FIELDS.items()
        if form.errors.get(name)
    )
    if not marked:
        return Problem(
            "This form did not arrive whole",
            "It is in order again. Nothing was charged: check it and press Generate once more.",
            "stale",
        )
    names = [name for name in FIELDS if form.errors.get(name)]
    if missing.issuperset(names):
        things = " and ".join(MISSING[name] for name in names)
        title = f"{things[0].upper()}{things[1:]} {'is' if len(names) == 1 else 'are'} missing"
    else:
        title = "One thing needs another look" if len(names) == 1 else f"{len(names)} things need another look"
    return Problem(title, "Nothing was charged.", "error", marked)


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
            fallbacks = {
                with_mask: _fallbacks(engine, model, masked=with_mask, on=on)
                for with_mask in (False, *([True] if model.takes_mask else []))
            }
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
                    "fallbacks": fallbacks[False],
                    "masked_fallbacks": fallbacks.get(True, []),
                    "default": model.name == engine.capabilities.default_model,
                    "price_date": price.effective_from.isoformat(),
                    "typical_seconds": model.typical_seconds,
                    "checked": False,
                }
            )
    wanted = next((choice for choice in choices if choice["value"] == chosen), None)
    (wanted or next((choice for choice in choices if choice["default"]), choices[0]))["checked"] = True
    return choices


def _fallbacks(engine: Engine, model: Model, *, masked: bool, on: date) -> list[dict[str, Any]]:
    return [
        {
            "value": one.model.name,
            "label": one.model.label,
            "credits_per_frame": int(one.price.credits_per_frame),
            "takes_negative_prompt": one.model.takes_negative_prompt,
        }
        for one in fallbacks_for(engine, model, masked=masked, on=on)
    ]


def offered_fallbacks(choices: list[dict[str, Any]], *, masked: bool, chosen: str) -> list[dict[str, Any]]:
    """What may step in: for the checked choice first, and then for any other, because without script the list stays."""
    key = "masked_fallbacks" if masked else "fallbacks"
    found: dict[str, dict[str, Any]] = {}
    for choice in sorted(choices, key=lambda choice: not choice["checked"]):
        for fallback in choice[key]:
            fits = choice["checked"]
            found.setdefault(fallback["value"], {**fallback, "fits": fits, "selected": fallback["value"] == chosen})
    return sorted(found.values(), key=lambda one: (not one["fits"], -one["credits_per_frame"]))


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
            "fallback_model": "fallback_model",
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
    per_frame = checked["credits_per_frame"]
    if draft is not None and draft.mask_key and checked["masked_credits_per_frame"] is not None:
        per_frame = checked["masked_credits_per_frame"]
    masked = draft is not None and bool(draft.mask_key)
    fallbacks = offered_fallbacks(choices, masked=masked, chosen=form["fallback_model"].value() or "")
    balance = balance_of(user.party, now=now).available if user else None
    return {
        "form": form,
        "choices": choices,
        "fallbacks": fallbacks,
        "has_fallback": any(fallback["fits"] for fallback in fallbacks),
        "draft": draft,
        "draft_url": media.link(draft.source_key) if draft else "",
        "problem": problem,
        "request_key": request_key,
        "price": frames * per_frame,
        "price_per_frame": per_frame,
        "frames": frames,
        "least": MIN_FRAMES,
        "most": MAX_FRAMES,
        "examples": EXAMPLES,
        "signed_in": user is not None,
        "studio": {
            "choices": choices,
            "balance": balance,
            "signed_in": user is not None,
            "limits": {"frames": [MIN_FRAMES, MAX_FRAMES], "prompt": MAX_PROMPT, "side": 1536},
        },
    }
