"""The sketch as it is installed: always offered, and no vendor is paid for it."""

import datetime as dt

from apps.engines.prices import own_prices
from apps.engines.registration import Registration
from apps.engines.sketch.engine import CAPABILITIES, SketchEngine

REGISTRATION = Registration("sketch", CAPABILITIES, own_prices("sketch", dt.date(2025, 8, 1)), SketchEngine)
