"""The Celery application: two queues, early acknowledgment, no retries. A message only says what to look at; the table says what to do."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_init
from django.conf import settings
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gifsite.settings")

app = Celery("gifsite", amqp="gifsite.broker:EagerAMQP")
app.add_defaults(lambda: settings.CELERY)  # read when first needed, so that importing this reads no settings
app.autodiscover_tasks(["apps.animations.operations", "apps.payments", "apps.data_export"])


@worker_init.connect
def take_few_connections(sender: Any, **_: object) -> None:
    if str(sender.hostname).startswith("frames@"):
        options = connections["default"].settings_dict["OPTIONS"]
        if "pool" in options:
            options["pool"]["max_size"] = settings.FRAMES_DATABASE_POOL_SIZE


@worker_init.connect
def load_the_encoder(sender: Any, **_: object) -> None:
    """Load the GIF encoder's compiled loops in the pixels worker, once and before it forks, not in someone's export.

    Where they were never compiled (`python -m apps.imaging.warm`) the worker starts some seconds later instead.
    """
    if str(sender.hostname).startswith("pixels@") and settings.GIF_WRITER != "plain":
        from apps.imaging.warm import warm

        warm()
