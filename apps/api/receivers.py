from typing import Any

from django.dispatch import receiver

from apps.accounts.models import User
from apps.accounts.signals import personal_data_requested, sign_ins_ended
from apps.api.models import ApiToken
from apps.api.services import revoke_all_tokens


@receiver(sign_ins_ended)
def end_tokens(*, user: User, **_: Any) -> None:
    """End tokens with sessions: whoever got hold of an account may have made one."""
    revoke_all_tokens(user=user)


@receiver(personal_data_requested)
def tell_tokens(*, user: User, **_: Any) -> dict[str, Any]:
    """Return somebody's tokens without what lets anybody in."""
    names = ("name", "prefix", "scopes", "created_at", "expires_at", "last_used_at", "last_used_from", "daily_credits")
    return {"api_tokens": list(ApiToken.objects.filter(user=user).values(*names))}
