"""How far faces move in every reaction, what is found again of it on the frames, and what must not move.

python -m tests.benchmarks.acting [name …]

On scikit-image's astronaut at 512 x 512, and for the thresholds on each picture of the folder that FACES names, too.

*Table*: the largest movement over twelve frames of mouth, brows, lids, irises and nose in eye spans, where the rig puts
them, the head's own movement left out of all but the nose; the share of pixels that change at the peak; the jump from the
last frame to the first in shares of the largest jump within the loop.

*Thresholds*: points are followed by optical flow (Lucas and Kanade) through 36 frames, step by step, on the frames alone;
beside it what the network finds, which pulls every face toward a usual one.
"""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np

from apps.engines.protocol import PaintRequest
from apps.engines.sketch.act import Act
from apps.engines.sketch.camera import HEAD_REACH
from apps.engines.sketch.catalog import BY_NAME, CATALOG
from apps.engines.sketch.engine import SketchEngine
from apps.engines.sketch.face.eyes import GAZE_X, GAZE_Y, ring_of
from apps.engines.sketch.face.outlines import polygon
from apps.engines.sketch.face.pose import Pose
from apps.engines.sketch.face.shape import boldness, posed
from apps.engines.sketch.face.warp import Part
from apps.engines.sketch.plan import Part as PlanPart
from apps.engines.sketch.plan import Plan
from apps.engines.sketch.scene import Focus, Scene
from apps.engines.sketch.stage import Stage, paint, set_stage
from apps.imaging.faces import points as at
from apps.imaging.faces.analysis import analyze
from tests.engines.sketch.pictures import astronaut, png

SIDE, COUNT, FINE = 512, 12, 36
FACES = os.environ.get("FACES", "")

MOUTH = (at.MOUTH_LEFT, at.MOUTH_RIGHT, at.UPPER_LIP_INNER, at.LOWER_LIP_INNER)
BROWS = (55, 107, 285, 336, 46, 276, 105, 334)
LIDS = (159, 145, 386, 374)
INNER_BROWS = (55, 107, 285, 336)


@dataclass(frozen=True)
class Sitter:
    """Somebody in a picture, (SIDE, SIDE, 3) uint8."""

    name: str
    picture: np.ndarray
    stage: Stage

    @property
    def shape(self):
        return self.stage.actors[0].shape


def sitters() -> Iterator[Sitter]:
    yield sitter("astronaut", astronaut(SIDE))
    for path in sorted(Path(FACES).iterdir()) if FACES else ():
        picture = cv2.imread(str(path))
        if picture is not None:
            yield sitter(path.stem, about_face(np.ascontiguousarray(picture[..., ::-1])))


def sitter(name: str, picture: np.ndarray) -> Sitter:
    return Sitter(name, picture, set_stage(picture, analyze(picture)))


def about_face(picture: np.ndarray) -> np.ndarray:
    """The largest square with the face in its middle, as far as the picture goes, at SIDE."""
    height, width = picture.shape[:2]
    edge = min(height, width)
    x, y = analyze(picture).faces[0].points[:, :2].mean(axis=0)
    left, top = int(np.clip(x - edge / 2, 0, width - edge)), int(np.clip(y - 0.45 * edge, 0, height - edge))
    return cv2.resize(
        np.ascontiguousarray(picture[top : top + edge, left : left + edge]), (SIDE, SIDE), interpolation=cv2.INTER_AREA
    )


def moment(position: int, count: int) -> Scene:
    return Scene(SIDE, SIDE, position, count, force=0.5, cast=3, focus=Focus(0.0, 0.0, 1.0, is_aimed=False))


def part(name: str, *, camera: bool = False) -> PlanPart:
    """A reaction in a plan; without its own camera, places stay where they are in the photo and can be measured."""
    return PlanPart(BY_NAME[name] if camera else replace(BY_NAME[name], near=None))


def frame(one: Sitter, name: str, position: int, count: int = COUNT, *, camera: bool = False) -> np.ndarray:
    return paint(one.stage, Plan(((part(name, camera=camera),),)), moment(position, count), weight=None)


