"""What is suggested before somebody orders: example prompts, and when to top up."""

from datetime import date

from apps.credits.balances import Balances
from apps.engines.offers import offers, suggested

EXAMPLES = (
    "his face contorts with silent fury",
    "she bursts into tears",
    "laughing so hard that everything shakes",
    "the room melts",
    "dramatic zoom, everything on fire",
    "sparkles of pure joy",
)


def is_low(balances: Balances, *, on: date) -> bool:
    """Return whether somebody has less to spend than a usual GIF costs on the engine that is suggested."""
    usual = suggested(offers(on=on))
    return balances.spendable(usual.engine) < usual.gif_credits
