"""The workshop's pages: make, watch, cancel, download, and one's own library."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.identity import network_mark
from apps.accounts.models import User
from apps.accounts.sign_in import keep_words, posted_by_somebody, sign_in_first, take_words
from apps.animations import media, selectors, wording
from apps.animations.by_frame import by_frame_of
from apps.animations.designer import designer_context
from apps.animations.downloads import files_of
from apps.animations.forms import FORM_FIELDS, LoopForm, StudioForm
from apps.animations.models import Animation, AnimationState, Frame, FrameState, PausedReason
from apps.animations.recipes import MAX_PROMPT, NOT_SAID, Recipe, RecipeInvalid, Wished, complete, quote
from apps.animations.services import studio
from apps.animations.services.daily import give_daily_credits
from apps.animations.services.ending import NotCancellable, cancel_animation
from apps.animations.signals import public_faces
from apps.animations.studio_page import Problem, buy_address, problem_of, settings_of, studio_context
from apps.animations.uploads import ChoiceMissing
from apps.common.cursors import decode_cursor, encode_cursor, one_page
from apps.common.plain import plain
from apps.common.ratelimit import check_rate
from apps.credits.selectors import Receipt, frame_receipts
from apps.credits.services.holding import InsufficientCredits
from apps.credits.services.wallets import Frozen
from apps.imaging.errors import PictureRejected
from apps.imaging.odd import Choices
from apps.imaging.sandbox import default_sandbox

OWN_MEDIA_SECONDS = 60  # a browser may ask the link again that it was led to: shorter than that link lives

NOT_WORDS = {"image", "mask", "request_key", "draft", "price_shown"}
"""Fields of the studio that nobody filled in by hand, and the files, which no session keeps."""

KINDS = {
    "gif": "image/gif",
    "png": "image/png",
    "jpg": "image/jpeg",
    "mp4": "video/mp4",
    "webp": "image/webp",
}


@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """The studio. Open to everyone to look at; making needs an account. An error keeps the picture as a draft."""
    if request.method != "POST":
        if request.user.is_authenticated and request.method == "GET":
            give_daily_credits(owner=request.user, now=timezone.now(), network=network_mark(request))
        wish = plain(request.GET.get("prompt", ""))[:MAX_PROMPT]
        form = StudioForm(initial={"prompt": wish})
        words_of = _in_address(request, "words", selectors.find_submitted)
        if words_of is not None:
            form.initial = {**form.initial, **settings_of(words_of)}
        if request.user.is_authenticated:
            form.initial = {**form.initial, **take_words(request)}
        return _studio(request, form, draft=_in_address(request, "draft", _draft_of))
    if not request.user.is_authenticated:
        keep_words(request, StudioForm.base_fields.keys() - NOT_WORDS)
        return redirect_to_login(reverse("make"))
    check_rate(request, "submit")
    now = timezone.now()
    form = StudioForm(request.POST, request.FILES)
    is_valid = form.is_valid()
    owner: User = request.user
    key = form.cleaned_data.get("request_key") or uuid.uuid4().hex
    draft_id = form.cleaned_data.get("draft")
    draft = studio.find_draft(owner=owner, draft_id=draft_id) if draft_id else None
    upload, mask_upload = form.cleaned_data.get("image"), form.cleaned_data.get("mask")
    mask = mask_upload.read() if mask_upload else None
    missing = set() if form.cleaned_data.get("prompt", "…").strip() else {"prompt"}
    kept_mask = upload is None and draft is not None and bool(draft.mask_key)
    recipe: Recipe | None = None
    try:
        completed = complete(form.wished(), masked=bool(mask) or kept_mask)
        quote(completed, masked=bool(mask) or kept_mask, on=now.date())
        recipe = completed
    except RecipeInvalid as invalid:
        for name, sentence in invalid.errors.items():
            field = {"engine": "choice", "model": "choice", "style_preset": "choice", **FORM_FIELDS}.get(name, name)
            if field not in form.errors:  # one sentence a field: the first says what to do
                form.add_error(field, sentence)
    picture = studio.picture_of(draft) if draft is not None else None
    choices = form.picture_choices()
    engine = recipe.engine if recipe else (form.wished().engine or "sketch")
    try:
        if upload is not None:
            image = upload.read()
            repeated = recipe and _made_before(owner, key, recipe, studio.fingerprint(image, mask, choices))
            if repeated:
                return redirect("animation", repeated.pk)
            check_rate(request, "upload")
            picture = _picture_of(image, mask, engine=engine, choices=choices)
        elif draft is not None and draft.whole_key:
            check_rate(request, "upload")
            picture = studio.choose_again(draft, engine=engine, sandbox=default_sandbox(), choices=choices)
    except PictureRejected as rejected:
        form.add_error("image", rejected.message)
    except LookupError:
        if "choice" not in form.errors:
            form.add_error("choice", "That style isn't available.")
    for question in picture.upload.questions if picture is not None else ():
        field = {"crop": "picture_crop"}.get(question.field, question.field)
        if field not in form.errors:
            form.add_error(field, question.sentence)
    if picture is not None and recipe is not None:
        try:
            studio.check_room(recipe, picture)
        except RecipeInvalid as invalid:
            recipe = None
            form.add_error("caption", invalid.errors["caption"])
    if picture is None and "image" not in form.errors:
        missing.add("image")
        form.add_error("image", "Add a picture first.")
    if "keep" in request.POST and picture is not None and "image" not in form.errors:
        # Leaving to buy credits: the draft stays here, so that the way back leads to it from any browser.
        if selectors.is_key_spent(owner, key):
            key = uuid.uuid4().hex
        kept = recipe or _nearest_recipe(form, masked=bool(picture.mask_key))
        now = timezone.now()
        draft = studio.keep_draft(owner=owner, request_key=key, picture=picture, recipe=kept, now=now)
        return HttpResponseRedirect(buy_address(draft=draft, now=now), status=303)
    if picture is None or recipe is None or not is_valid or form.errors:
        if selectors.is_key_spent(owner, key):
            key = uuid.uuid4().hex
        if picture is not None:
            draft = studio.keep_draft(
                owner=owner,
                request_key=key,
                picture=picture,
                recipe=recipe or _nearest_recipe(form, masked=bool(picture.mask_key)),
                now=timezone.now(),
            )
        problem = problem_of(form, missing=frozenset(missing))
        return _studio(request, form, draft=draft, problem=problem, key=key, status=422)
    try:
        animation = studio.start_animation(
            owner=owner,
            request_key=key,
            picture=picture,
            recipe=recipe,
            price_shown=form.cleaned_data.get("price_shown"),
            now=now,
            network=network_mark(request),
        )
    except InsufficientCredits as short:
        lacking = short.needed - short.available
        problem = Problem(
            f"You need {lacking} more {'credit' if lacking == 1 else 'credits'}",
            f"This GIF costs {short.needed} and you have {short.available}. Nothing was charged, and your picture is saved.",
            "credits",
            need=lacking,
        )
        status = 402
    except Frozen:
        problem = Problem(
            "You can't start new GIFs right now",
            "Your bank is disputing an earlier payment, so your credits are on hold until that's resolved. Nothing was charged, and your draft is saved.",
            "frozen",
        )
        status = 403
    except studio.PriceRose as rose:
        problem = Problem(
            f"These settings cost {rose.price} credits",
            f"You were shown {rose.shown}. Nothing was charged, and your settings are saved. Press Generate again to accept the new price.",
            "price",
        )
        status = 409
    except studio.KeyReused as reused:
        problem = Problem(
            "You already sent this",
            "It made a GIF that's in your library, and nothing more was charged. Press Generate again to make another.",
            "repeat",
        )
        key, status = uuid.uuid4().hex, 409
        del reused
    else:
        for note in picture.upload.notes:
            messages.info(request, note)
        return redirect("animation", animation.pk)
    draft = studio.keep_draft(owner=owner, request_key=key, picture=picture, recipe=recipe, now=timezone.now())
    return _studio(request, form, draft=draft, problem=problem, key=key, status=status)


def _picture_of(image: bytes, mask: bytes | None, *, engine: str, choices: Choices) -> studio.Picture:
    """The picture that was sent; an odd one is kept whole, so that its choices can be made without sending it again."""
    try:
        return studio.take_picture(image=image, mask=mask, engine=engine, sandbox=default_sandbox(), choices=choices)
    except ChoiceMissing:
        return studio.keep_odd_picture(
            image=image, mask=mask, engine=engine, sandbox=default_sandbox(), choices=choices
        )


def _made_before(owner: User, key: str, recipe: Recipe, fingerprint: str) -> Animation | None:
    """The animation of the same form sent twice, found before its picture is decoded a second time."""
    try:
        return studio.find_submitted(
            owner=owner, request_key=key, request_hash=studio.request_hash(recipe, fingerprint)
        )
    except studio.KeyReused:
        return None


def _nearest_recipe(form: StudioForm, *, masked: bool) -> Recipe:
    """What was wished as far as it can be painted; the engine's defaults where it cannot."""
    wished = form.wished()
    try:
        return complete(replace(wished, prompt=wished.prompt.strip() or NOT_SAID), masked=masked)
    except RecipeInvalid:
        return complete(Wished(prompt=NOT_SAID), masked=False)


