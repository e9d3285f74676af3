"""What the fields of the create page hold: what was sent, what the draft keeps, what the picture suggests."""

from typing import Any

from django.utils.datastructures import MultiValueDict

from apps.animations.create.recipe import NOT_SAID
from apps.animations.create.upload import BACKGROUNDS, Upload
from apps.animations.models import Animation
from apps.animations.web.create_form import CreateForm
from apps.animations.web.forms import face_words, values_of
from apps.imaging.codecs.odd import WHITE


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
