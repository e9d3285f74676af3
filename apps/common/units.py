"""Units that cannot be mixed: every amount is an integer of one named unit, and a type checker keeps them apart."""

from typing import NewType

Credits = NewType("Credits", int)
"""What people buy and spend here."""

Cents = NewType("Cents", int)
"""Hundredths of a US dollar."""

Mills = NewType("Mills", int)
"""Thousandths of a US dollar: the smallest unit a vendor's price needs (a tenth of a vendor credit is one mill)."""

MILLS_PER_CENT = 10


def mills_from_cents(amount: Cents) -> Mills:
    return Mills(amount * MILLS_PER_CENT)
