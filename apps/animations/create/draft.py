"""What is kept of an order while something is missing."""

import hashlib
import uuid
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from apps.accounts.models import User
from apps.animations.create.picture import Picture
from apps.animations.create.recipe import NOT_SAID, Recipe, RecipeInput, complete, random_seed
from apps.animations.create.submit import check_still_kept, recipe_fields
from apps.animations.create.upload import Upload
from apps.animations.models import Animation, AnimationState
from apps.animations.retention.erase import delete_or_leave, forget_surplus_drafts
from apps.imaging.errors import Gone


def keep_draft(*, owner: User, request_key: str, picture: Picture, recipe: Recipe, now: datetime) -> Animation:
    """Keep a picture and what was set beside it, so that an error or an empty balance loses nothing. Costs nothing.

    A picture that it replaces is deleted, and the oldest drafts of somebody who keeps many. Raises Gone.
    """
    with transaction.atomic():
        check_still_kept(picture)
        mine = Animation.objects.filter(owner=owner, request_key=request_key, state=AnimationState.DRAFT)
        before = mine.select_for_update().first()
        replaced = picture_of(before).keys - picture.keys if before is not None else frozenset()
        draft, _ = Animation.objects.update_or_create(
            owner=owner,
            request_key=request_key,
            state=AnimationState.DRAFT,
            defaults={**recipe_fields(recipe, picture), "seed": recipe.seed or random_seed(), "moved_at": now},
        )
    delete_or_leave(replaced)
    forget_surplus_drafts(owner.pk)
    return draft


def find_draft(*, owner: User, draft_id: uuid.UUID) -> Animation | None:
    return Animation.objects.owned_by(owner).filter(pk=draft_id, state=AnimationState.DRAFT).first()


def draft_from(animation: Animation, *, keep_words: bool, now: datetime) -> Animation:
    """Make a draft of one's own animation: the same picture, mask and settings, with another seed. Costs nothing.

    Without `keep_words` what should happen is left to be written. Raises RecipeInvalid when its engine is not offered any
    more or takes no such settings; then the engine's defaults would be something else. Raises Gone.
    """
    picture = picture_of(animation)
    recipe = replace(recipe_of(animation), seed=None)
    if not keep_words:
        recipe = replace(recipe, prompt=NOT_SAID)
    return keep_draft(owner=animation.owner, request_key=uuid.uuid4().hex, picture=picture, recipe=recipe, now=now)


def picture_of(draft: Animation) -> Picture:
    """Return the stored picture of a draft, or of an animation that another is made from. Raises Gone."""
    if not draft.has_photo:
        raise Gone("That photo was deleted. Choose it again.")
    picture = Picture(
        source_key=draft.source_key,
        mask_key=draft.mask_key,
        width=draft.width,
        height=draft.height,
        fingerprint=hashlib.sha256(f"{draft.source_key}:{draft.mask_key}".encode()).hexdigest(),
        upload=Upload.read(draft.upload),
        analysis_key=draft.analysis_key,
        whole_key=draft.whole_key,
        size=draft.source_bytes,
        lender=draft.pk,
    )
    return replace(picture, borrowed=picture.keys)


def recipe_of(draft: Animation) -> Recipe:
    """Return the recipe that a draft keeps, checked again: engines and models come and go. Raises RecipeInvalid."""
    requested = RecipeInput(
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
        color_stabilization=draft.color_stabilization,
        stop_off_by=draft.stop_off_by,
        mask_follows=draft.mask_follows,
        file_size=draft.file_size,
        **draft.timeline,
        **({"motion": draft.camera_path, "motion_before": True} if draft.camera_path else {}),
    )
    return complete(requested, masked=bool(draft.mask_key))
