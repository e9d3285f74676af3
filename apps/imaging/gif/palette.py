"""The palette of one frame, trained on the pixels that change.

The first is split off by variance (Wu 1991, along one axis at a time) and refined by k-means (Lloyd 1982); each later one
starts from the palette before it, so colors stay where they are as long as they serve: quiet in time, and few rounds.
"""

import numpy as np
from numba import float32, int64, uint8, void
from numpy.typing import NDArray

from apps.imaging.gif.compiled import compiled

Floats = NDArray[np.float32]

NEIGHBORS = 12
"""How many colors around the last one are looked at: a color rarely moves further from one round to the next."""

_F = np.float32


@compiled(
    int64(float32[:, :, ::1], float32[:, ::1], uint8[:, ::1], int64, float32[:, ::1], float32[::1]),
)
def sample(working: Floats, weight: Floats, hold: NDArray[np.uint8], step: int, colors: Floats, weights: Floats) -> int:
    """Fill `colors` (N, 3) and `weights` (N,) from about every `step`-th pixel that is not held; return how many.

    The places are spread by a fixed pattern, so that they do not fall into columns.
    """
    height, width = hold.shape
    count = 0
    until = 0
    turn = 0
    for y in range(height):
        for x in range(width):
            # Held pixels are not painted, so the palette need not serve them.
            if hold[y, x]:
                continue
            if until == 0:
                if count == weights.shape[0]:
                    return count
                colors[count, 0] = working[y, x, 0]
                colors[count, 1] = working[y, x, 1]
                colors[count, 2] = working[y, x, 2]
                weights[count] = weight[y, x]
                count += 1
                # `turn` visits 0 to 7 in a fixed order and varies the gap by up to half a step; the last term evens
                # out its mean.
                turn = (turn * 5 + 3) % 8
                until = step - 1 if step < 4 else step - 1 + (turn - 4) * step // 8 + step // 16
            else:
                until -= 1
    return count


@compiled(int64(float32[:, ::1], float32[::1], float32[:, ::1]))
def split(colors: Floats, weights: Floats, palette: Floats) -> int:
    """Fill `palette` (K, 3) by splitting the box of the largest variance until there are K boxes; return how many there are."""
    count = colors.shape[0]
    wanted = palette.shape[0]
    # A box is a range of `order`, an array of pixel numbers; splitting a box reorders its range.
    order = np.arange(count)
    aside = np.empty(count, np.int64)
    start = np.zeros(wanted, np.int64)
    end = np.zeros(wanted, np.int64)
    spread = np.zeros(wanted, np.float64)
    axis = np.zeros(wanted, np.int64)
    middle = np.zeros(wanted, np.float32)
    mean = np.zeros(3, np.float64)
    square = np.zeros(3, np.float64)
    end[0] = count
    boxes = 1
    changed = np.int64(0)
    while True:
        # Measure the two boxes that the last split left behind. Before the first split both are the whole box.
        for turn in range(2):
            box = changed if turn == 0 else np.int64(boxes - 1)
            mean[:] = 0
            square[:] = 0
            total = 1e-9
            for j in range(start[box], end[box]):
                i = order[j]
                total += weights[i]
                for c in range(3):
                    mean[c] += weights[i] * colors[i, c]
                    square[c] += weights[i] * colors[i, c] * colors[i, c]
            # The mean of a box is its palette color, and where it is cut: across its axis of largest variance.
            spread[box] = 0
            widest = -1.0
            for c in range(3):
                mean[c] /= total
                variance = square[c] - total * mean[c] * mean[c]
                palette[box, c] = mean[c]
                spread[box] += variance
                if variance > widest:
                    widest = variance
                    axis[box] = c
                    middle[box] = mean[c]
            if end[box] - start[box] < 2:
                spread[box] = 0
        while True:
            # Find the box to split next. Without any spread left, fewer colors than wanted say everything.
            if boxes == wanted:
                return boxes
            changed = np.int64(np.argmax(spread[:boxes]))
            if spread[changed] <= 1e-3:
                return boxes
            # Up to the mean stays in front, in its order; the rest is set aside and put behind it.
            low = start[changed]
            moved = 0
            for j in range(start[changed], end[changed]):
                i = order[j]
                if colors[i, axis[changed]] <= middle[changed]:
                    order[low] = i
                    low += 1
                else:
                    aside[moved] = i
                    moved += 1
            for j in range(moved):
                order[low + j] = aside[j]
            if low > start[changed] and moved > 0:
                break
            # Rounding left one side empty: this box stays whole, and the next one is tried.
            spread[changed] = 0
        start[boxes] = low
        end[boxes] = end[changed]
        end[changed] = low
        boxes += 1


