"""Which models may paint in place of another one of the same engine while that is down, and at which price."""

from collections.abc import Mapping
from dataclasses import dataclass

from apps.engines.prices import Price
from apps.engines.protocol import Capabilities, Model


@dataclass(frozen=True, slots=True)
class Fallback:
    """A model that may paint in place of another one, and its price for it."""

    model: Model
    price: Price


def unfit(capabilities: Capabilities, name: str, *, chosen: Model, masked: bool, preset: str, negative: bool) -> str:
    """Return why the model called `name` cannot paint this in place of the chosen one, whatever it costs.

    Empty: it can.
    """
    try:
        model = capabilities.model(name)
    except KeyError:
        return f"{capabilities.label} has no model called “{name[:40]}” to use as a backup."
    if model.name == chosen.name:
        return f"{model.label} is already the chosen style. Choose another backup, or wait."
    if masked and not model.takes_mask:
        return f"{model.label} can't be the backup: it doesn't support painted areas."
    if preset and preset not in model.style_presets:
        return f"{model.label} can't be the backup: it has no style preset called “{preset[:40]}”."
    if negative and not model.takes_negative_prompt:
        return f"{model.label} can't be the backup: it doesn't support things to avoid."
    if chosen.strength is not None and model.strength is None:
        return f"{model.label} can't be the backup: it has no intensity setting."
    return ""


def fallbacks_for(
    capabilities: Capabilities, chosen: Model, *, masked: bool, priced: Mapping[str, Price]
) -> tuple[Fallback, ...]:
    """Return the models of the same engine that cost less than the chosen one, the dearest of them first.

    `priced` has the price of every model of the engine that has one on the day, with a mask when `masked`.
    """
    limit = priced[chosen.name].credits_per_frame
    cheaper = [
        Fallback(model, priced[model.name])
        for model in capabilities.models
        if model.name in priced and priced[model.name].credits_per_frame < limit
    ]
    fitting = [
        one
        for one in cheaper
        if not unfit(capabilities, one.model.name, chosen=chosen, masked=masked, preset="", negative=False)
    ]
    return tuple(sorted(fitting, key=lambda one: -one.price.credits_per_frame))
