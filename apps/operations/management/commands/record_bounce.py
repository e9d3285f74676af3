import sys
from typing import Any

from django.core.management.base import BaseCommand

from apps.accounts.models import User
from apps.mail.bounces import read_bounces
from apps.mail.models import UndeliveredKind
from apps.mail.services import note_undelivered

LARGEST_REPORT = 2**20
"""Bytes read of a report. It quotes the mail it is about, and ours are short."""


class Command(BaseCommand):
    help = "Read a bounced mail from standard input and put its address on the operators' list."

    def handle(self, **_: Any) -> None:
        for bounce in read_bounces(sys.stdin.buffer.read(LARGEST_REPORT)):
            # Anybody can send us a report; only addresses that we write to are of interest.
            if User.objects.filter(email__iexact=bounce.address).exists():
                note_undelivered(address=bounce.address, kind=UndeliveredKind.BOUNCED, detail=bounce.said)
                self.stdout.write(f"{bounce.address}: {bounce.said}")
