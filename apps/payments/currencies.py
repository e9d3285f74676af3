"""The currencies that packs are sold in: the least that Stripe charges, and about what a dollar is in each.

Smallest charges as in docs.stripe.com/currencies (read in November 2026). Where Stripe names none for a currency it asks for
what half a dollar is; those are ours, rounded up.
"""

from dataclasses import dataclass

from apps.common.money import decimals, each_in_money, in_money

CREDIT_MILLS = 10
"""What a credit is sold for, in thousandths of a dollar: about a cent."""

TIMES = 10
"""A credit for a tenth of that or ten times as much is no offer but a slip of the keyboard. Rates move by less."""

MOST_MINOR = 99_999_999
"""Stripe takes amounts of eight digits."""

MOST_CREDITS = 1_000_000


@dataclass(frozen=True, slots=True)
class Currency:
    """`least_minor` is the smallest charge, `dollar_minor` about what a dollar is, both in the currency's minor units."""

    code: str
    least_minor: int
    dollar_minor: int


CURRENCIES = {
    code: Currency(code, least, dollar)
    for code, least, dollar in (
        ("usd", 50, 100),
        ("eur", 50, 90),
        ("gbp", 30, 78),
        ("aed", 200, 367),
        ("aud", 50, 152),
        ("bhd", 190, 376),
        ("brl", 50, 550),
        ("cad", 50, 138),
        ("chf", 50, 85),
        ("czk", 1500, 2250),
        ("dkk", 250, 670),
        ("hkd", 400, 780),
        ("huf", 17500, 36000),
        ("inr", 50, 8600),
        ("jod", 360, 709),
        ("jpy", 50, 150),
        ("krw", 700, 1380),
        ("kwd", 160, 307),
        ("mxn", 1000, 1900),
        ("myr", 200, 430),
        ("nok", 300, 1050),
        ("nzd", 50, 168),
        ("omr", 200, 385),
        ("pln", 200, 390),
        ("ron", 200, 450),
        ("sek", 300, 1000),
        ("sgd", 50, 131),
        ("thb", 1000, 3400),
        ("tnd", 1600, 3100),
    )
}


def wrong_amount(amount_minor: int, currency: Currency) -> str:
    """Return why Stripe would not charge this amount, in a sentence; empty when it would."""
    code = currency.code
    if amount_minor < currency.least_minor:
        least = in_money(currency.least_minor, code)
        return f"That is {in_money(amount_minor, code)}. Stripe charges nothing below {least}."
    if amount_minor > MOST_MINOR:
        return f"That is {in_money(amount_minor, code)}. Stripe charges at most {in_money(MOST_MINOR, code)} at once."
    if decimals(code) == 3 and amount_minor % 10:
        return f"Amounts in {code.upper()} end in a zero: cards have no room for the third digit behind the point."
    return ""


def wrong_price(credits: int, amount_minor: int, currency: Currency) -> str:
    """Return why this many credits for this amount must be a slip, in a sentence; empty when it may be meant."""
    usual = currency.dollar_minor * CREDIT_MILLS / 1000
    each = amount_minor / credits
    if usual / TIMES <= each <= usual * TIMES:
        return ""
    code = currency.code
    return (
        f"A credit would cost {each_in_money(amount_minor, credits, code)}. It is sold for about "
        f"{each_in_money(currency.dollar_minor, 1000 // CREDIT_MILLS, code)}; ten times less or more is taken for a slip. "
        "Look at both numbers again."
    )
