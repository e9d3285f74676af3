"""Stability as it is installed: offered when there is a key, at the prices of its own list."""

import datetime as dt
from collections.abc import Iterator

from apps.engines.prices import Price, price_row
from apps.engines.registration import Registration, call_seconds, text_setting
from apps.engines.stability.catalog import CAPABILITIES
from apps.engines.stability.client import BASE_URL, CALL_SECONDS, StabilityEngine


def _create() -> StabilityEngine | None:
    api_key = text_setting("STABILITY_API_KEY")
    if not api_key:
        return None
    return StabilityEngine(
        api_key=api_key,
        base_url=text_setting("STABILITY_BASE_URL") or BASE_URL,
        call_seconds=call_seconds("stability", default=CALL_SECONDS),
    )


def _prices() -> Iterator[Price]:
    # Stability's list of 1 August 2025. A vendor credit is one US cent, so a tenth of one is one mill.
    since = dt.date(2025, 8, 1)
    rows = (
        ("sd3.5-flash", 25, 4),
        ("sd3.5-medium", 35, 5),
        ("sd3.5-large-turbo", 40, 6),
        ("sd3.5-large", 65, 9),
        ("ultra", 80, 11),
        ("structure", 50, 7),
    )
    for model, tenths, credits_per_frame in rows:
        yield price_row("stability", model, since, tenths=tenths, credits_per_frame=credits_per_frame)
        # With a mask every model is painted by the inpainting endpoint, at its price.
        yield price_row("stability", model, since, masked=True, tenths=50, credits_per_frame=7)


REGISTRATION = Registration("stability", CAPABILITIES, tuple(_prices()), _create, is_metered=True)