def pose_at(one: Sitter, name: str, position: int, count: int = COUNT, *, end: float = 1.0) -> Pose:
    middle = one.shape.middle
    scene = moment(position, count)
    aimed = Focus(float(middle[0]), float(middle[1]), HEAD_REACH * one.shape.span, is_aimed=True)
    scene = Scene(SIDE, SIDE, position, count, force=0.5, cast=3, focus=aimed)
    act: Act = BY_NAME[name].play(scene.within(0.0, end))
    return act.pose.scaled(scene.acting).bolder(boldness(one.shape.span, SIDE))


def own(one: Sitter, points: np.ndarray) -> np.ndarray:
    """Points as the face itself sees them: in eye spans from between the eyes, along the line of the eyes."""
    left, right = points[at.LEFT_EYE_OUTER, :2], points[at.RIGHT_EYE_OUTER, :2]
    across = (right - left) / np.hypot(*(right - left))
    axes = np.stack([across, [-across[1], across[0]]])
    return (points[:, :2] - (left + right) / 2) @ axes.T / one.shape.span


STILL = {"turn": 0.0, "nod": 0.0, "tilt": 0.0, "shift_x": 0.0, "shift_y": 0.0, "swell": 0.0}


def movements_of(one: Sitter, name: str) -> dict[str, float]:
    """The largest movement of each part over the loop, in eye spans, where the rig puts it."""
    most = dict.fromkeys(("mouth", "brows", "lids", "irises", "nose"), 0.0)
    before = one.shape.points[:, :2]
    for position in range(1, COUNT + 1):
        pose = pose_at(one, name, position)
        face = (posed(one.shape, pose.moved(**STILL))[0] - before) / one.shape.span
        head = (posed(one.shape, pose)[0] - before) / one.shape.span
        eye = one.stage.actors[0].eyes[0]
        gaze = (
            np.hypot(pose.gaze_x * GAZE_X * eye.width / 2, pose.gaze_y * GAZE_Y * max(eye.height, eye.radius))
            / one.shape.span
        )
        for part, value in (
            ("mouth", np.hypot(*face[list(MOUTH)].T).max()),
            ("brows", np.hypot(*face[list(BROWS)].T).max()),
            ("lids", np.hypot(*face[list(LIDS)].T).max()),
            ("irises", gaze),
            ("nose", np.hypot(*head[at.NOSE_TIP])),
        ):
            most[part] = max(most[part], float(value))
    return most


def table(one: Sitter, names: list[str]) -> None:
    print(
        "\nAll reactions on the astronaut: largest movement in eye spans, share of pixels that change, jump at the seam"
    )
    columns = ("mouth", "brows", "lids", "irises", "nose", "pixels", "seam")
    print("| reaction | " + " | ".join(columns) + " |\n|---|" + "--:|" * len(columns))
    for name in names:
        frames = [frame(one, name, position, camera=True).astype(np.int16) for position in range(1, COUNT + 1)]
        changed = max(float((np.abs(now - one.picture).max(axis=2) > 12).mean()) for now in frames)
        jumps = [float(np.abs(frames[number] - frames[number - 1]).mean()) for number in range(COUNT)]
        cells = [f"{value:.2f}" if value >= 0.005 else "" for value in movements_of(one, name).values()]
        cells += [f"{100 * changed:.0f} %", f"{jumps[0] / max(*jumps[1:], 1e-6):.2f}"]
        print(f"| {BY_NAME[name].label} | " + " | ".join(cells) + " |", flush=True)


@lru_cache(maxsize=64)
def film(one_name: str, name: str) -> tuple[np.ndarray, ...]:
    """A reaction in FINE frames as the first step of two, which begins with the photo: points can be followed from there."""
    one, step = KNOWN[one_name], Plan(((part(name),), ()))
    return tuple(paint(one.stage, step, moment(position, 2 * FINE), weight=None) for position in range(1, FINE + 1))


KNOWN: dict[str, Sitter] = {}


def followed(one: Sitter, name: str) -> np.ndarray:
    """Where the points of the photo are in each of FINE frames, (FINE, 468, 2), followed from frame to frame."""
    before, points = cv2.cvtColor(one.picture, cv2.COLOR_RGB2GRAY), one.shape.points[:, :2].astype(np.float32)
    reach = max(9, round(0.2 * one.shape.span)) | 1
    places = []
    for now in film(one.name, name):
        gray = cv2.cvtColor(now, cv2.COLOR_RGB2GRAY)
        found, _, _ = cv2.calcOpticalFlowPyrLK(
            before, gray, points[:, None].copy(), None, winSize=(reach, reach), maxLevel=3
        )
        points, before = found[:, 0], gray
        places.append(points)
    return np.stack(places)


