"""Why a picture was not taken. One subclass per decision; each carries a sentence for the person who sent the picture.

The sentence says what happened and what to do. It never says anything about money: the caller knows that, and adds it.
"""


class PictureRejected(Exception):
    """The bytes are not a picture we take. `message` is one or two sentences for people, in plain text."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class WrongType(PictureRejected):
    """The file is recognizably something else, or nothing we know. Another file format will help."""


class TooManyBytes(PictureRejected):
    """The file is larger than we read. A smaller export of the same picture will help."""


class TooManyPixels(PictureRejected):
    """The header claims more pixels than we decode. Nothing was decoded. A smaller picture will help."""


class TooSmall(PictureRejected):
    """There are too few pixels to paint from. A larger picture will help."""


class WrongShape(PictureRejected):
    """The picture is too long and thin, or a mask does not have the shape of its picture. Cropping will help."""


class NothingToChange(PictureRejected):
    """A mask leaves nothing to change, or so little that nobody would see it. Painting more, or no mask, will help."""


class Moving(PictureRejected):
    """The file holds several frames. One still frame will help."""


class NothingToSee(PictureRejected):
    """Every pixel is transparent. A picture with something in it will help."""


class HighDynamicRange(PictureRejected):
    """The picture is brighter than white, in PQ or HLG. A standard export of it will help."""


class FaceMissed(PictureRejected):
    """The places that somebody pointed at are no face. Pointing again will help."""


class Broken(PictureRejected):
    """The file begins like a picture and cannot be read to its end. Saving or sending it again will help."""


class TooHeavy(PictureRejected):
    """Decoding was stopped because it took too long or too much memory. Saving the picture anew will help."""


class Gone(PictureRejected):
    """The picture was deleted after it was sent. Choosing it again will help."""


class WrongSize(PictureRejected):
    """A painted frame came back in a shape that was not asked for. Painting it anew may help."""


REJECTIONS: dict[str, type[PictureRejected]] = {
    rejection.__name__: rejection
    for rejection in (
        WrongType,
        TooManyBytes,
        TooManyPixels,
        TooSmall,
        WrongShape,
        NothingToChange,
        Moving,
        NothingToSee,
        FaceMissed,
        HighDynamicRange,
        Broken,
        TooHeavy,
        Gone,
        WrongSize,
    )
}
"""The only exceptions that a sandboxed child can cause in its parent, by name."""
