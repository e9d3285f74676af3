from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from apps.accounts.models import User
from apps.credits.selectors import balance_of


def site(request: HttpRequest) -> dict[str, Any]:
    """Return what every page may show.

    The site's name, where to write to, the balance of whoever is signed in, and what newcomers get.
    """
    user = getattr(request, "user", None)
    balance = balance_of(user.ledger_owner, now=timezone.now()) if isinstance(user, User) else None
    return {
        "brand": {"name": settings.SITE_NAME, "url": settings.SITE_URL},
        "contact_email": settings.CONTACT_EMAIL,
        "balance": balance,
        "welcome_credits": settings.WELCOME_CREDITS,
        "dev_mail": settings.SHOW_DEV_MAIL,
        "debug": settings.DEBUG,
    }
