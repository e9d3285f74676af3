"""The looks: what each one's words are, and what it asks for at a moment. Order is the order in which a page lists them."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from apps.engines.sketch import figures, light, particles, warps
from apps.engines.sketch.layers import Grain, Layers, Slip
from apps.engines.sketch.scene import Scene
from apps.engines.sketch.sheet import WHITE, Color, Sheet, clear_sheet


@dataclass(frozen=True, slots=True)
class Look:
    """One thing the sketch can do. `words` are what people write for it, emoji among them; inflections need no listing.

    `paint` says how the picture should stand at a moment; it is the same for the same scene and touches nothing else.
    """

    name: str
    words: tuple[str, ...]
    blurb: str
    paint: Callable[[Scene], Layers]


def _drawn(scene: Scene, *draw: Callable[[Sheet, Scene], None]) -> Sheet:
    sheet = clear_sheet(scene)
    for thing in draw:
        thing(sheet, scene)
    return sheet


def _cry(scene: Scene) -> Layers:
    sheet = _drawn(scene, particles.tears)
    particles.flood(sheet, scene, scene.height * (0.02 + 0.22 * scene.swell() * min(1.2, scene.force)))
    return Layers(
        bend=warps.droop(scene, 0.11 * scene.side * scene.force * (scene.swell() + 0.15 * scene.sway(4))),
        color=light.saturation(1.0 - 0.35 * scene.force * scene.build()),
        gain=light.tint(
            scene, inner=(0.92, 1.0, 1.12), outer=(0.55, 0.72, 1.0), level=scene.force * (0.5 + 0.5 * scene.swell())
        ),
        sheet=sheet,
    )


def _rage(scene: Scene) -> Layers:
    rng = scene.rng("rage")
    swollen, shaking = scene.swell(), scene.sway(3)
    focus, force = scene.focus, scene.force
    bend = (
        warps.contort(scene, rng, 0.1 * scene.side * min(force, 1.1) * (0.25 + 0.75 * swollen))
        + warps.contort(scene, rng, 0.016 * scene.side * force * shaking, cells=9)
        + warps.bulge(scene, 0.42 * min(force, 1.3) * swollen, reach=focus.radius * 1.3)
        + warps.bulge(
            scene, -0.35 * min(force, 1.3) * swollen, reach=focus.radius * 0.6, y=focus.y - 0.35 * focus.radius
        )
        + warps.shift(scene, right=0.008 * scene.side * force * shaking, down=0.0)
    )
    heat = force * (0.45 + 0.55 * scene.build()) * (1.0 + 0.12 * shaking)
    return Layers(
        bend=bend,
        gain=light.tint(scene, inner=(1.35, 0.58, 0.5), outer=(0.85, 0.24, 0.24), level=1.15 * heat),
        sheet=_drawn(scene, particles.steam, particles.anger_marks),
    )


def _laugh(scene: Scene) -> Layers:
    bounce = scene.sway(4)
    sheet = clear_sheet(scene)
    particles.letters(sheet, scene, "HA", most=8, color=(255, 226, 70), size=0.055)
    return Layers(
        bend=warps.squash(scene, 0.11 * min(1.4, scene.force) * bounce)
        + warps.swirl(scene, 0.16 * scene.force * scene.sway(8), reach=scene.focus.radius * 2.2),
        gain=light.even(scene, (1.1, 1.06, 0.94), scene.force),
        sheet=sheet,
    )


def _smile(scene: Scene) -> Layers:
    beam = scene.swell() + 0.12 * scene.sway(4)
    sheet = clear_sheet(scene)
    particles.rays(sheet, scene, color=(255, 226, 120), most=0.5)
    particles.smileys(sheet, scene)
    return Layers(
        bend=warps.grin(scene, 0.15 * scene.side * min(1.3, scene.force) * beam)
        + warps.bulge(scene, 0.3 * min(1.3, scene.force) * beam, reach=scene.focus.radius * 1.4)
        + warps.tilt(scene, 0.07 * scene.force * scene.sway(8)),
        color=light.saturation(1.0 + 0.35 * scene.force),
        gain=light.tint(
            scene, inner=(1.28, 1.2, 0.98), outer=(1.06, 0.94, 0.74), level=scene.force * (0.6 + 0.4 * beam)
        ),
        sheet=sheet,
    )


def _shock(scene: Scene) -> Layers:
    jolt = scene.swell() + 0.2 * scene.sway(2.5)
    sheet = _drawn(scene, particles.speed_lines)
    size = scene.side * (0.1 + 0.05 * scene.force) * (1.0 + 0.15 * scene.sway(3))
    for place in (0.13, 0.87):
        figures.write(
            sheet, "!", x=place * scene.width, y=0.24 * scene.height, size=size, color=(255, 64, 48), angle=place - 0.5
        )
    return Layers(
        bend=warps.bulge(scene, 0.6 * min(1.25, scene.force) * jolt, reach=scene.focus.radius * 1.6)
        + warps.shift(scene, right=0.012 * scene.side * scene.force * scene.sway(2.7), down=0.0),
        gain=light.tint(scene, inner=(1.3, 1.3, 1.3), outer=(0.6, 0.6, 0.7), level=scene.force * (0.5 + 0.5 * jolt)),
        sheet=sheet,
    )


def _shake(scene: Scene) -> Layers:
    step = scene.side * scene.force * 0.08
    return Layers(
        bend=warps.shift(scene, right=step * scene.sway(2.6), down=0.35 * step * scene.sway(3.4))
        + warps.contort(scene, scene.rng("shake"), 0.3 * step * scene.sway(2.2), cells=10),
        gain=light.even(scene, (0.93, 0.97, 1.05), scene.force),
    )


def _zoom(scene: Scene) -> Layers:
    near = scene.force * scene.build()
    return Layers(
        away=warps.zoom(scene, 1.0 + 1.1 * near),
        color=light.saturation(1.0 - 0.5 * near),
        gain=light.tint(scene, inner=(1.1, 1.08, 1.05), outer=(0.28, 0.28, 0.32), level=1.3 * near, reach=0.95),
    )


def _dizzy(scene: Scene) -> Layers:
    angle = 1.25 * scene.force * (scene.sway(10) + 0.5 * scene.swell())
    turn = -1.0 if scene.rng("dizzy").random() < 0.5 else 1.0
    return Layers(
        bend=warps.swirl(scene, turn * angle, reach=max(scene.width, scene.height) * 0.62),
        color=light.hue(0.5 * scene.force * scene.sway(10)),
        sheet=_drawn(scene, particles.orbit),
    )


def _melt(scene: Scene) -> Layers:
    rng = scene.rng("melt")
    run = scene.build()
    return Layers(
        away=warps.drip(scene, rng, 0.5 * scene.side * min(1.3, scene.force) * run),
        gain=light.tint(scene, inner=(1.22, 1.02, 0.8), outer=(1.0, 0.7, 0.45), level=scene.force * (0.4 + 0.6 * run)),
    )


def _glitch(scene: Scene) -> Layers:
    rng = scene.flicker("glitch")
    reach = 0.3 * scene.width * min(1.2, scene.force)
    slips: list[Slip] = [
        Slip(0, scene.height, 0, round(0.1 * reach * (1.0 + float(rng.random())))),
        Slip(0, scene.height, 2, -round(0.1 * reach * (1.0 + float(rng.random())))),
    ]
    bands = rng.random((9, 3))[: scene.share(9)]
    for start, thickness, far in bands:
        top = int(float(start) * 0.97 * scene.height)
        bottom = min(scene.height, top + max(2, int((0.015 + 0.08 * float(thickness)) * scene.height)))
        right = round((float(far) - 0.5) * 2.0 * reach)
        slips += [Slip(top, bottom, channel, right) for channel in range(3)]
    sheet = clear_sheet(scene)
    neon: tuple[Color, ...] = ((0, 255, 220), (255, 0, 170), (250, 250, 60))
    for across, down, wide, shade in rng.random((12, 4))[: scene.share(12)]:
        x, y = float(across) * scene.width, float(down) * scene.height
        end, lower = x + (0.03 + 0.2 * float(wide)) * scene.side, y + 0.014 * scene.side
        sheet.shape([(x, y), (end, y), (end, lower), (x, lower)], neon[int(3.0 * shade)], 0.85)
    return Layers(gain=light.scanlines(scene, 0.5 * scene.force), slips=tuple(slips), sheet=sheet)


def _sparkle(scene: Scene) -> Layers:
    return Layers(
        color=light.saturation(1.0 + 0.4 * scene.force),
        gain=light.tint(
            scene,
            inner=(1.3, 1.22, 1.28),
            outer=(0.78, 0.7, 1.02),
            level=scene.force * (0.8 + 0.2 * scene.sway(6)),
        ),
        sheet=_drawn(scene, particles.sparkles),
    )


def _rain(scene: Scene) -> Layers:
    sheet = _drawn(scene, particles.rain)
    lightning = scene.position % 7 == 3
    if lightning:
        particles.bolt(sheet, scene)
    dark = scene.force * (0.7 + 0.3 * scene.build())
    tints = ((1.25, 1.3, 1.42), (0.9, 0.96, 1.12)) if lightning else ((0.74, 0.86, 1.02), (0.5, 0.62, 0.84))
    return Layers(
        color=light.saturation(1.0 - 0.4 * dark),
        gain=light.tint(scene, inner=tints[0], outer=tints[1], level=dark),
        sheet=sheet,
    )


def _snow(scene: Scene) -> Layers:
    sheet = clear_sheet(scene)
    particles.frost(sheet, scene, 0.35 + 0.6 * scene.build())
    particles.snow(sheet, scene)
    return Layers(
        bend=warps.contort(scene, scene.rng("shiver"), 0.012 * scene.side * scene.force * scene.sway(2.6), cells=8),
        color=light.saturation(1.0 - 0.45 * scene.force),
        gain=light.even(scene, (0.84, 1.0, 1.24), scene.force * (0.6 + 0.4 * scene.build())),
        sheet=sheet,
    )


def _fire(scene: Scene) -> Layers:
    flicker = float(scene.flicker("firelight").uniform(0.8, 1.15))
    return Layers(
        bend=warps.ripple(scene, 0.012 * scene.side * scene.force, wave=0.16 * scene.side, turn=scene.travel(5)),
        gain=light.tint(scene, inner=(1.3, 0.96, 0.62), outer=(0.95, 0.5, 0.3), level=scene.force * flicker, reach=1.1),
        sheet=_drawn(scene, particles.flames),
    )


def _love(scene: Scene) -> Layers:
    beat = max(0.0, scene.sway(4)) ** 2
    return Layers(
        bend=warps.bulge(scene, 0.34 * min(1.4, scene.force) * beat, reach=scene.focus.radius * 2.0),
        gain=light.tint(
            scene, inner=(1.22, 0.95, 1.0), outer=(1.12, 0.66, 0.84), level=scene.force * (0.75 + 0.35 * beat)
        ),
        sheet=_drawn(scene, particles.hearts),
    )


def _sleep(scene: Scene) -> Layers:
    sheet = clear_sheet(scene)
    nod = scene.swell()
    particles.lids(sheet, scene, nod * min(1.0, 0.25 + 0.75 * scene.force))
    particles.letters(sheet, scene, "Z", most=6, color=(206, 220, 255), size=0.07, frames_each=11)
    return Layers(
        bend=warps.droop(scene, 0.08 * scene.side * scene.force * nod)
        + warps.tilt(scene, 0.12 * scene.force * scene.sway(12)),
        color=light.saturation(1.0 - 0.5 * scene.force * (0.4 + 0.6 * nod)),
        gain=light.even(scene, (0.58, 0.64, 0.86), scene.force * (0.45 + 0.75 * nod)),
        sheet=sheet,
    )


def _cool(scene: Scene) -> Layers:
    sheet = clear_sheet(scene)
    particles.sparkles(sheet, scene, most=7, look="cool", color=(190, 240, 255))
    particles.rays(sheet, scene, color=(120, 236, 255), most=0.4)
    if scene.focus.is_aimed:
        particles.shades(sheet, scene)
    return Layers(
        bend=warps.tilt(scene, 0.1 * scene.force * scene.sway(8))
        + warps.zoom(scene, 1.0 + 0.16 * scene.force * scene.swell()),
        color=light.saturation(1.0 + 0.5 * scene.force),
        gain=light.tint(scene, inner=(1.2, 1.06, 0.92), outer=(0.52, 0.84, 1.12), level=scene.force, reach=1.0),
        sheet=sheet,
    )


def _explode(scene: Scene) -> Layers:
    way = scene.lap % 1.0
    sheet = clear_sheet(scene)
    particles.debris(sheet, scene, way)
    flash = math.exp(-5.0 * way)
    return Layers(
        bend=warps.ring(
            scene,
            0.16 * scene.side * min(1.3, scene.force) * (1.0 - 0.5 * way),
            at=scene.side * 0.85 * way,
            breadth=0.17 * scene.side,
        )
        + warps.shift(scene, right=0.02 * scene.side * scene.force * scene.sway(2.4), down=0.0),
        gain=light.tint(
            scene,
            inner=(1.0 + 2.4 * flash, 0.9 + 1.5 * flash, 0.7 + 0.6 * flash),
            outer=(0.7, 0.5, 0.42),
            level=scene.force,
        ),
        sheet=sheet,
    )


def _underwater(scene: Scene) -> Layers:
    return Layers(
        bend=warps.ripple(scene, 0.03 * scene.side * scene.force, wave=0.42 * scene.side, turn=scene.travel(8)),
        gain=light.tint(scene, inner=(0.66, 1.08, 1.2), outer=(0.3, 0.72, 0.95), level=scene.force)
        * light.caustics(scene, turn=scene.travel(10), level=1.1 * scene.force),
        sheet=_drawn(scene, particles.bubbles),
    )


def _disco(scene: Scene) -> Layers:
    rng = scene.rng("disco")
    lamps: tuple[light.Tint, ...] = ((3.2, 0.5, 1.6), (0.5, 2.6, 1.2), (0.6, 0.9, 3.4), (3.0, 2.2, 0.4))
    centers = []
    for lamp in lamps:
        start, tall = rng.random(2)
        turn = 2.0 * math.pi * (scene.travel(8) + float(start))
        x = scene.width * (0.5 + 0.42 * math.cos(turn))
        centers.append((x, scene.height * (0.5 + (0.2 + 0.25 * float(tall)) * math.sin(2.0 * turn)), lamp))
    sheet = _drawn(scene, lambda drawn, moment: particles.rays(drawn, moment, color=WHITE, most=0.22))
    return Layers(
        bend=warps.squash(scene, 0.035 * scene.force * scene.sway(4)),
        color=light.hue(1.3 * scene.force * scene.sway(8)),
        gain=light.spots(scene, centers, reach=0.55 * scene.side, level=scene.force),
        sheet=sheet,
    )


def _party(scene: Scene) -> Layers:
    return Layers(
        bend=warps.squash(scene, 0.06 * min(1.4, scene.force) * scene.sway(4))
        + warps.tilt(scene, 0.09 * scene.force * scene.sway(8)),
        color=light.saturation(1.0 + 0.4 * scene.force),
        gain=light.even(scene, (1.12, 1.1, 1.08), scene.force),
        sheet=_drawn(scene, particles.confetti),
    )


def _ghost(scene: Scene) -> Layers:
    rng = scene.rng("ghost")
    sheet = clear_sheet(scene)
    particles.fog(sheet, scene, color=(206, 232, 214), most=0.85)
    particles.specters(sheet, scene)
    return Layers(
        bend=warps.contort(scene, rng, 0.05 * scene.side * scene.force * scene.sway(9), cells=4)
        + warps.ripple(scene, 0.012 * scene.side * scene.force, wave=0.5 * scene.side, turn=scene.travel(8)),
        color=light.saturation(1.0 - 0.75 * min(1.0, scene.force)),
        gain=light.tint(
            scene,
            inner=(0.9, 1.14, 0.96),
            outer=(0.34, 0.44, 0.42),
            level=scene.force * (0.85 + 0.3 * float(scene.flicker("candle").uniform(-1.0, 1.0))),
            reach=1.0,
        ),
        sheet=sheet,
    )


def _pixel(scene: Scene) -> Layers:
    return Layers(
        bend=warps.shift(scene, right=0.0, down=0.0),
        gain=light.scanlines(scene, 0.25 * scene.force),
        grain=Grain(block=max(2, round(scene.side / 56.0)), levels=7, amount=min(1.0, 0.85 * scene.force)),
    )


def _confused(scene: Scene) -> Layers:
    sheet = clear_sheet(scene)
    particles.letters(sheet, scene, "?", most=7, color=(120, 220, 255), size=0.075)
    return Layers(
        bend=warps.tilt(scene, 0.22 * scene.force * scene.sway(8))
        + warps.swirl(scene, 0.35 * scene.force * scene.sway(8), reach=scene.focus.radius * 1.6),
        gain=light.tint(scene, inner=(1.08, 1.06, 1.0), outer=(0.72, 0.72, 0.92), level=scene.force),
        sheet=sheet,
    )


def _rich(scene: Scene) -> Layers:
    return Layers(
        bend=warps.zoom(scene, 1.0 + 0.12 * scene.force * scene.swell()),
        gain=light.tint(
            scene, inner=(1.3, 1.14, 0.76), outer=(0.96, 0.74, 0.42), level=scene.force * (0.8 + 0.2 * scene.sway(6))
        ),
        sheet=_drawn(
            scene, particles.coins, lambda sheet, moment: particles.sparkles(sheet, moment, most=8, look="gold")
        ),
    )


def _mind_blown(scene: Scene) -> Layers:
    focus = scene.focus
    head = scene.swell() + 0.12 * scene.sway(2.6)
    return Layers(
        bend=warps.bulge(
            scene,
            0.78 * min(1.0, 0.3 + 0.7 * scene.force) * min(1.0, scene.force * 1.4) * head,
            reach=focus.radius * 2.0,
            y=focus.y - 0.4 * focus.radius,
        ),
        gain=light.tint(scene, inner=(1.3, 1.2, 1.3), outer=(0.6, 0.5, 0.82), level=scene.force * (0.6 + 0.4 * head)),
        sheet=_drawn(scene, lambda sheet, moment: particles.rays(sheet, moment, color=(140, 50, 230), most=0.75)),
    )


def _cringe(scene: Scene) -> Layers:
    squeeze = scene.swell() + 0.15 * scene.sway(3)
    return Layers(
        bend=warps.bulge(scene, -0.85 * min(1.2, scene.force) * squeeze, reach=scene.focus.radius * 1.9),
        color=light.saturation(1.0 - 0.3 * scene.force),
        gain=light.tint(
            scene, inner=(0.95, 1.12, 0.82), outer=(0.6, 0.7, 0.52), level=scene.force * (0.7 + 0.3 * squeeze)
        ),
    )


def _nod(scene: Scene) -> Layers:
    bow = scene.sway(5)
    sheet = clear_sheet(scene)
    particles.sparkles(sheet, scene, most=6, look="nod", color=(150, 240, 150))
    return Layers(
        bend=warps.shift(scene, right=0.0, down=0.06 * scene.side * scene.force * bow)
        + warps.squash(scene, 0.06 * min(1.4, scene.force) * bow),
        gain=light.even(scene, (1.04, 1.1, 1.0), scene.force),
        sheet=sheet,
    )


def _breathe(scene: Scene) -> Layers:
    rng = scene.rng("breathe")
    warm = rng.random() < 0.5
    inner, outer = ((1.16, 1.08, 0.96), (0.96, 0.82, 0.7)) if warm else ((1.04, 1.1, 1.14), (0.74, 0.84, 1.0))
    if rng.random() < 0.5:
        bend = warps.contort(scene, rng, 0.06 * scene.side * scene.force * scene.sway(8), cells=4)
    else:
        bend = warps.swirl(scene, 0.34 * scene.force * scene.sway(8), reach=scene.focus.radius * 2.2)
    return Layers(
        bend=bend + warps.bulge(scene, 0.3 * min(1.4, scene.force) * scene.swell(), reach=scene.focus.radius * 1.9),
        gain=light.tint(scene, inner=inner, outer=outer, level=scene.force * (0.8 + 0.2 * scene.sway(5))),
    )


DEFAULT = Look(
    "breathe", ("breathe", "calm", "relax", "zen", "chill"), "A gentle wobble in a drifting light.", _breathe
)
"""For prompts in which no word is known."""

LOOKS: tuple[Look, ...] = (
    Look(
        "cry",
        (
            "cry",
            "tear",
            "sad",
            "sob",
            "weep",
            "wept",
            "grief",
            "sorrow",
            "heartbroken",
            "tearful",
            "unhappy",
            "😢",
            "😭",
            "🥺",
        ),
        "Tears fall, the face hangs and the water rises.",
        _cry,
    ),
    Look(
        "rage",
        (
            "rage",
            "fury",
            "furious",
            "anger",
            "angry",
            "mad",
            "wrath",
            "hate",
            "enraged",
            "contort",
            "snarl",
            "😡",
            "😠",
            "🤬",
            "😤",
        ),
        "The face contorts and goes red, with steam and bulging veins.",
        _rage,
    ),
    Look(
        "laugh",
        (
            "laugh",
            "laughter",
            "haha",
            "lol",
            "lmao",
            "rofl",
            "giggle",
            "chuckle",
            "hilarious",
            "funny",
            "joke",
            "😂",
            "🤣",
            "😆",
        ),
        "The picture bounces with laughter.",
        _laugh,
    ),
    Look(
        "smile",
        (
            "smile",
            "happy",
            "happiness",
            "grin",
            "joy",
            "joyful",
            "cheer",
            "cheerful",
            "glad",
            "delight",
            "😀",
            "😃",
            "😄",
            "😊",
            "🙂",
        ),
        "The mouth turns up and the sun comes out.",
        _smile,
    ),
    Look(
        "shock",
        (
            "shock",
            "surprise",
            "scream",
            "gasp",
            "omg",
            "wow",
            "astonish",
            "yell",
            "shout",
            "alarm",
            "panic",
            "scared",
            "fear",
            "terrified",
            "horror",
            "😱",
            "😲",
            "😮",
            "😨",
        ),
        "A jolt, with lines that rush at the face.",
        _shock,
    ),
    Look(
        "shake",
        (
            "shake",
            "shaking",
            "tremble",
            "nervous",
            "shiver",
            "earthquake",
            "vibrate",
            "jitter",
            "anxious",
            "stress",
            "😬",
            "😰",
        ),
        "Everything trembles.",
        _shake,
    ),
    Look(
        "zoom",
        ("zoom", "closer", "dramatic", "drama", "intense", "suspense", "stare", "approach", "👀", "🔍"),
        "A slow dramatic zoom into the dark.",
        _zoom,
    ),
    Look(
        "dizzy",
        (
            "spin",
            "spun",
            "dizzy",
            "twirl",
            "twist",
            "swirl",
            "whirl",
            "vortex",
            "rotate",
            "drunk",
            "hypnotize",
            "😵",
            "🌀",
            "🥴",
        ),
        "The world turns, and stars circle over it.",
        _dizzy,
    ),
    Look(
        "melt",
        ("melt", "drip", "hot", "wax", "liquid", "dissolve", "ooze", "sweat", "🫠", "🥵"),
        "Runs down like wax.",
        _melt,
    ),
    Look(
        "glitch",
        (
            "glitch",
            "broken",
            "hack",
            "bug",
            "error",
            "crash",
            "static",
            "corrupt",
            "matrix",
            "cyber",
            "malfunction",
            "👾",
            "🤖",
        ),
        "Torn rows, split colors, stray blocks.",
        _glitch,
    ),
    Look(
        "sparkle",
        (
            "sparkle",
            "magic",
            "magical",
            "shine",
            "shiny",
            "glow",
            "glitter",
            "twinkle",
            "dream",
            "fairy",
            "beautiful",
            "✨",
            "⭐",
            "🌟",
        ),
        "Glints that come and go in a soft light.",
        _sparkle,
    ),
    Look(
        "rain",
        ("rain", "rainy", "storm", "stormy", "thunder", "lightning", "gloomy", "🌧", "⛈", "⚡"),
        "Rain, and sometimes lightning.",
        _rain,
    ),
    Look(
        "snow",
        (
            "snow",
            "snowy",
            "cold",
            "freeze",
            "frozen",
            "froze",
            "ice",
            "icy",
            "winter",
            "christmas",
            "blizzard",
            "❄",
            "🥶",
            "⛄",
        ),
        "Snow, frost and a shiver.",
        _snow,
    ),
    Look(
        "fire",
        ("fire", "burn", "burnt", "hot", "flame", "blaze", "hell", "lit", "inferno", "🔥"),
        "Flames below, embers above.",
        _fire,
    ),
    Look(
        "love",
        (
            "love",
            "heart",
            "blush",
            "kiss",
            "romance",
            "romantic",
            "crush",
            "adore",
            "valentine",
            "cute",
            "❤",
            "😍",
            "🥰",
            "😘",
            "💕",
        ),
        "Hearts rise and the picture beats.",
        _love,
    ),
    Look(
        "sleep",
        (
            "sleep",
            "sleepy",
            "asleep",
            "tired",
            "fade",
            "yawn",
            "bore",
            "boring",
            "exhausted",
            "nap",
            "snore",
            "monday",
            "😴",
            "🥱",
            "💤",
        ),
        "Heavy lids and a nodding head.",
        _sleep,
    ),
    Look(
        "cool",
        ("cool", "sunglasses", "swagger", "confident", "smug", "badass", "awesome", "😎", "🕶"),
        "A swagger in teal and gold; sunglasses where a mask says where the face is.",
        _cool,
    ),
    Look(
        "explode",
        ("explode", "explosion", "boom", "blast", "bomb", "bang", "burst", "💥", "💣"),
        "A blast that runs through the picture.",
        _explode,
    ),
    Look(
        "underwater",
        ("wave", "wavy", "underwater", "water", "ocean", "sea", "swim", "drown", "fish", "bubble", "🌊", "🐟", "🫧"),
        "Waves, bubbles and the light of the sea.",
        _underwater,
    ),
    Look(
        "disco",
        ("disco", "party", "color", "colour", "rainbow", "neon", "psychedelic", "groove", "rave", "🪩", "🌈"),
        "Turning colored lights.",
        _disco,
    ),
    Look(
        "party",
        (
            "party",
            "confetti",
            "celebrate",
            "celebration",
            "birthday",
            "congrats",
            "congratulate",
            "win",
            "victory",
            "hooray",
            "dance",
            "yay",
            "🎉",
            "🎊",
            "🥳",
        ),
        "Confetti and a dance.",
        _party,
    ),
    Look(
        "ghost",
        (
            "ghost",
            "spooky",
            "haunt",
            "creepy",
            "halloween",
            "eerie",
            "fog",
            "foggy",
            "phantom",
            "dead",
            "zombie",
            "👻",
            "💀",
        ),
        "Pale, adrift and in fog.",
        _ghost,
    ),
    Look(
        "pixel",
        ("pixel", "pixelate", "retro", "8bit", "arcade", "gameboy", "mosaic", "blocky", "🕹"),
        "Fewer and larger pixels.",
        _pixel,
    ),
    Look(
        "confused",
        ("confuse", "huh", "question", "puzzled", "why", "think", "wonder", "hmm", "doubt", "🤔", "❓", "😕"),
        "Head to one side, questions in the air.",
        _confused,
    ),
    Look(
        "rich",
        ("rich", "money", "cash", "gold", "golden", "coin", "salary", "bonus", "payday", "dollar", "🤑", "💰", "💸"),
        "It rains coins.",
        _rich,
    ),
    Look(
        "mind-blown",
        (
            "blown",
            "mindblown",
            "brain",
            "genius",
            "inflate",
            "balloon",
            "swell",
            "bulge",
            "huge",
            "bighead",
            "epiphany",
            "🤯",
            "🧠",
        ),
        "The head swells.",
        _mind_blown,
    ),
    Look(
        "cringe",
        (
            "cringe",
            "shrink",
            "sour",
            "awkward",
            "disgust",
            "sick",
            "gross",
            "eww",
            "embarrass",
            "squeeze",
            "🤢",
            "🫣",
            "😖",
        ),
        "The face shrinks into itself.",
        _cringe,
    ),
    Look("nod", ("nod", "yes", "agree", "approve", "approval", "respect", "👍", "👌"), "A long approving nod.", _nod),
    DEFAULT,
)
