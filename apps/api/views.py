"""HTTP API v1: the same services as the pages. Errors are RFC 9457 problem details."""

import json
import math
import uuid
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from ninja import File, Form, NinjaAPI, Status
from ninja.files import UploadedFile
from ninja.security import HttpBearer
from pydantic import ValidationError

from apps.accounts.identity import network_mark
from apps.accounts.models import User
from apps.accounts.proof import after_proof
from apps.accounts.sign_in import posted_by_somebody, sign_in_first
from apps.animations import media, selectors
from apps.animations.create import start
from apps.animations.create.recipe import complete, quote
from apps.animations.create.upload import ChoiceMissing, Upload
from apps.animations.exports.spec import PLACES, FileWish
from apps.animations.exports.timeline import (
    TimelineInvalid,
    WishedTimeline,
    complete_timeline,
    rate_that_keeps_duration,
)
from apps.animations.exports.versions import NothingToExport, request_export, stored_frames
from apps.animations.models import Animation, Export, ExportState, FileSize, Format, FrameState, SubmissionState
from apps.animations.rendering.end import NotCancellable, cancel_animation
from apps.animations.web.copy import check_in_words
from apps.api import schemas
from apps.api.forms import TokenForm
from apps.api.models import ApiToken, Scope
from apps.api.problems import NOT_CHARGED, ProblemRaised, answer_problems, in_words
from apps.api.services import SpendingLimitReached, create_token, find_token, revoke_token, spending
from apps.common.addresses import network_address
from apps.common.cursors import decode_cursor, encode_cursor, one_page
from apps.common.ratelimit import check_rate
from apps.credits.purses import purse_of
from apps.credits.selectors import receipt_for
from apps.credits.services.holding import InsufficientCredits
from apps.credits.services.wallets import Frozen
from apps.credits.statements import expired_lines, statement_page
from apps.gallery.selectors import find_publication_of, gif_url, page_url
from apps.gallery.services import NothingToPublish, publish_animation
from apps.imaging.codecs.odd import Choices
from apps.imaging.errors import PictureRejected
from apps.imaging.sandbox.process import default_sandbox
from apps.payments.statement_money import money_moved

OPTIONAL_FILE: Any = File(None)  # type: ignore[type-arg] # typed as an annotation, offered as a call
ENGINES_OWN = ("model", "strength", "style_preset", "fallback_model", "negative_prompt", "hold", "stop_off_by")

MAX_KEY = 100  # characters of an Idempotency-Key


