"""One stylesheet for every page."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.test import Client

from gifsite.static import STYLES, BundledStyles

SHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)"')


def test_the_stylesheet_holds_every_source_and_imports_nothing():
    sheet = Path(finders.find("css/site.css")).read_text()

    assert "@import" not in sheet
    apart = {"site.css", "embed.css", "admin.css"}  # the entry, and pages that have no other style
    for source in STYLES.glob("*.css"):
        if source.name not in apart:
            assert source.read_text() in sheet, f"{source.name} is in no stylesheet"


def test_a_page_waits_for_one_stylesheet(db):
    for path in ("/", "/make/", "/gallery/", "/pricing/", "/accounts/login/", "/api/docs", "/status/"):
        assert SHEET.findall(Client().get(path).content.decode()) == ["/static/css/site.css"], path


def test_the_stylesheet_outlives_the_finder_that_found_it():
    # Two threads that serve the first page make a finder each, and one of those is thrown away.
    assert Path(BundledStyles().find("css/site.css")).is_file()
