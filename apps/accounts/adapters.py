from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from apps.common.addresses import limit_address


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships no complete types
    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that allauth's own rate limits count by: the same one that ours count by."""
        return limit_address(request)
