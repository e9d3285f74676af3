"""How a picture stands at a moment of what happens to it: weather, fire, tricks of the camera."""

import math

from apps.engines.sketch import light, warps
from apps.engines.sketch.layers import Grain, Layers, Slip
from apps.engines.sketch.particles import burning, glitter, marks, weather
from apps.engines.sketch.scene import Scene
from apps.engines.sketch.sheet import WHITE, Color, clear_sheet, drawn


def zoom(scene: Scene) -> Layers:
    near = scene.force * scene.build()
    return Layers(
        away=warps.zoom(scene, 1.0 + 1.1 * near),
        color=light.saturation(1.0 - 0.5 * near),
        gain=light.tint(scene, inner=(1.1, 1.08, 1.05), outer=(0.28, 0.28, 0.32), level=1.3 * near, reach=0.95),
    )


def dizzy(scene: Scene) -> Layers:
    angle = 1.25 * scene.force * (scene.sway(10) + 0.5 * scene.swell())
    turn = -1.0 if scene.rng("dizzy").random() < 0.5 else 1.0
    return Layers(
        bend=warps.swirl(scene, turn * angle, reach=max(scene.width, scene.height) * 0.62),
        color=light.hue(0.5 * scene.force * scene.sway(10)),
        sheet=drawn(scene, marks.orbit),
    )


def melt(scene: Scene) -> Layers:
    rng = scene.rng("melt")
    run = scene.build()
    return Layers(
        away=warps.drip(scene, rng, 0.5 * scene.side * min(1.3, scene.force) * run),
        gain=light.tint(scene, inner=(1.22, 1.02, 0.8), outer=(1.0, 0.7, 0.45), level=scene.force * (0.4 + 0.6 * run)),
    )


def glitch(scene: Scene) -> Layers:
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


def sparkle(scene: Scene) -> Layers:
    return Layers(
        color=light.saturation(1.0 + 0.4 * scene.force),
        gain=light.tint(
            scene,
            inner=(1.3, 1.22, 1.28),
            outer=(0.78, 0.7, 1.02),
            level=scene.force * (0.8 + 0.2 * scene.sway(6)),
        ),
        sheet=drawn(scene, glitter.sparkles),
    )


def rain(scene: Scene) -> Layers:
    sheet = drawn(scene, weather.rain)
    lightning = scene.position % 7 == 3
    if lightning:
        weather.bolt(sheet, scene)
    dark = scene.force * (0.7 + 0.3 * scene.build())
    tints = ((1.25, 1.3, 1.42), (0.9, 0.96, 1.12)) if lightning else ((0.74, 0.86, 1.02), (0.5, 0.62, 0.84))
    return Layers(
        color=light.saturation(1.0 - 0.4 * dark),
        gain=light.tint(scene, inner=tints[0], outer=tints[1], level=dark),
        sheet=sheet,
    )


def snow(scene: Scene) -> Layers:
    sheet = clear_sheet(scene)
    weather.frost(sheet, scene, 0.35 + 0.6 * scene.build())
    weather.snow(sheet, scene)
    return Layers(
        bend=warps.contort(scene, scene.rng("shiver"), 0.012 * scene.side * scene.force * scene.sway(2.6), cells=8),
        color=light.saturation(1.0 - 0.45 * scene.force),
        gain=light.even(scene, (0.84, 1.0, 1.24), scene.force * (0.6 + 0.4 * scene.build())),
        sheet=sheet,
    )


def fire(scene: Scene) -> Layers:
    flicker = float(scene.flicker("firelight").uniform(0.8, 1.15))
    return Layers(
        bend=warps.ripple(scene, 0.012 * scene.side * scene.force, wave=0.16 * scene.side, turn=scene.travel(5)),
        gain=light.tint(scene, inner=(1.3, 0.96, 0.62), outer=(0.95, 0.5, 0.3), level=scene.force * flicker, reach=1.1),
        sheet=drawn(scene, burning.flames),
    )


def underwater(scene: Scene) -> Layers:
    return Layers(
        bend=warps.ripple(scene, 0.03 * scene.side * scene.force, wave=0.42 * scene.side, turn=scene.travel(8)),
        gain=light.tint(scene, inner=(0.66, 1.08, 1.2), outer=(0.3, 0.72, 0.95), level=scene.force)
        * light.caustics(scene, turn=scene.travel(10), level=1.1 * scene.force),
        sheet=drawn(scene, glitter.bubbles),
    )


def disco(scene: Scene) -> Layers:
    rng = scene.rng("disco")
    lamps: tuple[light.Tint, ...] = ((3.2, 0.5, 1.6), (0.5, 2.6, 1.2), (0.6, 0.9, 3.4), (3.0, 2.2, 0.4))
    centers = []
    for lamp in lamps:
        start, tall = rng.random(2)
        turn = 2.0 * math.pi * (scene.travel(8) + float(start))
        x = scene.width * (0.5 + 0.42 * math.cos(turn))
        centers.append((x, scene.height * (0.5 + (0.2 + 0.25 * float(tall)) * math.sin(2.0 * turn)), lamp))
    sheet = drawn(scene, lambda drawn, moment: weather.rays(drawn, moment, color=WHITE, most=0.22))
    return Layers(
        bend=warps.squash(scene, 0.035 * scene.force * scene.sway(4)),
        color=light.hue(1.3 * scene.force * scene.sway(8)),
        gain=light.spots(scene, centers, reach=0.55 * scene.side, level=scene.force),
        sheet=sheet,
    )


def party(scene: Scene) -> Layers:
    return Layers(
        bend=warps.squash(scene, 0.06 * min(1.4, scene.force) * scene.sway(4))
        + warps.tilt(scene, 0.09 * scene.force * scene.sway(8)),
        color=light.saturation(1.0 + 0.4 * scene.force),
        gain=light.even(scene, (1.12, 1.1, 1.08), scene.force),
        sheet=drawn(scene, glitter.confetti),
    )


def ghost(scene: Scene) -> Layers:
    rng = scene.rng("ghost")
    sheet = clear_sheet(scene)
    weather.fog(sheet, scene, color=(206, 232, 214), most=0.85)
    marks.specters(sheet, scene)
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


def pixel(scene: Scene) -> Layers:
    """Let the picture fall apart into larger and larger squares, and come back."""
    step = round(4.0 * scene.swell())
    return Layers(
        bend=warps.shift(scene, right=0.0, down=0.0),
        gain=light.scanlines(scene, 0.25 * scene.force),
        grain=Grain(
            block=max(2, round(scene.side / (56, 44, 34, 26, 20)[step])), levels=10, amount=min(1.0, 2.0 * scene.force)
        ),
    )


def rich(scene: Scene) -> Layers:
    return Layers(
        bend=warps.zoom(scene, 1.0 + 0.12 * scene.force * scene.swell()),
        gain=light.tint(
            scene, inner=(1.3, 1.14, 0.76), outer=(0.96, 0.74, 0.42), level=scene.force * (0.8 + 0.2 * scene.sway(6))
        ),
        sheet=drawn(scene, glitter.coins, lambda sheet, moment: glitter.sparkles(sheet, moment, most=8, look="gold")),
    )
