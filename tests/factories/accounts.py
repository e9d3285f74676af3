import uuid

from allauth.account.models import EmailAddress

from apps.accounts.models import User
from apps.common.units import Credits
from apps.credits.services import grant_credits


def make_person(name: str = "alice", *, credits: int = 0) -> User:
    """A verified person with so many credits in one lot that never expires."""
    email = f"{name}-{uuid.uuid4().hex[:6]}@example.com"
    user = User.objects.create_user(email, "a long enough password", display_name=name.capitalize())
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    if credits:
        grant_credits(
            party=user.party, amount=Credits(credits), source="issued:test", label="Test", key=f"test:{user.party}"
        )
    return user
