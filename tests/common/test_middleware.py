"""Answers that every page may need to give."""

from urllib.parse import quote

import pytest
from django.contrib import admin

from apps.accounts.models import User
from tests.factories.accounts import signed_in


@pytest.mark.django_db
@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"])
def test_an_operator_who_asks_for_a_moment_outside_the_calendar_gets_a_page(moment):
    root = signed_in(User.objects.create_superuser("root@example.com", "x"))
    answer = root.get(f"/admin/payments/purchase/?created_at__gte={quote(moment)}")
    assert answer.status_code in (200, 404)  # PostgreSQL's calendar is longer than SQLite's


@pytest.mark.django_db
def test_no_filter_of_the_admin_fails_for_a_value_that_no_text_can_have():
    root = signed_in(User.objects.create_superuser("root@example.com", "x"))
    root.raise_request_exception = False
    asked = [
        f"/admin/{model._meta.app_label}/{model._meta.model_name}/?{name}__exact=a%00b"
        for model, site in admin.site._registry.items()
        for name in site.list_filter
    ]
    assert len(asked) > 10
    assert [address for address in asked if root.get(address).status_code >= 500] == []


@pytest.mark.django_db
def test_no_page_of_the_admin_fails_for_a_key_that_no_text_can_have():
    root = signed_in(User.objects.create_superuser("root@example.com", "x"))
    root.raise_request_exception = False
    asked = [
        f"/admin/{model._meta.app_label}/{model._meta.model_name}/%00/{page}/"
        for model in admin.site._registry
        for page in ("change", "history", "delete")
    ]
    assert len(asked) > 10
    assert [address for address in asked if root.get(address).status_code >= 500] == []
