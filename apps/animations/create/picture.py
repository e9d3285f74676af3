"""The picture that an animation begins with: made safe, cut to size, stored."""

import hashlib
import json
import logging
import math
import uuid
from dataclasses import dataclass, replace

from apps.animations import media
from apps.animations.create.upload import NO_UPLOAD, ChoiceMissing, Upload
from apps.animations.models import Animation
from apps.engines.registry import get_engine
from apps.imaging.codecs.frames import decode_gray
from apps.imaging.codecs.ingest import Ingested
from apps.imaging.codecs.odd import UNASKED, Choices, chosen_box
from apps.imaging.effects.mask import depth
from apps.imaging.errors import Broken, FaceMissed, Gone, NothingToChange, TooHeavy
from apps.imaging.faces.analysis import read_analysis
from apps.imaging.faces.pointed import Places, check_places, with_face_at
from apps.imaging.sandbox.analyses import analysis_of
from apps.imaging.sandbox.process import Sandbox, SandboxUnavailable

log = logging.getLogger(__name__)

WHOLE_PIXELS = 4_000_000
"""Most pixels of a picture that waits for choices: a third of it still fills the megapixel of an engine."""
MIN_MASK_DEPTH = 0.01
"""Depth of the thinnest mask that is painted from, of the shorter side: below, what moves is not seen, and costs the same."""


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
    analysis_key: str = ""
    """What was found in the source, for `apps.imaging.faces.analysis.read_analysis`; empty when it could not be looked at."""
    whole_key: str = ""
    """All of an odd picture, while its choices can still be changed; the mask is one of it as long as they are open."""
    size: int | None = None
    """Bytes of all its files; None where they were not measured."""
    lender: uuid.UUID | None = None
    """The draft or animation that `borrowed` keys are kept by; it must still keep them when another row refers to them."""
    borrowed: frozenset[str] = frozenset()

    @property
    def keys(self) -> frozenset[str]:
        """Return the keys of all its files."""
        return frozenset({self.source_key, self.mask_key, self.analysis_key, self.whole_key} - {""})


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
    _check_face(choices.face, taken.width, taken.height)
    painted = _mask_of(mask, taken, choices=choices, sandbox=sandbox) if mask else None
    fingerprint = fingerprint_of(image, mask, choices)
    return _store(taken, painted, upload, fingerprint=fingerprint, face=choices.face, sandbox=sandbox)


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
    fingerprint = fingerprint_of(image, mask, choices)
    stored = _store(taken, painted, Upload.of(taken), fingerprint=fingerprint, face=None, sandbox=sandbox)
    return replace(stored, whole_key=key, size=(stored.size or 0) + len(whole.png))


def choose_again(draft: Animation, *, engine: str, sandbox: Sandbox, choices: Choices) -> Picture:
    """Return the picture of a draft that was kept whole, as it is chosen now.

    Choices may still be open. Raises PictureRejected.
    """
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
    fingerprint = fingerprint_of(whole, mask, choices)
    stored = _store(taken, painted, upload, fingerprint=fingerprint, face=None, sandbox=sandbox)
    if painted is not None:  # it is cropped now, so that another crop would move it
        return replace(stored, upload=replace(upload, asked=()))
    kept = frozenset({draft.whole_key, draft.mask_key} - {""})
    return replace(
        stored,
        whole_key=draft.whole_key,
        mask_key=draft.mask_key,
        size=(stored.size or 0) + len(whole),
        lender=draft.pk,
        borrowed=kept,
    )


def point_at_face(picture: Picture, face: Places | None, *, sandbox: Sandbox) -> Picture:
    """Return a stored picture with the face that somebody pointed at; without one, with the faces that are found.

    Raises FaceMissed.
    """
    if (face or ()) == picture.upload.face:
        return picture
    _check_face(face, picture.width, picture.height)
    try:
        data = media.read(picture.source_key)
    except FileNotFoundError as error:
        raise Gone("That picture was deleted. Choose it again.") from error
    key, head, _ = _keep_analysis(data, uuid.uuid4(), face=face, sandbox=sandbox)
    changed = hashlib.sha256(f"{picture.fingerprint}:{face}".encode()).hexdigest()
    return replace(
        picture,
        analysis_key=key,
        borrowed=picture.borrowed - {picture.analysis_key},
        upload=replace(picture.upload, face=face or (), head=head),
        fingerprint=changed,
    )


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
    """Return a mask that was painted on all of a picture, cropped as the picture was."""
    box = chosen_box(taken.received_width, taken.received_height, choices.crop)
    painted = sandbox.ingest_mask(mask, width=taken.width, height=taken.height, box=box)
    _check_depth(painted)
    return painted


def _store(
    taken: Ingested,
    painted: bytes | None,
    upload: Upload,
    *,
    fingerprint: str,
    face: Places | None,
    sandbox: Sandbox,
) -> Picture:
    folder = uuid.uuid4()
    source = media.source_key(folder)
    media.write(source, taken.png)
    mask_key = ""
    if painted is not None:
        mask_key = media.mask_key(folder)
        media.write(mask_key, painted)
    analysis_key, head, analysis_size = _keep_analysis(taken.png, folder, face=face, sandbox=sandbox)
    upload = replace(upload, face=face or (), head=head)
    size = len(taken.png) + len(painted or b"") + analysis_size
    return Picture(source, mask_key, taken.width, taken.height, fingerprint, upload, analysis_key, size=size)


def _check_depth(painted: bytes | None) -> None:
    """Raise NothingToChange for a mask in which nobody would see anything move."""
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


def fingerprint_of(image: bytes, mask: bytes | None, choices: Choices = UNASKED) -> str:
    """Return what tells two pictures apart. Where nothing was chosen, it is what it was before there were choices."""
    parts = [image, mask or b""]
    if choices not in (Choices(), UNASKED):
        parts.append(json.dumps(choices.as_words(), sort_keys=True).encode())
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def _keep_analysis(
    picture: bytes, folder: uuid.UUID, *, face: Places | None, sandbox: Sandbox
) -> tuple[str, tuple[float, ...], int]:
    """Store what is found in a picture, with the face that somebody pointed at.

    Return its key, where the head is, and its bytes; empty without any.
    """
    # A picture in which nothing could be looked for is taken all the same: most engines need no analysis.
    try:
        analysis = analysis_of(picture, sandbox=sandbox)
    except (Broken, TooHeavy, SandboxUnavailable) as error:
        log.warning("%s is kept without an analysis: %s: %s", folder, type(error).__name__, error)
        return "", (), 0
    found = read_analysis(analysis)
    if face:
        found = with_face_at(found, face)
        analysis = found.as_bytes()
    key = media.analysis_key(folder)
    media.write(key, analysis)
    return key, found.head or (), len(analysis)


def _check_face(face: Places | None, width: int, height: int) -> None:
    """Raise FaceMissed for places that are no face, before anything is stored."""
    if not face:
        return
    try:
        check_places(face, width, height)
    except ValueError as error:
        raise FaceMissed(str(error)) from error
