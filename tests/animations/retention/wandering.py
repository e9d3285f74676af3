"""People and the collector doing anything in any order, with a store that fails and a clock of its own."""

import contextlib
import os
import random
import uuid
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

from apps.accounts.models import User
from apps.animations import media
from apps.animations.create.draft import draft_from, keep_draft
from apps.animations.create.picture import Picture
from apps.animations.create.recipe import RecipeInput, complete
from apps.animations.create.submit import discard
from apps.animations.models import Animation, AnimationState, Export, Frame
from apps.animations.retention.erase import erase_due
from apps.animations.retention.photo import delete_photo
from apps.animations.retention.trash import delete_animations, erase_from_trash, restore_animations
from apps.common.models import CollectorRound
from apps.common.retention import collect, collect_due, kinds
from apps.common.stored_files import files_below
from apps.gallery.models import Publication
from apps.gallery.services import publish_animation, revoke_publication
from apps.imaging.errors import Gone
from gifsite.storage import FolderStorage

MOST = 40
"""Animations a walk keeps at once, so that its steps stay short."""


class Weather:
    """The moment it is in a walk, and how many deletions the store does before it fails; None: all of them."""

    now: datetime = timezone.now()
    deletions: int | None = None


class MoodyStorage(FolderStorage):
    """A folder whose files are dated by the walk's clock, and that breaks off in the middle of deleting."""

    def _save(self, name: str, content: object) -> str:
        saved: str = super()._save(name, content)
        moment = Weather.now.timestamp()
        os.utime(self.path(saved), (moment, moment))
        return saved

    def delete_files(self, keys: list[str]) -> None:
        for key in keys:
            if Weather.deletions is not None:
                if Weather.deletions == 0:
                    raise OSError("the store went away")
                Weather.deletions -= 1
            super().delete_files([key])


