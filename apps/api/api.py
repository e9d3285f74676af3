"""HTTP API v1: the same services as the pages. Errors are RFC 9457 problem details."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import NinjaAPI
from ninja.security import HttpBearer

from apps.accounts.models import User
from apps.api.models import ApiToken, Scope
from apps.api.problems import ProblemRaised, answer_problems
from apps.api.services import find_token
from apps.common.addresses import network_address
from apps.common.ratelimit import check_rate


class Bearer(HttpBearer):
    """Lets a request in by a token that may be used for `scope`."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        now = timezone.now()
        found = find_token(secret=token, network=network_address(request), now=now)
        if found is not None:
            request.user = found.user
        check_rate(request, "api")  # a stranger with a guessed token counts for the address
        if found is None:
            return None
        if found.has_expired(now):
            raise ProblemRaised(
                HTTPStatus.UNAUTHORIZED,
                "expired",
                f"This token expired on {found.expires_at:%Y-%m-%d}. Make a new one at {settings.SITE_URL}{reverse('tokens')}. "
                "Nothing was charged.",
            )
        if not found.allows(self.scope):
            raise ProblemRaised(
                HTTPStatus.FORBIDDEN,
                "scope",
                f"This token can't be used for this. It lacks the scope “{self.scope}”. Nothing was charged.",
                scope=str(self.scope),
            )
        return found


READ, MAKE, PUBLISH = Bearer(Scope.READ), Bearer(Scope.MAKE), Bearer(Scope.PUBLISH)
api = NinjaAPI(
    title="gifsite API",
    version="1",
    description="Turn a picture and a prompt into a GIF. Requests that can cost credits take an Idempotency-Key.",
    auth=READ,
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
)
answer_problems(api)


def token_of(request: HttpRequest) -> ApiToken:
    token: ApiToken = request.auth  # type: ignore[attr-defined] # set by ninja from Bearer
    return token


def caller(request: HttpRequest) -> User:
    user: User = token_of(request).user
    return user
