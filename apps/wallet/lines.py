"""The lines of a statement in words: what each is about, where that is, and the money of a purchase."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from apps.accounts.models import User
from apps.animations.copy import model_name
from apps.animations.models import Animation
from apps.animations.selectors import frames_of_fallbacks
from apps.credits.statements import StatementLine
from apps.payments.statement_money import MoneyMoved, money_moved, paid_words


def described(lines: Sequence[StatementLine], *, owner: User) -> list[dict[str, Any]]:
    """Return lines with what they are about: the GIF by its prompt and by what stepped in for its model, or the purchase.

    In the same few queries for any number of them.
    """
    ids = {line.newest: _animation_id(line.group_key) for line in lines}
    wanted = [pk for pk in ids.values() if pk]
    prompts = {animation.pk: animation.name for animation in Animation.objects.owned_by(owner).filter(pk__in=wanted)}
    stepped_in: dict[uuid.UUID | None, dict[str, Any]] = {
        pk: {"count": count, "model": model_name(engine, model)}
        for pk, (engine, model, count) in frames_of_fallbacks(list(prompts)).items()
    }
    money = money_moved(lines, owner=owner)
    return [
        {
            **_described(line, ids[line.newest], prompts, money.get(line.key)),
            "stepped_in": stepped_in.get(ids[line.newest]),
        }
        for line in lines
    ]


def _described(
    line: StatementLine, about: uuid.UUID | None, prompts: dict[uuid.UUID, str], money: MoneyMoved | None
) -> dict[str, Any]:
    known = about if about in prompts else None
    url = ""
    if known and prompts[known]:
        url = reverse("animation", args=[known])
    elif money:
        url = reverse("purchase", args=[money.purchase])
    return {
        "line": line,
        "what": (prompts[known] or "A GIF you deleted") if known else _words(line),
        "is_gif": bool(line.group_key),
        "is_own_gif": known is not None,
        "url": url,
        "money": money,
        "paid": paid_words(line, money) if money else "",
        "change_size": f"{abs(line.change):,}",
        "receipt_url": f"{url}#frame-receipts" if known and url else "",
    }


def _words(line: StatementLine) -> str:
    if line.key.startswith("taken:") and (line.granted or line.owed < 0):
        return "Yours again: no longer taken back"
    return line.reason or "Credits"


def _animation_id(group_key: str) -> uuid.UUID | None:
    """Return the animation that a group key names, if it names one."""
    kind, _, rest = group_key.partition(":")
    try:
        return uuid.UUID(rest) if kind == "animation" else None
    except ValueError:
        return None
