"""Template words without business meaning: an icon from the sprite, and amounts as people say them.

Registered as a template builtin, so no template has to load it.
"""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.common.money import in_money

register = template.Library()

KILOBYTE, MEGABYTE = 1_000, 1_000_000  # decimal, as chat places state their upload limits
MINUTE = 60


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw a symbol of `static/icons/sprite.svg`: hidden from screen readers, or an image called `label`."""
    address = static("icons/sprite.svg")
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"></use></svg>', label, address, name
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', address, name)


@register.filter(name="credits")
def count_of_credits(amount: int) -> str:
    """Format an amount with its unit: "1 credit", "12 credits", "1,200 credits"."""
    return f"{amount:,} credit" if amount == 1 else f"{amount:,} credits"


@register.filter
def figure(number: int) -> str:
    """Format a whole number as people read it: "12", "1,200"."""
    return f"{number:,}"


@register.filter
def money(amount_minor: int, currency: str) -> str:
    """Format an amount of a currency's minor unit as people write it: "$5.00"."""
    return in_money(amount_minor, currency)


@register.filter
def dollars(mills: int | None) -> str:
    """Format mills, thousandths of a US dollar, as people write them: "$12.34"; a dash for none."""
    if mills is None:
        return "–"
    return f"{'-' if mills < 0 else ''}${abs(mills) / 1000:,.2f}"


@register.filter
def percent(share: float) -> str:
    """Format a share of one as people read it: "80%"."""
    return f"{round(share * 100)}%"


@register.filter
def megabytes(size: int) -> str:
    """Format a size in bytes, rounded as it is compared with upload limits: "640 KB", "1.4 MB"."""
    kilobytes = round(size / KILOBYTE)
    if kilobytes < MEGABYTE // KILOBYTE:
        return f"{max(1, kilobytes)} KB"
    return f"{size / MEGABYTE:.1f} MB"


@register.filter
def seconds_short(seconds: float) -> str:
    """Format a span in seconds: "0.8 s", "9 s", "2 min"."""
    if seconds < MINUTE:
        return f"{round(seconds, 1):g} s"
    return f"{round(seconds / MINUTE)} min"


@register.filter
def milliseconds_short(milliseconds: int) -> str:
    """Format a span in milliseconds, in the words of `seconds_short`."""
    return seconds_short(milliseconds / 1000)
