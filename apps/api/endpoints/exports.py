"""Files of an animation."""

import uuid
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Status

from apps.animations import selectors
from apps.animations.exports.spec import PLACES, ExportSpec, head_of
from apps.animations.exports.timeline import (
    TimelineInput,
    TimelineInvalid,
    complete_timeline,
    rate_that_keeps_duration,
)
from apps.animations.exports.versions import NothingToExport, request_export, stored_frames
from apps.animations.models import Animation, Export, ExportState, FileSize, Format
from apps.api import schemas
from apps.api.answers import export_out
from apps.api.api import MAKE, api, caller
from apps.api.problems import ProblemRaised
from apps.common.ratelimit import check_rate


@api.post(
    "/animations/{animation_id}/exports",
    response={202: schemas.ExportOut, 200: schemas.ExportOut},
    summary="Create a file (free)",
    auth=MAKE,
)
def post_export(request: HttpRequest, animation_id: uuid.UUID, body: schemas.ExportIn) -> Status[dict[str, Any]]:
    check_rate(request, "submit")
    animation = selectors.get_owned(caller(request), animation_id)
    if not animation.has_ended:
        raise ProblemRaised(
            HTTPStatus.CONFLICT, "not-ready", "This animation is still in progress. Nothing was charged."
        )
    try:
        spec = export_spec_of(animation, body)
        export = request_export(animation=animation, now=timezone.now(), spec=spec)
    except NothingToExport as nothing:
        raise ProblemRaised(HTTPStatus.CONFLICT, "not-ready", "There's no frame to make a file from.") from nothing
    return Status(
        200 if export.state == ExportState.READY else 202, export_out(export, selectors.main_export(animation))
    )


@api.get("/exports/{export_id}", response=schemas.ExportOut, summary="Get a file")
def get_export(request: HttpRequest, export_id: uuid.UUID) -> dict[str, Any]:
    export = Export.objects.get(pk=export_id, animation__owner=caller(request), animation__deleted_at=None)
    return export_out(export, selectors.main_export(export.animation))


def export_spec_of(animation: Animation, body: schemas.ExportIn) -> ExportSpec:
    """Return the file that a body asks for; what it leaves out is as in the animation's recipe.

    Raises TimelineInvalid.
    """
    # Left out, and said to be nothing, are different: the second takes a part of the recipe's timeline away.
    said = body.model_dump(exclude_unset=True)
    own = {"fps": animation.fps, "loop": animation.loop, **animation.timeline}
    names = ("fps", "loop", "interpolation_factor", "ease", "motion", "caption", "crop", "trim")
    # More frames in the same time, unless a speed is asked for as well.
    if said.get("interpolation_factor") is not None and said.get("fps") is None:
        own["fps"] = rate_that_keeps_duration(
            own["fps"], interpolation_factor=own.get("interpolation_factor", 1), wanted=said["interpolation_factor"]
        )
    own |= {name: said[name] for name in names if name in said and (said[name] is not None or name in own)}
    shown = {**own, "fps": own["fps"] or animation.fps, "loop": own["loop"] or animation.loop}
    timeline = complete_timeline(TimelineInput(**shown), painted=len(stored_frames(animation)))
    spec = ExportSpec(
        timeline, quality=body.quality, max_bytes=body.max_bytes, max_side=body.max_side, head=head_of(animation)
    )
    if body.destination is None:
        return replace(spec, format=body.format or Format.GIF, file_size=_file_size(animation, body))
    if body.destination not in PLACES:
        raise TimelineInvalid({"destination": f"One of {', '.join(PLACES)}."})
    fitted = spec.for_place(body.destination)
    if body.format not in (None, fitted.format):
        raise TimelineInvalid(
            {"format": f"{PLACES[body.destination].name} takes {fitted.format}. Leave out the format."}
        )
    if body.quality is not None or body.max_bytes is not None:
        raise TimelineInvalid({"destination": f"{PLACES[body.destination].name} sets its own quality and size."})
    return fitted


def _file_size(animation: Animation, body: schemas.ExportIn) -> str:
    """Return the file size that a body asks for.

    The animation's own for a GIF of which nothing else about its size was said.
    """
    if body.file_size is not None:
        return body.file_size
    is_usual = body.format in (None, Format.GIF) and body.quality is None and body.max_bytes is None
    return animation.file_size if is_usual else FileSize.FULL
