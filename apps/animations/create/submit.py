"""From an order to a queued animation. Pictures are made safe first; rows, holds and the first message are one transaction."""

import hashlib
import json
import uuid
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from apps.accounts.models import User
from apps.animations.create.daily_credits import give_daily_credits
from apps.animations.create.picture import Picture
from apps.animations.create.quote import Quoted, quote
from apps.animations.create.recipe import Recipe, RecipeInvalid, random_seed, seed_of_frame
from apps.animations.exports.timeline import TimelineInvalid, check_caption, read_timeline
from apps.animations.models import Animation, AnimationState, Frame, MessageKind
from apps.animations.models.transitions import move_animation
from apps.animations.outbox import enqueue
from apps.animations.retention.erase import delete_or_leave
from apps.animations.retention.usage import check_library
from apps.common.units import Credits
from apps.credits.balances import balances_of
from apps.credits.services.holds import HoldRequest, InsufficientCredits, hold_credits
from apps.credits.services.wallets import Frozen, is_frozen
from apps.imaging.errors import Gone


class PriceRose(Exception):
    """The price is higher than the one that was shown. Nothing was held or charged."""

    def __init__(self, *, shown: int, price: Credits) -> None:
        super().__init__(f"shown {shown}, now {price}")
        self.shown = shown
        self.price = price


class KeyReused(Exception):
    """The same request key came before with another order. Nothing was held or charged; the first order stands."""

    def __init__(self, animation: Animation) -> None:
        super().__init__(str(animation.pk))
        self.animation = animation


