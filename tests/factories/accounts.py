import uuid

from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.test import Client

from apps.accounts.allauth_internals import record_authentication
from apps.accounts.models import User
from apps.accounts.second_factor import METHOD, has_factor
from apps.common.units import Credits
from apps.credits.services.grants import grant_credits

PASSWORD = "a long enough password"


def make_person(name: str = "alice", *, credits: int = 0, password: str | None = PASSWORD) -> User:
    """A verified person with so many credits in one lot that never expires. Without a password they are made faster."""
    email = f"{name}-{uuid.uuid4().hex[:6]}@example.com"
    user = User.objects.create_user(email, password, display_name=name.capitalize())
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    if credits:
        grant_credits(
            ledger_owner=user.ledger_owner,
            amount=Credits(credits),
            source="issued:test",
            label="Test",
            key=f"test:{user.ledger_owner}",
        )
    return user


def signed_in(user: User) -> Client:
    """A browser in which the person has just signed in, so that nothing asks again who they are.

    Operators have taken the second step that they must have.
    """
    if user.is_staff and not has_factor(user):
        secret = get_adapter().encrypt("JBSWY3DPEHPK3PXP")
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": secret})
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    request = HttpRequest()
    request.session, request.user = client.session, user
    record_authentication(request, user, method=METHOD if has_factor(user) else "code")
    request.session.save()
    return client
