import pytest
from django.utils import timezone

from apps.gallery.kinds import of_live_pages
from tests.factories.accounts import make_person
from tests.factories.gallery import make_publication


@pytest.mark.django_db
def test_the_files_of_a_page_are_kept_while_it_is_up():
    owner = make_person(password=None)
    up, down = make_publication(owner), make_publication(owner, revoked_at=timezone.now())
    keys = [up.gif_key, up.poster_key, down.gif_key, "public/nobody.gif"]
    assert of_live_pages(keys) == {up.gif_key, up.poster_key}
