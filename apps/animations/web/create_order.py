"""What becomes of the form of the create page once it is sent."""

import uuid
from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone

from apps.accounts.consent import has_consented, note_consent
from apps.accounts.identity import network_mark
from apps.accounts.models import User
from apps.animations import selectors
from apps.animations.copy import engine_label
from apps.animations.create.draft import find_draft, keep_draft, picture_of
from apps.animations.create.picture import (
    Picture,
    choose_again,
    fingerprint_of,
    keep_odd_picture,
    point_at_face,
    take_picture,
)
from apps.animations.create.quote import quote
from apps.animations.create.recipe import NOT_SAID, Recipe, RecipeInput, RecipeInvalid, complete, default_engine
from apps.animations.create.refusals import refusal_of
from apps.animations.create.submit import (
    KeyReused,
    PriceRose,
    check_room,
    find_submitted,
    hash_request,
    submit_animation,
)
from apps.animations.create.upload import ChoiceMissing
from apps.animations.models import Animation
from apps.animations.retention.usage import LibraryFull
from apps.animations.web.create_context import buy_address, create_page
from apps.animations.web.create_form import CreateForm
from apps.animations.web.create_problem import NOT_UNDERSTOOD, Problem, problem_of
from apps.animations.web.forms import FORM_FIELDS
from apps.common.ratelimit import check_rate
from apps.credits.services.holds import InsufficientCredits
from apps.credits.services.wallets import Frozen
from apps.engines.protocol import ReadsPrompts
from apps.engines.registry import get_engine
from apps.imaging.codecs.odd import Choices
from apps.imaging.errors import Gone, PictureRejected
from apps.imaging.sandbox.process import default_sandbox

NEXT_STEPS = {
    "credits": ("credits", "Nothing was charged, and your picture is saved."),
    "frozen": ("frozen", "Nothing was charged, and your draft is saved."),
    "price": (
        "price",
        "Nothing was charged, and your settings are saved. Press Generate again to accept the new price.",
    ),
    "library-full": ("library", "Nothing was charged, and your picture is saved for 24 hours."),
    "key-reused": ("repeat", "Nothing more was charged. Press Generate again to make another."),
}
"""By the code of a refusal: the kind of the page's problem, and what was saved and what to do next."""


