import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **extra: Any) -> "User":
        """Save a person who signs in by this address. Without a password they sign in with a code."""
        if not email:
            raise ValueError("a user needs an e-mail address")
        user = self.model(email=self.normalize_email(email), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> "User":
        """Save an operator. Their address is theirs by the word of whoever runs this on the machine, so it needs no code."""
        from allauth.account.models import EmailAddress  # refers to our user itself

        with transaction.atomic(using=self._db):
            user = self.create_user(email, password, is_staff=True, is_superuser=True, **extra)
            EmailAddress.objects.using(self._db).create(
                user=user, email=user.email.lower(), verified=True, primary=True
            )
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """Someone who signs in by e-mail. `ledger_owner` is their pseudonym in the ledger and toward engines."""

    email = models.EmailField("e-mail address", max_length=254, unique=True)
    display_name = models.CharField(max_length=40, blank=True)
    ledger_owner = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    closing_at = models.DateTimeField(null=True, blank=True, editable=False)  # when they asked to close the account
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)  # nothing of theirs is left but the ledger
    # When an operator without a second step was let in to set one up. It happens once: see `apps.accounts.staff_factor`.
    factor_grace_at = models.DateTimeField(null=True, blank=True, editable=False)
    consented_at = models.DateTimeField(null=True, blank=True, editable=False)  # see `apps.accounts.consent`

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_user_per_address"),
            models.CheckConstraint(
                name="erased_account_lets_nobody_in", condition=Q(erased_at=None) | Q(is_active=False, is_staff=False)
            ),
        ]
        indexes = [
            models.Index(
                fields=["closing_at"],
                name="user_closing",
                condition=Q(closing_at__isnull=False, erased_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def public_name(self) -> str:
        """Return what strangers may see. Never the address."""
        return self.display_name or "Someone"


# Django finds models here, and these refer to User.
from apps.accounts.operator_act import OperatorAct  # noqa: E402, F401 - as above
from apps.accounts.security_event import SecurityEvent  # noqa: E402, F401 - as above