def found_again(one: Sitter, name: str) -> np.ndarray:
    """Where the network finds the points in each of COUNT frames; frames in which it finds no face are left out."""
    faces = [analyze(frame(one, name, position)).faces for position in range(1, COUNT + 1)]
    return np.stack([found[0].points[:, :2] for found in faces if found])


def stretch(one: Sitter, places: np.ndarray, points: tuple[int, ...], axis: int) -> np.ndarray:
    """How far points went along an axis of the face, mean of all, (n,) eye spans."""
    rest = own(one, one.shape.points)
    return np.array([(own(one, now) - rest)[list(points), axis].mean() for now in places])


def opening(places: np.ndarray, upper: int, lower: int) -> np.ndarray:
    return np.hypot(*(places[:, upper] - places[:, lower]).T)


def thresholds(one: Sitter) -> None:
    print(f"\n{one.name}, eye span {one.shape.span:.0f} pixels: wanted, by the rig, by flow, by the network")
    for label, name, wanted, measure in (
        ("smile: corners up", "smile", "≥ 0.10", lambda at_: -stretch(one, at_, MOUTH[:2], 1).min()),
        ("smile: corners out", "smile", "≥ 0.06", lambda at_: _out(one, at_).max()),
        ("sob: corners down", "sob", "≥ 0.10", lambda at_: stretch(one, at_, MOUTH[:2], 1).max()),
        ("sob: inner brows up", "sob", "≥ 0.07", lambda at_: -stretch(one, at_, INNER_BROWS, 1).min()),
        ("fury: inner brows down", "silent-fury", "≥ 0.10", lambda at_: stretch(one, at_, (55, 285), 1).max()),
        ("jaw drop: opening", "jaw-drop", "≥ 0.35", lambda at_: _opened(one, at_).max()),
        ("nod: nose down", "nod", "≥ 0.15", lambda at_: _nose(one, at_, 1).max()),
        ("nod: nose up", "nod", "≥ 0.15", lambda at_: -_nose(one, at_, 1).min()),
        ("shake: nose to the right", "shake-head", "≥ 0.15", lambda at_: _nose(one, at_, 0).max()),
        ("shake: nose to the left", "shake-head", "≥ 0.15", lambda at_: -_nose(one, at_, 0).min()),
    ):
        rig = np.stack(
            [posed(one.shape, pose_at(one, name, place, 2 * FINE, end=0.5))[0] for place in range(1, FINE + 1)]
        )
        values = [measure(places) for places in (rig, followed(one, name), found_again(one, name))]
        print(f"{label:>28}  {wanted}  " + "  ".join(f"{float(value):6.2f}" for value in values), flush=True)
    _eyes(one)
    _kept(one)


def _out(one: Sitter, places: np.ndarray) -> np.ndarray:
    return (stretch(one, places, (at.MOUTH_RIGHT,), 0) - stretch(one, places, (at.MOUTH_LEFT,), 0)) / 2


def _opened(one: Sitter, places: np.ndarray) -> np.ndarray:
    """How far the lips are apart: by what is above and below them, which stays in sight while the lips roll in."""
    rest = one.shape.points[None, :, :2]
    grown = np.median([opening(places, 0, low) - opening(rest, 0, low) for low in (17, 18, 200, 199, 175)], axis=0)
    return (opening(rest, 13, 14) + grown) / one.shape.span


def _nose(one: Sitter, places: np.ndarray, axis: int) -> np.ndarray:
    around = [at.NOSE_TIP, 4, 5, 195, 2, 98, 327]
    return np.median((places[:, around] - one.shape.points[around, :2])[:, :, axis], axis=1) / one.shape.span