class Order:
    """One posted form. Whatever is wrong with it, its picture is kept as a draft and nothing is charged."""

    def __init__(self, request: HttpRequest, owner: User) -> None:
        self.request, self.owner = request, owner
        self.now = timezone.now()
        self.form = CreateForm(request.POST, request.FILES)
        self.is_valid = self.form.is_valid()
        data = self.form.cleaned_data
        self.key: str = data.get("request_key") or uuid.uuid4().hex
        self.draft = find_draft(owner=owner, draft_id=data["draft"]) if data.get("draft") else None
        self.upload = data.get("image")
        self.mask: bytes | None = data["mask"].read() if data.get("mask") else None
        self.recipe: Recipe | None = None
        self.picture: Picture | None = picture_of(self.draft) if self.draft is not None else None
        self.missing = set() if data.get("prompt", "…").strip() else {"prompt"}

    def answer(self) -> HttpResponse:
        """Check recipe and picture, then start the animation or show the form with what is wrong."""
        try:
            return self._answer()
        except Gone as gone:  # deleted in another tab, or a draft of the day before
            self.picture = self.draft = None
            self.form.add_error("image", gone.message)
            return self._page(problem_of(self.form, missing=frozenset()), status=422)

    def _answer(self) -> HttpResponse:
        self._complete_recipe()
        made_before = self._take_picture()
        if made_before is not None:
            return redirect("animation", made_before.pk)
        self._ask_about_picture()
        self._check_room()
        if self.form.cleaned_data.get("asked"):
            self._ask_about_people()
            self._ask_what_is_meant()
        if self.picture is None and "image" not in self.form.errors:
            self.missing.add("image")
            self.form.add_error("image", "Add a picture first.")
        if "keep" in self.request.POST and self.picture is not None and "image" not in self.form.errors:
            # Leaving to buy credits: the draft stays here, so that the way back leads to it from any browser.
            draft = self._keep_draft(self.picture)
            return HttpResponseRedirect(buy_address(draft=draft, now=self.now), status=303)
        if self.picture is None or self.recipe is None or not self.is_valid or self.form.errors:
            if self.picture is not None:
                self.draft = self._keep_draft(self.picture)
            else:
                self._renew_spent_key()
            problem = problem_of(self.form, missing=frozenset(self.missing))
            return self._page(problem, status=422)
        return self._start(self.picture, self.recipe)

    def _complete_recipe(self) -> None:
        """Complete and price the recipe, or put a sentence at each field that cannot be painted."""
        kept_mask = self.upload is None and self.draft is not None and bool(self.draft.mask_key)
        masked = bool(self.mask) or kept_mask
        try:
            completed = complete(self.form.requested(), masked=masked)
            quote(completed, masked=masked, on=self.now.date())
            self.recipe = completed
        except RecipeInvalid as invalid:
            for name, sentence in invalid.errors.items():
                field = {"engine": "choice", "model": "choice", "style_preset": "choice", **FORM_FIELDS}.get(name, name)
                self._add_first_error(field, sentence)

    def _take_picture(self) -> Animation | None:
        """Decode what was uploaded; return the animation of the same form sent before, if there is one."""
        choices = self.form.picture_choices()
        engine = self.recipe.engine if self.recipe else (self.form.requested().engine or default_engine())
        try:
            if self.upload is not None:
                image = self.upload.read()
                fingerprint = fingerprint_of(image, self.mask, choices)
                made_before = self._made_before(fingerprint)
                if made_before is not None:
                    return made_before
                check_rate(self.request, "upload")
                self.picture = _picture_of(image, self.mask, engine=engine, choices=choices)
            elif self.draft is not None and self.draft.whole_key:
                check_rate(self.request, "upload")
                self.picture = choose_again(self.draft, engine=engine, sandbox=default_sandbox(), choices=choices)
            elif self.picture is not None and "face" not in self.form.errors:
                self.picture = point_at_face(self.picture, choices.face, sandbox=default_sandbox())
        except PictureRejected as rejected:
            self.form.add_error("image", rejected.message)
        except LookupError:
            self._add_first_error("choice", "That style isn't available.")
        return None

    def _made_before(self, fingerprint: str) -> Animation | None:
        """Return the animation of the same form sent twice, before its picture is decoded a second time."""
        if self.recipe is None:
            return None
        request_hash = hash_request(self.recipe, fingerprint)
        try:
            return find_submitted(owner=self.owner, request_key=self.key, request_hash=request_hash)
        except KeyReused:
            return None

    def _ask_about_picture(self) -> None:
        """Put each open question about an odd picture at its field."""
        for question in self.picture.upload.questions if self.picture is not None else ():
            self._add_first_error({"crop": "picture_crop"}.get(question.field, question.field), question.sentence)

    def _ask_about_people(self) -> None:
        """Ask once a day whether the people shown may be used."""
        if self.form.cleaned_data.get("consent"):
            note_consent(self.owner, now=self.now)
        elif not has_consented(self.owner, now=self.now):
            self._add_first_error("consent", "Confirm that you have permission to use the people shown.")

    def _ask_what_is_meant(self) -> None:
        """Refuse a prompt of which an engine that knows a list of things knows none: nobody pays for nothing."""
        if self.recipe is None:
            return
        engine = get_engine(self.recipe.engine)
        if not isinstance(engine, ReadsPrompts):
            return
        heard = engine.understand(self.recipe.prompt)
        if not heard.steps:
            label, nearest = engine_label(self.recipe.engine), ", ".join(heard.nearest)
            sentence = f"{label} doesn't know a reaction for that. Try: {nearest}."
            if "prompt" not in self.form.errors:
                self.form.add_error("prompt", ValidationError(sentence, code=NOT_UNDERSTOOD))

    def _check_room(self) -> None:
        """Refuse a caption for which the picture has no room."""
        if self.picture is None or self.recipe is None:
            return
        try:
            check_room(self.recipe, self.picture)
        except RecipeInvalid as invalid:
            self.recipe = None
            self.form.add_error("caption", invalid.errors["caption"])

    def _start(self, picture: Picture, recipe: Recipe) -> HttpResponse:
        try:
            animation = submit_animation(
                owner=self.owner,
                request_key=self.key,
                picture=picture,
                recipe=recipe,
                price_shown=self.form.cleaned_data.get("price_shown"),
                now=self.now,
                network=network_mark(self.request),
            )
        except (InsufficientCredits, Frozen, PriceRose, KeyReused, LibraryFull) as refused:
            if isinstance(refused, KeyReused):
                self.key = uuid.uuid4().hex
            problem, status = problem_for(refused)
            self.draft = keep_draft(
                owner=self.owner, request_key=self.key, picture=picture, recipe=recipe, now=timezone.now()
            )
            return self._page(problem, status=status)
        for note in picture.upload.notes:
            messages.info(self.request, note)
        return redirect("animation", animation.pk)

    def _keep_draft(self, picture: Picture) -> Animation:
        self._renew_spent_key()
        recipe = self.recipe or _nearest_recipe(self.form, masked=bool(picture.mask_key))
        return keep_draft(owner=self.owner, request_key=self.key, picture=picture, recipe=recipe, now=timezone.now())

    def _renew_spent_key(self) -> None:
        """Take another key where the form's has made an animation already, so that the next try makes its own."""
        if selectors.is_key_spent(self.owner, self.key):
            self.key = uuid.uuid4().hex

    def _add_first_error(self, field: str, sentence: str) -> None:
        """Put one sentence at a field: the first says what to do."""
        if field not in self.form.errors:
            self.form.add_error(field, sentence)

    def _page(self, problem: Problem, *, status: int) -> HttpResponse:
        return create_page(self.request, self.form, draft=self.draft, problem=problem, key=self.key, status=status)


def problem_for(error: InsufficientCredits | Frozen | PriceRose | KeyReused | LibraryFull) -> tuple[Problem, int]:
    """Return what the page says when an animation was not started, and the page's status."""
    refusal = refusal_of(error)
    kind, next_step = NEXT_STEPS[refusal.code]
    need = refusal.details["needed"] - refusal.details["available"] if refusal.code == "credits" else 0
    return Problem(refusal.title, f"{refusal.sentence} {next_step}", kind, need=need), refusal.status


def _picture_of(image: bytes, mask: bytes | None, *, engine: str, choices: Choices) -> Picture:
    """Return the picture that was sent. An odd one is kept whole: its choices are made without sending it again."""
    try:
        return take_picture(image=image, mask=mask, engine=engine, sandbox=default_sandbox(), choices=choices)
    except ChoiceMissing:
        return keep_odd_picture(image=image, mask=mask, engine=engine, sandbox=default_sandbox(), choices=choices)


def _nearest_recipe(form: CreateForm, *, masked: bool) -> Recipe:
    """Return what was wanted as far as it can be painted; the engine's defaults where it cannot."""
    requested = form.requested()
    try:
        return complete(replace(requested, prompt=requested.prompt.strip() or NOT_SAID), masked=masked)
    except RecipeInvalid:
        return complete(RecipeInput(prompt=NOT_SAID), masked=False)
