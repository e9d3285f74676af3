"""Which passwords are taken, and what follows from a new one, whoever set it: a form, the admin or the command line."""

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from zxcvbn import zxcvbn

from apps.accounts.signals import sign_ins_ended

FEWEST_GUESSES = 10**8
"""What somebody who has stolen the hashes tries within an hour; a lock-out stops guesses at the door long before."""

LONGEST_READ = 72
"""Characters that are judged: the time grows with the square, and what is longer is hard to guess already."""


class HardToGuess:
    """Refuses passwords that leaked before or are made of names, dates, repetitions and rows of keys.

    Everything is judged on this machine: nobody is asked, and nothing of the password leaves.
    """

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise ValidationError `password_too_common` for a password that is guessed soon."""
        own = [settings.SITE_NAME, *getattr(user, "email", "").replace("@", ".").split(".")]
        if zxcvbn(password[:LONGEST_READ], user_inputs=[word for word in own if word])["guesses"] < FEWEST_GUESSES:
            raise ValidationError("This password is easy to guess.", code="password_too_common")

    def get_help_text(self) -> str:
        return ""


class EndSignIns:
    """Not a check: Django tells every password validator of a new password once it is saved."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Take every password; the other validators judge it."""

    def get_help_text(self) -> str:
        return ""

    def password_changed(self, password: str, user: AbstractBaseUser | None = None) -> None:
        if user is not None and user.pk is not None:
            sign_ins_ended.send(sender=type(user), user=user)
