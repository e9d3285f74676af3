"""What the create page shows: choices from the engines' capabilities, prices from the dated rows, the kept draft."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from apps.accounts.consent import has_consented
from apps.accounts.models import User
from apps.animations import media
from apps.animations.copy import engine_label
from apps.animations.create.recipe import MAX_FRAMES, MAX_PROMPT, MIN_FRAMES, NOT_SAID
from apps.animations.create.suggestions import EXAMPLES, is_low
from apps.animations.create.upload import BACKGROUNDS, SENTENCES, Upload
from apps.animations.exports.timeline import BRIDGE_STEPS, MAX_INTERPOLATION, SMOOTH_FPS
from apps.animations.models import Animation
from apps.animations.web.create_form import CreateForm
from apps.animations.web.engine_choices import engine_choices, offered_fallbacks, paid_is_off
from apps.animations.web.forms import face_words, values_of
from apps.credits.balances import Balances, balances_of
from apps.credits.services.wallets import is_frozen
from apps.engines.quotes import price_for
from apps.imaging.codecs.limits import MAX_ASPECT, MIN_UPLOAD_SIDE
from apps.imaging.codecs.odd import CLEAR_OPACITY, CLEAR_SHARE, CROP_ASPECT, LIGHT_LEVEL, LONG_ASPECT, PLACES, WHITE

FULL = 8
"""Painted frames from which on a reaction moves smoothly by itself; fewer are filled up to about twelve shown ones."""
FILLED = 12


@dataclass(frozen=True, slots=True)
class Marked:
    """One field that needs another look: where it is on the page, how people call it, what is wrong."""

    anchor: str
    label: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Why the form came back. `kind` is error, choice, stale, credits, frozen, price or repeat; `marked` holds every marked field.

    `need` is how many credits are missing.
    """

    title: str
    text: str
    kind: str
    marked: tuple[Marked, ...] = ()
    need: int = 0


FIELDS = {
    "image": ("image", "Picture"),
    "picture_crop": ("field-crop", "Crop"),
    "enlarge": ("field-enlarge", "Picture size"),
    "background": ("field-background", "Background"),
    "background_color": ("field-background", "Background"),
    "mask": ("image", "Painted area"),
    "mask_follows": ("image", "Painted area"),
    "face": ("image", "Face"),
    "prompt": ("id_prompt", "What should happen"),
    "negative_prompt": ("id_negative_prompt", "Avoid"),
    "choice": ("field-choice", "Style"),
    "fallback_model": ("field-fallback", "Backup"),
    "frames": ("field-frames", "Frames"),
    "strength": ("field-strength", "Intensity"),
    "fps": ("field-fps", "Speed"),
    "loop": ("field-loop", "Loop"),
    "interpolation_factor": ("field-interpolation_factor", "In-between frames"),
    "ease": ("field-ease", "Easing"),
    "camera": ("field-camera", "Camera"),
    "camera_amount": ("field-camera-amount", "Camera amount"),
    "motion_before": ("field-motion-before", "Camera timing"),
    "camera_returns": ("field-camera-returns", "Camera ending"),
    "caption": ("field-caption", "Caption"),
    "file_size": ("field-file-size", "File size"),
    "caption_position": ("field-caption-position", "Caption position"),
    "color_stabilization": ("field-color_stabilization", "Color stability"),
    "stop_off_by": ("id_stop_off_by", "Stop if colors drift"),
    "seed": ("id_seed", "Seed"),
    "consent": ("consent", "Permission"),
}
"""The fields in the order of the page: the id of the element to go to, and the label beside it."""
QUESTIONS = frozenset({"picture_crop", "enlarge", "background"})
"""What is asked about an odd picture."""
NOT_UNDERSTOOD = "not-understood"
"""The code of an error at a prompt of which an engine knows nothing."""

MISSING = {"image": "a picture", "prompt": "a sentence"}
"""What has to be there at all, as the headline calls it."""


