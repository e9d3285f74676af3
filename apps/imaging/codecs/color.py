"""What the numbers of a picture mean, and how they become sRGB: the color chunks of a PNG, the color codes of an AVIF.

The order is that of the PNG specification, third edition: cICP, then iCCP, then sRGB, then gAMA and cHRM. An ICC profile
is applied by LittleCMS in `ingest`; the others are small enough for a table of 256 levels and a matrix.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from apps.imaging.errors import HighDynamicRange

Chromaticities = tuple[float, float, float, float, float, float, float, float]
"""x and y of white, red, green and blue."""

SRGB: Chromaticities = (0.3127, 0.3290, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06)

SRGB_GAMMA = 1 / 2.2
"""What gAMA says about a picture in sRGB."""

_PRIMARIES: dict[int, Chromaticities] = {
    1: SRGB,
    5: (0.3127, 0.3290, 0.64, 0.33, 0.29, 0.60, 0.15, 0.06),
    6: (0.3127, 0.3290, 0.630, 0.340, 0.310, 0.595, 0.155, 0.070),
    9: (0.3127, 0.3290, 0.708, 0.292, 0.170, 0.797, 0.131, 0.046),
    12: (0.3127, 0.3290, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060),
}
"""Color primaries by their code in ITU-T H.273."""

_GAMMAS = {1: 2.4, 4: 2.2, 5: 2.8, 6: 2.4, 8: 1.0, 14: 2.4, 15: 2.4}
"""Transfer characteristics of H.273 as one power. Those of television are shown by BT.1886's 2.4, as in Chromium."""

_SRGB_CURVE = 13

_HIGH_DYNAMIC_RANGE = frozenset({16, 18})
"""PQ and HLG: brighter than a page's white, so that showing them needs a choice of tones that is not ours to make."""

_HDR = "That picture is HDR, which GIFs can't show. Export it as a standard (SDR) picture and upload that."

# From XYZ to the responses of cones in which white points are adapted (Bradford).
_BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])


@dataclass(frozen=True, slots=True)
class Meaning:
    """How stored levels become light: `gamma` is the power, None for the curve of sRGB; and what the primaries are."""

    gamma: float | None
    primaries: Chromaticities

    def to_srgb(self, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return (H, W, 3) uint8 in sRGB."""
        levels = np.arange(256) / 255
        light = _srgb_light(levels) if self.gamma is None else levels**self.gamma
        if self.primaries == SRGB:
            table: NDArray[np.uint8] = np.rint(_srgb_levels(light) * 255).astype(np.uint8)
            return np.asarray(table[pixels], np.uint8)
        turned = light.astype(np.float32)[pixels] @ _to_srgb_matrix(self.primaries).T.astype(np.float32)
        shown: NDArray[np.uint8] = np.rint(_srgb_levels(np.clip(turned, 0, 1)) * 255).astype(np.uint8)
        return shown


def of_cicp(payload: bytes) -> Meaning | None:
    """Return what a cICP chunk says, or None for sRGB and for codes that we do not know.

    Raises `HighDynamicRange` for the curves PQ and HLG.
    """
    if len(payload) != 4 or payload[2] != 0:  # RGB is the only matrix that a PNG may name
        return None
    return of_codes(payload[0], payload[1])


def of_codes(primaries: int, transfer: int) -> Meaning | None:
    """Return what two codes of ITU-T H.273 say, or None for sRGB and for codes that we do not know.

    Raises `HighDynamicRange` for the curves PQ and HLG.
    """
    if transfer in _HIGH_DYNAMIC_RANGE:
        raise HighDynamicRange(_HDR)
    known = _PRIMARIES.get(primaries)
    if known is None or (transfer not in _GAMMAS and transfer != _SRGB_CURVE):
        return None
    return _unless_srgb(Meaning(_GAMMAS.get(transfer), known))


def of_gamma_and_chromaticities(gamma: bytes | None, chromaticities: bytes | None) -> Meaning | None:
    """Return what gAMA says, with cHRM or without, or None for sRGB.

    As in Chromium, chromaticities without a gamma say nothing, and sRGB's own gamma alone means the curve of sRGB.
    """
    stored = int.from_bytes(gamma, "big") if gamma is not None and len(gamma) == 4 else 0
    if not stored:
        return None
    power: float | None = 100_000 / stored
    if abs(stored / 100_000 - SRGB_GAMMA) < 0.005 and chromaticities is None:
        power = None
    primaries = SRGB
    if chromaticities is not None and len(chromaticities) == 32:
        read = [int.from_bytes(chromaticities[at : at + 4], "big") / 100_000 for at in range(0, 32, 4)]
        if np.abs(np.subtract(read, SRGB)).max() > 0.001 and _span_colors(read):
            primaries = (read[0], read[1], read[2], read[3], read[4], read[5], read[6], read[7])
    return _unless_srgb(Meaning(power, primaries))


def profile_is_high_dynamic_range(profile: bytes) -> bool:
    """Return True when an ICC profile names PQ or HLG in a `cicp` tag."""
    count = int.from_bytes(profile[128:132], "big")
    for at in range(132, min(132 + 12 * count, len(profile) - 11), 12):
        if profile[at : at + 4] == b"cicp":
            start = int.from_bytes(profile[at + 4 : at + 8], "big")
            tag = profile[start : start + 12]
            return len(tag) == 12 and tag[9] in _HIGH_DYNAMIC_RANGE
    return False


def refuse_high_dynamic_range(profile: bytes) -> None:
    """Raise `HighDynamicRange` for a profile whose curve is PQ or HLG."""
    if profile_is_high_dynamic_range(profile):
        raise HighDynamicRange(_HDR)


def _unless_srgb(meaning: Meaning) -> Meaning | None:
    return None if meaning == Meaning(None, SRGB) else meaning


def _span_colors(read: list[float]) -> bool:
    """Return whether three primaries and a white can be calculated with: positive, and not on one line."""
    if min(read[1::2]) <= 0 or max(read) > 1:
        return False
    red, green, blue = np.array(read[2:]).reshape(3, 2)
    (a, b), (c, d) = green - red, blue - red
    return bool(abs(a * d - b * c) > 0.001)


def _xyz(x: float, y: float) -> NDArray[np.float64]:
    return np.array([x / y, 1.0, (1 - x - y) / y])


def _matrix(primaries: Chromaticities) -> NDArray[np.float64]:
    """Return the matrix from linear RGB to XYZ, adapted to D65 as sRGB is."""
    white = _xyz(*primaries[:2])
    columns = np.stack([_xyz(*primaries[at : at + 2]) for at in (2, 4, 6)], axis=1)
    to_xyz = columns * np.linalg.solve(columns, white)
    cone = _BRADFORD @ _xyz(*SRGB[:2]) / (_BRADFORD @ white)
    adapted: NDArray[np.float64] = np.linalg.inv(_BRADFORD) @ np.diag(cone) @ _BRADFORD @ to_xyz
    return adapted


def _to_srgb_matrix(primaries: Chromaticities) -> NDArray[np.float64]:
    return np.asarray(np.linalg.solve(_matrix(SRGB), _matrix(primaries)), np.float64)


def _srgb_light(levels: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)


def _srgb_levels(light: NDArray[np.floating]) -> NDArray[np.floating]:
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * np.power(light, 1 / 2.4) - 0.055)
