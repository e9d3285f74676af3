"""Ways of the camera that people choose by name, and the movement behind each."""

from collections.abc import Mapping
from typing import Any

STILL, OWN = "", "own"

CAMERAS = (
    (STILL, "None"),
    ("zoom-in", "Zoom in"),
    ("zoom-out", "Zoom out"),
    ("left", "Pan left"),
    ("right", "Pan right"),
    ("up", "Pan up"),
    ("down", "Pan down"),
    ("turn", "Tilts"),
    ("shake", "Shakes"),
)

AMOUNTS = (("little", "Subtle"), ("medium", "Medium"), ("lot", "Strong"))

# As in `Motion`: a factor, parts of the side, degrees, and parts of the longer side.
_ZOOM = {"little": 1.12, "medium": 1.3, "lot": 1.6}
_PAN = {"little": 0.05, "medium": 0.12, "lot": 0.24}
_TURN = {"little": 3.0, "medium": 8.0, "lot": 16.0}
_SHAKE = {"little": 0.008, "medium": 0.02, "lot": 0.05}


def motion_of(camera: str, amount: str, *, returns: bool) -> dict[str, Any]:
    """Return the words of a timeline's motion for a camera of this name; empty for one that stands still."""
    match camera:
        case "zoom-in":
            words: dict[str, Any] = {"zoom": _ZOOM[amount]}
        case "zoom-out":
            words = {"zoom": round(1 / _ZOOM[amount], 4)}
        case "left" | "right":
            words = {"pan_x": _PAN[amount] * (1 if camera == "right" else -1)}
        case "up" | "down":
            words = {"pan_y": _PAN[amount] * (1 if camera == "down" else -1)}
        case "turn":
            words = {"turn": _TURN[amount]}
        case "shake":
            return {"shake": _SHAKE[amount]}  # is back where it began anyway
        case _:
            return {}
    return {**words, "returns": True} if returns else words


def camera_of(motion: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a form shows for a timeline's motion: OWN for one that none of the names stands for."""
    if not motion:
        return {"camera": STILL, "camera_amount": "medium", "camera_returns": "back"}
    for camera, _ in CAMERAS:
        for amount, _ in AMOUNTS:
            for returns in (True, False):
                if motion_of(camera, amount, returns=returns) == motion:
                    return {"camera": camera, "camera_amount": amount, "camera_returns": "back" if returns else "stays"}
    return {"camera": OWN, "camera_amount": "medium", "camera_returns": "back" if motion.get("returns") else "stays"}