def between_for(painted: int) -> int:
    """Return how many shown frames to each painted one the quality slider chooses.

    The fewer are paid, the more are filled in.
    """
    return 1 if painted >= FULL else min(MAX_INTERPOLATION, max(2, FILLED // painted))


def problem_of(form: CreateForm, *, missing: frozenset[str]) -> Problem:
    """Return what to say above a form with errors.

    `missing` names the fields whose only error is that they are empty.
    """
    # In the order of the page, each with a place to jump to.
    marked = tuple(
        Marked(anchor, label, _sentence(form, name))
        for name, (anchor, label) in FIELDS.items()
        if form.errors.get(name)
    )
    if not marked:
        return Problem(
            "Part of the form was missing",
            "We've restored it. Nothing was charged. Check your settings and press Generate again.",
            "stale",
        )
    # The mildest title that is true: a question about the picture, something left out, something wrong.
    names = [name for name in FIELDS if form.errors.get(name)]
    if set(names) <= QUESTIONS and not any(is_unusable(form, name) for name in names):
        return Problem(
            "Your picture needs a choice first", "Nothing was charged, and your settings are saved.", "choice", marked
        )
    if missing.issuperset(names):
        things = " and ".join(MISSING[name] for name in names)
        title = f"{things[0].upper()}{things[1:]} {'is' if len(names) == 1 else 'are'} missing"
    else:
        title = "One thing needs fixing" if len(names) == 1 else f"{len(names)} things need fixing"
    return Problem(title, "Nothing was charged.", "error", marked)


def _sentence(form: CreateForm, name: str) -> str:
    """Return what the headline says of a field; of a prompt the field itself says why, with what to choose instead."""
    if form.has_error(name, NOT_UNDERSTOOD):
        return "Choose a suggestion below it, or describe something else."
    return str(form.errors[name][0])


def is_unusable(form: CreateForm, name: str) -> bool:
    """Return whether a choice about the picture is marked for being unusable, and not for being open."""
    return str(form.errors[name][0]) not in SENTENCES.values()


def buy_address(*, draft: Animation, now: datetime) -> str:
    """Return where credits for a draft are bought, with how many it lacks."""
    price = price_for(draft.engine, draft.model, masked=bool(draft.mask_key), on=now.date())
    spendable = balances_of(draft.owner.ledger_owner, now=now).spendable(draft.engine)
    need = max(0, price.credits_per_frame * draft.frame_count - spendable)
    return f"{reverse('buy')}?{urlencode({'need': need, 'draft': draft.pk})}"


def daily_gifts(balances: Balances) -> list[dict[str, Any]]:
    """Return the free credits of the day, with the name of the engine that they are good for."""
    return [
        {"credits": lot.available, "engine": engine_label(lot.only_engine), "expires_at": lot.expires_at}
        for lot in balances.gifts_of_the_day
    ]


def carry(form: CreateForm, *, draft: Animation | None, request_key: str) -> None:
    """Put the form's key and the kept draft into its fields, whatever was sent; without a submission, the draft's recipe too."""
    hidden = {"request_key": request_key, "draft": str(draft.pk) if draft else ""}
    if form.is_bound:
        form.data = MultiValueDict({**dict(form.data.lists()), **{name: [value] for name, value in hidden.items()}})  # type: ignore[attr-defined] # a QueryDict
        return
    form.initial = {**form.initial, **hidden}
    if draft is not None:
        form.initial |= {**settings_of(draft), "face": face_words(Upload.read(draft.upload).face)}


def settings_of(animation: Animation) -> dict[str, Any]:
    """Return what the create form shows for an animation's recipe.

    Everything but its picture, its mask and its seed.
    """
    names = (
        "prompt",
        "negative_prompt",
        "strength",
        "fps",
        "loop",
        "fallback_model",
        "color_stabilization",
        "stop_off_by",
        "mask_follows",
        "file_size",
    )
    fed = {"motion": animation.camera_path} if animation.camera_path else {}
    return {
        **{name: getattr(animation, name) for name in names},
        **values_of({**animation.timeline, **fed}),
        "prompt": "" if animation.prompt == NOT_SAID else animation.prompt,
        "choice": f"{animation.engine}/{animation.model}",
        "motion_before": "before" if fed else "",
        "frames": animation.frame_count,
    }


def odd_values(form: CreateForm, draft: Animation | None) -> dict[str, str]:
    """Return what is marked in the choices of an odd picture: what was chosen, or else what the picture shows."""
    upload = Upload.read(draft.upload) if draft else Upload()
    suggested = {
        "picture_crop": "upper" if upload.is_tall else "middle",
        "enlarge": "yes",
        "background": next(name for name, color in BACKGROUNDS.items() if color == (upload.background or WHITE)),
        "background_color": "#ffcc00",
    }
    return {name: form[name].value() or value for name, value in suggested.items()}


def create_page_context(
    *,
    user: User | None,
    form: CreateForm,
    draft: Animation | None,
    problem: Problem | None,
    request_key: str,
    now: datetime,
) -> dict[str, Any]:
    # What is shown follows the form as it stands, then the draft, then the usual.
    carry(form, draft=draft, request_key=request_key)
    chosen = form["choice"].value() or (f"{draft.engine}/{draft.model}" if draft else "")
    balances = balances_of(user.ledger_owner, now=now) if user else None
    choices = engine_choices(on=now.date(), chosen=chosen, balances=balances)
    checked = next(choice for choice in choices if choice["checked"])
    # Where nothing was set, the fields show the usual length and speed of the checked engine.
    form.initial = {"frames": checked["frames"], "fps": checked["fps"], **form.initial}
    # The field may hold anything; a price is shown all the same.
    try:
        frames = min(MAX_FRAMES, max(MIN_FRAMES, int(form["frames"].value() or checked["frames"])))
    except ValueError:
        frames = checked["frames"]
    # A mask has a price of its own where the engine paints masks by another model.
    per_frame = checked["credits_per_frame"]
    if draft is not None and draft.mask_key and checked["masked_credits_per_frame"] is not None:
        per_frame = checked["masked_credits_per_frame"]
    masked = draft is not None and bool(draft.mask_key)
    fallbacks = offered_fallbacks(choices, masked=masked, chosen=form["fallback_model"].value() or "")
    return {
        "gifts": daily_gifts(balances) if balances else [],
        "is_low": balances is not None and is_low(balances, on=now.date()),
        "frozen": user is not None and is_frozen(user.ledger_owner),
        "paid_is_off": paid_is_off(on=now.date()),
        "form": form,
        "choices": choices,
        "fallbacks": fallbacks,
        "has_fallback": any(fallback["fits"] for fallback in fallbacks),
        "draft": draft,
        "upload": Upload.read(draft.upload) if draft else Upload(),
        "odd": odd_values(form, draft),
        "questions": SENTENCES,
        "draft_url": media.own_link(draft.source_key, owner=draft.owner_id) if draft else "",
        "problem": problem,
        "request_key": request_key,
        "price": frames * per_frame,
        "price_per_frame": per_frame,
        "frames": frames,
        "usual_fps": checked["fps"],
        "least": MIN_FRAMES,
        "most": MAX_FRAMES,
        "examples": EXAMPLES,
        "signed_in": user is not None,
        "asks_consent": user is not None and not has_consented(user, now=now),
        # What the page's script needs to compute the same figures while choices change.
        "create": {
            "choices": choices,
            "signed_in": user is not None,
            "bridge_steps": BRIDGE_STEPS,
            "smooth_fps": SMOOTH_FPS,
            "ladder": {count: between_for(count) for count in range(MIN_FRAMES, MAX_FRAMES + 1)},
            "odd": {
                "least": MIN_UPLOAD_SIDE,
                "long_aspect": LONG_ASPECT,
                "max_aspect": MAX_ASPECT,
                "crop_aspect": CROP_ASPECT,
                "places": PLACES,
                "clear_opacity": CLEAR_OPACITY,
                "clear_share": CLEAR_SHARE,
                "light_level": LIGHT_LEVEL,
            },
            "limits": {"frames": [MIN_FRAMES, MAX_FRAMES], "prompt": MAX_PROMPT, "side": 1536},
        },
    }


def create_page(
    request: HttpRequest,
    form: CreateForm,
    *,
    draft: Animation | None = None,
    problem: Problem | None = None,
    key: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the form. A draft keeps its key: sending the form again then continues the same row."""
    context = create_page_context(
        user=request.user if request.user.is_authenticated else None,
        form=form,
        draft=draft,
        problem=problem,
        request_key=(draft.request_key if draft is not None else key) or uuid.uuid4().hex,
        now=timezone.now(),
    )
    return render(request, "animations/create.html", context, status=status)
