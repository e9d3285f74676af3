"""The API's reference, drawn from its own description."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.api.api import api
from apps.api.recipes import PictureIn, RecipeIn


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
