"""Which words of a prompt call which looks. Words are compared by their beginning, so "crying" finds "cry"."""

import re
from dataclasses import dataclass

from apps.engines.sketch import looks
from apps.engines.sketch.canvas import Look

MOST_AT_ONCE = 3  # more effects on one frame than this become mush


@dataclass(frozen=True, slots=True)
class Named:
    """A look with the words that call it, most of them as stems."""

    name: str
    blurb: str
    words: tuple[str, ...]
    steps: tuple[Look, ...]


LOOKS: tuple[Named, ...] = (
    Named(
        "rage",
        "twists and turns red",
        ("rage", "raging", "fury", "furious", "anger", "angr", "mad", "contort", "hate", "outrag", "wrath", "livid"),
        (looks.contort, looks.heat),
    ),
    Named(
        "cry",
        "tears run down",
        ("cry", "cries", "tear", "sad", "sob", "weep", "grief", "sorrow"),
        (looks.tears, looks.chill),
    ),
    Named(
        "laugh",
        "shakes with laughter",
        ("laugh", "lol", "lmao", "haha", "giggl", "hilar", "funny", "chuckl"),
        (looks.bounce, looks.grin),
    ),
    Named(
        "smile",
        "the corners of the mouth go up",
        ("smil", "grin", "happy", "happi", "joy", "pleas", "cheer", "delight"),
        (looks.grin, looks.glow),
    ),
    Named(
        "shock",
        "comes out at you",
        ("shock", "surpris", "scream", "gasp", "wow", "omg", "stun", "startl", "panic", "scare", "fear"),
        (looks.bulge, looks.shake),
    ),
    Named(
        "shake",
        "trembles",
        ("shak", "trembl", "nervous", "shiver", "quake", "vibrat", "jitter", "anxious"),
        (looks.shake,),
    ),
    Named(
        "zoom",
        "closer and closer",
        ("zoom", "closer", "dramatic", "intens", "approach", "focus"),
        (looks.zoom, looks.darken),
    ),
    Named(
        "spin",
        "turns round",
        ("spin", "dizz", "twirl", "whirl", "rotat", "swirl", "vortex", "drunk", "twist"),
        (looks.spin,),
    ),
    Named("melt", "runs down", ("melt", "drip", "liquid", "wax", "dissolv", "ooz"), (looks.melt,)),
    Named(
        "glitch",
        "the signal breaks",
        ("glitch", "broken", "break", "hack", "error", "cyber", "corrupt", "bug", "static"),
        (looks.glitch,),
    ),
    Named(
        "sparkle",
        "stars flash up",
        ("sparkl", "magic", "shin", "glitter", "star", "wonder", "bling", "dazzl", "fairy"),
        (looks.sparkle, looks.glow),
    ),
    Named("rain", "it rains", ("rain", "storm", "wet", "drizzl", "pour", "thunder"), (looks.rain, looks.darken)),
    Named(
        "snow",
        "it snows",
        ("snow", "cold", "freez", "frost", "ice", "icy", "winter", "frozen", "blizzard"),
        (looks.snow, looks.chill),
    ),
    Named(
        "fire",
        "flames lick up",
        ("fire", "burn", "flame", "blaz", "hell", "inferno", "lava", "hot", "ablaze"),
        (looks.flames, looks.redden),
    ),
    Named(
        "love",
        "hearts rise",
        ("love", "heart", "blush", "kiss", "crush", "romanc", "romantic", "ador", "valentin"),
        (looks.hearts, looks.blush),
    ),
    Named(
        "sleep",
        "drowsy",
        ("sleep", "tired", "yawn", "bored", "boring", "snor", "nap", "exhaust", "monday"),
        (looks.nap, looks.darken),
    ),
    Named(
        "explode", "flies apart", ("explo", "boom", "blast", "burst", "shatter", "blow"), (looks.burst, looks.flames)
    ),
    Named(
        "wave",
        "under water",
        ("wave", "waving", "water", "ocean", "swim", "float", "dream", "wobbl", "jelly", "sea"),
        (looks.ripple,),
    ),
    Named(
        "party",
        "colors turn",
        ("party", "disco", "danc", "rave", "celebrat", "rainbow", "color", "colour", "psychedel", "birthday"),
        (looks.disco, looks.confetti),
    ),
    Named(
        "ghost",
        "a pale double drifts off",
        ("ghost", "spook", "haunt", "spirit", "halloween", "dead", "death", "vanish", "disappear"),
        (looks.haunt, looks.darken),
    ),
    Named(
        "retro",
        "larger and larger pixels",
        ("pixel", "retro", "8bit", "8-bit", "game", "minecraft", "lowres", "mosaic"),
        (looks.pixelate,),
    ),
)
BREATHE = Named("breathe", "breathes", (), (looks.breathe, looks.ripple))


def looks_for(prompt: str) -> tuple[Named, ...]:
    """The looks a prompt calls, in the order of its words, at most three; one gentle look when it calls none."""
    found: list[Named] = []
    for word in re.findall(r"[\w-]+", prompt.lower()):
        for look in LOOKS:
            if look not in found and any(word.startswith(stem) for stem in look.words):
                found.append(look)
    return tuple(found[:MOST_AT_ONCE]) or (BREATHE,)
