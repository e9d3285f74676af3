from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from apps.accounts.operator_log import checked_reason
from apps.gallery.models import Publication
from apps.operations.desk.media_acts import put_page_back, take_page_down
from apps.operations.desk.order import Order, Refused

ACTS = {"take-down": take_page_down, "put-back": put_page_back}


class Command(BaseCommand):
    help = "Take a public page down, or put it back, with a reason that is written down."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("page", help="its address, or the end of it")
        parser.add_argument("act", choices=sorted(ACTS))
        parser.add_argument("--reason", required=True)

    def handle(self, *, page: str, act: str, reason: str, **_: Any) -> None:
        slug = page.rstrip("/").rpartition("/")[2]
        publication = Publication.objects.select_related("animation__owner").filter(slug=slug).first()
        if publication is None or publication.animation.owner is None:
            raise CommandError(f"There is no page {slug}.")
        try:
            order = Order(
                operator=None, person=publication.animation.owner, reason=checked_reason(reason), now=timezone.now()
            )
            self.stdout.write(f"{slug}: {ACTS[act](order, publication)}")
        except (Refused, ValidationError) as why:
            sentence = why.messages[0] if isinstance(why, ValidationError) else str(why)
            raise CommandError(f"{sentence} Nothing changed.") from why
