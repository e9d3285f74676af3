from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from apps.common.addresses import client_address


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships no complete types
    def get_client_ip(self, request: HttpRequest) -> str:
        """The address shown in the list of someone's sessions, believing as many proxies as our limits do."""
        return client_address(request)
