"""The operators' desk: people, what they made, and what to do about it."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.accounts.models import User
from apps.accounts.operator_log import LONGEST_REASON
from apps.accounts.reauthentication import after_proof
from apps.accounts.requests import SignedInRequest
from apps.accounts.sign_in import sign_in_first
from apps.animations.models import Animation
from apps.animations.retention.usage import largest_libraries
from apps.common.cursors import decode_cursor, encode_cursor, one_page
from apps.gallery.models import Publication
from apps.operations.desk.acts import PERSON_ACTS
from apps.operations.desk.forms import ActForm
from apps.operations.desk.media_acts import put_page_back, remove_gif, stop_animation, take_page_down
from apps.operations.desk.order import Order, Refused
from apps.operations.desk.people import SHOWN, acts_before, find_people, read_file, undelivered_mail
from apps.operations.desk.purchase_acts import refund_all
from apps.payments.models import Purchase

PAGE_SIZE = 50
LARGEST = 25
View = Callable[..., HttpResponseBase]


def for_operators(view: View) -> View:
    """Return a page that operators reach who are allowed everything; others are told that it is not theirs."""

    @wraps(view)
    def check_and_view(request: SignedInRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        if not request.user.is_superuser:
            raise PermissionDenied
        return view(request, *arguments, **named)

    return never_cache(sign_in_first(check_and_view, keeps_form=False))


def act_of_operators(view: View) -> View:
    """Return an address that takes a form of an operator who proved lately who they are; opened, it leads to the list."""

    @wraps(view)
    def post_or_back(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        if request.method != "POST":
            return redirect("people")
        return view(request, *arguments, **named)

    return for_operators(after_proof(post_or_back))


@for_operators
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "")[:200]
    found = find_people(words)
    return render(request, "operations/people.html", {"people": found, "q": words, "is_cut": len(found) == SHOWN})


@for_operators
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    somebody = get_object_or_404(User, pk=pk)
    context = {
        "file": read_file(somebody, now=timezone.now()),
        "acts": [(name, act) for name, act in PERSON_ACTS.items() if _applies(name, somebody)],
        "longest_reason": LONGEST_REASON,
        "once": uuid.uuid4(),
    }
    return render(request, "operations/person.html", context)


@act_of_operators
def act_on_person(request: SignedInRequest, pk: int, act: str) -> HttpResponse:
    somebody = get_object_or_404(User, pk=pk)
    if act not in PERSON_ACTS:
        raise Http404
    return _carried_out(request, somebody, PERSON_ACTS[act].perform)


@act_of_operators
def act_on_page(request: SignedInRequest, pk: uuid.UUID, act: str) -> HttpResponse:
    publication = get_object_or_404(Publication.objects.select_related("animation__owner"), pk=pk)
    perform = {"take-down": take_page_down, "put-back": put_page_back}.get(act)
    owner = publication.animation.owner
    if perform is None or owner is None:
        raise Http404
    return _carried_out(request, owner, lambda order: perform(order, publication))


@act_of_operators
def act_on_animation(request: SignedInRequest, pk: uuid.UUID, act: str) -> HttpResponse:
    animation = get_object_or_404(Animation.objects.select_related("owner"), pk=pk)
    perform = {"stop": stop_animation, "remove": remove_gif}.get(act)
    if perform is None or animation.owner is None:
        raise Http404
    return _carried_out(request, animation.owner, lambda order: perform(order, animation))


@act_of_operators
def refund_purchase(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    purchase = get_object_or_404(Purchase.objects.select_related("owner"), pk=pk)
    if purchase.owner is None:
        raise Http404
    return _carried_out(request, purchase.owner, lambda order: refund_all(order, purchase))


@for_operators
@require_safe
def acts(request: HttpRequest) -> HttpResponse:
    """Show what operators did, newest first."""
    before = decode_cursor(request.GET.get("before", ""))
    page, more = one_page(acts_before(before)[: PAGE_SIZE + 1], PAGE_SIZE)
    context = {"acts": page, "next_before": encode_cursor(page[-1].at, page[-1].pk) if more else ""}
    return render(request, "operations/acts.html", context)


@for_operators
@require_safe
def storage(request: HttpRequest) -> HttpResponse:
    """Show who keeps the most, largest first."""
    return render(request, "operations/storage.html", {"libraries": largest_libraries(LARGEST)})


@for_operators
@require_safe
def undelivered(request: HttpRequest) -> HttpResponse:
    """Show the addresses that mail doesn't reach, newest first."""
    return render(request, "operations/undelivered.html", {"letters": undelivered_mail(SHOWN)})


def _carried_out(request: SignedInRequest, somebody: User, perform: Callable[[Order], str]) -> HttpResponse:
    form = ActForm(request.POST)
    if not form.is_valid():
        sentence = next(iter(next(iter(form.errors.values()))))
        messages.error(request, f"{sentence} Nothing changed.")
    else:
        order = Order(
            operator=request.user,
            person=somebody,
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
            credits=form.cleaned_data["credits"] or 0,
            once=form.cleaned_data["once"] or uuid.uuid4(),
        )
        try:
            messages.success(request, perform(order))
        except Refused as why:
            messages.error(request, f"{why} Nothing changed.")
    return redirect(reverse("person", args=[somebody.pk]))


def _applies(act: str, somebody: User) -> bool:
    """Return whether an act is offered: nothing is to an account that is erased, and no opposite of what is so."""
    if somebody.erased_at is not None:
        return act == "note"
    return {
        "disable": somebody.is_active,
        "shut-out": somebody.is_active,
        "enable": not somebody.is_active,
        "close": somebody.closing_at is None,
    }.get(act, True)
