from datetime import datetime
from typing import Any

from celery.signals import worker_ready, worker_shutting_down
from django.dispatch import receiver
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.signals import (
    account_closing,
    account_erased,
    account_reopened,
    personal_data_requested,
    personal_files_requested,
)
from apps.animations.findings import findings_of_animations
from apps.animations.operations.heartbeats import start_heartbeat
from apps.animations.personal_data import files_of_animations, words_of_animations
from apps.animations.rendering import batching
from apps.animations.rendering.spool_watcher import start_spool_watcher
from apps.animations.retention.account import delete_all, erase_all, restore_all
from apps.animations.retention.erase import erase_due
from apps.animations.retention.measure import measure_missing
from apps.common.retention import collect_due
from apps.common.signals import sweeping
from apps.credits.findings import verifying


@receiver(verifying)
def verify_animations(*, deep: bool, **_: Any) -> list[str]:
    return findings_of_animations(deep=deep, now=timezone.now())


@receiver(account_closing)
def delete_with_the_account(*, user: User, now: datetime, **_: Any) -> None:
    delete_all(owner=user, now=now)


@receiver(account_reopened)
def restore_with_the_account(*, user: User, closing_at: datetime, **_: Any) -> None:
    restore_all(owner=user, deleted_at=closing_at, now=timezone.now())


@receiver(account_erased)
def erase_with_the_account(*, user: User, now: datetime, **_: Any) -> None:
    erase_all(owner=user, now=now)


@receiver(sweeping)
def erase_what_is_due(*, now: datetime, **_: Any) -> None:
    erase_due(now=now)
    measure_missing()


@receiver(sweeping)
def collect_what_is_due(*, now: datetime, **_: Any) -> None:
    collect_due(now=now)


@worker_ready.connect
def keep_the_spool_of_a_frames_worker(*, sender: Any, **_: Any) -> None:
    """Start the spool's watcher in a frames worker, which runs for as long as the worker, with or without a broker."""
    if str(sender.hostname).startswith("frames@"):
        start_spool_watcher()


@worker_ready.connect
def let_a_worker_give_signs(*, sender: Any, **_: Any) -> None:
    start_heartbeat(str(sender.hostname).partition("@")[0])


@worker_ready.connect
def let_a_worker_go_on(*, sender: Any, **_: Any) -> None:
    batching.begin(sender.pool)


@worker_shutting_down.connect
def let_a_worker_stop(**_: Any) -> None:
    batching.end()


@receiver(personal_data_requested)
def tell_words(*, user: User, **_: Any) -> dict[str, Any]:
    return {"animations": words_of_animations(user)}


@receiver(personal_files_requested)
def tell_files(*, user: User, **_: Any) -> list[tuple[str, str]]:
    return list(files_of_animations(user))
