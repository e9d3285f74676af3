"""The page on which a GIF is ordered."""

import uuid
from collections.abc import Callable
from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from apps.accounts.identity import network_mark
from apps.accounts.models import User
from apps.accounts.sign_in import keep_words, take_words
from apps.animations import selectors
from apps.animations.create import start
from apps.animations.create.daily_credits import give_daily_credits
from apps.animations.create.recipe import MAX_PROMPT, NOT_SAID, Recipe, RecipeInput, RecipeInvalid, complete, quote
from apps.animations.create.upload import ChoiceMissing
from apps.animations.models import Animation
from apps.animations.web.create_context import Problem, buy_address, problem_of, settings_of, studio_context
from apps.animations.web.forms import FORM_FIELDS, StudioForm
from apps.common.plain import plain
from apps.common.ratelimit import check_rate
from apps.credits.services.holding import InsufficientCredits
from apps.credits.services.wallets import Frozen
from apps.imaging.codecs.odd import Choices
from apps.imaging.errors import PictureRejected
from apps.imaging.sandbox.process import default_sandbox

NOT_WORDS = {"image", "mask", "request_key", "draft", "price_shown"}
"""Fields of the studio that nobody filled in by hand, and the files, which no session keeps."""


@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """The studio. Open to everyone to look at; making needs an account. An error keeps the picture as a draft."""
    if request.method != "POST":
        if request.user.is_authenticated and request.method == "GET":
            give_daily_credits(owner=request.user, now=timezone.now(), network=network_mark(request))
        wish = plain(request.GET.get("prompt", ""))[:MAX_PROMPT]
        form = StudioForm(initial={"prompt": wish})
        words_of = _in_address(request, "words", selectors.find_submitted)
        if words_of is not None:
            form.initial = {**form.initial, **settings_of(words_of)}
        if request.user.is_authenticated:
            form.initial = {**form.initial, **take_words(request)}
        return _studio(request, form, draft=_in_address(request, "draft", _draft_of))
    if not request.user.is_authenticated:
        keep_words(request, StudioForm.base_fields.keys() - NOT_WORDS)
        return redirect_to_login(reverse("make"))
    check_rate(request, "submit")
    now = timezone.now()
    form = StudioForm(request.POST, request.FILES)
    is_valid = form.is_valid()
    owner: User = request.user
    key = form.cleaned_data.get("request_key") or uuid.uuid4().hex
    draft_id = form.cleaned_data.get("draft")
    draft = start.find_draft(owner=owner, draft_id=draft_id) if draft_id else None
    upload, mask_upload = form.cleaned_data.get("image"), form.cleaned_data.get("mask")
    mask = mask_upload.read() if mask_upload else None
    missing = set() if form.cleaned_data.get("prompt", "…").strip() else {"prompt"}
    kept_mask = upload is None and draft is not None and bool(draft.mask_key)
    recipe: Recipe | None = None
    try:
        completed = complete(form.wished(), masked=bool(mask) or kept_mask)
        quote(completed, masked=bool(mask) or kept_mask, on=now.date())
        recipe = completed
    except RecipeInvalid as invalid:
        for name, sentence in invalid.errors.items():
            field = {"engine": "choice", "model": "choice", "style_preset": "choice", **FORM_FIELDS}.get(name, name)
            if field not in form.errors:  # one sentence a field: the first says what to do
                form.add_error(field, sentence)
    picture = start.picture_of(draft) if draft is not None else None
    choices = form.picture_choices()
    engine = recipe.engine if recipe else (form.wished().engine or "sketch")
    try:
        if upload is not None:
            image = upload.read()
            repeated = recipe and _made_before(owner, key, recipe, start.fingerprint(image, mask, choices))
            if repeated:
                return redirect("animation", repeated.pk)
            check_rate(request, "upload")
            picture = _picture_of(image, mask, engine=engine, choices=choices)
        elif draft is not None and draft.whole_key:
            check_rate(request, "upload")
            picture = start.choose_again(draft, engine=engine, sandbox=default_sandbox(), choices=choices)
    except PictureRejected as rejected:
        form.add_error("image", rejected.message)
    except LookupError:
        if "choice" not in form.errors:
            form.add_error("choice", "That style isn't available.")
    for question in picture.upload.questions if picture is not None else ():
        field = {"crop": "picture_crop"}.get(question.field, question.field)
        if field not in form.errors:
            form.add_error(field, question.sentence)
    if picture is not None and recipe is not None:
        try:
            start.check_room(recipe, picture)
        except RecipeInvalid as invalid:
            recipe = None
            form.add_error("caption", invalid.errors["caption"])
    if picture is None and "image" not in form.errors:
        missing.add("image")
        form.add_error("image", "Add a picture first.")
    if "keep" in request.POST and picture is not None and "image" not in form.errors:
        # Leaving to buy credits: the draft stays here, so that the way back leads to it from any browser.
        if selectors.is_key_spent(owner, key):
            key = uuid.uuid4().hex
        kept = recipe or _nearest_recipe(form, masked=bool(picture.mask_key))
        now = timezone.now()
        draft = start.keep_draft(owner=owner, request_key=key, picture=picture, recipe=kept, now=now)
        return HttpResponseRedirect(buy_address(draft=draft, now=now), status=303)
    if picture is None or recipe is None or not is_valid or form.errors:
        if selectors.is_key_spent(owner, key):
            key = uuid.uuid4().hex
        if picture is not None:
            draft = start.keep_draft(
                owner=owner,
                request_key=key,
                picture=picture,
                recipe=recipe or _nearest_recipe(form, masked=bool(picture.mask_key)),
                now=timezone.now(),
            )
        problem = problem_of(form, missing=frozenset(missing))
        return _studio(request, form, draft=draft, problem=problem, key=key, status=422)
    try:
        animation = start.start_animation(
            owner=owner,
            request_key=key,
            picture=picture,
            recipe=recipe,
            price_shown=form.cleaned_data.get("price_shown"),
            now=now,
            network=network_mark(request),
        )
    except InsufficientCredits as short:
        lacking = short.needed - short.available
        problem = Problem(
            f"You need {lacking} more {'credit' if lacking == 1 else 'credits'}",
            f"This GIF costs {short.needed} and you have {short.available}. Nothing was charged, and your picture is saved.",
            "credits",
            need=lacking,
        )
        status = 402
    except Frozen:
        problem = Problem(
            "You can't start new GIFs right now",
            "Your bank is disputing an earlier payment, so your credits are on hold until that's resolved. Nothing was charged, and your draft is saved.",
            "frozen",
        )
        status = 403
    except start.PriceRose as rose:
        problem = Problem(
            f"These settings cost {rose.price} credits",
            f"You were shown {rose.shown}. Nothing was charged, and your settings are saved. Press Generate again to accept the new price.",
            "price",
        )
        status = 409
    except start.KeyReused as reused:
        problem = Problem(
            "You already sent this",
            "It made a GIF that's in your library, and nothing more was charged. Press Generate again to make another.",
            "repeat",
        )
        key, status = uuid.uuid4().hex, 409
        del reused
    else:
        for note in picture.upload.notes:
            messages.info(request, note)
        return redirect("animation", animation.pk)
    draft = start.keep_draft(owner=owner, request_key=key, picture=picture, recipe=recipe, now=timezone.now())
    return _studio(request, form, draft=draft, problem=problem, key=key, status=status)


