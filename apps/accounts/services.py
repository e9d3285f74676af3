from allauth.account.models import EmailAddress

from apps.accounts.models import User


def rename(*, user: User, display_name: str) -> None:
    """Change the name that strangers see on published pages. Empty: they see "Someone"."""
    user.display_name = " ".join(display_name.split())
    user.save(update_fields=["display_name"])


def forget_unproven(*, address: str) -> None:
    """Remove a sign-up with this address that nobody ever proved to be theirs, so that its owner can begin anew.

    Such an account has never been signed in to, so there is nothing in it. Without this a lost window, or somebody
    else's try, would keep the owner out: a second sign-up with a known address gets no code.
    """
    claims = EmailAddress.objects.filter(email__iexact=address, verified=False, user__last_login=None)
    for claim in claims.exclude(user__emailaddress__verified=True).exclude(user__is_staff=True):
        claim.user.delete()


def distrust_password(*, user: User) -> None:
    """Make a password useless that was chosen before the address was proved, perhaps by somebody else."""
    user.set_unusable_password()
    user.save(update_fields=["password"])
