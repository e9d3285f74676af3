"""How an amount of money is written."""

WITHOUT_CENTS = frozenset(
    ["bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf"]
)
"""Currencies that Stripe counts in whole units (docs.stripe.com/currencies)."""

IN_THOUSANDTHS = frozenset({"bhd", "jod", "kwd", "omr", "tnd"})

SIGNS = {"usd": "$", "eur": "€", "gbp": "£", "jpy": "¥"}


def decimals(currency: str) -> int:
    """How many digits of a minor amount stand behind the point."""
    if currency in WITHOUT_CENTS:
        return 0
    return 3 if currency in IN_THOUSANDTHS else 2


def shown(amount_minor: int, currency: str) -> str:
    """An amount as people read it: $5, $5.50, ¥750, 12.500 KWD. Whole dollars show no cents."""
    digits = decimals(currency)
    whole, rest = divmod(amount_minor, 10**digits)
    number = f"{whole:,}" + (f".{rest:0{digits}}" if rest else "")
    return f"{SIGNS[currency]}{number}" if currency in SIGNS else f"{number} {currency.upper()}"
