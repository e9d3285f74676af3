"""What an engine makes of a prompt, said while it is being typed, and all that it could make."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from apps.animations.create.recipe import MAX_PROMPT
from apps.common.control_characters import strip_control_characters
from apps.common.ratelimit import check_rate
from apps.engines.protocol import ReadsPrompts, Understood
from apps.engines.registry import EngineNotOffered, get_engine

MOST_LEFT_OUT = 3
"""Names of reactions that find no room: more would be a list longer than what plays."""


@require_safe
@cache_control(private=True, max_age=600)
def reactions(request: HttpRequest) -> HttpResponse:
    """Answer a piece of HTML: everything that the engine of `choice` knows, with pictures; empty for one without a list."""
    engine = _reader(request)
    if engine is None:
        return HttpResponse()
    families: dict[str, list[dict[str, str]]] = {}
    for one in engine.known:
        picture = f"reactions/{engine.name}/{one.slug}.jpg"  # made by manage.py make_samples
        families.setdefault(one.family, []).append({"label": one.label, "picture": picture})
    return render(request, "animations/reactions.html", {"families": families})


@require_safe
@cache_control(private=True, max_age=600)
def understood(request: HttpRequest) -> HttpResponse:
    """Answer a piece of HTML: what `prompt` asks the engine of `choice` for; empty for an engine that reads it by itself."""
    check_rate(request, "preview")
    prompt = strip_control_characters(request.GET.get("prompt", ""))[:MAX_PROMPT].strip()
    engine = _reader(request)
    if engine is None or not prompt:
        return HttpResponse()
    model = request.GET["choice"].partition("/")[2]
    capabilities = get_engine(engine.name).capabilities
    label = next((one.label for one in capabilities.models if one.name == model), capabilities.label)
    heard = engine.understand(prompt)
    steps = [
        list(zip(step, rests, strict=True))
        for step, rests in zip(heard.steps, engine.prompts_without(prompt), strict=True)
    ]
    said = {"label": label, "steps": steps, "nearest": heard.nearest, "left_out": _left_out(heard)}
    return render(request, "animations/understood.html", said)


def _left_out(heard: Understood) -> str:
    """Return a sentence on what was understood and will not play, or nothing."""
    if not heard.left_out:
        return ""
    names = list(dict.fromkeys(one.label for one in heard.left_out))
    shown = names[:MOST_LEFT_OUT] + ([f"{len(names) - MOST_LEFT_OUT} more"] if len(names) > MOST_LEFT_OUT else [])
    listed = " and ".join(", ".join(shown).rsplit(", ", 1))
    if len(heard.steps) == heard.most_steps:
        return f"One GIF plays up to {heard.most_steps} steps, so this one leaves out {listed}."
    return f"Up to {heard.most_at_once} reactions play at once, so this GIF leaves out {listed}."


def _reader(request: HttpRequest) -> ReadsPrompts | None:
    """Return the engine that `choice` names, if it is offered and knows a list of things."""
    try:
        engine = get_engine(request.GET.get("choice", "").partition("/")[0])
    except EngineNotOffered:
        return None
    return engine if isinstance(engine, ReadsPrompts) else None
