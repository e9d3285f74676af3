"""What is logged, from which level on, and what becomes an alarm."""

from typing import Any


def logging_settings(*, root_level: str, own_level: str) -> dict[str, Any]:
    """Return Django's settings of logging. Our own lines have a level of their own."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "line"},
            "alarms": {"class": "apps.common.alarm_handler.AlarmHandler", "level": "ERROR"},
            "nowhere": {"class": "logging.NullHandler"},
        },
        "root": {"handlers": ["console"], "level": root_level},
        "loggers": {
            # Django's own handlers would write every line a second time, and mail every error inside the request.
            "django": {"handlers": ["alarms"], "level": "INFO", "propagate": True},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            # Strangers probe all day: what was refused stands in the log, wrong hosts not even there.
            "django.security": {"handlers": ["console"], "propagate": False},
            "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
            "apps": {"level": own_level},
            "httpx": {"level": "WARNING"},
            "celery": {"level": "WARNING"},
        },
    }
