import dataclasses
import datetime as dt
from collections import Counter

import pytest

from apps.common.units import MILLS_PER_CENT
from apps.engines.prices import PriceNotFound, price_in
from apps.engines.protocol import Quote
from apps.engines.quotes import MAX_QUOTED_FRAMES, price_for, quote
from apps.engines.registry import INSTALLED
from apps.engines.stability.catalog import CAPABILITIES

PRICES = [price for engine in INSTALLED.values() for price in engine.prices]
FIRST_DAY = dt.date(2025, 8, 1)


def test_every_row_earns_more_than_the_vendor_takes():
    assert [price.id for price in PRICES if price.credits_per_frame * MILLS_PER_CENT <= price.cost_mills] == []


def test_every_row_has_an_id_of_its_own():
    assert [count for count in Counter(price.id for price in PRICES).values() if count > 1] == []


def test_the_price_list_is_what_was_agreed():
    assert {
        (price.model, price.masked): (price.vendor_tenths, price.cost_mills, price.credits_per_frame)
        for price in PRICES
        if price.engine == "stability"
    } == {
        ("sd3.5-flash", False): (25, 25, 4),
        ("sd3.5-medium", False): (35, 35, 5),
        ("sd3.5-large-turbo", False): (40, 40, 6),
        ("sd3.5-large", False): (65, 65, 9),
        ("ultra", False): (80, 80, 11),
        ("structure", False): (50, 50, 7),
        ("sd3.5-flash", True): (50, 50, 7),
        ("sd3.5-medium", True): (50, 50, 7),
        ("sd3.5-large-turbo", True): (50, 50, 7),
        ("sd3.5-large", True): (50, 50, 7),
        ("ultra", True): (50, 50, 7),
        ("structure", True): (50, 50, 7),
    }


@pytest.mark.parametrize("masked", [False, True])
def test_every_model_on_offer_has_a_price(masked):
    priced = {price_for("stability", model.name, masked=masked, on=FIRST_DAY).model for model in CAPABILITIES.models}
    assert priced == {model.name for model in CAPABILITIES.models}


@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("engine", ["sdapi", "sketch"])
def test_an_engine_of_our_own_costs_one_credit_whatever_its_model(engine, masked):
    price = price_for(engine, "whichever", masked=masked, on=FIRST_DAY)
    assert (price.credits_per_frame, price.cost_mills) == (1, 0)


def test_the_id_names_engine_model_mask_and_day():
    assert price_for("stability", "ultra", masked=False, on=FIRST_DAY).id == "stability/ultra/2025-08-01"
    assert price_for("stability", "ultra", masked=True, on=FIRST_DAY).id == "stability/ultra/masked/2025-08-01"


@pytest.mark.parametrize(
    ("engine", "model", "on"),
    [
        ("stability", "ultra", FIRST_DAY - dt.timedelta(days=1)),
        ("stability", "core", FIRST_DAY),
        ("openai", "ultra", FIRST_DAY),
    ],
)
def test_there_is_no_price_before_the_first_row_or_for_what_is_not_sold(engine, model, on):
    with pytest.raises(PriceNotFound):
        price_for(engine, model, masked=False, on=on)


def test_the_latest_row_that_is_in_force_counts():
    today = price_for("stability", "ultra", masked=False, on=FIRST_DAY)
    tomorrow = dataclasses.replace(today, id="new", effective_from=FIRST_DAY + dt.timedelta(days=1))
    rows = (tomorrow, today)
    days = [FIRST_DAY, FIRST_DAY + dt.timedelta(days=1), FIRST_DAY + dt.timedelta(days=2)]
    found = [price_in(rows, "ultra", masked=False, on=day) for day in days]
    assert found == [today, tomorrow, tomorrow]


def test_a_quote_multiplies_and_names_its_row():
    assert quote(engine="stability", model="sd3.5-large", masked=False, frames=12, on=FIRST_DAY) == Quote(
        price_id="stability/sd3.5-large/2025-08-01", frames=12, credits_per_frame=9, credits=108
    )


@pytest.mark.parametrize("frames", [0, -1, MAX_QUOTED_FRAMES + 1])
def test_a_quote_for_no_frames_or_far_too_many_is_refused(frames):
    with pytest.raises(ValueError, match="cannot be quoted"):
        quote(engine="sketch", model="sketch", masked=False, frames=frames, on=FIRST_DAY)