def _eyes(one: Sitter) -> None:
    """The opening that a wink leaves to both eyes, and how far irises go up when they roll."""
    wink = [posed(one.shape, pose_at(one, "wink", place))[0] for place in range(1, COUNT + 1)]
    peak = int(np.argmin([np.hypot(*(points[159] - points[145])) for points in wink]))
    before = one.shape.points[:, :2]
    left, right = (
        np.hypot(*(wink[peak][upper] - wink[peak][lower])) / np.hypot(*(before[upper] - before[lower]))
        for upper, lower in ((159, 145), (386, 374))
    )
    network, flow = found_again(one, "wink"), followed(one, "wink")
    cells = []
    for places in (flow, network):
        pairs = [
            opening(places, *lids) / np.hypot(*(before[lids[0]] - before[lids[1]])) for lids in ((159, 145), (386, 374))
        ]
        cells.append(f"{pairs[0].min():.2f}, {pairs[1][int(pairs[0].argmin())]:.2f}")
    darks = [_darks(one, number, peak + 1) for number in (0, 1)]
    print(
        f"{'wink: opening left of both':>28}  ≤ 0.15, ≥ 0.80  {left:.2f}, {right:.2f}  {cells[0]}  {cells[1]}; "
        f"iris still seen {darks[0]:.2f}, {darks[1]:.2f}"
    )
    eye = one.stage.actors[0].eyes[0]
    up = max(
        -pose_at(one, "eye-roll", place).gaze_y * GAZE_Y * max(eye.height, eye.radius) / eye.height
        for place in range(1, COUNT + 1)
    )
    print(f"{'eye roll: irises up':>28}  ≥ 0.30 of the eye's height  rig {up:.2f}, by darkness {_risen(one):.2f}")


def _darks(one: Sitter, number: int, position: int) -> float:
    """How much of an iris a wink leaves in sight: dark pixels in the upper half of where the open eye would be."""
    eye = one.stage.actors[0].eyes[number]
    pose = pose_at(one, "wink", position)
    counts = []
    for picture, points in (
        (one.picture, one.shape.points[:, :2]),
        (frame(one, "wink", position), posed(one.shape, pose.moved(lid_left=0.0, lid_right=0.0))[0]),
    ):
        # Below are the lashes of a closed eye, as dark as an iris.
        upper, lower = points[list(eye.upper)], points[list(eye.lower)]
        part = np.concatenate([upper, (upper + 0.5 * (lower - upper))[::-1]])
        inside = polygon(part, Part(0, 0, SIDE, SIDE)) > 0.8
        gray = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(float)
        x, y = np.rint(points[eye.upper[4]] - 0.08 * one.shape.span * one.shape.axes[1, :2]).astype(int)
        iris = float(np.median(eye.iris[eye.disc > 0.9] @ np.array([0.299, 0.587, 0.114])))
        counts.append((gray[inside] < (0.6 * iris + 0.4 * gray[y - 1 : y + 2, x - 3 : x + 4].mean())).mean())
    return float(counts[1] / max(counts[0], 1e-6))


def _risen(one: Sitter) -> float:
    """How far the darkest sixth of both openings goes up against their middle, in heights of the eye, at most."""
    rest = _dark_height(one, one.picture, one.shape.points[:, :2])
    risen = [
        _dark_height(one, frame(one, "eye-roll", place), posed(one.shape, pose_at(one, "eye-roll", place))[0]) - rest
        for place in range(4, 10)
    ]
    return max(risen)


def _dark_height(one: Sitter, picture: np.ndarray, points: np.ndarray) -> float:
    heights = []
    for eye in one.stage.actors[0].eyes:
        ring = points[ring_of(eye.upper, eye.lower)]
        inside = polygon(ring, Part(0, 0, SIDE, SIDE)) > 0.6
        gray = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
        rows = np.argwhere(inside & (gray <= np.quantile(gray[inside], 1 / 6)))[:, 0]
        corners = points[[eye.upper[0], eye.upper[-1]], 1].mean()
        heights.append((corners - rows.mean()) / eye.height)
    return float(np.mean(heights))


