"""A picture looked at before an order: made small, with what is found in it."""

from apps.imaging.codecs.frames import encode_png
from apps.imaging.codecs.ingest import Ingested
from apps.imaging.codecs.odd import UNASKED
from apps.imaging.faces.analysis import Analysis, read_analysis
from apps.imaging.faces.parts import PartName, part_mask
from apps.imaging.faces.pointed import Places, with_face_at
from apps.imaging.sandbox.analyses import analysis_of
from apps.imaging.sandbox.process import Sandbox

PART_SIDE = 640
"""Pixels of the longer side of a mask by one click: the matte has no more detail."""


def part_of(image: bytes, name: PartName, *, face: Places | None, sandbox: Sandbox) -> bytes:
    """Return a PNG (L, 8 bit) of a picture's size, at most PART_SIDE: white where the part is.

    Raises NotFound where the picture shows none, and otherwise as `preview_of`.
    """
    _, found = looked_at(image, face, side=PART_SIDE, multiple_of=1, min_side=1, sandbox=sandbox)
    return encode_png(part_mask(found, name))


def looked_at(
    image: bytes, face: Places | None, *, side: int, multiple_of: int, min_side: int, sandbox: Sandbox
) -> tuple[Ingested, Analysis]:
    """Return a picture made small, and what is found in it."""
    taken = sandbox.ingest(
        image,
        multiple_of=multiple_of,
        max_pixels=side * side,
        max_side=side,
        min_side=min_side,
        good_side=0,
        choices=UNASKED,
    )
    found = read_analysis(analysis_of(taken.png, sandbox=sandbox))
    return taken, with_face_at(found, face) if face else found
