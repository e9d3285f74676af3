"""From a wish to a queued animation. Pictures are made safe first; rows, holds and the first message are one transaction."""

import hashlib
import json
import math
import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction

from apps.accounts.models import User
from apps.animations import media
from apps.animations.create.daily_credits import give_daily_credits
from apps.animations.create.recipe import (
    NOT_SAID,
    Quoted,
    Recipe,
    RecipeInput,
    RecipeInvalid,
    complete,
    quote,
    random_seed,
    seed_of_frame,
)
from apps.animations.create.upload import NO_UPLOAD, ChoiceMissing, Upload
from apps.animations.exports.timeline import TimelineInvalid, check_caption, read_timeline
from apps.animations.models import Animation, AnimationState, Frame, MessageKind
from apps.animations.models.transitions import move_animation
from apps.animations.outbox import enqueue
from apps.common.units import Credits
from apps.credits.services.holds import Wish, hold_credits
from apps.engines.registry import get_engine
from apps.imaging.codecs.frames import decode_gray
from apps.imaging.codecs.ingest import Ingested
from apps.imaging.codecs.odd import UNASKED, Choices, chosen_box
from apps.imaging.effects.mask import depth
from apps.imaging.errors import Broken, NothingToChange
from apps.imaging.sandbox.process import Sandbox

WHOLE_PIXELS = 4_000_000
"""Most pixels of a picture that waits for choices: a third of it still fills the megapixel of an engine."""

MIN_MASK_DEPTH = 0.01
"""Depth of the thinnest mask that is painted from, of the shorter side: below, what moves is not seen, and costs the same."""


class PriceRose(Exception):
    """The price is higher than the one that was shown. Nothing was held or charged."""

    def __init__(self, *, shown: int, price: Credits) -> None:
        super().__init__(f"shown {shown}, now {price}")
        self.shown = shown
        self.price = price


class KeyReused(Exception):
    """The same request key came before with another wish. Nothing was held or charged; the first wish stands."""

    def __init__(self, animation: Animation) -> None:
        super().__init__(str(animation.pk))
        self.animation = animation


@dataclass(frozen=True, slots=True)
class Picture:
    """A sanitized source with its optional mask, already stored under private keys."""

    source_key: str
    mask_key: str
    width: int
    height: int
    fingerprint: str
    """SHA-256 over the uploaded bytes of both, to tell a repeated request from another one."""
    upload: Upload = NO_UPLOAD
    whole_key: str = ""
    """All of an odd picture, while its choices can still be changed; the mask is one of it as long as they are open."""


def take_picture(
    *, image: bytes, mask: bytes | None, engine: str, sandbox: Sandbox, choices: Choices = UNASKED
) -> Picture:
    """Sanitize an upload in the limited child process, at the size the engine wants, and store it.

    Raises a PictureRejected subclass with a sentence for people, and ChoiceMissing for an odd picture of which not
    everything was chosen. The uploaded bytes themselves are not kept.
    """
    taken = _ingest(image, engine=engine, sandbox=sandbox, choices=choices)
    upload = Upload.of(taken)
    if upload.asks:
        raise ChoiceMissing(upload)
    painted = _mask_of(mask, taken, choices=choices, sandbox=sandbox) if mask else None
    return _store(taken, painted, upload, fingerprint=fingerprint(image, mask, choices))


def keep_odd_picture(*, image: bytes, mask: bytes | None, engine: str, sandbox: Sandbox, choices: Choices) -> Picture:
    """Store an odd picture whole, so that its choices can be made without sending it again.

    Until then it looks as they are suggested, and nothing is started from it. Raises PictureRejected.
    """
    taken = _ingest(image, engine=engine, sandbox=sandbox, choices=choices)
    whole = sandbox.ingest_whole(image, max_pixels=WHOLE_PIXELS)
    painted = sandbox.ingest_mask(mask, width=whole.width, height=whole.height) if mask else None
    if mask:
        _check_depth(painted)
    key = media.whole_key(uuid.uuid4())
    media.write(key, whole.png)
    stored = _store(taken, painted, Upload.of(taken), fingerprint=fingerprint(image, mask, choices))
    return replace(stored, whole_key=key)


def choose_again(draft: Animation, *, engine: str, sandbox: Sandbox, choices: Choices) -> Picture:
    """The picture of a draft that was kept whole, as it is chosen now. Choices may still be open. Raises PictureRejected."""
    before = Upload.read(draft.upload)
    try:
        whole = media.read(draft.whole_key)
        mask = media.read(draft.mask_key) if draft.mask_key and before.asks else None
    except OSError as error:
        raise Broken("That picture couldn't be read. Choose it again.") from error
    taken = _ingest(whole, engine=engine, sandbox=sandbox, choices=choices)
    upload = Upload.of(taken, before=before)
    painted = None
    if mask and not upload.asks:
        painted = _mask_of(mask, taken, choices=choices, sandbox=sandbox)
    stored = _store(taken, painted, upload, fingerprint=fingerprint(whole, mask, choices))
    if painted is not None:  # it is cropped now, so that another crop would move it
        return replace(stored, upload=replace(upload, asked=()))
    return replace(stored, whole_key=draft.whole_key, mask_key=draft.mask_key)


