"""What an engine makes of a prompt, said while it is being typed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from apps.animations.create.recipe import MAX_PROMPT
from apps.common.control_characters import strip_control_characters
from apps.common.ratelimit import check_rate
from apps.engines.protocol import ReadsPrompts
from apps.engines.registry import EngineNotOffered, get_engine


@require_safe
@cache_control(private=True, max_age=600)
def understood(request: HttpRequest) -> HttpResponse:
    """Answer a piece of HTML: what `prompt` asks the engine of `choice` for; empty for an engine that reads it by itself."""
    check_rate(request, "preview")
    prompt = strip_control_characters(request.GET.get("prompt", ""))[:MAX_PROMPT].strip()
    name, _, model = request.GET.get("choice", "").partition("/")
    try:
        engine = get_engine(name)
    except EngineNotOffered:
        return HttpResponse()
    if not prompt or not isinstance(engine, ReadsPrompts):
        return HttpResponse()
    label = next((one.label for one in engine.capabilities.models if one.name == model), engine.capabilities.label)
    return render(request, "animations/understood.html", {"understood": engine.understand(prompt), "label": label})
