"""The pages about the API: its description, and one's own tokens."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.reauthentication import after_proof
from apps.accounts.requests import SignedInRequest
from apps.accounts.sign_in import posted_by_somebody, sign_in_first
from apps.api.api import api
from apps.api.forms import TokenForm
from apps.api.models import ApiToken, Scope
from apps.api.recipes import PictureIn, RecipeIn
from apps.api.services import create_token, revoke_token


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Show the API's reference, drawn from its own OpenAPI description: no script and no third party."""
    schema = api.get_openapi_schema()
    operations = [
        {
            "method": method.upper(),
            "path": path,
            "summary": operation.get("summary", ""),
            "description": operation.get("description", ""),
            "parameters": operation.get("parameters", []),
            "fields": _fields(operation.get("requestBody", {}), schema),
            "responses": sorted(str(status) for status in operation.get("responses", {})),
        }
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    parts = {
        "recipe": _properties(RecipeIn.model_json_schema()),
        "picture": _properties(PictureIn.model_json_schema()),
    }
    return render(request, "api/docs.html", {"operations": operations, "server": settings.SITE_URL, **parts})


def _fields(body: dict[str, Any], schema: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what a request's body takes: name, kind of value, limits, and whether it is needed."""
    for content in body.get("content", {}).values():
        described = content.get("schema", {})
        options = [described, *described.get("anyOf", [])]
        name = next((option["$ref"].rpartition("/")[2] for option in options if "$ref" in option), "")
        return _properties(schema["components"]["schemas"][name] if name else described)
    return []


def _properties(described: dict[str, Any]) -> list[dict[str, Any]]:
    needed = described.get("required", [])
    return [
        {
            "name": name,
            "kind": _kind(value),
            "needed": name in needed,
            "default": value.get("default"),
            "description": value.get("description", ""),
        }
        for name, value in described.get("properties", {}).items()
    ]


def _kind(value: dict[str, Any]) -> str:
    """Return a JSON Schema value in words: `number, 1 to 50`, `text, at most 2000 characters`, `forward | once`."""
    value = next((option for option in value.get("anyOf", []) if option.get("type") != "null"), value)
    if "enum" in value:
        return " | ".join(value["enum"])
    if value.get("format") == "binary":
        return "file"
    words = {"string": "text", "integer": "whole number", "boolean": "true | false"}
    kind = words.get(value.get("type", ""), str(value.get("type", "object")))
    if value.get("type") == "array":
        return f"list of {value['minItems']} {words.get(value['prefixItems'][0]['type'], 'number')}s"
    if "minimum" in value and "maximum" not in value:
        return f"{kind}, at least {value['minimum']:g}"
    if "minimum" in value:
        kind += f", {value['minimum']:g} to {value['maximum']:g}"
    if "maxLength" in value:
        kind += f", at most {value['maxLength']} characters"
    return kind


@sign_in_first
@after_proof
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: SignedInRequest) -> HttpResponse:
    """List one's own tokens; a new one is shown once, in the answer to the request that made it."""
    now, user = timezone.now(), request.user
    form, new_secret = TokenForm(request.POST or None, initial={"scopes": Scope.values, "days": "90"}), ""
    if request.method == "POST" and form.is_valid():
        _, new_secret = create_token(
            user=user,
            name=form.cleaned_data["name"],
            scopes=form.cleaned_data["scopes"],
            expires_at=form.expires_at(now),
            daily_credits=form.cleaned_data["daily_credits"],
        )
        form = TokenForm(initial={"scopes": Scope.values, "days": "90"})
    own = [(token, token.has_expired(now)) for token in ApiToken.objects.filter(user=user)]
    context = {"tokens": own, "new_secret": new_secret, "form": form}
    return render(request, "api/tokens.html", context, status=422 if form.errors else 200)


@posted_by_somebody(lambda **_: reverse("tokens"))
def token_revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    if revoke_token(user=request.user, token_id=pk):
        messages.success(request, "Token revoked.")
    return redirect("tokens")
