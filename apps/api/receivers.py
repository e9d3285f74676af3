from typing import Any

from django.dispatch import receiver

from apps.accounts.models import User
from apps.accounts.signals import sign_ins_ended
from apps.api.services import revoke_all_tokens


@receiver(sign_ins_ended)
def end_tokens(*, user: User, **_: Any) -> None:
    """End tokens with sessions: whoever got hold of an account may have made one."""
    revoke_all_tokens(user=user)
