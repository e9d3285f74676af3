"""What is suggested before somebody orders: example prompts, and when to top up."""

from datetime import date

from apps.credits.balances import Balances
from apps.engines.offers import offers, suggested

IDEAS = {
    "fury": "his face contorts with silent fury",
    "sob": "she bursts into tears",
    "smile": "a woman begins to smile",
    "fire": "everything is on fire, this is fine",
    "mind": "mind blown",
    "facepalm": "facepalm",
}
"""Prompts to begin with, by the name of their picture on the landing page (`manage.py make_samples`)."""

EXAMPLES = tuple(IDEAS.values())


def is_low(balances: Balances, *, on: date) -> bool:
    """Return whether somebody has less to spend than a usual GIF costs on the engine that is suggested."""
    usual = suggested(offers(on=on))
    return balances.spendable(usual.engine) < usual.gif_credits
