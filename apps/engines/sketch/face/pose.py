"""What a face does at one moment, as numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace


@dataclass(frozen=True, slots=True)
class Pose:
    """Nothing is 0, a clear natural movement is 1; what can go both ways has a sign. Left and right are the picture's.

    The comment beside a number says what 1 does.
    """

    brow_inner_left: float = 0.0  # up
    brow_inner_right: float = 0.0
    brow_outer_left: float = 0.0  # up
    brow_outer_right: float = 0.0
    brows_together: float = 0.0  # toward each other, with a furrow
    lid_left: float = 0.0  # closed; below 0 wide open
    lid_right: float = 0.0
    squint: float = 0.0  # lower lids up
    eyes: float = 0.0  # enlarged by two fifths, as a comic draws them
    gaze_x: float = 0.0  # to the picture's right, as far as an eye goes
    gaze_y: float = 0.0  # down
    nostrils: float = 0.0  # wide
    nose_up: float = 0.0  # wrinkled
    jaw: float = 0.0  # open
    corner_left: float = 0.0  # up and out as in a smile; below 0 down
    corner_right: float = 0.0
    mouth_wide: float = 0.0  # stretched; below 0 puckered
    upper_lip: float = 0.0  # raised
    lower_lip: float = 0.0  # pushed up and out, as in a pout
    press: float = 0.0  # lips pressed together
    teeth: float = 0.0  # clenched, where the lips are apart
    cheeks: float = 0.0  # raised
    puff: float = 0.0  # cheeks blown up
    calm: float = 0.0  # whatever smile the photo has is gone
    turn: float = 0.0  # to the picture's right, 1 is 20 degrees
    nod: float = 0.0  # down, 1 is 20 degrees
    tilt: float = 0.0  # clockwise, 1 is 20 degrees
    shift_x: float = 0.0  # of the head in eye spans
    shift_y: float = 0.0  # down
    swell: float = 0.0  # the head grows by half
    red: float = 0.0  # anger in the skin
    pale: float = 0.0
    green: float = 0.0
    blush: float = 0.0  # on the cheeks alone
    tears: float = 0.0  # how far they have run down, on both sides
    tears_left: float = 0.0  # on one side alone
    tears_phase: float = 0.0  # where the drops are on their way, in rounds
    sweat: float = 0.0
    veins: float = 0.0
    shine: float = 0.0  # wet eyes

    def moved(self, **changes: float) -> "Pose":
        """Return this pose with some of its numbers set."""
        return replace(self, **changes)

    def plus(self, other: "Pose", share: float = 1.0) -> "Pose":
        """Return both poses at once, of the other one so much."""
        return Pose(**{name: getattr(self, name) + share * getattr(other, name) for name in NAMES})

    def beside(self, other: "Pose") -> "Pose":
        """Return the pose of a face that does two things at once: where both ask for the same, it does so once.

        Two smiles are one smile; added up they would tear the mouth. Movements of the head add up. Where one looks aside, its
        eyes, lids and brows are seen and no blink of the other, unless the other shuts one eye alone. A mouth that one of the
        two opens is not pressed shut by the other.
        """
        both = Pose(**{name: _together(getattr(self, name), getattr(other, name), name) for name in NAMES})
        if max(min(self.jaw, other.press), min(other.jaw, self.press)) >= OPEN:
            both = replace(both, press=0.0, puff=0.0)
        looks, stares = (self, other) if abs(self.gaze_x) >= abs(other.gaze_x) else (other, self)
        if abs(looks.gaze_x) > ASIDE and abs(stares.lid_left - stares.lid_right) < ONE_SHUT:
            both = replace(both, **{name: getattr(looks, name) for name in _AROUND_EYES})
        return both

    def of_a_part(self) -> "Pose":
        """Return the pose of a face of which only a part may change: its head stands still, and no skin changes its color."""
        return replace(self, **dict.fromkeys(_WHOLE, 0.0))

    def scaled(self, share: float) -> "Pose":
        return Pose(**{name: share * getattr(self, name) for name in NAMES})

    def bolder(self, gain: float) -> "Pose":
        """Return this pose with its expression `gain` times as strong, up to what a face can bear."""
        if gain == 1.0:
            return self
        return replace(self, **{name: _grown(getattr(self, name), gain, most) for name, most in MOST.items()})


def _together(one: float, other: float, name: str) -> float:
    if name not in _GAZE and (name in _MOVEMENTS or one * other <= 0.0):
        return one + other
    return max(one, other, key=abs)


def _grown(amount: float, gain: float, most: float) -> float:
    """Return an amount grown no further than `most`, and never less than it was."""
    grown = min(max(most, abs(amount)), gain * abs(amount))
    return grown if amount >= 0 else -grown


OPEN = 0.3
"""From where on a jaw and lips that are pressed together contradict each other."""

ASIDE, ONE_SHUT = 0.6, 0.5
"""From where on eyes look aside, and by how much the lids of a wink differ."""

_GAZE = ("gaze_x", "gaze_y")

_AROUND_EYES = (
    *("brow_inner_left", "brow_inner_right", "brow_outer_left", "brow_outer_right", "brows_together"),
    *("lid_left", "lid_right", "squint"),
)

_MOVEMENTS = ("turn", "nod", "tilt", "shift_x", "shift_y", "swell")

_WHOLE = (*_MOVEMENTS, "red", "pale", "green", "blush")

NAMES = tuple(one.name for one in fields(Pose))

NEUTRAL = Pose()

MOST = {
    **dict.fromkeys(("brow_inner_left", "brow_inner_right", "brow_outer_left", "brow_outer_right"), 1.9),
    **dict.fromkeys(("corner_left", "corner_right", "brows_together", "nose_up", "upper_lip"), 1.5),
    **dict.fromkeys(("lid_left", "lid_right", "gaze_x", "gaze_y", "squint"), 1.0),
    **dict.fromkeys(("jaw", "mouth_wide", "lower_lip", "nostrils", "cheeks", "puff", "eyes"), 1.3),
    **dict.fromkeys(("shift_x", "shift_y", "tilt", "turn", "nod"), 1.0),
    **dict.fromkeys(("red", "pale", "green", "blush", "shine"), 1.0),
}
"""How far each number of a pose may grow on a face that is small in its picture: further, a mesh folds or a face breaks."""


def pose_of(values: Mapping[str, float]) -> Pose:
    """Return a pose by names. `brow_inner`, `brow_outer`, `lid` and `corner` without a side mean both."""
    both = ("brow_inner", "brow_outer", "lid", "corner")
    spread: dict[str, float] = {}
    for name, value in values.items():
        for whole in [f"{name}_left", f"{name}_right"] if name in both else [name]:
            spread[whole] = spread.get(whole, 0.0) + value
    return Pose(**spread)
