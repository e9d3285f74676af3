"""What follows from a new password, whoever set it: a form, the admin or the command line."""

from django.contrib.auth.models import AbstractBaseUser

from apps.accounts.signals import sign_ins_ended


class EndSignIns:
    """Not a check: Django tells every password validator of a new password once it is saved."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Take every password; the other validators judge it."""

    def get_help_text(self) -> str:
        return ""

    def password_changed(self, password: str, user: AbstractBaseUser | None = None) -> None:
        if user is not None and user.pk is not None:
            sign_ins_ended.send(sender=type(user), user=user)
