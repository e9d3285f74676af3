import pytest
from django.conf import settings

if not settings.configured:
    settings.configure()

from django.test import override_settings

from apps.engines.registry import INSTALLED, EngineNotOffered, capabilities_of, get_engine, offered_engines

NOTHING = {
    "STABILITY_API_KEY": "",
    "STABILITY_BASE_URL": "",
    "SDAPI_BASE_URL": "",
    "SDAPI_AUTH": "",
    "ENGINE_CALL_SECONDS": None,
}


def offered(**changes):
    with override_settings(**{**NOTHING, **changes}):
        return offered_engines()


def test_the_sketch_alone_is_offered_without_configuration():
    found = offered()
    assert "sketch" in found
    assert not {"stability", "sdapi"} & found.keys()


def test_stability_comes_first_with_a_key():
    names = list(offered(STABILITY_API_KEY="sk", SDAPI_BASE_URL="http://127.0.0.1:7860"))
    assert names[0] == "stability"
    assert names.index("sketch") < names.index("sdapi")


def test_an_own_server_comes_after_the_sketch():
    names = list(offered(SDAPI_BASE_URL="http://127.0.0.1:7860"))
    assert names.index("sketch") < names.index("sdapi")


@pytest.mark.parametrize(
    ("configured", "stability", "sdapi"),
    [(None, 90, 300), (20, 20, 20), ({"stability": 30}, 30, 300), ({"sdapi": 45.5}, 90, 45.5)],
)
def test_call_seconds_are_one_number_for_all_or_one_for_each(configured, stability, sdapi):
    engines = offered(STABILITY_API_KEY="sk", SDAPI_BASE_URL="http://x", ENGINE_CALL_SECONDS=configured)
    assert (engines["stability"].call_seconds, engines["sdapi"].call_seconds) == (stability, sdapi)


def test_an_engine_is_found_by_its_name():
    with override_settings(**NOTHING):
        assert get_engine("sketch").name == "sketch"


@pytest.mark.parametrize("name", ["stability", "sdapi", "dream"])
def test_an_engine_that_is_not_configured_is_not_offered(name):
    with override_settings(**NOTHING), pytest.raises(EngineNotOffered):
        get_engine(name)


@pytest.mark.parametrize("name", INSTALLED)
def test_usual_length_and_speed_are_ones_that_the_sliders_have(name):
    capabilities = capabilities_of(name)
    assert capabilities.default_frames in range(2, 25)
    assert 2 * capabilities.default_fps in range(4, 67)