def _picture_of(image: bytes, mask: bytes | None, *, engine: str, choices: Choices) -> start.Picture:
    """The picture that was sent; an odd one is kept whole, so that its choices can be made without sending it again."""
    try:
        return start.take_picture(image=image, mask=mask, engine=engine, sandbox=default_sandbox(), choices=choices)
    except ChoiceMissing:
        return start.keep_odd_picture(image=image, mask=mask, engine=engine, sandbox=default_sandbox(), choices=choices)


def _made_before(owner: User, key: str, recipe: Recipe, fingerprint: str) -> Animation | None:
    """The animation of the same form sent twice, found before its picture is decoded a second time."""
    try:
        return start.find_submitted(owner=owner, request_key=key, request_hash=start.request_hash(recipe, fingerprint))
    except start.KeyReused:
        return None


def _nearest_recipe(form: StudioForm, *, masked: bool) -> Recipe:
    """What was wished as far as it can be painted; the engine's defaults where it cannot."""
    wished = form.wished()
    try:
        return complete(replace(wished, prompt=wished.prompt.strip() or NOT_SAID), masked=masked)
    except RecipeInvalid:
        return complete(RecipeInput(prompt=NOT_SAID), masked=False)


def _draft_of(owner: User, draft_id: uuid.UUID) -> Animation | None:
    return start.find_draft(owner=owner, draft_id=draft_id)


def _in_address(
    request: HttpRequest, name: str, find: Callable[[User, uuid.UUID], Animation | None]
) -> Animation | None:
    """The draft or animation of one's own that the address names, if there is one."""
    if not request.user.is_authenticated or name not in request.GET:
        return None
    try:
        return find(request.user, uuid.UUID(request.GET[name]))
    except ValueError:
        return None


def _studio(
    request: HttpRequest,
    form: StudioForm,
    *,
    draft: Animation | None = None,
    problem: Problem | None = None,
    key: str | None = None,
    status: int = 200,
) -> HttpResponse:
    # A draft keeps its key: sending the form again then continues the same row.
    key = (draft.request_key if draft is not None else key) or uuid.uuid4().hex
    context = studio_context(
        user=request.user if request.user.is_authenticated else None,
        form=form,
        draft=draft,
        problem=problem,
        request_key=key,
        now=timezone.now(),
    )
    return render(request, "animations/make.html", context, status=status)
