"""The size at which a picture is worked with, and the part of it that has that shape."""

import math


def working_size(
    width: int, height: int, *, multiple_of: int, max_pixels: int, max_side: int, min_side: int
) -> tuple[int, int]:
    """Choose the size in which a picture of `width` × `height` pixels is worked on: the allowed one that crops least.

    The picture is not enlarged beyond the next multiple, unless `min_side` demands it. Raises ValueError when no size
    satisfies the four numbers.
    """
    # The least and the largest side, as multiples.
    low = max(math.ceil(min_side / multiple_of), 1) * multiple_of
    high = max_side // multiple_of * multiple_of
    if low > high or low * low > max_pixels:
        raise ValueError(f"no size of at least {low} and at most {high} fits {max_pixels} pixels")
    scale = min(1.0, max_side / max(width, height), math.sqrt(max_pixels / (width * height)))
    scale = max(scale, low / min(width, height))
    wide, tall = width * scale, height * scale
    # Four at most: each side rounded down and up.
    candidates = {
        (_clamp(w, low, high), _clamp(h, low, high))
        for w in _multiples_around(wide, multiple_of)
        for h in _multiples_around(tall, multiple_of)
    }
    allowed = [(w, h) for w, h in candidates if w * h <= max_pixels]
    if not allowed:  # thin pictures under a tight budget: keep the short side, give up length
        longest = max_pixels // low // multiple_of * multiple_of
        allowed = [(min(high, longest), low) if width >= height else (low, min(high, longest))]
    # Least cropped first, then the largest; the size itself ends every tie the same way.
    return min(allowed, key=lambda size: (round(_lost_share(wide, tall, size), 4), -size[0] * size[1], size))


def cover_box(
    part: tuple[int, int, int, int], target_width: int, target_height: int
) -> tuple[float, float, float, float]:
    """Return the largest box of the target's shape in the middle of a part: (left, top, right, bottom) in source pixels."""
    left, top, right, bottom = part
    scale = min((right - left) / target_width, (bottom - top) / target_height)
    across = max(0.0, (right - left - target_width * scale) / 2)
    down = max(0.0, (bottom - top - target_height * scale) / 2)
    return left + across, top + down, right - across, bottom - down


def aspect_error(width: int, height: int, target_width: int, target_height: int) -> float:
    """Return how much longer one shape is than the other, as a share: 0.02 is two percent."""
    ratio = (width * target_height) / (height * target_width)
    return max(ratio, 1 / ratio) - 1


def _lost_share(wide: float, tall: float, size: tuple[int, int]) -> float:
    """Return the share of the picture's area that is cropped away when it covers `size`."""
    return 1 - 1 / (1 + _ratio_error(wide / tall, size[0] / size[1]))


def _ratio_error(first: float, second: float) -> float:
    return max(first / second, second / first) - 1


def _multiples_around(value: float, multiple_of: int) -> tuple[int, int]:
    below = math.floor(value / multiple_of + 1e-9) * multiple_of
    return below, math.ceil(value / multiple_of - 1e-9) * multiple_of


def _clamp(value: int, low: int, high: int) -> int:
    return min(max(value, low), high)
