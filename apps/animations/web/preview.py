"""The picture that somebody chose, acting at once: a loop that the create page shows before anything is ordered."""

import threading
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from apps.animations.create.look import part_of
from apps.animations.create.preview import NoPreview, Rehearsal, preview_of
from apps.animations.create.recipe import MAX_PROMPT
from apps.animations.web.forms import FaceField
from apps.common.control_characters import strip_control_characters
from apps.common.ratelimit import check_rate
from apps.engines.errors import NotSent
from apps.engines.registry import EngineNotOffered
from apps.imaging.errors import PictureRejected
from apps.imaging.faces.parts import PARTS, NotFound
from apps.imaging.sandbox.process import SandboxUnavailable, default_sandbox

MAX_BYTES = 512 * 1024
"""The page sends a picture of 256 pixels, 10 to 30 kB as a JPEG and at most 200 kB as a PNG."""

WAIT_SECONDS = 1.0
"""A loop that comes later than this is for a prompt that was changed meanwhile."""

_painting = threading.BoundedSemaphore(1)
"""One loop at a time in each web process: the pages of others are served beside it."""
_places = threading.BoundedSemaphore(2)
"""The loop that is painted and one that waits. More would each hold a thread that pages are served by."""


class PictureForm(forms.Form):
    image = forms.FileField()
    face = FaceField(required=False)

    def clean_image(self) -> bytes:
        return _read(self.cleaned_data["image"])


class PartForm(PictureForm):
    part = forms.ChoiceField(choices=[(name, name) for name in PARTS])


class PreviewForm(PictureForm):
    prompt = forms.CharField(required=False, max_length=MAX_PROMPT)
    choice = forms.CharField(max_length=80)
    strength = forms.FloatField(required=False, min_value=0.0, max_value=1.0)
    mask = forms.FileField(required=False)
    frames = forms.IntegerField(required=False, min_value=4, max_value=16)

    def clean_mask(self) -> bytes | None:
        file = self.cleaned_data["mask"]
        return _read(file) if file else None


def _read(file: "UploadedFile[bytes]") -> bytes:
    if (file.size or 0) > MAX_BYTES:
        raise forms.ValidationError("That file is too large for a preview.")
    data: bytes = file.read()
    return data


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest) -> HttpResponse:
    """Answer a small animated WebP of the posted picture; Gifsite-Faces says how many faces act in it,
    Gifsite-Face-Across and Gifsite-Face-Height how far to the right and down the largest one is, from 0 to 1.

    204, with the same headers, where the prompt asks for nothing that can be shown; without them for a style that shows nothing before an order; 422 for a picture that cannot be used, 503 while the process paints
    another one. Nothing is kept and nothing is charged.
    """
    if request.method != "POST":
        return redirect("make")  # somebody opened the address
    check_rate(request, "rehearsal")
    form = PreviewForm(
        {**request.POST.dict(), "prompt": strip_control_characters(request.POST.get("prompt", ""))}, request.FILES
    )
    if not form.is_valid():
        return HttpResponse(status=422)
    asked = form.cleaned_data
    if not _places.acquire(blocking=False):
        return _later()
    try:
        return _painted(asked)
    finally:
        _places.release()


def _painted(asked: dict[str, Any]) -> HttpResponse:
    if not _painting.acquire(timeout=WAIT_SECONDS):
        return _later()
    try:
        words = {name: asked[name] for name in ("image", "prompt", "strength", "mask", "face", "frames")}
        shown = preview_of(Rehearsal(engine=asked["choice"].partition("/")[0], **words), sandbox=default_sandbox())
    except (NoPreview, EngineNotOffered):
        return HttpResponse(status=204)
    except (PictureRejected, ValueError):
        return HttpResponse(status=422)
    except (NotSent, SandboxUnavailable):
        return _later()
    finally:
        _painting.release()
    across, height = shown.middle or (0.0, 0.0)
    facts = {
        "Gifsite-Faces": str(shown.faces),
        "Gifsite-Face-Across": f"{across:g}",
        "Gifsite-Face-Height": f"{height:g}",
    }
    if shown.loop is None:
        return HttpResponse(status=204, headers=facts)
    return HttpResponse(shown.loop, content_type="image/webp", headers=facts)


@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest) -> HttpResponse:
    """Answer a PNG of the posted picture's shape, white where a part of it is: a face, eyes, a mouth, a head, a person.

    204 where the picture shows none, 422 for a picture that cannot be used. Nothing is kept and nothing is charged.
    """
    if request.method != "POST":
        return redirect("make")
    check_rate(request, "rehearsal")
    form = PartForm(request.POST, request.FILES)
    if not form.is_valid():
        return HttpResponse(status=422)
    asked = form.cleaned_data
    try:
        mask = part_of(asked["image"], asked["part"], face=asked["face"], sandbox=default_sandbox())
    except NotFound:
        return HttpResponse(status=204)
    except (PictureRejected, ValueError):
        return HttpResponse(status=422)
    except SandboxUnavailable:
        return _later()
    return HttpResponse(mask, content_type="image/png")


def _later() -> HttpResponse:
    return HttpResponse(status=503, headers={"Retry-After": "1"})
