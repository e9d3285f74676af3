import pytest

from apps.sponsors.kinds import of_sponsors
from tests.sponsors.test_sponsors import a_sponsor


@pytest.mark.django_db
def test_a_sponsor_keeps_its_picture():
    a_sponsor(picture_key="sponsors/a.png", credits=0)
    assert of_sponsors(["sponsors/a.png", "sponsors/b.png"]) == {"sponsors/a.png"}
