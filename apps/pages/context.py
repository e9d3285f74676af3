from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from apps.accounts.models import User
from apps.credits.selectors import balance_of


def site(request: HttpRequest) -> dict[str, Any]:
    """What every page's frame shows: the site's name and the balance of whoever is signed in."""
    user = getattr(request, "user", None)
    balance = balance_of(user.party, now=timezone.now()) if isinstance(user, User) else None
    return {
        "brand": {"name": settings.SITE_NAME, "url": settings.SITE_URL},
        "balance": balance,
        "dev_mail": settings.SHOW_DEV_MAIL,
        "debug": settings.DEBUG,
    }
