"""The request that a view gets which is reached by people who are signed in alone."""

from django.http import HttpRequest

from apps.accounts.models import User


class SignedInRequest(HttpRequest):
    """Type the request of a view behind `sign_in_first`, `posted_by_somebody` or the admin: its user is a User."""

    user: User
