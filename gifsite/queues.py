"""How tasks reach their workers: over Redis, or over a folder of files on one machine."""

from pathlib import Path
from typing import Any


def celery_settings(redis_url: str, *, folder: Path) -> dict[str, Any]:
    """Return Celery's settings. Without Redis the folder holds the messages, and is made where it is missing."""
    if not redis_url:
        for name in ("messages", "control"):
            (folder / name).mkdir(parents=True, exist_ok=True)
    return {
        "broker_url": redis_url or "filesystem://localhost",
        "broker_transport": None if redis_url else "gifsite.filequeue:Transport",
        "broker_transport_options": (
            # A publisher must not hang on a dead broker: the outbox keeps the message and the sweeper sends it later.
            {
                "socket_connect_timeout": 2,
                "socket_timeout": 4,  # a worker's own blocking read asks again every second
                "max_retries": 0,
                "queue_order_strategy": "round_robin",
            }
            if redis_url
            else {
                "data_folder_in": str(folder / "messages"),
                "data_folder_out": str(folder / "messages"),
                "control_folder": str(folder / "control"),
                "polling_interval": 0.05,
            }
        ),
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        "task_publish_retry": False,
        "task_acks_late": False,  # a message only says what to look at; a late ack would run a paid call again
        "task_ignore_result": True,
        "task_default_queue": "frames",
        "task_routes": {
            "animations.encode": {"queue": "pixels"},
            "animations.correct": {"queue": "pixels"},
            "data_export.*": {"queue": "pixels"},  # for minutes, so never before a frame
            "animations.step": {"queue": "frames"},
            "payments.*": {"queue": "frames"},  # these wait for a payment provider as the others wait for an engine
        },
        "task_create_missing_queues": True,
        "worker_prefetch_multiplier": 1,
        "worker_send_task_events": False,
        "worker_enable_remote_control": False,
        "worker_max_tasks_per_child": 200,
        "worker_max_memory_per_child": 600_000,
        "worker_hijack_root_logger": False,
        "enable_utc": True,
    }