def hash_request(recipe: Recipe, fingerprint: str) -> str:
    """Return what makes two requests the same order."""
    words = json.dumps({**recipe.as_words(), "pictures": fingerprint}, sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()


def find_submitted(*, owner: User, request_key: str, request_hash: str) -> Animation | None:
    """Return the animation that this very request made before, or None.

    Raises KeyReused when the key stands for another order.
    """
    found = Animation.objects.owned_by(owner).submitted().filter(request_key=request_key).first()
    if found is not None and found.request_hash != request_hash:
        raise KeyReused(found)
    return found


def check_room(recipe: Recipe, picture: Picture) -> None:
    """Raise RecipeInvalid when something that is to be put on the frames has no room on a picture of this size."""
    try:
        timeline = read_timeline(recipe.fps, recipe.loop, recipe.timeline)
        check_caption(timeline, width=picture.width, height=picture.height)
    except TimelineInvalid as invalid:
        raise RecipeInvalid(invalid.errors) from invalid


def check_affordable(*, owner: User, recipe: Recipe, credits: Credits, now: datetime, network: str = "") -> None:
    """Raise what `submit_animation` would for somebody who cannot pay or keep it, before a picture is decoded or stored.

    Only what is held counts, so this is asked again then. Raises Frozen, InsufficientCredits or LibraryFull.
    """
    check_library(owner)
    if is_frozen(owner.ledger_owner):
        raise Frozen(owner.ledger_owner)
    if settings.DAILY_FREE_CREDITS:
        give_daily_credits(owner=owner, now=now, network=network)
    available = balances_of(owner.ledger_owner, now=now).spendable(recipe.engine)
    if available < credits:
        raise InsufficientCredits(needed=credits, available=available)


def submit_animation(
    *,
    owner: User,
    request_key: str,
    picture: Picture,
    recipe: Recipe,
    price_shown: int | None,
    now: datetime,
    payer: uuid.UUID | None = None,
    network: str = "",
) -> Animation:
    """Queue an animation and hold its credits, all or nothing, once per request key.

    `payer` is the ledger_owner whose credits are held, the owner's own when left out. `network` is a keyed hash of where the
    person comes from, which free credits of the day are counted by. Raises InsufficientCredits, Frozen,
    PriceRose, KeyReused, LibraryFull, Gone or RecipeInvalid; then nothing was held.
    """
    if picture.upload.asks:
        raise RecipeInvalid({question.field: question.sentence for question in picture.upload.questions})
    hashed = hash_request(recipe, picture.fingerprint)
    existing = find_submitted(owner=owner, request_key=request_key, request_hash=hashed)
    if existing is not None:
        discard(picture, used_by=existing)
        return existing
    check_room(recipe, picture)
    check_library(owner)
    quoted = quote(recipe, masked=bool(picture.mask_key), on=now.date())
    if price_shown is not None and quoted.quote.credits > price_shown:
        raise PriceRose(shown=price_shown, price=quoted.quote.credits)
    if payer is None and settings.DAILY_FREE_CREDITS:
        give_daily_credits(owner=owner, now=now, network=network)
    seed = recipe.seed or random_seed()
    try:
        with transaction.atomic():
            check_still_kept(picture)
            animation, _ = Animation.objects.update_or_create(
                owner=owner,
                request_key=request_key,
                state=AnimationState.DRAFT,
                defaults={
                    **recipe_fields(recipe, picture),
                    "whole_key": "",  # what was chosen holds; a new draft from this one is of the picture as it is
                    # What was asked is answered; what was done to the picture stays known.
                    "upload": {
                        name: said
                        for name, said in picture.upload.as_words().items()
                        if name in ("moves", "face", "head")
                    },
                    "request_hash": hashed,
                    "seed": seed,
                    **_prices(quoted),
                    "payer": payer,
                    "created_at": now,
                },
            )
            frames = _frames(animation)
            Frame.objects.bulk_create(frames)
            move_animation(animation, AnimationState.QUEUED, now=now, queued_at=now)
            enqueue(MessageKind.STEP, animation.pk, now=now)
            hold_credits(
                ledger_owner=payer or owner.ledger_owner,
                hold_requests=[request for frame in frames for request in _hold_requests(animation, frame)],
                group_key=animation.group_key,
                engine=animation.engine,
                now=now,
            )
    except IntegrityError:
        # The same key was submitted at the same moment: whoever committed first made the animation.
        winner = find_submitted(owner=owner, request_key=request_key, request_hash=hashed)
        if winner is None:
            raise
        discard(picture, used_by=winner)
        return winner
    return animation


def check_still_kept(picture: Picture) -> None:
    """Raise Gone when the row that keeps a picture does so no more. Runs in the transaction that will keep it, too.

    The row stays locked until then, so that a file always has a row, and one without any never gets one again.
    """
    if picture.lender is None or not picture.borrowed:
        return
    lenders = Animation.objects.select_for_update(no_key=True).with_photo().filter(pk=picture.lender)
    kept = {key for row in lenders for key in (row.source_key, row.mask_key, row.analysis_key, row.whole_key)}
    if not picture.borrowed <= kept:
        raise Gone("That picture was deleted. Choose it again.")


def discard(picture: Picture, *, used_by: Animation | None = None) -> None:
    """Delete what was stored of a picture for an order that came to nothing, or that another request had made already."""
    used = set() if used_by is None else {used_by.source_key, used_by.mask_key, used_by.analysis_key}
    delete_or_leave(picture.keys - picture.borrowed - used)


def recipe_fields(recipe: Recipe, picture: Picture) -> dict[str, object]:
    return {
        "source_key": picture.source_key,
        "mask_key": picture.mask_key,
        "analysis_key": picture.analysis_key,
        "width": picture.width,
        "height": picture.height,
        "whole_key": picture.whole_key,
        "source_bytes": picture.size,
        "upload": picture.upload.as_words(),
        "engine": recipe.engine,
        "model": recipe.model,
        "fallback_model": recipe.fallback_model,
        "prompt": recipe.prompt,
        "negative_prompt": recipe.negative_prompt,
        "style_preset": recipe.style_preset,
        "strength": recipe.strength,
        "color_stabilization": recipe.color_stabilization,
        "stop_off_by": recipe.stop_off_by,
        "mask_follows": recipe.mask_follows,
        "frame_count": recipe.frames,
        "fps": recipe.fps,
        "loop": recipe.loop,
        "timeline": recipe.timeline,
        "camera_path": recipe.camera_path,
        "file_size": recipe.file_size,
    }


def _prices(quoted: Quoted) -> dict[str, object]:
    """Return the price rows of this day, which hold for this animation however long it takes."""
    price, fallback = quoted.price, quoted.fallback
    return {
        "price_id": price.id,
        "credits_per_frame": price.credits_per_frame,
        "cost_mills": price.cost_mills,
        "fallback_price_id": fallback.id if fallback else "",
        "fallback_credits_per_frame": fallback.credits_per_frame if fallback else 0,
        "fallback_cost_mills": fallback.cost_mills if fallback else 0,
    }


def _hold_requests(animation: Animation, frame: Frame) -> list[HoldRequest]:
    """Return what to hold for a frame.

    With a fallback in two parts, of which the second goes back when that one paints.
    """
    if not animation.fallback_model:
        return [HoldRequest(frame.ref, Credits(frame.credits))]
    least = animation.fallback_credits_per_frame
    return [HoldRequest(frame.ref, Credits(least)), HoldRequest(frame.surcharge_ref, Credits(frame.credits - least))]


def _frames(animation: Animation) -> list[Frame]:
    frames: list[Frame] = []
    for position in range(1, animation.frame_count + 1):
        frames.append(
            Frame(
                animation=animation,
                parent=frames[-1] if frames else None,
                position=position,
                seed=seed_of_frame(animation.seed, position),
                credits=animation.credits_per_frame,
            )
        )
    return frames
