"""The Celery application: two queues, early acknowledgment, no retries. A message is a hint to look at an animation."""

import os

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gifsite.settings")

app = Celery("gifsite", amqp="gifsite.broker:EagerAMQP")
app.add_defaults(lambda: settings.CELERY)  # read when first needed, so that importing this reads no settings
app.autodiscover_tasks(["apps.animations", "apps.payments"])
