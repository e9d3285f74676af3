"""How workers come back to a broker that was away.

The library waits two seconds longer after each failed try, up to half a minute: after an outage of two minutes the
workers were measured to stay deaf for another eighteen seconds. A broker is one small server, so it can be asked often.

And it counts a message whose acknowledgment met a broken connection as still in hand: a worker that takes one message
at a time then never reads its socket again, does not see that it is broken, and is deaf for good.
"""

from typing import Any

from celery.app.amqp import AMQP
from kombu import Connection
from kombu.transport import redis

ASK_EVERY_SECONDS = 2.0


class EagerConnection(Connection):
    """Asks for the broker again at a steady pace."""

    def ensure_connection(self, *args: Any, **kwargs: Any) -> "EagerConnection":
        pace = {"interval_start": ASK_EVERY_SECONDS, "interval_step": 0, "interval_max": ASK_EVERY_SECONDS}
        super().ensure_connection(*args, **{**pace, **kwargs})
        return self


class LettingGoQoS(redis.QoS):
    """Lets go of a message that it tried to acknowledge, whether or not the broker heard it."""

    def ack(self, delivery_tag: str) -> None:
        try:
            super().ack(delivery_tag)
        except Exception:
            self._quick_ack(delivery_tag)  # type: ignore[attr-defined] # the stubs leave it out
            raise


redis.Channel.QoS = LettingGoQoS  # where the library looks for it


class EagerAMQP(AMQP):
    Connection = EagerConnection
    BrokerConnection = EagerConnection
