"""A look at a picture as the chain takes it, with rows that are in no database."""

import tempfile
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from apps.animations.models import Animation, Frame, Submission
from apps.animations.rendering.context import Workshop
from apps.animations.rendering.rate_limiter import EngineGate
from apps.animations.rendering.spool import Spool
from apps.animations.rendering.validate_output import accept
from apps.imaging.sandbox.process import default_sandbox
from tests.zoo.conversations import SIDE, SOURCE

KEY = "sources/zoo.png"


class Judge:
    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="gifsite-zoo-")
        storage = FileSystemStorage(self._folder.name)
        storage.save(KEY, ContentFile(SOURCE))
        self._workshop = Workshop(
            engine=lambda name: NotImplemented,
            storage=storage,
            spool=Spool(Path(self._folder.name) / "spool"),
            sandbox=default_sandbox(),
            gate=EngineGate("memory://", 1_000_000),
        )
        animation = Animation(width=SIDE, height=SIDE, source_key=KEY)
        self._submission = Submission(
            engine="stability", animation=animation, frame=Frame(animation=animation), cost_mills=25
        )
        accept(_another(), submission=self._submission, workshop=self._workshop)  # everything it needs is there now

    def accept(self, image: bytes) -> None:
        """Raises PictureUnusable or PictureFiltered for what may not be shown."""
        accept(image, submission=self._submission, workshop=self._workshop)

    def close(self) -> None:
        self._workshop.sandbox.close()
        self._workshop.spool.close()
        self._folder.cleanup()


def _another() -> bytes:
    from tests.zoo.conversations import picture

    return picture()
