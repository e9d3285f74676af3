import hashlib
import secrets
from datetime import datetime, timedelta

from django.db.models import Q

from apps.accounts.models import User
from apps.api.models import ApiToken

TOKEN_START = "gs_"  # noqa: S105 - a mark that secret scanners can look for, not a secret
USE_IS_NOTED_EVERY = timedelta(minutes=5)  # "last used" is for people; a write per request would be for nobody


def create_token(*, user: User, name: str) -> tuple[ApiToken, str]:
    """Make a token and return it with its secret, which cannot be shown again."""
    secret = TOKEN_START + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(user=user, name=name or "Token", prefix=secret[:8], sha256=_hash(secret))
    return token, secret


def find_user(*, secret: str, now: datetime) -> User | None:
    """Whose token this is, or None; also notes the use."""
    token = ApiToken.objects.select_related("user").filter(sha256=_hash(secret), user__is_active=True).first()
    if token is None:
        return None
    ApiToken.objects.filter(pk=token.pk).filter(
        Q(last_used_at=None) | Q(last_used_at__lt=now - USE_IS_NOTED_EVERY)
    ).update(last_used_at=now)
    user: User = token.user
    return user


def revoke_token(*, user: User, token_id: int) -> bool:
    """Make one's own token useless at once. False when there is none of that id."""
    deleted, _ = ApiToken.objects.filter(user=user, pk=token_id).delete()
    return bool(deleted)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
