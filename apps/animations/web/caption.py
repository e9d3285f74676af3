"""A caption as it will stand on the file, for the loop editor's preview: drawn by the code that draws it into the frames."""

import uuid

from django.http import Http404, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from apps.accounts.requests import SignedInRequest
from apps.accounts.sign_in import sign_in_first
from apps.animations.exports.spec import ExportSpec
from apps.animations.exports.timeline import TimelineInput, TimelineInvalid, check_caption, complete_timeline
from apps.animations.owned import owned_or_404
from apps.animations.selectors import main_export
from apps.animations.web.downloads import main_spec
from apps.common.ratelimit import check_rate
from apps.imaging.effects.caption import caption_png


@sign_in_first
@require_safe
@cache_control(private=True, max_age=600)
def caption_picture(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer a transparent PNG as large as the GIF would be, with `text` at `position` of `shape`; 422 with a sentence."""
    found = owned_or_404(request, pk)
    main = main_export(found)
    if main is None:
        raise Http404
    check_rate(request, "preview")
    asked = request.GET
    side = main_spec(main).max_side
    try:
        timeline = complete_timeline(
            TimelineInput(
                caption={"text": asked.get("text", ""), "position": asked.get("position", "")},
                crop={"shape": asked.get("shape", "")},
            )
        )
        check_caption(timeline, width=found.width, height=found.height, max_side=side)
    except TimelineInvalid as invalid:
        return HttpResponse(str(invalid), status=422, content_type="text/plain; charset=utf-8")
    if timeline.caption is None:
        raise Http404
    width, height = ExportSpec(timeline, max_side=side).size(found.width, found.height, painted=1)
    picture = caption_png(width, height, timeline.caption.text, position=timeline.caption.position)
    return HttpResponse(picture, content_type="image/png")
