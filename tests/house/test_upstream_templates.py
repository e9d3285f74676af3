from tests.house.upstream_templates import RECORD, drift, installed, read


def test_our_templates_were_written_for_the_upstream_ones_that_are_installed():
    versions, recorded = read(RECORD.read_text(encoding="utf-8"))

    assert "account/login.html" in recorded
    assert drift(recorded, installed(), versions=versions) == []


def test_drift_names_each_template_that_changed_or_vanished_or_is_new():
    versions, recorded = read(
        "# django-allauth 1.0\nold  account/login.html\nold  account/gone.html\nsame  account/same.html\n"
    )

    said = drift(
        recorded,
        {"account/login.html": "new", "account/same.html": "same", "account/added.html": "x"},
        versions=versions,
    )

    assert [sentence.partition(" ")[0] for sentence in said] == [
        "templates/account/login.html:",
        "templates/account/gone.html:",
        "templates/account/added.html:",
    ]
    assert "written for django-allauth 1.0" in said[0]
    assert all("python -m tests.house.upstream_templates" in sentence for sentence in said)
