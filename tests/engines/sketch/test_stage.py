import numpy as np
import pytest

from apps.engines.sketch import light, warps
from apps.engines.sketch.layers import Grain, Layers, Slip, merge
from apps.engines.sketch.scene import Floats, Focus, Scene
from apps.engines.sketch.sheet import WHITE, clear_sheet
from apps.engines.sketch.stage import advance, mask_weight

WIDTH, HEIGHT = 64, 48


def scene(position: int) -> Scene:
    focus = Focus(x=32.0, y=20.0, radius=18.0, is_aimed=False)
    return Scene(width=WIDTH, height=HEIGHT, position=position, frame_count=8, force=1.0, cast=7, focus=focus)


def picture() -> Floats:
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    waves = 120.0 + 70.0 * np.sin(x / 7.0) * np.cos(y / 6.0)
    return np.dstack((waves, 230.0 - waves, waves * 0.5 + 60.0)).astype(np.float32)


def there_and_back(layers: Layers) -> tuple[Floats, Floats]:
    """The picture under the layers, rounded as a stored frame is, and then without them again."""
    there = advance(picture(), before=[], now=scene(1), unfold=lambda _: layers, weight=None)
    stored = np.rint(np.clip(there, 0.0, 255.0)).astype(np.float32)
    back = advance(
        stored,
        before=[scene(1)],
        now=scene(2),
        unfold=lambda moment: layers if moment.position == 1 else Layers(),
        weight=None,
    )
    return there, back


