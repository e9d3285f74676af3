"""The parts of a form that starts an animation: which there are, and which must come together."""

import json
from http import HTTPStatus

from django.http import HttpRequest
from ninja.files import UploadedFile

from apps.animations.create.upload import Upload
from apps.animations.models import Animation
from apps.api.problems import NOT_CHARGED, ProblemRaised
from apps.api.strict import unknown_field
from apps.imaging.codecs.odd import Choices


def refuse_without_image(*, made_from: Animation | None, mask: UploadedFile | None, choices: Choices) -> None:
    """Raise ProblemRaised for what cannot be said without an image."""
    errors = {
        "image": made_from is None and "Send an image, or source: the id of an animation to take the picture from.",
        "mask": mask is not None and "A new mask needs the image it was painted on. Send the image as well.",
        "picture": choices != Choices()
        and "This describes an uploaded image. Send the image as well, or leave it out.",
    }
    for field, sentence in errors.items():
        if sentence:
            raise ProblemRaised(
                HTTPStatus.UNPROCESSABLE_ENTITY,
                "invalid",
                f"Some values are invalid. {NOT_CHARGED}",
                errors={field: sentence},
            )


def refuse_unknown_parts(request: HttpRequest) -> None:
    """Raise ProblemRaised for a part of the form that is none: it would be left out without a word."""
    known = ["image", "mask", "picture", "recipe", "source"]
    unknown = sorted({*request.POST, *request.FILES} - set(known))
    if unknown:
        errors = {name: unknown_field(name, known) for name in unknown}
        raise ProblemRaised(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "invalid",
            f"Some parts of the form are invalid. {NOT_CHARGED}",
            errors=errors,
        )


def choices_needed(upload: Upload) -> ProblemRaised:
    """Return what to answer to an odd picture of which not everything was said."""
    questions = upload.questions
    example = json.dumps({question.field: question.suggested for question in questions})
    return ProblemRaised(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "picture",
        f"{' '.join(question.sentence for question in questions)} For example, send it with picture={example}. {NOT_CHARGED}",
        errors={f"picture.{question.field}": question.sentence for question in questions},
        choices={
            question.field: {"options": question.options, "suggested": question.suggested} for question in questions
        },
    )