def _ingest(image: bytes, *, engine: str, sandbox: Sandbox, choices: Choices) -> Ingested:
    rule = get_engine(engine).capabilities.size_rule
    return sandbox.ingest(
        image,
        multiple_of=rule.multiple_of,
        max_pixels=rule.max_pixels,
        max_side=rule.max_side,
        min_side=rule.min_side,
        good_side=rule.good_side,
        choices=choices,
    )


def _mask_of(mask: bytes, taken: Ingested, *, choices: Choices, sandbox: Sandbox) -> bytes | None:
    """A mask that was painted on all of a picture, cropped as the picture was."""
    box = chosen_box(taken.received_width, taken.received_height, choices.crop)
    painted = sandbox.ingest_mask(mask, width=taken.width, height=taken.height, box=box)
    _check_depth(painted)
    return painted


def _store(taken: Ingested, painted: bytes | None, upload: Upload, *, fingerprint: str) -> Picture:
    folder = uuid.uuid4()
    source = media.source_key(folder)
    media.write(source, taken.png)
    mask_key = ""
    if painted is not None:
        mask_key = media.mask_key(folder)
        media.write(mask_key, painted)
    return Picture(source, mask_key, taken.width, taken.height, fingerprint, upload)


def _check_depth(painted: bytes | None) -> None:
    """Raises NothingToChange for a mask in which nobody would see anything move."""
    if painted is None:
        raise NothingToChange(
            "That mask is all black, so nothing could move. Paint what can move in white, or leave out the mask."
        )
    mask = decode_gray(painted)
    least = MIN_MASK_DEPTH * min(mask.shape)
    if depth(mask) < least:
        raise NothingToChange(
            f"That painted area is too thin to see any motion. Paint at least one area {math.ceil(2 * least)} pixels wide."
        )


