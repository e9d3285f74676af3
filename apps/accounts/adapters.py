import logging

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.reauthentication import proved_lately
from apps.accounts.security_event import EventKind
from apps.accounts.security_log import note
from apps.common.addresses import client_address

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    def authentication_failed(self, request: HttpRequest, **credentials: object) -> None:
        """Write a wrong password down, whether or not there is such an account."""
        note(EventKind.WRONG_PASSWORD, request=request, email=str(credentials.get("email") or ""))

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address shown in the list of someone's sessions, believing as many proxies as our limits do."""
        return client_address(request)

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Return whether to ask again who it is.

        A sign-in of a moment ago counts, which for allauth itself it does not.
        """
        return super().is_reauthentication_required(app=app, **kwargs) and not proved_lately(self.request)

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, object]]:
        """Return the ways to prove again who one is.

        The second step for who has one, a passkey first. Otherwise allauth's by password, or our code for who has none, at
        the same address.
        """
        methods: list[dict[str, object]] = super().get_reauthentication_methods(user)
        steps = [method for method in methods if str(method["id"]).startswith("mfa_reauthenticate")]
        if steps:
            return steps[::-1]
        if methods or not user.is_authenticated:
            return methods
        return [{"id": "code", "description": "By a code", "url": reverse("account_reauthenticate")}]

    def send_notification_mail(self, template_prefix: str, user: User, *arguments: object, **named: object) -> None:
        """Mail that something was changed. The change is made already, so a mail server that is away doesn't undo it."""
        try:
            super().send_notification_mail(template_prefix, user, *arguments, **named)
        except OSError as away:
            log.warning("nobody was mailed %s: %s", template_prefix, away)
