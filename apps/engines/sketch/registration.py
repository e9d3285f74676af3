"""The sketch as it is installed: always offered, and no vendor is paid for it."""

import datetime as dt
from functools import partial

from apps.engines.prices import own_prices
from apps.engines.registration import Registration
from apps.engines.sketch.ahead import PaintedAhead
from apps.engines.sketch.engine import CAPABILITIES, SketchEngine

# One for the process: `create` is called for every animation, and the frames painted ahead are found by their request.
_create = partial(SketchEngine, ahead=PaintedAhead())

REGISTRATION = Registration("sketch", CAPABILITIES, own_prices("sketch", dt.date(2025, 8, 1)), _create)
