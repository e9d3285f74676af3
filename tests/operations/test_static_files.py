"""Outside development pages name their styles by the contents, from a list that `collectstatic` writes."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from apps.operations.management.commands.up import Command


@pytest.fixture
def never_collected(settings, tmp_path):
    settings.DEBUG = False
    settings.STATIC_ROOT = tmp_path / "staticfiles"
    plainest = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"  # compresses nothing, so it is quick
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": plainest}}


@pytest.mark.django_db
@pytest.mark.usefixtures("never_collected")
def test_a_site_whose_pages_lack_their_styles_is_not_ready_and_the_doctor_says_what_to_do(capsys):
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["static files"]["ok"]) == (503, False)
    with pytest.raises(SystemExit):
        call_command("doctor")
    assert "needs `manage.py collectstatic` first, then a restart" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("never_collected")
def test_a_site_that_up_serves_outside_development_has_the_styles_of_its_pages(settings):
    Command().prepare()
    settings.STATIC_ROOT = Path(settings.STATIC_ROOT)  # read anew, as by the web server, which starts afterwards
    assert (settings.STATIC_ROOT / "css" / "site.css").exists()
    assert Client().get("/pricing/").status_code == 200
