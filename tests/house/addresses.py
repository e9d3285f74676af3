"""Every address of the site, filled with values, and every name a request may give a value to."""

import random
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from django.contrib import admin
from django.http import QueryDict
from django.urls import URLPattern, URLResolver, get_resolver

from apps.api.api import api

ROOT = Path(__file__).parent.parent.parent
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
FIELD = re.compile(r"""<(?:input|select|textarea|button)[^>]*\bname="([\w-]+)\"""")
ADMIN_NAMES = [
    "q",
    "p",
    "o",
    "e",
    "all",
    "_changelist_filters",
    "_to_field",
    "_popup",
    "id__exact",
    "pk__in",
    "created_at__gte",
]

NASTY = [
    "", "0", "-1", "1", "true", "null", "NaN", "Infinity", "1e400", "9" * 40, "-" + "9" * 40, "9" * 5000, "0x10", "1_000", "\u0661\u0662",
    "2026-13-45", "0001-01-01", "9999-12-31", "2026-02-30", "2026-02", "9999-99",
    "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59",
    f"0001-01-01T00:00:00+23:59_{uuid.UUID(int=0)}", f"9999-12-31T23:59:59-23:59_{uuid.UUID(int=0)}",
    f"2026-01-01T00:00:00+00:00_{uuid.UUID(int=0)}", "_", "2026-01-01_x", "00000000-0000-0000-0000-000000000000", "not-a-uuid",
    "\0", "a\0b", "\u200b\u200b", "\u202e gnirts", "\U0001f525" * 300, "\ud83d", "%", "%%", "%s", "%00", "{{7*7}}", "${7*7}", "{0.__class__}",
    "'", '"', "';--", "\\", "../../etc/passwd", "//evil.example/", "https://evil.example/", "javascript:alert(1)", "\r\nX-A: 1", "\n",
    "[]", "{}", '{"a": {"b": [1, 2]}}', "[" * 500, "a" * 5000, "<script>", "&", "=", "a=b&c=d", "sketch", "stability", "usd", "xxx", "all",
]  # fmt: skip


def routes() -> list[str]:
    """The route of every address, such as `animations/<uuid:pk>/`."""

    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
        for pattern in patterns:
            route = prefix + str(pattern.pattern).replace("^", "").replace("\\Z", "").replace("$", "")
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, route)
            else:
                yield route

    return sorted(set(walk(get_resolver().url_patterns, "")))


def fill(route: str, choice: random.Random, known: dict[str, list[str]], *, always_good: bool = False) -> str:
    """An address of a route. `known` holds, for a converter (`uuid`, `slug`, …), values that lead somewhere."""
    anything = {
        "uuid": [str(uuid.UUID(int=0)), str(uuid.uuid4())],
        "int": ["0", "1", "2", "9" * 30],
        "slug": ["a", "-", "x" * 300, *known.get("slug", [])],
        "str": ["a", "x" * 2000, "..", "%00", "\U0001f525"],
        "path": ["a", "a/b/c", "../..", "%00", "1/change/"],
    }

    def value(match: re.Match[str]) -> str:
        kind = match[1] or "str"
        good = known.get(kind, [])
        return choice.choice(good) if good and (always_good or choice.random() < 0.7) else choice.choice(anything[kind])

    filled = PARAMETER.sub(value, route)
    return "/" + re.sub(r"\(\?P<\w+>[^)]*\)", lambda _: choice.choice(["1", "a", "9" * 30]), filled).replace("?", "")


def form_fields() -> list[str]:
    """The name of every field of every form, found in the templates."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.glob("templates/**/*.html"))
    return sorted(set(FIELD.findall(text)))


class RecordingQuery(QueryDict):
    """A query that notes which names are asked of it, in `read` of its class."""

    read: ClassVar[set[str]] = set()

    def __getitem__(self, key):
        self.read.add(key)
        return super().__getitem__(key)

    def get(self, key, default=None):
        self.read.add(key)
        return super().get(key, default)

    def getlist(self, key, default=None):
        self.read.add(key)
        return super().getlist(key, default)

    def __contains__(self, key):
        self.read.add(key)
        return super().__contains__(key)


def record_query(get_response):
    """Middleware of the tests: has every view read its query through a RecordingQuery."""

    def middleware(request):
        request.GET = RecordingQuery(request.META.get("QUERY_STRING", ""), encoding=request.encoding)
        return get_response(request)

    return middleware


def admin_names(route: str) -> list[str]:
    """The names that a list of the admin may be asked with: those of all lists, and those of its own filters."""
    names = list(ADMIN_NAMES) if route.startswith("admin/") and "<" not in route else []
    for model, site in admin.site._registry.items():
        if route == f"admin/{model._meta.app_label}/{model._meta.model_name}/":
            names += [f"{name}__exact" for name in site.list_filter]
            if site.date_hierarchy:
                names += [f"{site.date_hierarchy}__{part}" for part in ("year", "month", "day", "gte")]
    return names


def api_parameters() -> dict[str, list[str]]:
    """By route, the query parameters that the API declares."""
    found = {}
    for path, methods in api.get_openapi_schema()["paths"].items():
        names = [
            one["name"] for method in methods.values() for one in method.get("parameters", []) if one["in"] == "query"
        ]
        if names:
            found[re.sub(r"{(\w+)}", r"<\1>", path.lstrip("/"))] = names
    return found
