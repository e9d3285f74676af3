"""The mail that a developer's site would have sent."""

import email
import email.policy
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe


@require_safe
def dev_mail(request: HttpRequest) -> HttpResponse:
    """List the mail a developer's site would have sent. There is no such page where mail is really sent."""
    if not settings.SHOW_DEV_MAIL:
        raise Http404
    return render(request, "operations/dev_mail.html", {"messages_sent": read_mail()})


def read_mail(limit: int = 50) -> list[dict[str, Any]]:
    """Return messages from the mail folder, newest first."""
    found: list[dict[str, Any]] = []
    files = sorted(settings.MAIL_DIR.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in files[:limit]:
        for part in reversed(path.read_bytes().split(b"-" * 79 + b"\n")):
            if not part.strip():
                continue
            message = email.message_from_bytes(part, policy=email.policy.default)
            body = message.get_body(preferencelist=("plain", "html"))
            found.append(
                {
                    "id": path.stem,
                    "to": str(message["To"]),
                    "subject": str(message["Subject"]),
                    "sent_at": datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.get_current_timezone()),
                    "text": body.get_content() if body is not None else "",
                }
            )
    return found[:limit]
