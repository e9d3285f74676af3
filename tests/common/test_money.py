import pytest

from apps.common.money import each_in_money, in_money


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        (500, "usd", "$5.00"),
        (123456, "eur", "€1,234.56"),
        (500, "jpy", "¥500"),
        (500, "chf", "5.00 CHF"),
        (1500, "kwd", "1.500 KWD"),
        (0, "gbp", "£0.00"),
        (36000, "huf", "360.00 HUF"),
    ],
)
def test_amounts_are_written_as_people_write_them(amount, currency, words):
    assert in_money(amount, currency) == words


@pytest.mark.parametrize(
    ("amount", "count", "currency", "words"),
    [
        (1000, 1050, "usd", "0.95 ¢"),
        (2000, 2200, "eur", "0.91 ct"),
        (800, 500, "jpy", "1.60 JPY"),
        (500, 500, "chf", "0.0100 CHF"),
    ],
)
def test_what_one_costs_is_told_exactly_enough(amount, count, currency, words):
    assert each_in_money(amount, count, currency) == words
