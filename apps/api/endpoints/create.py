"""Starting an animation."""

import uuid
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import File, Form, Status
from ninja.files import UploadedFile

from apps.accounts.consent import note_consent
from apps.accounts.identity import network_mark
from apps.accounts.models import User
from apps.animations import selectors
from apps.animations.create.draft import picture_of
from apps.animations.create.picture import fingerprint_of, take_picture
from apps.animations.create.quote import quote
from apps.animations.create.recipe import complete
from apps.animations.create.refusals import REFUSED
from apps.animations.create.submit import check_affordable, discard, find_submitted, hash_request, submit_animation
from apps.animations.create.upload import ChoiceMissing
from apps.api import schemas
from apps.api.answers import animation_out
from apps.api.api import MAKE, api, caller, token_of
from apps.api.endpoints.form_parts import choices_needed, refuse_unknown_parts, refuse_without_image
from apps.api.endpoints.sent_file import bytes_of
from apps.api.endpoints.sent_recipe import parse_picture, parse_recipe
from apps.api.problems import NOT_CHARGED, ProblemRaised
from apps.api.recipes import PictureIn
from apps.api.services import SpendingLimitReached, spending
from apps.common.ratelimit import check_rate
from apps.imaging.sandbox.process import default_sandbox

OPTIONAL_FILE: Any = File(None)  # type: ignore[type-arg] # typed as an annotation, offered as a call
MAX_KEY = 100  # characters of an Idempotency-Key


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
    "whole"), `enlarge` (true or false), `face` (where a face is that isn't found by itself) and `consent` (true: you have
    permission to use the people shown, which sending a picture implies). A picture that is transparent, very long or very small is answered with 422
    until these say what to make of it; `choices` names what can be said. Of one that moves the first frame is taken, and
    `notes` says so.
    """
    check_rate(request, "submit")
    user = caller(request)
    refuse_unknown_parts(request)
    key = request.headers.get("Idempotency-Key", "") or uuid.uuid4().hex
    if len(key) > MAX_KEY:
        raise ProblemRaised(
            HTTPStatus.BAD_REQUEST, "invalid", f"An Idempotency-Key has at most {MAX_KEY} characters. {NOT_CHARGED}"
        )
    made_from = selectors.get_owned(user, source) if source else None
    requested = parse_recipe(recipe, made_from)
    given = parse_picture(picture)
    _note_consent(user, given)
    choices = given.choices()
    if image is None:
        refuse_without_image(made_from=made_from, mask=mask, choices=choices)
    data, mask_data = bytes_of(image) if image else b"", bytes_of(mask) if mask else None
    kept = picture_of(made_from) if image is None and made_from is not None else None
    masked = bool(kept.mask_key) if kept else bool(mask_data)
    completed = complete(requested.requested(), masked=masked)
    fingerprint = kept.fingerprint if kept else fingerprint_of(data, mask_data, choices)
    try:
        existing = find_submitted(owner=user, request_key=key, request_hash=hash_request(completed, fingerprint))
        if existing is not None:
            return Status(200, animation_out(selectors.get_owned(user, existing.pk, in_trash=True)))
        now = timezone.now()
        # What cannot be priced is refused before it is decoded.
        quoted = quote(completed, masked=masked, on=now.date()).quote
        network = network_mark(request)
        # Who cannot pay stores nothing.
        check_affordable(owner=user, recipe=completed, credits=quoted.credits, now=now, network=network)
        if kept is None:
            check_rate(request, "upload")
        with spending(token_of(request), quoted.credits, now=now) as give_back:
            taken = kept or take_picture(
                image=data, mask=mask_data, engine=completed.engine, sandbox=default_sandbox(), choices=choices
            )
            try:
                animation = submit_animation(
                    owner=user,
                    request_key=key,
                    picture=taken,
                    recipe=completed,
                    price_shown=None,
                    now=now,
                    network=network,
                )
            except REFUSED:
                discard(taken)
                raise
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
        raise choices_needed(missing.upload) from missing
    return Status(201 if is_new else 200, animation_out(selectors.get_owned(user, animation.pk, in_trash=True)))


def _note_consent(user: User, given: PictureIn) -> None:
    """Keep that somebody may use the people shown. Raises ProblemRaised where they say that they may not."""
    if given.consent is False:
        raise ProblemRaised(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "invalid",
            f"Some values are invalid. {NOT_CHARGED}",
            errors={"picture.consent": "Only send pictures of people you have permission to use."},
        )
    if given.consent:
        note_consent(user, now=timezone.now())