def fingerprint(image: bytes, mask: bytes | None, choices: Choices = UNASKED) -> str:
    """What tells two pictures apart. Where nothing was chosen, it is what it was before there were choices."""
    parts = [image, mask or b""]
    if choices not in (Choices(), UNASKED):
        parts.append(json.dumps(choices.as_words(), sort_keys=True).encode())
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def request_hash(recipe: Recipe, fingerprint: str) -> str:
    """What makes two requests the same wish."""
    words = json.dumps({**recipe.as_words(), "pictures": fingerprint}, sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()


def find_submitted(*, owner: User, request_key: str, request_hash: str) -> Animation | None:
    """The animation that this very request made before, or None. Raises KeyReused when the key stands for another wish."""
    found = Animation.objects.owned_by(owner).submitted().filter(request_key=request_key).first()
    if found is not None and found.request_hash != request_hash:
        raise KeyReused(found)
    return found


def keep_draft(*, owner: User, request_key: str, picture: Picture, recipe: Recipe, now: datetime) -> Animation:
    """Keep a picture and what was set beside it, so that an error or an empty balance loses nothing. Costs nothing."""
    draft, _ = Animation.objects.update_or_create(
        owner=owner,
        request_key=request_key,
        state=AnimationState.DRAFT,
        defaults={**_fields(recipe, picture), "seed": recipe.seed or random_seed(), "moved_at": now},
    )
    return draft


def find_draft(*, owner: User, draft_id: uuid.UUID) -> Animation | None:
    return Animation.objects.owned_by(owner).filter(pk=draft_id, state=AnimationState.DRAFT).first()


def draft_from(animation: Animation, *, keep_words: bool, now: datetime) -> Animation:
    """Make a draft of one's own animation: the same picture, mask and settings, with another seed. Costs nothing.

    Without `keep_words` what should happen is left to be written. Raises RecipeInvalid when its engine is not offered any
    more or takes no such settings; then the engine's defaults would be something else.
    """
    recipe = replace(recipe_of(animation), seed=None)
    if not keep_words:
        recipe = replace(recipe, prompt=NOT_SAID)
    return keep_draft(
        owner=animation.owner, request_key=uuid.uuid4().hex, picture=picture_of(animation), recipe=recipe, now=now
    )


def picture_of(draft: Animation) -> Picture:
    """The stored picture of a draft, or of an animation that another is made from."""
    return Picture(
        source_key=draft.source_key,
        mask_key=draft.mask_key,
        width=draft.width,
        height=draft.height,
        fingerprint=hashlib.sha256(f"{draft.source_key}:{draft.mask_key}".encode()).hexdigest(),
        upload=Upload.read(draft.upload),
        whole_key=draft.whole_key,
    )


def recipe_of(draft: Animation) -> Recipe:
    """The recipe that a draft keeps, checked again: engines and models come and go. Raises RecipeInvalid."""
    wished = RecipeInput(
        prompt=draft.prompt,
        engine=draft.engine,
        model=draft.model,
        negative_prompt=draft.negative_prompt,
        frames=draft.frame_count,
        strength=draft.strength,
        seed=draft.seed,
        fps=draft.fps,
        loop=draft.loop,
        style_preset=draft.style_preset,
        fallback_model=draft.fallback_model,
        hold=draft.hold,
        stop_off_by=draft.stop_off_by,
        mask_follows=draft.mask_follows,
        file_size=draft.file_size,
        **draft.timeline,
        **({"motion": draft.feed_motion, "motion_before": True} if draft.feed_motion else {}),
    )
    return complete(wished, masked=bool(draft.mask_key))


def check_room(recipe: Recipe, picture: Picture) -> None:
    """Raise RecipeInvalid when something that is to be put on the frames has no room on a picture of this size."""
    try:
        timeline = read_timeline(recipe.fps, recipe.loop, recipe.timeline)
        check_caption(timeline, width=picture.width, height=picture.height)
    except TimelineInvalid as invalid:
        raise RecipeInvalid(invalid.errors) from invalid


def start_animation(
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

    `payer` is the party whose credits are held, the owner's own when left out. `network` is a keyed hash of where the
    person comes from, which free credits of the day are counted by. Raises InsufficientCredits, Frozen,
    PriceRose, KeyReused or RecipeInvalid; then nothing was held.
    """
    if picture.upload.asks:
        raise RecipeInvalid({question.field: question.sentence for question in picture.upload.questions})
    hashed = request_hash(recipe, picture.fingerprint)
    existing = find_submitted(owner=owner, request_key=request_key, request_hash=hashed)
    if existing is not None:
        return existing
    check_room(recipe, picture)
    quoted = quote(recipe, masked=bool(picture.mask_key), on=now.date())
    if price_shown is not None and quoted.quote.credits > price_shown:
        raise PriceRose(shown=price_shown, price=quoted.quote.credits)
    if payer is None:
        give_daily_credits(owner=owner, now=now, network=network)
    seed = recipe.seed or random_seed()
    try:
        with transaction.atomic():
            animation, _ = Animation.objects.update_or_create(
                owner=owner,
                request_key=request_key,
                state=AnimationState.DRAFT,
                defaults={
                    **_fields(recipe, picture),
                    "whole_key": "",  # what was chosen holds; a new draft from this one is of the picture as it is
                    "upload": {"moves": True} if picture.upload.moves else {},
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
                party=payer or owner.party,
                wishes=[wish for frame in frames for wish in _wishes(animation, frame)],
                cause=animation.cause,
                engine=animation.engine,
                now=now,
            )
    except IntegrityError:
        # The same key was submitted at the same moment: whoever committed first made the animation.
        winner = find_submitted(owner=owner, request_key=request_key, request_hash=hashed)
        if winner is None:
            raise
        return winner
    return animation


def _fields(recipe: Recipe, picture: Picture) -> dict[str, object]:
    return {
        "source_key": picture.source_key,
        "mask_key": picture.mask_key,
        "width": picture.width,
        "height": picture.height,
        "whole_key": picture.whole_key,
        "upload": picture.upload.as_words(),
        "engine": recipe.engine,
        "model": recipe.model,
        "fallback_model": recipe.fallback_model,
        "prompt": recipe.prompt,
        "negative_prompt": recipe.negative_prompt,
        "style_preset": recipe.style_preset,
        "strength": recipe.strength,
        "hold": recipe.hold,
        "stop_off_by": recipe.stop_off_by,
        "mask_follows": recipe.mask_follows,
        "frame_count": recipe.frames,
        "fps": recipe.fps,
        "loop": recipe.loop,
        "timeline": recipe.timeline,
        "feed_motion": recipe.feed_motion,
        "file_size": recipe.file_size,
    }


def _prices(quoted: Quoted) -> dict[str, object]:
    """The price rows of this day, which hold for this animation however long it takes."""
    price, fallback = quoted.price, quoted.fallback
    return {
        "price_id": price.id,
        "credits_per_frame": price.credits_per_frame,
        "cost_mills": price.cost_mills,
        "fallback_price_id": fallback.id if fallback else "",
        "fallback_credits_per_frame": fallback.credits_per_frame if fallback else 0,
        "fallback_cost_mills": fallback.cost_mills if fallback else 0,
    }


def _wishes(animation: Animation, frame: Frame) -> list[Wish]:
    """What to hold for a frame: with a fallback in two parts, of which the second goes back when that one paints."""
    if not animation.fallback_model:
        return [Wish(frame.ref, Credits(frame.credits))]
    least = animation.fallback_credits_per_frame
    return [Wish(frame.ref, Credits(least)), Wish(frame.surcharge_ref, Credits(frame.credits - least))]


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