def drawn() -> Layers:
    sheet = clear_sheet(scene(1))
    sheet.disc(20.0, 20.0, 8.0, WHITE)
    sheet.shape([(40.0, 10.0), (60.0, 14.0), (44.0, 30.0)], (200, 30, 60))
    sheet.wash((20, 60, 220), np.full((HEIGHT // 4, WIDTH // 4), 0.3, np.float32))
    return Layers(sheet=sheet)


@pytest.mark.parametrize(
    ("layers", "least", "off"),
    [
        pytest.param(drawn(), 10.0, 4.0, id="sheet"),
        pytest.param(
            Layers(gain=light.tint(scene(1), inner=(2.5, 0.6, 0.5), outer=(0.6, 0.4, 1.8), level=1.0)),
            20.0,
            2.0,
            id="light",
        ),
        pytest.param(Layers(color=light.saturation(0.4)), 5.0, 3.0, id="saturation"),
        pytest.param(Layers(color=light.hue(0.4)), 5.0, 2.0, id="hue"),
        pytest.param(Layers(slips=(Slip(4, 20, 0, 9), Slip(10, 40, 2, -13), Slip(10, 40, 0, 5))), 5.0, 1.0, id="slips"),
    ],
)
def test_advance_takes_back_what_was_laid_on(layers: Layers, least: float, off: float) -> None:
    there, back = there_and_back(layers)
    assert float(np.abs(there - picture()).mean()) > least
    assert float(np.abs(back - picture()).max()) <= off


@pytest.mark.parametrize(
    "bend",
    [
        pytest.param(warps.shift(scene(1), right=9.0, down=-6.0), id="shift"),
        pytest.param(warps.swirl(scene(1), 0.8, reach=30.0), id="swirl"),
        pytest.param(warps.bulge(scene(1), 0.5, reach=28.0), id="bulge"),
        pytest.param(warps.tilt(scene(1), 0.2), id="tilt"),
        pytest.param(warps.squash(scene(1), 0.15), id="squash"),
        pytest.param(warps.zoom(scene(1), 1.3), id="zoom"),
    ],
)
def test_advance_brings_a_bent_picture_back(bend: Floats) -> None:
    there, back = there_and_back(Layers(bend=bend))
    inner = slice(6, -6), slice(6, -6)  # the rim was pressed together, and eight bits do not remember its detail
    bent, left = (float(np.abs(frame - picture())[inner].mean()) for frame in (there, back))
    assert bent > 4.0
    assert left < 0.6


def test_advance_moves_content_the_way_a_shift_says() -> None:
    image = np.zeros((HEIGHT, WIDTH, 3), np.float32)
    image[20:24, 30:34] = 255.0
    layers = Layers(away=warps.shift(scene(1), right=10.0, down=5.0))
    moved = advance(image, before=[], now=scene(1), unfold=lambda _: layers, weight=None)
    assert np.array_equal(np.argwhere(moved[..., 0] > 200.0).mean(axis=0), [26.5, 41.5])


def test_advance_does_not_lift_a_sheet_that_is_not_there() -> None:
    dark = np.full((HEIGHT, WIDTH, 3), 40.0, np.float32)
    kept = advance(
        dark,
        before=[scene(1)],
        now=scene(2),
        unfold=lambda moment: drawn() if moment.position == 1 else Layers(),
        weight=None,
    )
    assert np.array_equal(kept, dark)


def test_advance_lifts_the_sheet_of_the_moment_that_fits() -> None:
    there = advance(picture(), before=[], now=scene(1), unfold=lambda _: drawn(), weight=None)
    other = clear_sheet(scene(1))
    other.disc(10.0, 40.0, 6.0, WHITE)
    sheets = {5: Layers(sheet=other), 1: drawn(), 2: Layers()}
    back = advance(
        there, before=[scene(5), scene(1)], now=scene(2), unfold=lambda moment: sheets[moment.position], weight=None
    )
    assert float(np.abs(back - picture()).max()) < 0.01


def test_grain_settles_instead_of_growing() -> None:
    layers = Layers(grain=Grain(block=8, levels=6, amount=1.0))
    once = advance(picture(), before=[], now=scene(1), unfold=lambda _: layers, weight=None)
    twice = advance(once, before=[scene(1)], now=scene(2), unfold=lambda _: layers, weight=None)
    assert float(np.abs(once - picture()).mean()) > 5.0
    assert np.allclose(once, twice, atol=0.01)


def test_merge_adds_bends_and_multiplies_light() -> None:
    first = Layers(bend=warps.shift(scene(1), right=2.0, down=0.0), gain=light.even(scene(1), (2.0, 1.0, 1.0), 1.0))
    then = Layers(bend=warps.shift(scene(1), right=1.0, down=4.0), gain=light.even(scene(1), (0.5, 3.0, 1.0), 1.0))
    merged = merge([first, then])
    assert np.array_equal(merged.bend[3, 5], [-3.0, -4.0])
    assert np.allclose(merged.gain[3, 5], [1.0, 3.0, 1.0])


def test_merge_lays_later_sheets_on_top() -> None:
    below, above = clear_sheet(scene(1)), clear_sheet(scene(1))
    below.disc(20.0, 20.0, 9.0, (255, 0, 0))
    above.disc(20.0, 20.0, 4.0, (0, 0, 255))
    merged = merge([Layers(sheet=below), Layers(), Layers(sheet=above)])
    assert merged.sheet.pixels[20, 20].tolist() == [0, 0, 255, 255]
    assert merged.sheet.pixels[20, 27].tolist() == [255, 0, 0, 255]
    assert merged.sheet.pixels[40, 60].tolist() == [0, 0, 0, 0]


def test_mask_weight_rises_inward_and_never_outward() -> None:
    mask = np.zeros((40, 40), np.uint8)
    mask[10:30, 10:30] = 255
    mask[0, 0] = 127
    weight = mask_weight(mask, feather=6.0)
    assert np.array_equal(weight == 0.0, mask < 128)
    assert float(weight[20, 20]) == 1.0
    assert np.all(np.diff(weight[20, 10:18]) >= 0.0)
    assert 0.0 < float(weight[20, 10]) < 0.2


def test_a_swing_ends_at_rest_however_long_the_film() -> None:
    for frame_count in range(4, 60):
        end = Scene(
            width=8,
            height=8,
            position=frame_count,
            frame_count=frame_count,
            force=1.0,
            cast=0,
            focus=Focus(4.0, 4.0, 3.0, is_aimed=False),
        )
        assert abs(end.sway(4)) < 1e-9
        assert end.swell() < 1e-9
        assert end.build() == 1.0
