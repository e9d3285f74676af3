"""Why the form of the create page came back: a headline, and every field that needs another look."""

from dataclasses import dataclass

from apps.animations.create.upload import SENTENCES
from apps.animations.web.create_form import CreateForm


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
