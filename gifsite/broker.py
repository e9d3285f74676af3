"""How workers come back to a broker that was away.

The library waits two seconds longer after each failed try, up to half a minute: after an outage of two minutes the
workers were measured to stay deaf for another eighteen seconds. A broker is one small server, so it can be asked often.
"""

from typing import Any

from celery.app.amqp import AMQP
from kombu import Connection

ASK_EVERY_SECONDS = 2.0


class EagerConnection(Connection):  # type: ignore[misc] # the library ships no types
    """Asks for the broker again at a steady pace."""

    def ensure_connection(self, *args: Any, **kwargs: Any) -> "EagerConnection":
        pace = {"interval_start": ASK_EVERY_SECONDS, "interval_step": 0, "interval_max": ASK_EVERY_SECONDS}
        super().ensure_connection(*args, **{**pace, **kwargs})
        return self


class EagerAMQP(AMQP):  # type: ignore[misc] # the library ships no types
    Connection = EagerConnection
    BrokerConnection = EagerConnection
