import pytest

from apps.engines.sketch.catalog import BY_NAME
from apps.engines.sketch.catalog.opposites import OPPOSITES, RELATED
from apps.engines.sketch.catalog.situations import SETTINGS, SITUATIONS
from apps.engines.sketch.words import plan_for


def test_situations_opposites_and_what_is_related_name_reactions() -> None:
    names = {*SITUATIONS, *SETTINGS, *OPPOSITES, *OPPOSITES.values(), *RELATED}
    assert names - BY_NAME.keys() == set()


def test_no_situation_is_listed_twice() -> None:
    phrases = [phrase for listed in (*SITUATIONS.values(), *SETTINGS.values()) for phrase in listed]
    assert sorted({phrase for phrase in phrases if phrases.count(phrase) > 1}) == []


@pytest.mark.parametrize("name", SITUATIONS)
def test_every_situation_is_understood(name: str) -> None:
    assert [phrase for phrase in SITUATIONS[name] if not plan_for(phrase).steps] == []


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_is_understood(name: str) -> None:
    assert [phrase for phrase in SETTINGS[name] if not plan_for(phrase).steps] == []
