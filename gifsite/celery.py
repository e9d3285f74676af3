"""The Celery application: two queues, early acknowledgment, no retries. A message is a hint to look at an animation."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gifsite.settings")

app = Celery("gifsite")
app.config_from_object("django.conf:settings.CELERY")
app.autodiscover_tasks(["apps.animations"])
