"""Amounts of money in words. Amounts are whole numbers of a currency's minor unit, as payment providers count them."""

WITHOUT_MINOR = frozenset(
    ["bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf"]
)
"""Currencies that Stripe counts in whole units (docs.stripe.com/currencies). CLDR's digits, which Babel has, are no substitute:
they count the forint in whole units, of which Stripe counts hundredths.
"""

OF_A_THOUSAND = frozenset(["bhd", "jod", "kwd", "omr", "tnd"])
SIGNS = {"usd": "$", "eur": "€", "gbp": "£", "jpy": "¥"}
MINOR_SIGNS = {"usd": "¢", "eur": "ct", "gbp": "p"}


def decimals(currency: str) -> int:
    """Return how many digits of an amount stand behind the point."""
    if currency in WITHOUT_MINOR:
        return 0
    return 3 if currency in OF_A_THOUSAND else 2


def in_money(amount_minor: int, currency: str) -> str:
    """Return the amount as people write it: "$5.00", "€12.50", "¥500", "1,200.00 CHF"."""
    digits = decimals(currency)
    number = f"{amount_minor / 10**digits:,.{digits}f}"
    return f"{SIGNS[currency]}{number}" if currency in SIGNS else f"{number} {currency.upper()}"


def in_digits(amount_minor: int, currency: str) -> str:
    """Return the amount as spreadsheets read it, without its currency: "5.00", "-12.50", "500"."""
    digits = decimals(currency)
    return f"{amount_minor / 10**digits:.{digits}f}"


def each_in_money(amount_minor: int, count: int, currency: str) -> str:
    """Return what one of `count` things costs that cost `amount_minor` together: "0.95 ¢", "1.50 JPY"."""
    if currency in MINOR_SIGNS:
        return f"{amount_minor / count:.2f} {MINOR_SIGNS[currency]}"
    digits = decimals(currency) + 2
    return f"{amount_minor / 10 ** decimals(currency) / count:.{digits}f} {currency.upper()}"
