"""The files of one animation: made on a click, watched until they are ready, and the one of them that is shown."""

import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from apps.accounts.requests import SignedInRequest
from apps.accounts.sign_in import posted_by_somebody, sign_in_first
from apps.animations.exports.timeline import Timeline, TimelineInvalid, complete_timeline
from apps.animations.exports.versions import NotAVersion, choose_export, make_version, request_export, stored_frames
from apps.animations.models import Animation, Export, ExportState
from apps.animations.owned import owned_or_404
from apps.animations.selectors import get_owned, main_export
from apps.animations.web.detail_context import detail_context
from apps.animations.web.downloads import Files, files_of, main_spec, wanted_file
from apps.animations.web.forms import FORM_FIELDS, LoopForm
from apps.animations.web.loop_gap import loop_gap_note
from apps.common.ratelimit import TooOften, check_rate


@sign_in_first
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """List the files there are, for htmx, 304 while nothing changed. POST with `want` makes one more, or finds it made."""
    found = owned_or_404(request, pk)
    notice = ""
    if request.method == "POST":
        try:
            check_rate(request, "submit")
            notice = _make(found, request.POST.get("want", ""))
        except TooOften as often:
            notice = often.sentence  # in the section: a script that asked would show no other page
        found = get_owned(request.user, pk)
    if not request.headers.get("HX-Request"):
        if notice:
            messages.error(request, notice)
        return redirect(f"{reverse('animation', args=[pk])}#files")
    offered = files_of(found)
    if offered is None:
        raise Http404
    tag = _fingerprint(offered)
    if request.method != "POST" and request.headers.get("HX-PTag") == tag:
        return HttpResponse(status=304)
    response = render(request, "animations/files.html", {"animation": found, "files": offered, "notice": notice})
    response["HX-PTag"] = tag
    if request.GET.get("shown", str(offered.main_pk)) != str(offered.main_pk):
        response["HX-Refresh"] = "true"  # another version is ready: the stage and the loop editor show it as well
    return response


def _make(found: Animation, want: str) -> str:
    """Ask for the file that a button names. Returns a sentence when that is not possible, else an empty one."""
    main = main_export(found)
    spec = wanted_file(main, want) if main is not None and found.has_ended else None
    if spec is None:
        return "We can't make that file from this GIF. Nothing was charged."
    try:
        request_export(animation=found, now=timezone.now(), spec=spec)
    except TimelineInvalid as invalid:
        return f"{invalid} Nothing was charged."
    return ""


def _fingerprint(offered: Files) -> str:
    """Return a text that changes exactly when the section would look different."""
    words = "|".join(str(figure) for figure in figures(offered))
    return signing.Signer(salt="files").signature(words)[:24]


def figures(files: Files) -> Iterable[Any]:
    """Yield what changes whenever the section would look different."""
    for one in (*files.places, *files.video_formats):
        yield from (one.slug, one.state)
    for version in files.versions:
        yield from (str(version.export.pk), version.export.state, version.is_main)


@posted_by_somebody(lambda pk: reverse("animation", args=[pk]))
def versions(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Make one more GIF of the painted frames, as the loop editor's form says or with the cut that was proposed. Free."""
    found = owned_or_404(request, pk)
    main = main_export(found)
    if main is None or not found.has_ended:
        raise Http404
    check_rate(request, "submit")
    shown = main_spec(main)
    form = LoopForm() if "proposal" in request.POST else LoopForm(request.POST)
    painted = len(stored_frames(found))
    try:
        if form.is_bound:
            timeline = _designed(form, shown.timeline, painted=painted)
            shown = replace(shown, file_size=form.cleaned_data["file_size"] or shown.file_size)
        else:
            note = loop_gap_note(found, main)
            timeline = replace(shown.timeline, trim=note.trim if note else None)
        made = make_version(animation=found, now=timezone.now(), spec=replace(shown, timeline=timeline))
    except TimelineInvalid as invalid:
        if not form.is_bound:
            messages.error(request, f"{invalid} Nothing was charged.")
            return redirect("animation", pk)
        for name, sentence in invalid.errors.items():
            form.add_error(FORM_FIELDS.get(name, name), sentence)
        context = detail_context(found, now=timezone.now(), form=form)
        return render(request, "animations/detail.html", context, status=422)
    if made.state == ExportState.READY:
        messages.success(request, "You made this version before, so we switched to it.")
    # Named, or a browser keeps the form's own place on the page, far below what it made.
    return redirect(f"{reverse('animation', args=[pk])}#progress")


def _designed(form: LoopForm, now: Timeline, *, painted: int) -> Timeline:
    """Return the timeline that a form asks for.

    Raises TimelineInvalid; what the form itself found wrong stays in the form.
    """
    if not form.is_valid():
        raise TimelineInvalid({})
    return complete_timeline(form.requested(painted=painted, now=now), painted=painted)


@posted_by_somebody(lambda pk, **_: reverse("animation", args=[pk]))
def use(request: SignedInRequest, pk: uuid.UUID, export_id: uuid.UUID) -> HttpResponse:
    """Make one version the one that is shown on the page, downloaded and shared from now on."""
    found = owned_or_404(request, pk)
    export = get_object_or_404(Export, pk=export_id, animation=found)
    try:
        choose_export(animation=found, export=export)
    except NotAVersion:
        messages.error(request, "That version isn't ready yet. Nothing changed.")
    else:
        messages.success(request, "This version is now the one that's shown and shared.")
    return redirect("animation", pk)