class Bearer(HttpBearer):
    """Lets a request in by a token that may be used for `scope`."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        now = timezone.now()
        found = find_token(secret=token, network=network_address(request), now=now)
        if found is not None:
            request.user = found.user
        check_rate(request, "api")  # a stranger with a guessed token counts for the address
        if found is None:
            return None
        if found.has_expired(now):
            raise ProblemRaised(
                HTTPStatus.UNAUTHORIZED,
                "expired",
                f"This token expired on {found.expires_at:%Y-%m-%d}. Make a new one at {settings.SITE_URL}{reverse('tokens')}. "
                "Nothing was charged.",
            )
        if not found.allows(self.scope):
            raise ProblemRaised(
                HTTPStatus.FORBIDDEN,
                "scope",
                f"This token can't be used for this. It lacks the scope “{self.scope}”. Nothing was charged.",
                scope=str(self.scope),
            )
        return found


READ, MAKE, PUBLISH = Bearer(Scope.READ), Bearer(Scope.MAKE), Bearer(Scope.PUBLISH)

api = NinjaAPI(
    title="gifsite API",
    version="1",
    description="Turn a picture and a prompt into a GIF. Requests that can cost credits take an Idempotency-Key.",
    auth=READ,
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
)


answer_problems(api)


def token_of(request: HttpRequest) -> ApiToken:
    token: ApiToken = request.auth  # type: ignore[attr-defined] # set by ninja from Bearer
    return token


def caller(request: HttpRequest) -> User:
    user: User = token_of(request).user
    return user


@api.post("/quotes", response=schemas.QuoteOut, summary="Quote an animation")
def post_quote(request: HttpRequest, body: schemas.QuoteIn) -> dict[str, Any]:
    recipe = complete(body.wished(), masked=body.masked)
    now = timezone.now()
    found = quote(recipe, masked=body.masked, on=now.date())
    quoted, fallback = found.quote, found.fallback
    return {
        "engine": recipe.engine,
        "model": recipe.model,
        "frames": quoted.frames,
        "credits_per_frame": quoted.credits_per_frame,
        "credits": quoted.credits,
        "price_id": quoted.price_id,
        "fallback_model": fallback.model if fallback else None,
        "fallback_credits_per_frame": fallback.credits_per_frame if fallback else None,
        "available": purse_of(caller(request).party, now=now).spendable(recipe.engine),
    }


@api.post(
    "/animations",
    response={201: schemas.AnimationOut, 200: schemas.AnimationOut},
    summary="Create an animation",
    auth=MAKE,
)
def post_animation(  # noqa: PLR0917 # ninja reads them by name, as the parts of a form
    request: HttpRequest,
    recipe: Form[str] = "{}",
    image: UploadedFile | None = OPTIONAL_FILE,
    mask: UploadedFile | None = OPTIONAL_FILE,
    source: Form[uuid.UUID | None] = None,
    picture: Form[str] = "{}",
) -> Status[dict[str, Any]]:
    """Multipart: an image, a mask if you like (white may change), and the recipe as JSON. Send an Idempotency-Key: the same key
    with the same picture and recipe answers the same animation and charges once; with others it answers 409.

    `source` is the id of an animation of yours to make another one from: what the recipe leaves out is as in that one, but
    for the seed, and without an image its picture and mask are taken.

    `picture` is JSON, too: `background` (a color like #ffffff), `crop` (x, y, width and height in parts of the picture, or
    "whole") and `enlarge` (true or false). A picture that is transparent, very long or very small is answered with 422
    until these say what to make of it; `choices` names what can be said. Of one that moves the first frame is taken, and
    `notes` says so.
    """
    check_rate(request, "submit")
    user = caller(request)
    _refuse_unknown_parts(request)
    key = request.headers.get("Idempotency-Key", "") or uuid.uuid4().hex
    if len(key) > MAX_KEY:
        raise ProblemRaised(
            HTTPStatus.BAD_REQUEST, "invalid", f"An Idempotency-Key has at most {MAX_KEY} characters. {NOT_CHARGED}"
        )
    made_from = selectors.get_owned(user, source) if source else None
    wished = _parse_recipe(recipe, made_from)
    choices = _parse_picture(picture)
    if image is None and made_from is None:
        raise ProblemRaised(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "invalid",
            f"Some values are invalid. {NOT_CHARGED}",
            errors={"image": "Send an image, or source: the id of an animation to take the picture from."},
        )
    if image is None and mask is not None:
        raise ProblemRaised(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "invalid",
            f"Some values are invalid. {NOT_CHARGED}",
            errors={"mask": "A new mask needs the image it was painted on. Send the image as well."},
        )
    if image is None and choices != Choices():
        raise ProblemRaised(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "invalid",
            f"Some values are invalid. {NOT_CHARGED}",
            errors={"picture": "This describes an uploaded image. Send the image as well, or leave it out."},
        )
    data, mask_data = _bytes(image) if image else b"", _bytes(mask) if mask else None
    kept = start.picture_of(made_from) if image is None and made_from is not None else None
    masked = bool(kept.mask_key) if kept else bool(mask_data)
    completed = complete(wished.wished(), masked=masked)
    fingerprint = kept.fingerprint if kept else start.fingerprint(data, mask_data, choices)
    try:
        existing = start.find_submitted(
            owner=user, request_key=key, request_hash=start.request_hash(completed, fingerprint)
        )
        if existing is not None:
            return Status(200, animation_out(selectors.get_owned(user, existing.pk)))
        now = timezone.now()
        # What cannot be priced is refused before it is decoded.
        quoted = quote(completed, masked=masked, on=now.date()).quote
        if kept is None:
            check_rate(request, "upload")
        taken = kept or start.take_picture(
            image=data, mask=mask_data, engine=completed.engine, sandbox=default_sandbox(), choices=choices
        )
        with spending(token_of(request), quoted.credits, now=now) as give_back:
            animation = start.start_animation(
                owner=user,
                request_key=key,
                picture=taken,
                recipe=completed,
                price_shown=None,
                now=now,
                network=network_mark(request),
            )
            is_new = animation.created_at == now
            if not is_new:
                give_back()
    except SpendingLimitReached as limit:
        raise ProblemRaised(
            HTTPStatus.FORBIDDEN,
            "token-limit",
            f"This costs {quoted.credits} credits, and this token has {limit.left} of its {limit.limit} daily credits left. "
            "The limit resets at midnight UTC. Nothing was charged.",
            limit=limit.limit,
            left=limit.left,
        ) from limit
    except ChoiceMissing as missing:
        raise _choices_needed(missing.upload) from missing
    except PictureRejected as rejected:
        raise ProblemRaised(
            HTTPStatus.UNPROCESSABLE_ENTITY, "picture", f"{rejected.message} Nothing was charged."
        ) from rejected
    except InsufficientCredits as short:
        raise ProblemRaised(
            HTTPStatus.PAYMENT_REQUIRED,
            "credits",
            f"This costs {short.needed} credits and you have {short.available}. Nothing was charged.",
            needed=short.needed,
            available=short.available,
        ) from short
    except Frozen as frozen:
        raise ProblemRaised(
            HTTPStatus.FORBIDDEN,
            "frozen",
            "A payment of yours is being disputed, so nothing can be started until that's resolved. Nothing was charged.",
        ) from frozen
    except start.KeyReused as reused:
        raise ProblemRaised(
            HTTPStatus.CONFLICT,
            "key-reused",
            "This Idempotency-Key was used with another picture or recipe. Nothing was charged.",
            animation=str(reused.animation.pk),
        ) from reused
    return Status(201 if is_new else 200, animation_out(selectors.get_owned(user, animation.pk)))


def _refuse_unknown_parts(request: HttpRequest) -> None:
    """Raise ProblemRaised for a part of the form that is none: it would be left out without a word."""
    known = ["image", "mask", "picture", "recipe", "source"]
    unknown = sorted({*request.POST, *request.FILES} - set(known))
    if unknown:
        errors = {name: schemas.unknown_field(name, known) for name in unknown}
        raise ProblemRaised(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "invalid",
            f"Some parts of the form are invalid. {NOT_CHARGED}",
            errors=errors,
        )


def _parse_recipe(text: str, made_from: Animation | None) -> schemas.RecipeIn:
    """The recipe of a request, with what it leaves out from the animation it is made from."""
    try:
        if made_from is None:
            return schemas.RecipeIn.model_validate_json(text)
        said = schemas.PartialRecipeIn.model_validate_json(text).model_dump(exclude_unset=True)
        before = {**recipe_out(made_from), "seed": None}
        if "engine" in said or "model" in said:  # what another engine takes is its own default
            before |= dict.fromkeys(ENGINES_OWN)
        return schemas.RecipeIn.model_validate({**before, **said})
    except ValidationError as error:
        errors = {".".join(str(part) for part in item["loc"]) or "recipe": in_words(item) for item in error.errors()}
        raise ProblemRaised(
            HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", "The recipe cannot be read. Nothing was charged.", errors=errors
        ) from error


def _parse_picture(text: str) -> Choices:
    try:
        return schemas.PictureIn.model_validate_json(text).choices()
    except ValidationError as error:
        errors = {
            ".".join(["picture", *map(str, item["loc"][:1])]): schemas.CROP if "crop" in item["loc"] else in_words(item)
            for item in error.errors()
        }
        raise ProblemRaised(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "invalid",
            f"The picture field couldn't be read. {NOT_CHARGED}",
            errors=errors,
        ) from error


def _choices_needed(upload: Upload) -> ProblemRaised:
    """What to answer to an odd picture of which not everything was said."""
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


def _bytes(file: UploadedFile) -> bytes:
    limit = settings.UPLOAD_MAX_BYTES
    if (file.size or 0) > limit:
        raise ProblemRaised(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            "picture",
            f"That picture is {math.ceil((file.size or 0) / 2**20)} MB. The limit is {limit // 2**20} MB. Nothing was charged.",
        )
    data: bytes = file.read()
    return data


@api.get("/animations", response=schemas.AnimationPage, summary="List your animations, newest first")
def list_animations(request: HttpRequest, before: str = "") -> dict[str, Any]:
    found = selectors.animations_of(caller(request), before=decode_cursor(before))
    rows, more = one_page(found, selectors.PAGE_SIZE)
    return {
        "items": [
            {
                "id": row.pk,
                "state": row.state,
                "prompt": row.prompt,
                "created_at": row.created_at,
                "frames_stored": row.stored,  # type: ignore[attr-defined] # annotated
                "frames_total": row.frame_count,
            }
            for row in rows
        ],
        "next_before": encode_cursor(rows[-1].created_at, rows[-1].pk) if more else None,
    }


@api.get(
    "/animations/{animation_id}", response=schemas.AnimationOut, summary="Get an animation with its frames and receipt"
)
def get_animation(request: HttpRequest, animation_id: uuid.UUID) -> dict[str, Any]:
    return animation_out(selectors.get_owned(caller(request), animation_id))


@api.post(
    "/animations/{animation_id}/cancel",
    response=schemas.AnimationOut,
    summary="Cancel and keep what was delivered",
    auth=MAKE,
)
def post_cancel(request: HttpRequest, animation_id: uuid.UUID) -> dict[str, Any]:
    animation = selectors.get_owned(caller(request), animation_id)
    try:
        cancel_animation(animation_id=animation.pk, now=timezone.now())
    except NotCancellable as late:
        raise ProblemRaised(
            HTTPStatus.CONFLICT, "ended", "This animation is already finished. Nothing changed."
        ) from late
    return animation_out(selectors.get_owned(caller(request), animation_id))


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
        wish = export_wish(animation, body)
        export = request_export(animation=animation, now=timezone.now(), wish=wish)
    except NothingToExport as nothing:
        raise ProblemRaised(HTTPStatus.CONFLICT, "not-ready", "There's no frame to make a file from.") from nothing
    return Status(
        200 if export.state == ExportState.READY else 202, export_out(export, selectors.main_export(animation))
    )


@api.get("/exports/{export_id}", response=schemas.ExportOut, summary="Get a file")
def get_export(request: HttpRequest, export_id: uuid.UUID) -> dict[str, Any]:
    export = Export.objects.get(pk=export_id, animation__owner=caller(request))
    return export_out(export, selectors.main_export(export.animation))


@api.post(
    "/animations/{animation_id}/publish",
    response=schemas.PublicationOut,
    summary="Publish an animation",
    auth=PUBLISH,
)
def post_publish(
    request: HttpRequest, animation_id: uuid.UUID, body: schemas.PublishIn | None = None
) -> dict[str, Any]:
    wish = body or schemas.PublishIn(title="", alt_text="")
    animation = selectors.get_owned(caller(request), animation_id)
    try:
        publication = publish_animation(
            animation=animation,
            title=wish.title,
            alt_text=wish.alt_text,
            visibility=wish.visibility,
            now=timezone.now(),
        )
    except NothingToPublish as nothing:
        raise ProblemRaised(HTTPStatus.CONFLICT, "not-ready", "There's no finished GIF to publish yet.") from nothing
    return {
        "slug": publication.slug,
        "title": publication.title,
        "visibility": publication.visibility,
        "share_url": page_url(publication),
        "gif_url": gif_url(publication),
    }


@api.get("/credits", response=schemas.CreditsOut, summary="Get your balance")
def get_credits(request: HttpRequest) -> dict[str, Any]:
    now = timezone.now()
    purse = purse_of(caller(request).party, now=now)
    return {
        "available": purse.available,
        "held": purse.held,
        "owed": purse.owed,
        "lots": [
            {
                "label": lot.label,
                "available": lot.available,
                "expires_at": lot.expires_at,
                "only_engine": lot.only_engine or None,
            }
            for lot in purse.lots
        ],
    }


@api.get("/credits/statement", response=schemas.StatementOut, summary="List transactions, newest first")
def get_statement(request: HttpRequest, before: int | None = None) -> dict[str, Any]:
    owner = caller(request)
    page = statement_page(owner.party, before=before)
    lines = [*([] if before else expired_lines(owner.party, now=timezone.now())), *page.lines]
    money = money_moved(lines, owner=owner)
    return {
        "items": [
            {
                "reason": line.reason,
                "animation": line.cause.removeprefix("animation:") or None,
                "began_at": line.began_at,
                "granted": line.granted,
                "taken": line.taken,
                "held": line.held,
                "charged": line.charged,
                "released": line.released,
                "amount_minor": money[line.key].amount_minor if line.key in money else None,
                "currency": money[line.key].currency if line.key in money else None,
            }
            for line in lines
        ],
        "next_before": page.next_before,
    }


def export_wish(animation: Animation, body: schemas.ExportIn) -> FileWish:
    """The file that a body asks for; what it leaves out is as in the animation's recipe. Raises TimelineInvalid."""
    said = body.model_dump(exclude_unset=True)
    own = {"fps": animation.fps, "loop": animation.loop, **animation.timeline}
    names = ("fps", "loop", "between", "ease", "motion", "caption", "crop", "cut")
    if said.get("between") is not None and said.get("fps") is None:
        own["fps"] = rate_that_keeps_duration(own["fps"], between=own.get("between", 1), wanted=said["between"])
    own |= {name: said[name] for name in names if name in said and (said[name] is not None or name in own)}
    shown = {**own, "fps": own["fps"] or animation.fps, "loop": own["loop"] or animation.loop}
    timeline = complete_timeline(WishedTimeline(**shown), painted=len(stored_frames(animation)))
    wish = FileWish(timeline, quality=body.quality, max_bytes=body.max_bytes, max_side=body.max_side)
    if body.destination is None:
        return replace(wish, format=body.format or Format.GIF, file_size=_file_size(animation, body))
    if body.destination not in PLACES:
        raise TimelineInvalid({"destination": f"One of {', '.join(PLACES)}."})
    fitted = wish.for_place(body.destination)
    if body.format not in (None, fitted.format):
        raise TimelineInvalid(
            {"format": f"{PLACES[body.destination].name} takes {fitted.format}. Leave out the format."}
        )
    if body.quality is not None or body.max_bytes is not None:
        raise TimelineInvalid({"destination": f"{PLACES[body.destination].name} sets its own quality and size."})
    return fitted


