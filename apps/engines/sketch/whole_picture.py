"""How a picture stands at a moment of each feeling: pure functions of the scene."""

from apps.engines.sketch import figures, light, warps
from apps.engines.sketch.layers import Layers
from apps.engines.sketch.particles import burning, glitter, marks, weather
from apps.engines.sketch.scene import Scene
from apps.engines.sketch.sheet import clear_sheet, drawn


def cry(scene: Scene) -> Layers:
    sheet = drawn(scene, marks.tears)
    marks.flood(sheet, scene, scene.height * (0.02 + 0.22 * scene.swell() * min(1.2, scene.force)))
    return Layers(
        bend=warps.droop(scene, 0.11 * scene.side * scene.force * (scene.swell() + 0.15 * scene.sway(4))),
        color=light.saturation(1.0 - 0.35 * scene.force * scene.build()),
        gain=light.tint(
            scene, inner=(0.92, 1.0, 1.12), outer=(0.55, 0.72, 1.0), level=scene.force * (0.5 + 0.5 * scene.swell())
        ),
        sheet=sheet,
    )


def rage(scene: Scene) -> Layers:
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
        sheet=drawn(scene, burning.steam, marks.anger_marks),
    )


def laugh(scene: Scene) -> Layers:
    bounce = scene.sway(4)
    sheet = clear_sheet(scene)
    marks.letters(sheet, scene, "HA", most=8, color=(255, 226, 70), size=0.055)
    return Layers(
        bend=warps.squash(scene, 0.11 * min(1.4, scene.force) * bounce)
        + warps.swirl(scene, 0.16 * scene.force * scene.sway(8), reach=scene.focus.radius * 2.2),
        gain=light.even(scene, (1.1, 1.06, 0.94), scene.force),
        sheet=sheet,
    )


def smile(scene: Scene) -> Layers:
    beam = scene.swell() + 0.12 * scene.sway(4)
    sheet = clear_sheet(scene)
    weather.rays(sheet, scene, color=(255, 226, 120), most=0.5)
    marks.smileys(sheet, scene)
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


def shock(scene: Scene) -> Layers:
    jolt = scene.swell() + 0.2 * scene.sway(2.5)
    sheet = drawn(scene, marks.speed_lines)
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


def love(scene: Scene) -> Layers:
    beat = max(0.0, scene.sway(4)) ** 2
    return Layers(
        bend=warps.bulge(scene, 0.34 * min(1.4, scene.force) * beat, reach=scene.focus.radius * 2.0),
        gain=light.tint(
            scene, inner=(1.22, 0.95, 1.0), outer=(1.12, 0.66, 0.84), level=scene.force * (0.75 + 0.35 * beat)
        ),
        sheet=drawn(scene, glitter.hearts),
    )


def sleep(scene: Scene) -> Layers:
    sheet = clear_sheet(scene)
    nod = scene.swell()
    marks.lids(sheet, scene, nod * min(1.0, 0.25 + 0.75 * scene.force))
    marks.letters(sheet, scene, "Z", most=6, color=(206, 220, 255), size=0.07, frames_each=11)
    return Layers(
        bend=warps.droop(scene, 0.08 * scene.side * scene.force * nod)
        + warps.tilt(scene, 0.12 * scene.force * scene.sway(12)),
        color=light.saturation(1.0 - 0.5 * scene.force * (0.4 + 0.6 * nod)),
        gain=light.even(scene, (0.58, 0.64, 0.86), scene.force * (0.45 + 0.75 * nod)),
        sheet=sheet,
    )


def cool(scene: Scene) -> Layers:
    sheet = clear_sheet(scene)
    glitter.sparkles(sheet, scene, most=7, look="cool", color=(190, 240, 255))
    weather.rays(sheet, scene, color=(120, 236, 255), most=0.4)
    if scene.focus.is_aimed:
        marks.shades(sheet, scene)
    return Layers(
        bend=warps.tilt(scene, 0.1 * scene.force * scene.sway(8))
        + warps.zoom(scene, 1.0 + 0.16 * scene.force * scene.swell()),
        color=light.saturation(1.0 + 0.5 * scene.force),
        gain=light.tint(scene, inner=(1.2, 1.06, 0.92), outer=(0.52, 0.84, 1.12), level=scene.force, reach=1.0),
        sheet=sheet,
    )


def confused(scene: Scene) -> Layers:
    sheet = clear_sheet(scene)
    marks.letters(sheet, scene, "?", most=7, color=(120, 220, 255), size=0.075)
    return Layers(
        bend=warps.tilt(scene, 0.22 * scene.force * scene.sway(8))
        + warps.swirl(scene, 0.35 * scene.force * scene.sway(8), reach=scene.focus.radius * 1.6),
        gain=light.tint(scene, inner=(1.08, 1.06, 1.0), outer=(0.72, 0.72, 0.92), level=scene.force),
        sheet=sheet,
    )


def mind_blown(scene: Scene) -> Layers:
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
        sheet=drawn(scene, lambda sheet, moment: weather.rays(sheet, moment, color=(140, 50, 230), most=0.75)),
    )


def cringe(scene: Scene) -> Layers:
    squeeze = scene.swell() + 0.15 * scene.sway(3)
    return Layers(
        bend=warps.bulge(scene, -0.85 * min(1.2, scene.force) * squeeze, reach=scene.focus.radius * 1.9),
        color=light.saturation(1.0 - 0.3 * scene.force),
        gain=light.tint(
            scene, inner=(0.95, 1.12, 0.82), outer=(0.6, 0.7, 0.52), level=scene.force * (0.7 + 0.3 * squeeze)
        ),
    )


def nod(scene: Scene) -> Layers:
    bow = scene.sway(5)
    sheet = clear_sheet(scene)
    glitter.sparkles(sheet, scene, most=6, look="nod", color=(150, 240, 150))
    return Layers(
        bend=warps.shift(scene, right=0.0, down=0.06 * scene.side * scene.force * bow)
        + warps.squash(scene, 0.06 * min(1.4, scene.force) * bow),
        gain=light.even(scene, (1.04, 1.1, 1.0), scene.force),
        sheet=sheet,
    )


def breathe(scene: Scene) -> Layers:
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
