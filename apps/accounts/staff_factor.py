"""Operators need a second step: without one they reach nothing but the page where it is set up, and that once."""

from enum import Enum

from django.db.models.functions import Now
from django.http import HttpRequest

from apps.accounts.models import User
from apps.accounts.second_factor import has_factor, used_factor

SESSION_KEY = "factor_grace"


class Standing(Enum):
    """What somebody may do as far as a second step goes."""

    FREE = "free"
    """Everything: nobody's operator, or one who took a second step in this session."""

    ASKED = "asked"
    """Nothing before the second step that they have is taken."""

    SETTING_UP = "setting_up"
    """Nothing but setting one up, during this sign-in."""

    LOCKED = "locked"
    """Nothing: an earlier sign-in was the one to set it up in, so somebody else may be trying now."""


def standing_of(request: HttpRequest) -> Standing:
    """Tell what the person of a request may do. An operator's first sign-in without a second step is noted."""
    user = request.user
    if not user.is_staff or used_factor(request):
        return Standing.FREE
    if has_factor(user):
        return Standing.ASKED
    if request.session.get(SESSION_KEY) == user.pk:
        return Standing.SETTING_UP
    # One session alone gets it, also when two begin at the same moment.
    if User.objects.filter(pk=user.pk, factor_grace_at=None).update(factor_grace_at=Now()):
        request.session[SESSION_KEY] = user.pk
        return Standing.SETTING_UP
    return Standing.LOCKED
