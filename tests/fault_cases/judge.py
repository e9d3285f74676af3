"""A look at a picture as the chain takes it, with rows that are in no database."""

import tempfile
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from apps.animations.models import Animation, Frame, Submission
from apps.animations.rendering.context import RenderContext
from apps.animations.rendering.rate_limiter import RateLimiter
from apps.animations.rendering.spool import Spool
from apps.animations.rendering.validate_output import accept
from apps.imaging.sandbox.process import default_sandbox
from tests.fault_cases.conversations import SIDE, SOURCE

KEY = "sources/fault.png"


class Judge:
    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="gifsite-faults-")
        storage = FileSystemStorage(self._folder.name)
        storage.save(KEY, ContentFile(SOURCE))
        self._render_context = RenderContext(
            engine=lambda name: NotImplemented,
            storage=storage,
            spool=Spool(Path(self._folder.name) / "spool"),
            sandbox=default_sandbox(),
            rate_limiter=RateLimiter("memory://", 1_000_000),
        )
        animation = Animation(width=SIDE, height=SIDE, source_key=KEY)
        self._submission = Submission(
            engine="stability", animation=animation, frame=Frame(animation=animation), cost_mills=25
        )
        accept(
            _another(), submission=self._submission, render_context=self._render_context
        )  # everything it needs is there now

    def accept(self, image: bytes) -> None:
        """Raises PictureUnusable or PictureFiltered for what may not be shown."""
        accept(image, submission=self._submission, render_context=self._render_context)

    def close(self) -> None:
        self._render_context.sandbox.close()
        self._render_context.spool.close()
        self._folder.cleanup()


def _another() -> bytes:
    from tests.fault_cases.conversations import picture

    return picture()
