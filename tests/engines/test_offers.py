import datetime as dt
from dataclasses import replace

from apps.engines.offers import cheapest, cheapest_engine, dearest, offers, suggested

DAY = dt.date(2026, 11, 1)


def test_offers_are_the_models_that_have_a_price_today(settings):
    assert {offer.engine for offer in offers(on=DAY)} & {"sketch", "stability", "sdapi"} == {"sketch"}
    settings.STABILITY_API_KEY = "sk-fake"
    found = offers(on=DAY)
    assert len(found) > 5
    assert offers(on=dt.date(2020, 1, 1)) == []
    assert (cheapest(found).engine, dearest(found).model.name) == ("sketch", "ultra")
    assert suggested(found).engine == "stability"


def test_the_cheapest_engine_is_the_sketch_also_beside_an_own_server(settings):
    settings.STABILITY_API_KEY, settings.SDAPI_BASE_URL = "sk-fake", "http://127.0.0.1:7860"
    assert cheapest_engine(on=DAY) == "sketch"


def test_a_gif_of_an_offer_costs_its_engines_usual_length():
    (sketch,) = offers(on=DAY)
    longer = replace(sketch, capabilities=replace(sketch.capabilities, default_frames=14))
    assert longer.gif_credits == 14 * sketch.price.credits_per_frame
