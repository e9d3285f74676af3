"""Where a GIF is pasted and what it may be there. Limits move: each row says who said so and when it was read.

`SETTLED` rows are the platform's own documents; `REPORTED` rows are what people found, kept on the safe side.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["GIF", "WEBP", "MP4"]
Certainty = Literal["settled", "reported"]

READ_ON = date(2026, 11, 1)
"""When the sources below were read last."""

KB = 1000
KIB = 1024


@dataclass(frozen=True)
class Destination:
    """A place and its limits. None is no limit known.

    `square` is a side that must be met exactly, the picture cut to its middle square; otherwise both sides stay within
    `max_width` and `max_height`. `aim_bytes` lies a little below `max_bytes`, for what uploads add. `still_bytes` is the
    limit of a file that does not move, where that is another one. A place that `loops` shows a small picture beside words
    again and again: a file that stops after one showing stands still there for everyone who comes later.
    """

    slug: str
    name: str
    kind: Kind
    max_bytes: int
    aim_bytes: int
    source: str
    certainty: Certainty
    square: int | None = None
    max_width: int | None = None
    max_height: int | None = None
    max_frames: int | None = None
    max_seconds: float | None = None
    still_bytes: int | None = None
    loops: bool = False
    keeps_frames: bool = False  # none is left out to save bytes
    max_pixels: int | None = None  # width × height × frames
    read_on: date = READ_ON


DESTINATIONS = (
    Destination(
        slug="slack-emoji",
        name="Slack emoji",
        kind="GIF",
        max_bytes=128 * KB - 1,
        aim_bytes=125 * KB,
        square=128,
        max_frames=50,
        loops=True,
        source="Slack, admin.emoji.add: square, under 128 KB; 50 frames by third parties",
        certainty="settled",
    ),
    Destination(
        slug="slack-message",
        name="Slack message",
        kind="GIF",
        max_bytes=2_000 * KB,
        aim_bytes=1_950 * KB,
        max_width=480,
        max_height=480,
        source="Slack support, 2018: iOS shows no motion above about 2 MB; community guides of 2026: 480 px",
        certainty="reported",
    ),
    Destination(
        slug="teams",
        name="Teams message",
        kind="GIF",
        max_bytes=1_000 * KB,
        aim_bytes=980 * KB,
        max_width=480,
        max_height=480,
        source="Microsoft, Teams cards reference: at most 1024 × 1024; weight by reports of slow cards",
        certainty="reported",
    ),
    Destination(
        slug="discord-emoji",
        name="Discord emoji",
        kind="GIF",
        max_bytes=256 * KIB,
        aim_bytes=250 * KB,
        square=128,
        loops=True,
        source="Discord, API documents: 256 KiB, 128 × 128",
        certainty="settled",
    ),
    Destination(
        slug="discord-sticker",
        name="Discord sticker",
        kind="GIF",
        max_bytes=512 * KIB,
        aim_bytes=500 * KB,
        square=320,
        max_seconds=5,
        loops=True,
        source="Discord, API documents: PNG, APNG, GIF or Lottie, 512 KiB, 320 × 320, at most 5 s",
        certainty="settled",
    ),
    Destination(
        slug="discord-upload",
        name="Discord upload",
        kind="GIF",
        max_bytes=10 * KIB * KIB,
        aim_bytes=9_500 * KB,
        source="Discord, API reference: 10 MiB without Nitro",
        certainty="settled",
    ),
    Destination(
        slug="whatsapp-sticker",
        name="WhatsApp sticker",
        kind="WEBP",
        max_bytes=500 * KB,
        aim_bytes=480 * KB,
        square=512,
        max_seconds=10,
        still_bytes=100 * KB,
        loops=True,
        source="Meta, Vonage and 360dialog documents: WebP 512 × 512, animated at most 500 KB, still at most 100 KB; 10 s by third parties",
        certainty="settled",
    ),
    Destination(
        slug="x-post",
        name="X post",
        kind="GIF",
        max_bytes=15_000 * KB,
        aim_bytes=14_500 * KB,
        max_width=1280,
        max_height=1080,
        max_frames=350,
        max_pixels=300_000_000,
        source="X, media best practices 2026: 15 MB, 1280 × 1080, 350 frames, 300 million pixels",
        certainty="settled",
    ),
    Destination(
        slug="e-mail",
        name="Email",
        kind="GIF",
        max_bytes=1_000 * KB,
        aim_bytes=980 * KB,
        max_width=600,
        max_height=600,
        source="No standard: newsletters are 600 px wide, and senders' guides advise to stay below 1 MB",
        certainty="reported",
    ),
    Destination(
        slug="web",
        name="Web page",
        kind="MP4",
        max_bytes=8_000 * KB,
        aim_bytes=7_900 * KB,
        max_width=1280,
        max_height=1280,
        source="No limit of the web's own: below Discord's 50 MB and GIPHY's 8 MB rendition",
        certainty="reported",
    ),
)
