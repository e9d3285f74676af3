"""A fake of Google, Microsoft and GitHub as they sign people in (OAuth 2.0 with PKCE, RFC 6749 and RFC 7636).

Who comes is `person`: what the providers would tell of them, by their own names. A code is good once, for the client, the
address and the verifier that it was given for.
"""

import base64
import hashlib
import json
import secrets
import time
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

from tests.fakes.loopback import MANNERS, Arrival, LoopbackServer, Reply, json_reply

CLIENT = {"client_id": "our-client", "client_secret": "our-secret"}
AUTHORIZE = {
    "/o/oauth2/v2/auth": "google",
    "/common/oauth2/v2.0/authorize": "microsoft",
    "/login/oauth/authorize": "github",
}
TOKENS = {"/token": "google", "/common/oauth2/v2.0/token": "microsoft", "/login/oauth/access_token": "github"}


class FakeIdentity(LoopbackServer):
    """Signs in whoever `person` is at once, as a provider does that already knows its visitor."""

    kinds = frozenset({"ok", "denied", "error_500", "html_200", "list_200"}) | MANNERS

    def __init__(self, *, port: int = 0) -> None:
        super().__init__(port=port)
        self.person: dict[str, Any] = {}
        self._codes: dict[str, dict[str, str]] = {}
        self._tokens: set[str] = set()

    async def respond(self, arrival: Arrival) -> Reply:
        parts = urlsplit(arrival.path)
        behaviour = self.take_behaviour(parts.path)
        self.record("arrived", number=arrival.number, path=parts.path)
        reply = self._reply(arrival, behaviour.kind)
        return replace(reply, manner=behaviour.kind) if behaviour.kind in MANNERS else reply

    def _reply(self, arrival: Arrival, kind: str) -> Reply:
        parts = urlsplit(arrival.path)
        if kind == "error_500":
            return json_reply(500, {"error": "server_error"})
        if kind == "html_200":
            return Reply(200, {"content-type": "text/html"}, b"<p>Back soon")
        if kind == "list_200":
            return json_reply(200, [])
        if parts.path in AUTHORIZE:
            return self._authorize({name: one[0] for name, one in parse_qs(parts.query).items()}, kind)
        if parts.path in TOKENS and arrival.method == "POST":
            form = {name: one[0] for name, one in parse_qs(arrival.body.decode()).items()}
            return self._token(TOKENS[parts.path], form)
        if arrival.headers.get("authorization", "").partition(" ")[2] not in self._tokens:
            return json_reply(401, {"error": {"message": "no such token"}})
        if parts.path in ("/v1.0/me", "/api/v3/user"):
            return json_reply(200, {name: value for name, value in self.person.items() if name != "emails"})
        if parts.path == "/api/v3/user/emails":
            return json_reply(200, self.person["emails"])
        return json_reply(404, {"error": "no such address"})

    def _authorize(self, asked: dict[str, str], kind: str) -> Reply:
        wanted = {"client_id": CLIENT["client_id"], "response_type": "code", "code_challenge_method": "S256"}
        if any(asked.get(name) != value for name, value in wanted.items()) or not asked.get("state"):
            return json_reply(400, {"error": "invalid_request"})
        if kind == "denied":
            answer = {"error": "access_denied", "state": asked["state"]}
        else:
            code = secrets.token_urlsafe(12)
            self._codes[code] = asked
            answer = {"code": code, "state": asked["state"]}
        return Reply(302, {"location": f"{asked['redirect_uri']}?{urlencode(answer)}"}, b"")

    def _token(self, provider: str, form: dict[str, str]) -> Reply:
        asked = self._codes.pop(form.get("code", ""), None)
        if asked is None or any(form.get(name) != value for name, value in CLIENT.items()):
            return json_reply(400, {"error": "invalid_grant"})
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        proved = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (proved, form.get("redirect_uri")) != (asked["code_challenge"], asked["redirect_uri"]):
            return json_reply(400, {"error": "invalid_grant"})
        token = secrets.token_urlsafe(12)
        self._tokens.add(token)
        answer = {"access_token": token, "token_type": "bearer", "expires_in": 3600}
        if provider == "google":
            now = int(time.time())
            claims = {"iss": self.url, "aud": CLIENT["client_id"], "iat": now, "exp": now + 3600, **self.person}
            answer["id_token"] = jwt.encode(claims, "a key that only the provider knows, of 32 bytes")
        return Reply(200, {"content-type": "application/json"}, json.dumps(answer).encode())
