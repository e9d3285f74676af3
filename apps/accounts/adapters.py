from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from apps.accounts.reauthentication import proved_lately
from apps.common.addresses import client_address


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships no complete types
    def get_client_ip(self, request: HttpRequest) -> str:
        """The address shown in the list of someone's sessions, believing as many proxies as our limits do."""
        return client_address(request)

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Whether to ask again who it is. A sign-in of a moment ago counts, which for allauth itself it does not."""
        return super().is_reauthentication_required(app=app, **kwargs) and not proved_lately(self.request)
