"""One rate-distortion search: palette, dithering, transparency and LZW strings are chosen together.

LZW (Welch 1984) codes the longest known string. Here the string is chosen that is worth most: each pixel that it covers
earns the going price of a pixel at this place, and costs the weighted squared error of the color it shows. All codes of
a moment have the same width, so the best sum is the best string in the sense of rate and distortion (Lagrange: error +
lambda x bits; Dinkelbach's ratio search with a price that is learned while coding). The price is kept per column: what
the pixels above cost is the best guess at what the pixels here would cost otherwise.
"""

import numpy as np
from numba import float32, types, uint8
from numpy.typing import NDArray

from apps.imaging.gif.compiled import compiled
from apps.imaging.gif.diffusion import passed_on

Floats = NDArray[np.float32]

CODES = 4096
"""GIF's LZW has codes of at most 12 bits."""

LOSING = np.float32(2.0)
"""A path that lies this many pixel prices behind the best string is given up: 1.0 costs 4 % more bytes, 4.0 wins nothing."""

HOPE = np.float32(0.75)
"""What one more pixel may win, in its price: 1.0 is certain never to miss, this is faster and no worse."""

PRICE_RATE = np.float32(0.3)
"""How fast a column's price follows: between 0.15 and 0.8 the bytes differ by less than 1 %."""

FULL_RATE = np.float32(1 / 3000)
"""Over how many pixels the cost with a full dictionary is averaged before it is compared."""

_F = np.float32
# Strings that may wait to be walked: twice as many as there are codes.
_STACK = 2 * CODES
# Codes are packed into a 64 bit word, which leaves it byte by byte.
_BYTE = np.uint64(255)
_EIGHT = np.uint64(8)