def _kept(one: Sitter) -> None:
    """What must stay: the neck under a head that moves, the background of a fury, and sharpness where nothing moved."""
    ring = one.shape.around[2 * 36 : 3 * 36, :2]
    neck = ring[(ring - one.shape.points[at.CHIN, :2]) @ one.shape.axes[1, :2] > 0.2 * one.shape.span]
    neck = neck[((neck >= 4) & (neck < SIDE - 4)).all(axis=1)].astype(np.float32)
    gray = cv2.cvtColor(one.picture, cv2.COLOR_RGB2GRAY)
    for name in ("nod", "shake-head") if len(neck) else ():
        worst = 0.0
        for place in range(1, COUNT + 1):
            now = cv2.cvtColor(frame(one, name, place), cv2.COLOR_RGB2GRAY)
            found, seen, _ = cv2.calcOpticalFlowPyrLK(
                gray, now, neck[:, None].copy(), None, winSize=(15, 15), maxLevel=1
            )
            gone = np.hypot(*(found[:, 0] - neck).T)[seen[:, 0] == 1]
            worst = max(worst, float(np.median(gone))) if gone.size else worst
        print(f"{name + ': neck':>28}  ≤ 2 pixels  by flow {worst:.2f}")
    fury = frame(one, "silent-fury", 7)
    outside = polygon(one.shape.around[3 * 36 :, :2], Part(0, 0, SIDE, SIDE)) == 0
    skin = polygon(one.shape.points[list(at.OUTLINE), :2], Part(0, 0, SIDE, SIDE)) > 0.95
    red = [2.0 * now[skin][:, 0].mean() / now[skin][:, 1:].sum(axis=1).mean() for now in (one.picture, fury)]
    differs = int((fury != one.picture).any(axis=2)[outside].sum())
    print(
        f"{'fury: red of the skin':>28}  {red[0]:.2f} before, {red[1]:.2f}; {differs} pixels of the background differ"
    )
    sharp = [
        cv2.Laplacian(cv2.cvtColor(now, cv2.COLOR_RGB2GRAY), cv2.CV_64F)[outside].var()
        for now in (one.picture, frame(one, "silent-fury", COUNT), repeated(one))
    ]
    print(
        f"{'sharpness of frame 12':>28}  ≥ 0.98 where nothing moved: {sharp[1] / sharp[0]:.3f}; "
        f"remapped twelve times by a third of a pixel: {sharp[2] / sharp[0]:.3f}"
    )


def repeated(one: Sitter) -> np.ndarray:
    """The photo moved to and fro twelve times, each time from the frame before."""
    now = one.picture
    for number in range(COUNT):
        way = 1 / 3 if number % 2 else -1 / 3
        now = cv2.warpAffine(
            now,
            np.array([[1, 0, way], [0, 1, way]]),
            (SIDE, SIDE),
            flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REFLECT,
        )
    return now


def request(name: str, one: Sitter, **others: object) -> PaintRequest:
    wanted: dict = {
        "image": png(one.picture), "analysis": analyze(one.picture).as_bytes(), "width": SIDE, "height": SIDE,
        "model": "sketch", "prompt": name, "negative_prompt": None, "strength": None, "seed": 1000, "mask": None,
        "style_preset": None, "position": 7, "frame_count": COUNT, **others,
    }  # fmt: skip
    return PaintRequest(**wanted)


def digest() -> str:
    """The bytes of every reaction at its peak, in one number."""
    engine, one, total = SketchEngine(), sitter("astronaut", astronaut(SIDE)), hashlib.sha256()
    for reaction in CATALOG:
        total.update(engine.paint(request(reaction.name, one), deadline=time.monotonic() + 60.0).image)
    return total.hexdigest()


def sameness() -> None:
    one, engine = sitter("astronaut", astronaut(SIDE)), SketchEngine()
    mask = np.zeros((SIDE, SIDE), np.uint8)
    cv2.ellipse(mask, (260, 190), (124, 156), 0, 0, 360, 255, cv2.FILLED)
    differing = 0
    for reaction in CATALOG:
        painted = engine.paint(request(reaction.name, one, mask=png(mask)), deadline=time.monotonic() + 60.0).image
        now = cv2.imdecode(np.frombuffer(painted, np.uint8), cv2.IMREAD_COLOR)[..., ::-1]
        differing += int((now != one.picture).any(axis=2)[mask == 0].sum())
    print(f"\nOutside a mask {differing} pixels differ, of all {len(CATALOG)} reactions together")
    command = [sys.executable, "-c", "from tests.benchmarks.acting import digest; print(digest())"]
    first, second = (subprocess.check_output(command, text=True).strip() for _ in range(2))
    print(f"The same requests in two processes: {'the same bytes' if first == second else 'OTHER BYTES'}")


def main() -> None:
    cv2.setNumThreads(1)
    names = sys.argv[1:] or [reaction.name for reaction in CATALOG]
    for one in sitters():
        KNOWN[one.name] = one
    table(KNOWN["astronaut"], names)
    if sys.argv[1:]:
        return
    for one in KNOWN.values():
        thresholds(one)
    sameness()


if __name__ == "__main__":
    main()