def _file_size(animation: Animation, body: schemas.ExportIn) -> str:
    """The file size that a body asks for; the animation's own for a GIF of which nothing else about its size was said."""
    if body.file_size is not None:
        return body.file_size
    is_usual = body.format in (None, Format.GIF) and body.quality is None and body.max_bytes is None
    return animation.file_size if is_usual else FileSize.FULL


def export_out(export: Export, main: Export | None) -> dict[str, Any]:
    """An export as the API tells it; `main` is the one of its animation that is shown."""
    main_pk = main.pk if main else None
    return {
        "id": export.pk,
        "format": export.format,
        "state": export.state,
        "failure": export.failure or None,
        "url": absolute(media.link(export.key)) if export.key else None,
        "poster_url": absolute(media.link(export.poster_key)) if export.key else None,
        "bytes": export.size_bytes,
        "width": export.width,
        "height": export.height,
        "frames": export.frame_count,
        "duration_ms": export.duration_ms,
        "destination": export.destination or None,
        "fits": export.fits,
        "checks": [{**check, "sentence": check_in_words(check, export.destination)} for check in export.checks],
        "timeline": {"fps": export.fps, "loop": export.loop, **export.timeline},
        "chosen": export.pk == main_pk,
        "file_size": export.file_size,
        "reduced": export.was_reduced,
    }