@compiled(
    types.int64(
        float32[:, :, ::1],
        float32[:, :, ::1],
        uint8[:, ::1],
        float32[:, ::1],
        float32[:, ::1],
        types.int64,
        float32,
        float32,
        float32[::1],
        uint8[::1],
        uint8[:, ::1],
    ),
)
def search(
    target: Floats,
    canvas: Floats,
    hold: NDArray[np.uint8],
    weight: Floats,
    palette: Floats,
    bits_at_first: int,
    price_of_bit: np.float32,
    diffusion: np.float32,
    price: Floats,
    out: NDArray[np.uint8],
    shown: NDArray[np.uint8],
) -> int:
    height, width = hold.shape
    total = height * width
    colors = palette.shape[0]
    # `clear` empties the reader's dictionary, the code after it ends the data, and strings are numbered from there on.
    clear = 1 << bits_at_first
    # The palette by channel. The last index is the transparent color: it is set to what stands on the canvas.
    red = np.empty(colors + 1, np.float32)
    green = np.empty(colors + 1, np.float32)
    blue = np.empty(colors + 1, np.float32)
    for k in range(colors):
        red[k] = palette[k, 0]
        green[k] = palette[k, 1]
        blue[k] = palette[k, 2]
    distance = np.empty(colors + 1, np.float32)
    distance_bits = distance.view(np.int32)
    # neighbors of a color, nearest first; filled when first asked for
    near = np.zeros((colors, colors), np.int16)
    near_distance = np.full((colors, colors), np.float32(-1))
    # the dictionary as a trie
    first = np.full(CODES + 1, -1, np.int16)
    sibling = np.full(CODES + 1, -1, np.int16)
    symbol = np.zeros(CODES + 1, np.int16)
    parent = np.full(CODES + 1, -1, np.int16)
    length = np.ones(CODES + 1, np.int32)
    # How many symbols the longest string below a node adds: it bounds what that branch can still win.
    reach = np.zeros(CODES + 1, np.int32)
    for k in range(colors + 1):
        symbol[k] = k
    # The walk keeps its own stack: a node, its depth, what its string has won, and the error of its last pixel.
    stack_node = np.empty(_STACK, np.int16)
    stack_depth = np.empty(_STACK, np.int32)
    stack_gain = np.empty(_STACK, np.float32)
    stack_0 = np.empty(_STACK, np.float32)
    stack_1 = np.empty(_STACK, np.float32)
    stack_2 = np.empty(_STACK, np.float32)
    path = np.empty(CODES + 2, np.int16)
    # Errors diffused into this row and the next, moved by one column so that no border needs a check.
    here = np.zeros((width + 2, 3), np.float32)
    below = np.zeros((width + 2, 3), np.float32)
    carry_0 = _F(0)
    carry_1 = _F(0)
    carry_2 = _F(0)
    bits = bits_at_first + 1
    # Codes are packed from the lowest bit up, and the data begin with a clear code.
    word = np.uint64(clear)
    waiting = bits
    written = 0
    next_code = clear + 2
    previous = -1
    # Held pixels come in long, cheap strings. Their price is kept apart, so that it does not lower a column's.
    held_price = price_of_bit * _F(0.2)
    # For the deferred clear: what a pixel costs with a full dictionary, and what it cost while it was filled.
    full = False
    full_cost = _F(0)
    building_cost = np.float64(0)
    building_pixels = 0
    position = 0
    while position < total:
        y = position // width
        x = position - y * width
        top = 0
        best_length = 1
        right = passed_on(weight[y, x], diffusion) * _F(7 / 16)
        # -- the first pixel: every color is a string of its own
        if hold[y, x]:
            best = colors
            best_gain = held_price
            asked = held_price
            # A held pixel has one possible symbol, costs no error, and passes none on.
            if first[colors] >= 0:
                stack_node[0] = colors
                stack_depth[0] = 1
                stack_gain[0] = best_gain
                stack_0[0] = _F(0)
                stack_1[0] = _F(0)
                stack_2[0] = _F(0)
                top = 1
        else:
            # What this pixel should show: its source and the error that has reached it.
            want_0 = target[y, x, 0] + here[x + 1, 0] + carry_0
            want_1 = target[y, x, 1] + here[x + 1, 1] + carry_1
            want_2 = target[y, x, 2] + here[x + 1, 2] + carry_2
            red[colors] = canvas[y, x, 0]
            green[colors] = canvas[y, x, 1]
            blue[colors] = canvas[y, x, 2]
            for k in range(colors + 1):
                off_0 = want_0 - red[k]
                off_1 = want_1 - green[k]
                off_2 = want_2 - blue[k]
                distance[k] = off_0 * off_0 + off_1 * off_1 + off_2 * off_2
            # Floats that are not negative are ordered like their bits, so the index can ride in the lowest ones.
            least = np.int32(0x7FFFFFFF)
            for k in range(colors + 1):
                key = (distance_bits[k] & np.int32(-256)) | np.int32(k)
                least = min(least, key)
            best = np.int64(least & np.int32(255))
            scale = weight[y, x]
            asked = price[x]
            best_gain = asked - scale * distance[best]
            # A first color beyond this squared distance is LOSING prices behind the best one.
            limit = distance[best] + LOSING * asked / scale
            # Neighbors are listed for palette colors only, so the nearest of those stands in for the transparent one.
            nearest = best
            if nearest == colors:
                nearest_distance = _F(3e38)
                nearest = np.int64(0)
                for k in range(colors):
                    if distance[k] < nearest_distance:
                        nearest_distance = distance[k]
                        nearest = np.int64(k)
            if near_distance[nearest, 0] < 0:
                row = near_distance[nearest]
                for k in range(colors):
                    off_0 = red[k] - red[nearest]
                    off_1 = green[k] - green[nearest]
                    off_2 = blue[k] - blue[nearest]
                    row[k] = off_0 * off_0 + off_1 * off_1 + off_2 * off_2
                order = np.argsort(row, kind="mergesort")
                apart = row[order]
                for k in range(colors):
                    near[nearest, k] = order[k]
                    near_distance[nearest, k] = apart[k]
            # By the triangle inequality no color within the limit lies further from the nearest one than this.
            farthest = np.sqrt(limit) + np.sqrt(distance[nearest])
            farthest *= farthest
            count = 0
            while count < colors and near_distance[nearest, count] <= farthest:
                count += 1
            # pushed far to near, so that the nearest is walked first and sets the mark
            for j in range(count - 1, -2, -1):
                color = colors if j < 0 else np.int64(near[nearest, j])
                if first[color] >= 0 and distance[color] <= limit:
                    stack_node[top] = color
                    stack_depth[top] = 1
                    stack_gain[top] = asked - scale * distance[color]
                    stack_0[top] = want_0 - red[color]
                    stack_1[top] = want_1 - green[color]
                    stack_2[top] = want_2 - blue[color]
                    top += 1
        # -- longer strings: down the trie while they may still win
        slack = LOSING * asked
        hope = HOPE * asked
        while top > 0:
            top -= 1
            node = stack_node[top]
            depth = stack_depth[top]
            gain = stack_gain[top]
            if position + depth >= total:
                continue
            # Branch and bound: leave a string that is too far behind, or whose longest continuation cannot catch up.
            if gain + min(slack, _F(reach[node]) * hope) <= best_gain:
                continue
            at_y = y
            at_x = x + depth
            while at_x >= width:
                at_x -= width
                at_y += 1
            child = np.int64(first[node])
            # Where a pixel is held, only strings that are transparent here go on.
            if hold[at_y, at_x]:
                while child >= 0 and symbol[child] != colors:
                    child = sibling[child]
                if child >= 0:
                    gain += held_price
                    if gain > best_gain:
                        best_gain = gain
                        best = child
                        best_length = depth + 1
                    if first[child] >= 0:
                        stack_node[top] = child
                        stack_depth[top] = depth + 1
                        stack_gain[top] = gain
                        stack_0[top] = _F(0)
                        stack_1[top] = _F(0)
                        stack_2[top] = _F(0)
                        top += 1
                continue
            if at_y == y:
                # Within the row the last pixel's error is passed on, by the share of the string's first pixel.
                want_0 = target[at_y, at_x, 0] + here[at_x + 1, 0] + right * stack_0[top]
                want_1 = target[at_y, at_x, 1] + here[at_x + 1, 1] + right * stack_1[top]
                want_2 = target[at_y, at_x, 2] + here[at_x + 1, 2] + right * stack_2[top]
            else:
                # What this very string would diffuse down here is left out of its own judgement.
                want_0 = target[at_y, at_x, 0] + below[at_x + 1, 0]
                want_1 = target[at_y, at_x, 1] + below[at_x + 1, 1]
                want_2 = target[at_y, at_x, 2] + below[at_x + 1, 2]
            red[colors] = canvas[at_y, at_x, 0]
            green[colors] = canvas[at_y, at_x, 1]
            blue[colors] = canvas[at_y, at_x, 2]
            scale = weight[at_y, at_x]
            # Every child covers this pixel and earns its price; they differ by the error of the color they show.
            gain += price[at_x]
            while child >= 0:
                k = symbol[child]
                off_0 = want_0 - red[k]
                off_1 = want_1 - green[k]
                off_2 = want_2 - blue[k]
                reached = gain - scale * (off_0 * off_0 + off_1 * off_1 + off_2 * off_2)
                if reached > best_gain:
                    best_gain = reached
                    best = child
                    best_length = depth + 1
                # Walked further only while its continuations may still win.
                if first[child] >= 0 and reached + min(slack, _F(reach[child]) * hope) > best_gain:
                    stack_node[top] = child
                    stack_depth[top] = depth + 1
                    stack_gain[top] = reached
                    stack_0[top] = off_0
                    stack_1[top] = off_1
                    stack_2[top] = off_2
                    top += 1
                child = np.int64(sibling[child])
        # -- the string that this code itself defines: the previous one and its own first symbol once more
        own = False
        if previous >= 0 and next_code < CODES and position + length[previous] < total:
            reach_length = length[previous] + 1
            # A string is read from its last symbol to its first, by parents.
            node = np.int64(previous)
            for j in range(reach_length - 2, -1, -1):
                path[j] = symbol[node]
                node = np.int64(parent[node])
            path[reach_length - 1] = path[0]
            gain = _F(0)
            off_0 = _F(0)
            off_1 = _F(0)
            off_2 = _F(0)
            at_y = y
            at_x = x
            # Judged pixel by pixel as above, though it has no node yet.
            whole = True
            for j in range(reach_length):
                if at_x >= width:
                    at_x = 0
                    at_y += 1
                k = path[j]
                if hold[at_y, at_x]:
                    if k != colors:
                        whole = False
                        break
                    gain += held_price
                    off_0 = _F(0)
                    off_1 = _F(0)
                    off_2 = _F(0)
                else:
                    if at_y > y:
                        want_0 = target[at_y, at_x, 0] + below[at_x + 1, 0]
                        want_1 = target[at_y, at_x, 1] + below[at_x + 1, 1]
                        want_2 = target[at_y, at_x, 2] + below[at_x + 1, 2]
                    elif j == 0:
                        want_0 = target[at_y, at_x, 0] + here[at_x + 1, 0] + carry_0
                        want_1 = target[at_y, at_x, 1] + here[at_x + 1, 1] + carry_1
                        want_2 = target[at_y, at_x, 2] + here[at_x + 1, 2] + carry_2
                    else:
                        want_0 = target[at_y, at_x, 0] + here[at_x + 1, 0] + right * off_0
                        want_1 = target[at_y, at_x, 1] + here[at_x + 1, 1] + right * off_1
                        want_2 = target[at_y, at_x, 2] + here[at_x + 1, 2] + right * off_2
                    red[colors] = canvas[at_y, at_x, 0]
                    green[colors] = canvas[at_y, at_x, 1]
                    blue[colors] = canvas[at_y, at_x, 2]
                    off_0 = want_0 - red[k]
                    off_1 = want_1 - green[k]
                    off_2 = want_2 - blue[k]
                    gain += price[at_x] - weight[at_y, at_x] * (off_0 * off_0 + off_1 * off_1 + off_2 * off_2)
                    # Given up when it is this far behind, as in the walk.
                    if gain < -slack:
                        whole = False
                        break
                at_x += 1
            if whole and gain > best_gain:
                own = True
                best = next_code
                best_length = reach_length
        if not own:
            # The chosen string, from its node up; one that this code defines lies in `path` already.
            node = np.int64(best)
            for j in range(best_length - 1, -1, -1):
                path[j] = symbol[node]
                node = np.int64(parent[node])
        # -- the dictionary grows as the reader's does: by the previous string and the first symbol of this one
        if previous >= 0 and next_code < CODES:
            start = path[0]
            child = np.int64(first[previous])
            while child >= 0 and symbol[child] != start:
                child = np.int64(sibling[child])
            # The reader numbers this string even if it is known already; only a new one joins the trie.
            symbol[next_code] = start
            parent[next_code] = previous
            length[next_code] = length[previous] + 1
            if child < 0:
                sibling[next_code] = first[previous]
                first[previous] = next_code
                # Every ancestor hears of the longer string below it, up to the first that has one as long.
                deep = 1
                node = np.int64(previous)
                while node >= 0 and reach[node] < deep:
                    reach[node] = deep
                    deep += 1
                    node = np.int64(parent[node])
            next_code += 1
        # -- write
        word |= np.uint64(best) << np.uint64(waiting)
        waiting += bits
        while waiting >= 8:
            out[written] = np.uint8(word & _BYTE)
            written += 1
            word >>= _EIGHT
            waiting -= 8
        # -- show the string, diffuse its error
        cost = price_of_bit * _F(bits)
        held = 0
        start_x = x
        for j in range(best_length):
            if x >= width:
                x = 0
                y += 1
                # The row is over: what was diffused down is now this row's, and nothing crosses the edge.
                here, below = below, here
                below[:, :] = _F(0)
                carry_0 = _F(0)
                carry_1 = _F(0)
                carry_2 = _F(0)
            k = path[j]
            shown[y, x] = k
            if hold[y, x]:
                held += 1
                carry_0 = _F(0)
                carry_1 = _F(0)
                carry_2 = _F(0)
            else:
                red[colors] = canvas[y, x, 0]
                green[colors] = canvas[y, x, 1]
                blue[colors] = canvas[y, x, 2]
                off_0 = target[y, x, 0] + here[x + 1, 0] + carry_0 - red[k]
                off_1 = target[y, x, 1] + here[x + 1, 1] + carry_1 - green[k]
                off_2 = target[y, x, 2] + here[x + 1, 2] + carry_2 - blue[k]
                # What a decoder shows from here on, and what the transparent color stands for next time.
                canvas[y, x, 0] = red[k]
                canvas[y, x, 1] = green[k]
                canvas[y, x, 2] = blue[k]
                cost += weight[y, x] * (off_0 * off_0 + off_1 * off_1 + off_2 * off_2)
                passed = passed_on(weight[y, x], diffusion)
                # The weights of Floyd and Steinberg.
                right = passed * _F(7 / 16)
                down_left = passed * _F(3 / 16)
                down = passed * _F(5 / 16)
                down_right = passed * _F(1 / 16)
                carry_0 = right * off_0
                carry_1 = right * off_1
                carry_2 = right * off_2
                below[x, 0] += down_left * off_0
                below[x, 1] += down_left * off_1
                below[x, 2] += down_left * off_2
                below[x + 1, 0] += down * off_0
                below[x + 1, 1] += down * off_1
                below[x + 1, 2] += down * off_2
                below[x + 2, 0] += down_right * off_0
                below[x + 2, 1] += down_right * off_1
                below[x + 2, 2] += down_right * off_2
            x += 1
        # The string ended exactly at the border: the next one begins in the row below.
        if x >= width:
            here, below = below, here
            below[:, :] = _F(0)
            carry_0 = _F(0)
            carry_1 = _F(0)
            carry_2 = _F(0)
        position += best_length
        previous = best
        painted = best_length - held
        # The columns under this string learn what one of its painted pixels cost in bits and error.
        if painted:
            rate = cost / _F(painted)
            at_x = start_x
            for _ in range(min(best_length, width)):
                if at_x >= width:
                    at_x = 0
                price[at_x] += PRICE_RATE * (rate - price[at_x])
                at_x += 1
        else:
            # A string of held pixels teaches their own price only, the longer the more.
            rate = cost / _F(best_length)
            held_price += min(_F(1), _F(best_length) * _F(0.01)) * (rate - held_price)
        # Codes grow by a bit at the moment the reader's do.
        if next_code >= (1 << bits) and bits < 12:
            bits += 1
        # -- deferred clear: a full dictionary stays as long as a pixel costs no more than while it was filled
        if next_code < CODES:
            building_cost += cost
            building_pixels += painted
            continue
        usual = _F(building_cost / max(1, building_pixels))
        if not full:
            full = True
            full_cost = usual
        elif painted:
            full_cost += min(_F(1), _F(painted) * FULL_RATE) * (rate - full_cost)
        if full_cost > usual and total - position > 2000:
            # Near the end a new dictionary would not pay for itself. The clear code has the old width; both sides then
            # begin anew.
            word |= np.uint64(clear) << np.uint64(waiting)
            waiting += bits
            while waiting >= 8:
                out[written] = np.uint8(word & _BYTE)
                written += 1
                word >>= _EIGHT
                waiting -= 8
            bits = bits_at_first + 1
            next_code = clear + 2
            previous = -1
            full = False
            building_cost = np.float64(0)
            building_pixels = 0
            first[:] = -1
            sibling[:] = -1
            reach[:] = 0
    # The end code, and what is left of the last byte.
    word |= np.uint64(clear + 1) << np.uint64(waiting)
    waiting += bits
    while waiting > 0:
        out[written] = np.uint8(word & _BYTE)
        written += 1
        word >>= _EIGHT
        waiting -= 8
    return written
