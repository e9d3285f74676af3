"""What the create page shows: choices from the engines' capabilities, prices from the dated rows, the kept draft."""

import uuid
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from apps.accounts.consent import has_consented
from apps.accounts.models import User
from apps.animations.copy import engine_label
from apps.animations.create.recipe import MAX_FRAMES, MAX_PROMPT, MIN_FRAMES
from apps.animations.create.suggestions import EXAMPLES, is_low
from apps.animations.create.upload import SENTENCES, Upload
from apps.animations.exports.timeline import BRIDGE_STEPS, MAX_INTERPOLATION, SMOOTH_FPS
from apps.animations.media_links import own_link
from apps.animations.models import Animation
from apps.animations.web.create_form import CreateForm
from apps.animations.web.create_problem import Problem
from apps.animations.web.create_values import carry, odd_values
from apps.animations.web.engine_choices import engine_choices, offered_fallbacks, paid_is_off
from apps.credits.balances import Balances, balances_of
from apps.credits.services.wallets import is_frozen
from apps.engines.quotes import price_for
from apps.imaging.codecs.limits import MAX_ASPECT, MIN_UPLOAD_SIDE
from apps.imaging.codecs.odd import CLEAR_OPACITY, CLEAR_SHARE, CROP_ASPECT, LIGHT_LEVEL, LONG_ASPECT, PLACES

FULL = 8
"""Painted frames from which on a reaction moves smoothly by itself; fewer are filled up to about twelve shown ones."""
FILLED = 12


def between_for(painted: int) -> int:
    """Return how many shown frames to each painted one the quality slider chooses.

    The fewer are paid, the more are filled in.
    """
    return 1 if painted >= FULL else min(MAX_INTERPOLATION, max(2, FILLED // painted))


def buy_address(*, draft: Animation, now: datetime) -> str:
    """Return where credits for a draft are bought, with how many it lacks."""
    price = price_for(draft.engine, draft.model, masked=bool(draft.mask_key), on=now.date())
    spendable = balances_of(draft.owner.ledger_owner, now=now).spendable(draft.engine)
    need = max(0, price.credits_per_frame * draft.frame_count - spendable)
    return f"{reverse('buy')}?{urlencode({'need': need, 'draft': draft.pk})}"


def daily_gifts(balances: Balances) -> list[dict[str, Any]]:
    """Return the free credits of the day, with the name of the engine that they are good for."""
    return [
        {"credits": lot.available, "engine": engine_label(lot.only_engine), "expires_at": lot.expires_at}
        for lot in balances.gifts_of_the_day
    ]


def create_page_context(
    *,
    user: User | None,
    form: CreateForm,
    draft: Animation | None,
    problem: Problem | None,
    request_key: str,
    now: datetime,
) -> dict[str, Any]:
    # What is shown follows the form as it stands, then the draft, then the usual.
    carry(form, draft=draft, request_key=request_key)
    chosen = form["choice"].value() or (f"{draft.engine}/{draft.model}" if draft else "")
    balances = balances_of(user.ledger_owner, now=now) if user else None
    choices = engine_choices(on=now.date(), chosen=chosen, balances=balances)
    checked = next(choice for choice in choices if choice["checked"])
    # Where nothing was set, the fields show the usual length and speed of the checked engine.
    form.initial = {"frames": checked["frames"], "fps": checked["fps"], **form.initial}
    # The field may hold anything; a price is shown all the same.
    try:
        frames = min(MAX_FRAMES, max(MIN_FRAMES, int(form["frames"].value() or checked["frames"])))
    except ValueError:
        frames = checked["frames"]
    # A mask has a price of its own where the engine paints masks by another model.
    per_frame = checked["credits_per_frame"]
    if draft is not None and draft.mask_key and checked["masked_credits_per_frame"] is not None:
        per_frame = checked["masked_credits_per_frame"]
    masked = draft is not None and bool(draft.mask_key)
    fallbacks = offered_fallbacks(choices, masked=masked, chosen=form["fallback_model"].value() or "")
    return {
        "gifts": daily_gifts(balances) if balances else [],
        "is_low": balances is not None and is_low(balances, on=now.date()),
        "frozen": user is not None and is_frozen(user.ledger_owner),
        "paid_is_off": paid_is_off(on=now.date()),
        "form": form,
        "choices": choices,
        "fallbacks": fallbacks,
        "has_fallback": any(fallback["fits"] for fallback in fallbacks),
        "draft": draft,
        "upload": Upload.read(draft.upload) if draft else Upload(),
        "odd": odd_values(form, draft),
        "questions": SENTENCES,
        "draft_url": own_link(draft.source_key, owner=draft.owner_id) if draft else "",
        "problem": problem,
        "request_key": request_key,
        "price": frames * per_frame,
        "price_per_frame": per_frame,
        "frames": frames,
        "usual_fps": checked["fps"],
        "least": MIN_FRAMES,
        "most": MAX_FRAMES,
        "examples": EXAMPLES,
        "signed_in": user is not None,
        "asks_consent": user is not None and not has_consented(user, now=now),
        # What the page's script needs to compute the same figures while choices change.
        "create": {
            "choices": choices,
            "signed_in": user is not None,
            "bridge_steps": BRIDGE_STEPS,
            "smooth_fps": SMOOTH_FPS,
            "ladder": {count: between_for(count) for count in range(MIN_FRAMES, MAX_FRAMES + 1)},
            "odd": {
                "least": MIN_UPLOAD_SIDE,
                "long_aspect": LONG_ASPECT,
                "max_aspect": MAX_ASPECT,
                "crop_aspect": CROP_ASPECT,
                "places": PLACES,
                "clear_opacity": CLEAR_OPACITY,
                "clear_share": CLEAR_SHARE,
                "light_level": LIGHT_LEVEL,
            },
            "limits": {"frames": [MIN_FRAMES, MAX_FRAMES], "prompt": MAX_PROMPT, "side": 1536},
        },
    }


def create_page(
    request: HttpRequest,
    form: CreateForm,
    *,
    draft: Animation | None = None,
    problem: Problem | None = None,
    key: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the form. A draft keeps its key: sending the form again then continues the same row."""
    context = create_page_context(
        user=request.user if request.user.is_authenticated else None,
        form=form,
        draft=draft,
        problem=problem,
        request_key=(draft.request_key if draft is not None else key) or uuid.uuid4().hex,
        now=timezone.now(),
    )
    return render(request, "animations/create.html", context, status=status)