def _draft_of(owner: User, draft_id: uuid.UUID) -> Animation | None:
    return studio.find_draft(owner=owner, draft_id=draft_id)


def _in_address(
    request: HttpRequest, name: str, find: Callable[[User, uuid.UUID], Animation | None]
) -> Animation | None:
    """The draft or animation of one's own that the address names, if there is one."""
    if not request.user.is_authenticated or name not in request.GET:
        return None
    try:
        return find(request.user, uuid.UUID(request.GET[name]))
    except ValueError:
        return None


def _studio(
    request: HttpRequest,
    form: StudioForm,
    *,
    draft: Animation | None = None,
    problem: Problem | None = None,
    key: str | None = None,
    status: int = 200,
) -> HttpResponse:
    # A draft keeps its key: sending the form again then continues the same row.
    key = (draft.request_key if draft is not None else key) or uuid.uuid4().hex
    context = studio_context(
        user=request.user if request.user.is_authenticated else None,
        form=form,
        draft=draft,
        problem=problem,
        request_key=key,
        now=timezone.now(),
    )
    return render(request, "animations/make.html", context, status=status)


@sign_in_first
@require_safe
def animation(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The workshop of one animation; asked by htmx, only its progress, and 304 while nothing changed."""
    found = owned_or_404(request, pk)
    now = timezone.now()
    context = detail_context(found, now=now)
    if not request.headers.get("HX-Request"):
        return render(request, "animations/detail.html", context)
    tag = _fingerprint(found, context)
    if request.headers.get("HX-PTag") == tag:
        return HttpResponse(status=304)
    response = render(request, "animations/detail.html#progress", context)
    response["HX-PTag"] = tag
    return response


def _fingerprint(found: Animation, context: dict[str, Any]) -> str:
    """Changes exactly when the progress section would look different."""
    states = "".join(frame["state"][0] for frame in context["frames"])
    words = (
        found.state,
        states,
        context["headline"],
        context["time_left"],
        context["explanation"],
        context["stepped_in"],
        str(context["export"] and context["export"]["id"]),
        str(context["polling"]),
    )
    return signing.Signer(salt="progress").signature("|".join(words))[:24]


def owned_or_404(request: HttpRequest, pk: uuid.UUID) -> Animation:
    try:
        return selectors.get_owned(request.user, pk)  # type: ignore[arg-type] # signed in, so a User
    except Animation.DoesNotExist:
        raise Http404 from None


def detail_context(found: Animation, *, now: Any, form: LoopForm | None = None) -> dict[str, Any]:
    """Everything the page of one animation shows; `form` is the loop's designer, when it came back with errors."""
    progress = selectors.progress_of(found, now=now)
    shares = selectors.shares_of(found)
    waits_for_engine = found.paused_reason == PausedReason.ENGINE
    pause = selectors.find_pause_of(found, now=now) if waits_for_engine else None
    receipts = frame_receipts(found.cause)
    receipt = Receipt.of(receipts.values())
    export = selectors.main_export(found)
    source_url = media.own_link(found.source_key, owner=found.owner_id)
    stand_ins = [share for share in shares if share.model == found.fallback_model]
    painters = {
        position: wording.model_name(found.engine, share.model) for share in stand_ins for position in share.positions
    }
    frames = [
        {
            "position": frame.position,
            "state": frame.state,
            "url": media.own_link(frame.shown_key, owner=found.owner_id) if frame.state == FrameState.STORED else "",
            "painter": painters.get(frame.position, ""),
            "receipt": _receipt_of(frame, receipts),
        }
        for frame in found.frames.all()
    ]
    painted = [frame for frame in frames if frame["url"]]
    by_frame = by_frame_of(found, list(found.frames.all())) if found.has_ended else None
    return {
        "animation": found,
        "frames": frames,
        "source_url": source_url,
        "newest": painted[-1] if painted else {"position": 0, "url": source_url},
        "developing": not found.has_ended and not found.paused_reason,
        "progress": progress,
        "headline": wording.headline(found, progress),
        "time_left": wording.time_left(progress),
        "explanation": wording.explanation(found, charged=receipt.charged, released=receipt.released, pause=pause),
        "stepped_in": wording.stepped_in(found, shares),
        "shares": [
            {
                "frames": wording.frames_in_words(share.positions),
                "model": wording.model_name(found.engine, share.model),
                "credits_each": share.credits_each,
                "credits": share.credits_each * len(share.positions),
                "count": len(share.positions),
            }
            for share in shares
        ],
        "model": wording.model_name(found.engine, found.model),
        "fallback": wording.model_name(found.engine, found.fallback_model) if found.fallback_model else "",
        "polling": not found.has_ended or bool(by_frame and by_frame.masks and by_frame.masks.being_corrected),
        "by_frame": by_frame,
        "receipt": receipt,
        # What a sponsor pays frame by frame is between us and the sponsor.
        "receipts_shown": found.payer is None and bool(receipt.held or receipt.charged or receipt.released),
        "publication": public_faces([found]).get(found.pk),
        "can_cancel": found.state in (AnimationState.QUEUED, AnimationState.ACTIVE),
        "files": files_of(found),
        "designer": designer_context(found, export, form) if export is not None and found.has_ended else None,
        "export": None
        if export is None
        else {
            "id": export.pk,
            "url": media.own_link(export.key, owner=found.owner_id),
            "download_url": media.own_link(
                export.key, owner=found.owner_id, filename=f"gifsite-{str(found.pk)[:8]}.gif"
            ),
            "poster_url": media.own_link(export.poster_key, owner=found.owner_id),
            "width": export.width,
            "height": export.height,
            "reduced_to": wording.file_size_in_words(export) if export.was_reduced else "",
            "size_bytes": export.size_bytes,
            "frame_count": export.frame_count,
            "duration_ms": export.duration_ms,
        },
    }


def _receipt_of(frame: Frame, receipts: Mapping[str, Receipt]) -> Receipt | None:
    """What a frame cost, with what was held for the dearer one of two models."""
    parts = [receipts[ref] for ref in (frame.ref, frame.surcharge_ref) if ref in receipts]
    return Receipt.of(parts) if parts else None


@posted_by_somebody(lambda pk: reverse("animation", args=[pk]))
def cancel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Stop one's own animation. What is delivered stays and is charged; the rest is back in the balance at once."""
    found = owned_or_404(request, pk)
    try:
        released = cancel_animation(animation_id=found.pk, now=timezone.now())
    except NotCancellable:
        messages.info(request, "This GIF is already finished. Nothing changed.")
    else:
        word = "credit is" if released == 1 else "credits are"
        back = "Nothing was charged." if found.payer else f"{released} {word} back in your balance."
        messages.success(request, f"Cancelled. {back}")
    return redirect("animation", pk, permanent=False)


@sign_in_first
@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """List your animations, newest first."""
    before = decode_cursor(request.GET.get("before", ""))
    found = selectors.animations_of(request.user, before=before)  # type: ignore[arg-type] # signed in, so a User
    rows, more = one_page(found, selectors.PAGE_SIZE)
    faces = public_faces(rows)
    cards = []
    for row in rows:
        export = selectors.main_export(row)
        cards.append(
            {
                "animation": row,
                "publication": faces.get(row.pk),
                "stored": row.stored,  # type: ignore[attr-defined] # annotated
                "poster_url": media.own_link(export.poster_key, owner=row.owner_id) if export else "",
                "gif_url": media.own_link(export.key, owner=row.owner_id) if export else "",
            }
        )
    following = encode_cursor(rows[-1].created_at, rows[-1].pk) if more else ""
    return render(request, "animations/library.html", {"animations": cards, "next_before": following})


@require_safe
@cache_control(private=True, max_age=settings.MEDIA_LINK_SECONDS, immutable=True)
def private_media(request: HttpRequest, token: str) -> HttpResponseBase:
    """A private file behind a short-lived signed link, for an installation without an object store."""
    try:
        key, filename = media.open_link(token)
    except signing.BadSignature:
        raise Http404 from None
    return _file(key, filename)


def _file(key: str, filename: str) -> FileResponse:
    try:
        file = default_storage.open(key)
    except OSError:
        raise Http404 from None
    kind = KINDS.get(key.rpartition(".")[2], "application/octet-stream")
    return FileResponse(file, content_type=kind, as_attachment=bool(filename), filename=filename or "")


@require_safe
def own_media(request: HttpRequest, token: str) -> HttpResponseBase:
    """One's own private file, for as long as one is signed in: a redirect to a fresh link, or the file itself.

    The file itself comes where there is no object store, and with `?here`, for scripts: they may read no other site.
    """
    try:
        key, filename, owner = media.open_own_link(token)
    except signing.BadSignature:
        raise Http404 from None
    if not request.user.is_authenticated:
        if request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate":
            return redirect_to_login(request.get_full_path())
        # A picture or a script cannot sign in, and must not take a page for a file.
        return HttpResponse(status=401, headers={"Cache-Control": "private, no-store"})
    if str(request.user.pk) != owner:
        raise Http404
    is_elsewhere = settings.AWS_STORAGE_BUCKET_NAME and "here" not in request.GET
    response = redirect(media.link(key, filename=filename)) if is_elsewhere else _file(key, filename)
    response["Cache-Control"] = f"private, max-age={OWN_MEDIA_SECONDS}"
    return response