@compiled(void(float32[:, ::1], float32[::1], float32[:, ::1], int64))
def refine(colors: Floats, weights: Floats, palette: Floats, rounds: int) -> None:
    """Move `palette` (K, 3) by `rounds` of k-means. A color that serves nobody goes where the error is largest.

    Every color is compared to the whole palette in the first round, later to the neighbors of where it was.
    """
    count = colors.shape[0]
    size = palette.shape[0]
    # One array per channel, so that loops over the palette read memory in order.
    red = np.empty(size, np.float32)
    green = np.empty(size, np.float32)
    blue = np.empty(size, np.float32)
    distance = np.empty(size, np.float32)
    # The same memory read as integers, for the search for the least one below.
    distance_bits = distance.view(np.int32)
    member = np.zeros(count, np.int16)
    around = min(size, NEIGHBORS)
    near = np.zeros((size, around), np.int16)
    near_distance = np.zeros(around, np.float32)
    # For each color: weighted sums of its pixels and of their weights, the error it leaves, and its worst pixel.
    sums = np.zeros((size, 4), np.float64)
    error = np.zeros(size, np.float64)
    worst = np.zeros(size, np.int64)
    worst_error = np.zeros(size, np.float32)
    for turn in range(rounds):
        sums[:] = 0
        error[:] = 0
        worst_error[:] = -1
        for k in range(size):
            red[k] = palette[k, 0]
            green[k] = palette[k, 1]
            blue[k] = palette[k, 2]
        # Each color's nearest colors, itself among them, kept sorted by insertion.
        if turn > 0:
            for k in range(size):
                near_distance[:] = np.inf
                for other in range(size):
                    off_0 = red[other] - red[k]
                    off_1 = green[other] - green[k]
                    off_2 = blue[other] - blue[k]
                    apart = off_0 * off_0 + off_1 * off_1 + off_2 * off_2
                    if apart >= near_distance[around - 1]:
                        continue
                    place = around - 1
                    while place > 0 and near_distance[place - 1] > apart:
                        near_distance[place] = near_distance[place - 1]
                        near[k, place] = near[k, place - 1]
                        place -= 1
                    near_distance[place] = apart
                    near[k, place] = other
        # Give each pixel to its nearest color, and add up what will move that color.
        for i in range(count):
            if turn == 0:
                for k in range(size):
                    off_0 = colors[i, 0] - red[k]
                    off_1 = colors[i, 1] - green[k]
                    off_2 = colors[i, 2] - blue[k]
                    distance[k] = off_0 * off_0 + off_1 * off_1 + off_2 * off_2
                # Floats that are not negative are ordered like their bits. The index rides in the lowest eight, so that
                # one minimum finds distance and color; the full distance is read again below.
                least = np.int32(0x7FFFFFFF)
                for k in range(size):
                    least = min(least, (distance_bits[k] & np.int32(-256)) | np.int32(k))
                nearest = np.int64(least & np.int32(255))
                off = distance[nearest]
            else:
                # Only colors near the pixel's last one are compared.
                row = near[member[i]]
                off = _F(np.inf)
                nearest = np.int64(0)
                for place in range(around):
                    other = row[place]
                    off_0 = colors[i, 0] - red[other]
                    off_1 = colors[i, 1] - green[other]
                    off_2 = colors[i, 2] - blue[other]
                    apart = off_0 * off_0 + off_1 * off_1 + off_2 * off_2
                    if apart < off:
                        off = apart
                        nearest = np.int64(other)
            member[i] = nearest
            weight = weights[i]
            sums[nearest, 0] += weight * colors[i, 0]
            sums[nearest, 1] += weight * colors[i, 1]
            sums[nearest, 2] += weight * colors[i, 2]
            sums[nearest, 3] += weight
            missed = weight * off
            error[nearest] += missed
            if missed > worst_error[nearest]:
                worst_error[nearest] = missed
                worst[nearest] = i
        # Each color moves to the weighted mean of its pixels.
        for k in range(size):
            if sums[k, 3] > 0:
                for c in range(3):
                    palette[k, c] = sums[k, c] / sums[k, 3]
        # A color that is moved below needs another round to settle, so none is moved in the last.
        if turn == rounds - 1:
            return
        for k in range(size):
            if sums[k, 3] <= 0:
                # Nobody's color moves onto the worst pixel of the color that errs most. Half of that error counts as
                # mended, so that the next unused color may go elsewhere.
                most = np.int64(np.argmax(error))
                if error[most] <= 0:
                    return
                for c in range(3):
                    palette[k, c] = colors[worst[most], c]
                member[worst[most]] = k
                error[most] *= 0.5


@compiled(float32(float32[:, ::1], float32[::1], float32[:, ::1]))
def misfit(colors: Floats, weights: Floats, palette: Floats) -> np.float32:
    """Return the weighted squared error of `colors` (N, 3) shown in the nearest colors of `palette`, per color.

    Every sixteenth is looked at: it decides between two palettes only.
    """
    size = palette.shape[0]
    red = palette[:, 0].copy()
    green = palette[:, 1].copy()
    blue = palette[:, 2].copy()
    total = 0.0
    count = 0
    # Distances are compared as whole sixteenths of a squared level.
    for i in range(0, colors.shape[0], 16):
        least = np.int32(0x7FFFFFFF)
        for k in range(size):
            off_0 = colors[i, 0] - red[k]
            off_1 = colors[i, 1] - green[k]
            off_2 = colors[i, 2] - blue[k]
            least = min(least, np.int32(_F(16) * (off_0 * off_0 + off_1 * off_1 + off_2 * off_2)))
        total += weights[i] * _F(least) / _F(16)
        count += 1
    return _F(total / max(1, count))
