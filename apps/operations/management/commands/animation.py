import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from apps.accounts.operator_log import checked_reason
from apps.animations.models import Animation
from apps.operations.desk.media_acts import remove_gif, stop_animation
from apps.operations.desk.order import Order, Refused

ACTS = {"stop": stop_animation, "remove": remove_gif}


class Command(BaseCommand):
    help = "Stop a GIF that is being made, or move it to its owner's trash, with a reason that is written down."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("animation", type=uuid.UUID, help="its ID")
        parser.add_argument("act", choices=sorted(ACTS))
        parser.add_argument("--reason", required=True)

    def handle(self, *, animation: uuid.UUID, act: str, reason: str, **_: Any) -> None:
        found = Animation.objects.select_related("owner").filter(pk=animation).first()
        if found is None or found.owner is None:
            raise CommandError(f"There is no GIF {animation}.")
        try:
            order = Order(operator=None, person=found.owner, reason=checked_reason(reason), now=timezone.now())
            self.stdout.write(f"{animation}: {ACTS[act](order, found)}")
        except (Refused, ValidationError) as why:
            sentence = why.messages[0] if isinstance(why, ValidationError) else str(why)
            raise CommandError(f"{sentence} Nothing changed.") from why
