"""Which picture a chat is given for a link: the moving one, or the poster where the moving one would be dropped.

A page names one `og:image` only, since Discord shows two of them as a gallery. So the one depends on who asks, and the
page says so (`Vary: User-Agent`).
"""

from dataclasses import dataclass

from apps.animations.exports.encoding import POSTER_MAX_SIDE
from apps.gallery import selectors
from apps.gallery.models import Publication
from apps.imaging.codecs.frames import fit_within


@dataclass(frozen=True, slots=True)
class Reader:
    """A program that reads pages to show a preview, known by a word in its `User-Agent`; larger pictures it drops."""

    word: str
    max_bytes: int
    source: str


READERS = (
    Reader("WhatsApp", 300_000, "Meta's page of May 2026: 600 KB; dropped above 300 kB by reports"),
    Reader("Twitterbot", 5_000_000, "X, cards: less than 5 MB"),
    Reader("LinkedInBot", 5_000_000, "LinkedIn, sharing of links: at most 5 MB"),
)


@dataclass(frozen=True, slots=True)
class PreviewPicture:
    url: str
    kind: str
    width: int
    height: int


def preview_picture(publication: Publication, *, user_agent: str) -> PreviewPicture:
    """Return the picture that a page names for a preview to whoever asks for it."""
    export = publication.export
    width, height = export.width or 0, export.height or 0
    limit = next((reader.max_bytes for reader in READERS if reader.word in user_agent), None)
    if limit is None or (export.size_bytes or 0) <= limit:
        return PreviewPicture(selectors.gif_url(publication), "image/gif", width, height)
    return PreviewPicture(selectors.poster_url(publication), "image/jpeg", *fit_within(width, height, POSTER_MAX_SIDE))
