"""What the site needs of machines: each question answers a sentence, or raises."""

import shutil
import uuid

import redis
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from apps.animations.rendering.spool import RESERVE_BYTES

REDIS_PATIENCE_SECONDS = 2.0


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return f"{connection.display_name} answers"


def static_files() -> str:
    try:
        staticfiles_storage.url("css/site.css")
    except ValueError:
        raise LookupError("needs `manage.py collectstatic` first, then a restart") from None
    return "every page finds its styles"


def broker() -> str:
    if not settings.REDIS_URL:
        return "the filesystem transport of one machine"
    with redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=REDIS_PATIENCE_SECONDS, socket_connect_timeout=REDIS_PATIENCE_SECONDS
    ) as client:
        client.ping()
    return "Redis answers"


def storage_seen() -> str:
    default_storage.exists("health/never-written")
    return settings.AWS_STORAGE_BUCKET_NAME or "the local disk"


def storage_written() -> str:
    key = f"health/{uuid.uuid4().hex}"
    default_storage.save(key, ContentFile(b"health"))
    with default_storage.open(key) as file:
        if file.read() != b"health":
            raise OSError("what was read is not what was written")
    default_storage.delete(key)
    return f"{settings.AWS_STORAGE_BUCKET_NAME or 'the local disk'} keeps what is written"


def spool() -> str:
    settings.SPOOL_DIR.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.SPOOL_DIR).free
    if free < RESERVE_BYTES:
        raise OSError(f"only {free // 2**20} MiB free, so no paid call starts")
    return f"{free // 2**20} MiB free"