def absolute(url: str) -> str:
    return settings.SITE_URL + url if url.startswith("/") else url


def recipe_out(animation: Animation) -> dict[str, Any]:
    """A recipe as it may be sent again."""
    return {
        "engine": animation.engine,
        "model": animation.model,
        "prompt": animation.prompt,
        "negative_prompt": animation.negative_prompt or None,
        "frames": animation.frame_count,
        "strength": animation.strength,
        "seed": animation.seed,
        "fps": animation.fps,
        "loop": animation.loop,
        "style_preset": animation.style_preset or None,
        "fallback_model": animation.fallback_model or None,
        "hold": animation.hold,
        "stop_off_by": animation.stop_off_by,
        "mask_follows": animation.mask_follows,
        "file_size": animation.file_size,
        **animation.timeline,
        **({"motion": animation.feed_motion, "motion_before": True} if animation.feed_motion else {}),
    }


def animation_out(animation: Animation) -> dict[str, Any]:
    """One animation as the API shows it, from prefetched frames and exports."""
    receipt = receipt_for(animation.cause)
    rows = animation.submissions.order_by().values_list("frame")
    calls = {
        frame: (count, painter)
        for frame, count, painter in rows.annotate(
            calls=Count("id", filter=Q(n__isnull=False)), painter=Max("model", filter=Q(state=SubmissionState.WON))
        )
    }
    publication = find_publication_of(animation)
    main = selectors.main_export(animation)
    return {
        "id": animation.pk,
        "state": animation.state,
        "paused_reason": animation.paused_reason or None,
        "failure": animation.failure or None,
        "created_at": animation.created_at,
        "recipe": recipe_out(animation),
        "notes": Upload.read(animation.upload).notes,
        "frames": [
            {
                "position": frame.position,
                "state": frame.state,
                "image_url": absolute(media.link(frame.shown_key)) if frame.state == FrameState.STORED else None,
                "painted_url": absolute(media.link(frame.painted_key)) if frame.painted_key else None,
                "drift": frame.drift,
                "differing_outside": frame.shown_differing_outside,
                "seed": frame.seed,
                "model": calls.get(frame.pk, (0, None))[1],
                "credits": frame.credits,
                "submissions": calls.get(frame.pk, (0, None))[0],
            }
            for frame in animation.frames.all()
        ],
        "receipt": {"held": receipt.held, "charged": receipt.charged, "released": receipt.released},
        "exports": [export_out(export, main) for export in animation.exports.all()],
        "share_url": page_url(publication) if publication else None,
    }


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The API's reference, drawn from its own OpenAPI description: no script and no third party."""
    schema = api.get_openapi_schema()
    operations = [
        {
            "method": method.upper(),
            "path": path,
            "summary": operation.get("summary", ""),
            "description": operation.get("description", ""),
            "parameters": operation.get("parameters", []),
            "fields": _fields(operation.get("requestBody", {}), schema),
            "responses": sorted(str(status) for status in operation.get("responses", {})),
        }
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    parts = {
        "recipe": _properties(schemas.RecipeIn.model_json_schema()),
        "picture": _properties(schemas.PictureIn.model_json_schema()),
    }
    return render(request, "api/docs.html", {"operations": operations, "server": settings.SITE_URL, **parts})


def _fields(body: dict[str, Any], schema: dict[str, Any]) -> list[dict[str, Any]]:
    """What a request's body takes: name, kind of value, limits, and whether it is needed."""
    for content in body.get("content", {}).values():
        described = content.get("schema", {})
        options = [described, *described.get("anyOf", [])]
        name = next((option["$ref"].rpartition("/")[2] for option in options if "$ref" in option), "")
        return _properties(schema["components"]["schemas"][name] if name else described)
    return []


def _properties(described: dict[str, Any]) -> list[dict[str, Any]]:
    needed = described.get("required", [])
    return [
        {
            "name": name,
            "kind": _kind(value),
            "needed": name in needed,
            "default": value.get("default"),
            "description": value.get("description", ""),
        }
        for name, value in described.get("properties", {}).items()
    ]


def _kind(value: dict[str, Any]) -> str:
    """A JSON Schema value in words: `number, 1 to 50`, `text, at most 2000 characters`, `forward | once`."""
    value = next((option for option in value.get("anyOf", []) if option.get("type") != "null"), value)
    if "enum" in value:
        return " | ".join(value["enum"])
    if value.get("format") == "binary":
        return "file"
    words = {"string": "text", "integer": "whole number", "boolean": "true | false"}
    kind = words.get(value.get("type", ""), str(value.get("type", "object")))
    if value.get("type") == "array":
        return f"list of {value['minItems']} {words.get(value['prefixItems'][0]['type'], 'number')}s"
    if "minimum" in value and "maximum" not in value:
        return f"{kind}, at least {value['minimum']:g}"
    if "minimum" in value:
        kind += f", {value['minimum']:g} to {value['maximum']:g}"
    if "maxLength" in value:
        kind += f", at most {value['maxLength']} characters"
    return kind


@sign_in_first
@after_proof
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """One's own tokens; a new one is shown once, in the answer to the request that made it."""
    now, user = timezone.now(), request.user
    form, new_secret = TokenForm(request.POST or None, initial={"scopes": Scope.values, "days": "90"}), ""
    if request.method == "POST" and form.is_valid():
        _, new_secret = create_token(
            user=user,  # type: ignore[arg-type] # signed in, so a User
            name=form.cleaned_data["name"],
            scopes=form.cleaned_data["scopes"],
            expires_at=form.expires_at(now),
            daily_credits=form.cleaned_data["daily_credits"],
        )
        form = TokenForm(initial={"scopes": Scope.values, "days": "90"})
    own = [(token, token.has_expired(now)) for token in ApiToken.objects.filter(user=user)]  # type: ignore[misc] # as above
    context = {"tokens": own, "new_secret": new_secret, "form": form}
    return render(request, "api/tokens.html", context, status=422 if form.errors else 200)


@posted_by_somebody(lambda **_: reverse("tokens"))
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    if revoke_token(user=request.user, token_id=pk):  # type: ignore[arg-type] # signed in, so a User
        messages.success(request, "Token revoked.")
    return redirect("tokens")
