"""Sign-in with accounts of other sites: each is offered once it has a client ID and a secret."""

from dataclasses import dataclass
from typing import Any

from gifsite.environment import Environment


@dataclass(frozen=True, slots=True)
class Client:
    """What a provider knows this site by. `base_url` is another address than its public one: an own server, or a fake."""

    id: str
    secret: str
    base_url: str = ""


def clients_in(env: Environment) -> dict[str, Client]:
    """Read GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, GOOGLE_BASE_URL, and those of the other providers."""
    return {
        name.lower(): Client(
            id=env.str(f"{name}_CLIENT_ID", ""),
            secret=env.str(f"{name}_CLIENT_SECRET", ""),
            base_url=env.str(f"{name}_BASE_URL", "").rstrip("/"),
        )
        for name in ("GOOGLE", "MICROSOFT", "GITHUB")
    }


def providers(*, google: Client, microsoft: Client, github: Client, tenant: str) -> dict[str, dict[str, Any]]:
    """Return allauth's settings of the providers that are offered.

    `tenant` says whose Microsoft accounts sign in: `common` is everybody's, an ID is those of one organization.
    """
    found: dict[str, dict[str, Any]] = {}
    if google.id and google.secret:
        found["google"] = _app(google) | {"SCOPE": ["profile", "email"], "AUTH_PARAMS": {"prompt": "select_account"}}
        if google.base_url:
            found["google"] |= {
                "AUTHORIZE_URL": f"{google.base_url}/o/oauth2/v2/auth",
                "ACCESS_TOKEN_URL": f"{google.base_url}/token",
                "ID_TOKEN_ISSUER": google.base_url,
            }
    if microsoft.id and microsoft.secret:
        own = {"login_url": microsoft.base_url, "graph_url": microsoft.base_url} if microsoft.base_url else {}
        found["microsoft"] = _app(microsoft, tenant=tenant, **own) | {"SCOPE": ["User.Read"]}
    if github.id and github.secret:
        found["github"] = _app(github) | {"SCOPE": ["user:email"]}
        if github.base_url:
            found["github"] |= {"GITHUB_URL": github.base_url}
    return found


def origins(offered: dict[str, dict[str, Any]], *, google: Client, microsoft: Client, github: Client) -> list[str]:
    """Return where the forms of the sign-in page lead on to."""
    public = {
        "google": google.base_url or "https://accounts.google.com",
        "microsoft": microsoft.base_url or "https://login.microsoftonline.com",
        "github": github.base_url or "https://github.com",
    }
    return [public[name] for name in offered]


def _app(client: Client, **settings: str) -> dict[str, Any]:
    return {
        "APP": {"client_id": client.id, "secret": client.secret, "settings": settings},
        "OAUTH_PKCE_ENABLED": True,
    }
