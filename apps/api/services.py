import hashlib
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.db.models.functions import Greatest

from apps.accounts.models import User
from apps.api.models import ApiToken, Scope

TOKEN_START = "gs_"  # noqa: S105 - a mark that secret scanners can look for, not a secret
USE_IS_NOTED_EVERY = timedelta(minutes=5)  # "last used" is for people; a write per request would be for nobody


class SpendingLimitReached(Exception):
    """The token has spent its credits of the day, or would spend more than is left of them. Nothing was started."""

    def __init__(self, *, limit: int, left: int) -> None:
        super().__init__(f"{left} of {limit} credits are left today")
        self.limit, self.left = limit, left


def create_token(
    *,
    user: User,
    name: str,
    scopes: Sequence[str] = tuple(Scope.values),
    expires_at: datetime | None = None,
    daily_credits: int | None = None,
) -> tuple[ApiToken, str]:
    """Make a token and return it with its secret, which cannot be shown again."""
    secret = TOKEN_START + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user,
        name=name or "Token",
        prefix=secret[:8],
        sha256=_hash(secret),
        scopes=" ".join(scope for scope in Scope.values if scope in scopes),
        expires_at=expires_at,
        daily_credits=daily_credits,
    )
    return token, secret


def find_token(*, secret: str, network: str, now: datetime) -> ApiToken | None:
    """Return the token with this secret, which may have expired, or None.

    Also notes its use, and from which network.
    """
    token = ApiToken.objects.select_related("user").filter(sha256=_hash(secret), user__is_active=True).first()
    if token is not None and not token.has_expired(now):
        ApiToken.objects.filter(pk=token.pk).filter(
            Q(last_used_at=None) | Q(last_used_at__lt=now - USE_IS_NOTED_EVERY) | ~Q(last_used_from=network)
        ).update(last_used_at=now, last_used_from=network)
    return token


@contextmanager
def spending(token: ApiToken, credits: int, *, now: datetime) -> Iterator[Callable[[], object]]:
    """Count credits against the token's limit of the day (UTC) for what the block starts; not when the block raises.

    The block gets a function to call when it has started nothing: the same request was answered at the same moment.

    Raises SpendingLimitReached. A crash inside the block leaves them counted until midnight, never the other way round.
    """
    if token.daily_credits is None:
        yield lambda: None
        return
    own = ApiToken.objects.filter(pk=token.pk)
    own.filter(Q(spent_on=None) | ~Q(spent_on=now.date())).update(spent_on=now.date(), spent_credits=0)
    # The guarded UPDATE: two requests at one moment do not both get the last credits.
    if not own.filter(spent_credits__lte=F("daily_credits") - credits).update(
        spent_credits=F("spent_credits") + credits
    ):
        token.refresh_from_db()
        raise SpendingLimitReached(limit=token.daily_credits, left=token.daily_credits - token.spent_credits)

    def give_back() -> None:
        own.filter(spent_on=now.date()).update(spent_credits=Greatest(F("spent_credits") - credits, 0))

    # Counted before the block runs: a crash inside leaves too much counted, never too little.
    try:
        yield give_back
    except BaseException:
        give_back()
        raise


def revoke_token(*, user: User, token_id: int) -> bool:
    """Make one's own token useless at once. False when there is none of that id."""
    deleted, _ = ApiToken.objects.filter(user=user, pk=token_id).delete()
    return bool(deleted)


def revoke_all_tokens(*, user: User) -> int:
    """Make every token of a person useless at once; returns how many there were."""
    deleted, _ = ApiToken.objects.filter(user=user).delete()
    return deleted


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
