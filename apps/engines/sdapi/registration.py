"""A server of one's own as it is installed: offered when its address is set."""

import datetime as dt

from apps.engines.prices import own_prices
from apps.engines.registration import Registration, call_seconds, text_setting
from apps.engines.sdapi.client import CALL_SECONDS, CAPABILITIES, SdapiEngine


def _create() -> SdapiEngine | None:
    base_url = text_setting("SDAPI_BASE_URL")
    if not base_url:
        return None
    return SdapiEngine(
        base_url=base_url,
        auth=text_setting("SDAPI_AUTH"),
        call_seconds=call_seconds("sdapi", default=CALL_SECONDS),
    )


REGISTRATION = Registration("sdapi", CAPABILITIES, own_prices("sdapi", dt.date(2025, 8, 1)), _create)