class Walk:
    """Steps of one person, chosen by a seed."""

    def __init__(self, owner: User, seed: int) -> None:
        self.owner, self.chance = owner, random.Random(seed)
        self.recipe = complete(RecipeInput(prompt="rage", engine="sketch", frames=2), masked=False)
        self.steps = (
            [self.make] * 4 + [self.draft] * 2 + [self.replace_draft] * 2 + [self.delete] * 3 + [self.restore] * 2
            + [self.publish] * 2 + [self.unpublish, self.erase, self.photo, self.refused, self.wait, self.wait]
            + [self.collect_a_page] * 4 + [self.expire]
        )  # fmt: skip

    def step(self) -> None:
        """Do one thing, in one of ten cases with a store that fails after a deletion or two."""
        Weather.deletions = self.chance.choice([0, 1, 2]) if self.chance.random() < 0.1 else None
        try:
            self.chance.choice(self.steps)()
        except OSError:
            pass  # as the sweeper does: the next one goes on
        finally:
            Weather.deletions = None

    def _some(self, **conditions: object) -> Animation | None:
        found = Animation.objects.filter(owner=self.owner, **conditions).order_by("pk")
        count = found.count()
        return found[self.chance.randrange(count)] if count else None

    def _picture(self) -> Picture:
        folder = uuid.uuid4()
        keys = [media.source_key(folder), self.chance.choice(["", media.mask_key(folder)]), media.analysis_key(folder)]
        for key in filter(None, keys):
            media.write(key, b"picture")
        return Picture(keys[0], keys[1], 64, 64, "", analysis_key=keys[2], size=7)

    def make(self) -> None:
        if Animation.objects.submitted().filter(erased_at=None).count() >= MOST:
            return
        picture = self._picture()
        animation = Animation.objects.create(
            owner=self.owner, request_key=uuid.uuid4().hex, state="done", source_key=picture.source_key,
            mask_key=picture.mask_key, analysis_key=picture.analysis_key, width=64, height=64, engine="sketch",
            model="sketch", prompt="rage", seed=1, frame_count=2, fps=8, loop="forward", ended_at=Weather.now,
        )  # fmt: skip
        for position in (1, 2):
            frame = Frame(animation=animation, position=position, seed=1, state="stored", credits=0, sha256="0")
            frame.image_key, frame.stored_at = media.frame_key(animation.pk, frame.pk, uuid.uuid4()), Weather.now
            media.write(frame.image_key, b"frame")
            frame.save()
        key, poster = (media.export_key(animation.pk, "0", extension) for extension in ("gif", "jpg"))
        for written in (key, poster):
            media.write(written, b"file")
        Export.objects.create(
            animation=animation, digest="0", fps=8, loop="forward", max_side=64, state="ready", key=key,
            poster_key=poster, size_bytes=4, poster_bytes=4,
        )  # fmt: skip

    def draft(self) -> None:
        # Read before, as a page that was left open: what it names may be gone by now.
        if animation := self._some():
            if self.chance.random() < 0.3:
                self.erase()
            with contextlib.suppress(Gone):
                draft_from(animation, keep_words=True, now=Weather.now)

    def replace_draft(self) -> None:
        if draft := self._some(state=AnimationState.DRAFT):
            keep_draft(
                owner=self.owner, request_key=draft.request_key, picture=self._picture(), recipe=self.recipe,
                now=Weather.now,
            )  # fmt: skip

    def refused(self) -> None:
        discard(self._picture())

    def delete(self) -> None:
        if animation := self._some(deleted_at=None):
            delete_animations(owner=self.owner, animation_ids=[animation.pk], now=Weather.now)

    def restore(self) -> None:
        if animation := self._some(deleted_at__isnull=False):
            restore_animations(owner=self.owner, animation_ids=[animation.pk], now=Weather.now)

    def erase(self) -> None:
        if animation := self._some(deleted_at__isnull=False):
            erase_from_trash(owner=self.owner, animation_ids=[animation.pk], now=Weather.now)

    def photo(self) -> None:
        if animation := self._some(deleted_at=None, state="done"):
            delete_photo(owner=self.owner, animation_id=animation.pk, now=Weather.now)

    def publish(self) -> None:
        if animation := self._some(deleted_at=None, state="done"):
            publish_animation(animation=animation, title="", alt_text="", visibility="public", now=Weather.now)

    def unpublish(self) -> None:
        if publication := Publication.objects.live().order_by("pk").first():
            revoke_publication(publication=publication, now=Weather.now)

    def wait(self) -> None:
        Weather.now += timedelta(hours=self.chance.choice([0.1, 1, 5, 23, 25, 24 * 8]))

    def expire(self) -> None:
        erase_due(now=Weather.now)

    def collect_a_page(self) -> None:
        if self.chance.random() < 0.5:
            CollectorRound.objects.update(began_at=Weather.now - timedelta(days=1))
        collect_due(now=Weather.now)

    def finish(self) -> None:
        """Delete everything, as an account that is emptied, and let the collector go through all of it."""
        ids = list(Animation.objects.submitted().values_list("pk", flat=True))
        delete_animations(owner=self.owner, animation_ids=ids, now=Weather.now)
        erase_from_trash(owner=self.owner, animation_ids=None, now=Weather.now)
        Weather.now += timedelta(days=2)
        erase_due(now=Weather.now)
        for kind in kinds():
            collect(kind, now=Weather.now)


def lost_files(root: Path) -> list[str]:
    """The keys that rows refer to and the store does not have. Empty is right."""
    wanted: set[str] = set()
    for row in Animation.objects.with_photo():
        wanted |= {row.source_key, row.mask_key, row.analysis_key}
    wanted |= set(Frame.objects.stored().filter(animation__erased_at=None).values_list("image_key", flat=True))
    for export in Export.objects.filter(state="ready", animation__erased_at=None):
        wanted |= {export.key, export.poster_key}
    for publication in Publication.objects.live():
        wanted |= {publication.gif_key, publication.poster_key}
    return sorted(key for key in wanted - {""} if not (root / key).exists())


def left_over() -> list[str]:
    """Every file that is still in the store."""
    return [file.key for kind in kinds() for file in files_below(kind.prefix)]
