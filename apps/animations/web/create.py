"""The page on which a GIF is ordered."""

import uuid
from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from apps.accounts.identity import network_mark
from apps.accounts.models import User
from apps.accounts.sign_in import keep_words, take_words
from apps.animations import selectors
from apps.animations.create.daily_credits import give_daily_credits
from apps.animations.create.draft import find_draft
from apps.animations.create.recipe import MAX_PROMPT
from apps.animations.create.refusals import refusal_of
from apps.animations.models import Animation
from apps.animations.retention.usage import LibraryFull, usage_of
from apps.animations.web.create_context import create_page
from apps.animations.web.create_form import CreateForm
from apps.animations.web.create_order import Order
from apps.animations.web.create_problem import Problem
from apps.animations.web.create_values import settings_of
from apps.common.control_characters import strip_control_characters
from apps.common.ratelimit import check_rate

NOT_WORDS = {"image", "mask", "request_key", "draft", "price_shown"}
"""Fields of the form that nobody filled in by hand, and the files, which no session keeps."""


@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Show the form to everyone and start what is ordered with it, which needs an account."""
    if request.method != "POST":
        return _empty_form(request)
    if not request.user.is_authenticated:
        keep_words(request, CreateForm.base_fields.keys() - NOT_WORDS)
        return redirect_to_login(reverse("make"))
    check_rate(request, "submit")
    return Order(request, request.user).answer()


def _empty_form(request: HttpRequest) -> HttpResponse:
    """Show the form with what is known already: a draft, the settings of an animation, words kept over sign-in."""
    if request.user.is_authenticated and request.method == "GET":
        give_daily_credits(owner=request.user, now=timezone.now(), network=network_mark(request))
    form = CreateForm(initial={"prompt": strip_control_characters(request.GET.get("prompt", ""))[:MAX_PROMPT]})
    words_of = _in_address(request, "words", selectors.find_submitted)
    if words_of is not None:
        form.initial = {**form.initial, **settings_of(words_of)}
    if request.user.is_authenticated:
        form.initial = {**form.initial, **take_words(request)}
    return create_page(request, form, draft=_in_address(request, "draft", _draft_of), problem=_full_library(request))


def _full_library(request: HttpRequest) -> Problem | None:
    """Return what to say to somebody who may keep no more GIFs, before they have filled anything in."""
    if not request.user.is_authenticated:
        return None
    usage = usage_of(request.user)
    if not usage.is_full:
        return None
    refusal = refusal_of(LibraryFull(usage))
    return Problem(refusal.title, refusal.sentence, "library")


def _draft_of(owner: User, draft_id: uuid.UUID) -> Animation | None:
    return find_draft(owner=owner, draft_id=draft_id)


def _in_address(
    request: HttpRequest, name: str, find: Callable[[User, uuid.UUID], Animation | None]
) -> Animation | None:
    """Return the draft or animation of one's own that the address names, if there is one."""
    if not request.user.is_authenticated or name not in request.GET:
        return None
    try:
        return find(request.user, uuid.UUID(request.GET[name]))
    except ValueError:
        return None
