import socket

import pytest
from kombu import Queue

from gifsite.broker import ASK_EVERY_SECONDS, EagerConnection
from gifsite.celery import app
from tests.servers import Redis


class EnoughError(Exception):
    pass


@pytest.mark.large
def test_a_broker_that_is_away_is_asked_at_a_steady_pace():
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound and not listening: every connection is refused
        broker = EagerConnection(f"redis://127.0.0.1:{nobody.getsockname()[1]}/0")
        waits: list[float] = []

        def note(_: Exception, seconds: float) -> None:
            waits.append(seconds)
            if len(waits) == 2:
                raise EnoughError

        with pytest.raises(EnoughError):
            broker.ensure_connection(note, None)
    assert waits == [ASK_EVERY_SECONDS] * 2
    assert isinstance(app.connection_for_read(), EagerConnection)


def test_a_message_whose_acknowledgment_is_lost_is_in_nobodys_hand():
    """Otherwise a worker that takes one at a time never looks at its connection again."""
    server = Redis()
    with EagerConnection(server.url) as broker:
        channel = broker.channel()
        queue = Queue("pixels", channel=channel)
        queue.declare()
        channel.basic_qos(0, 1, False)
        received = []
        with broker.Consumer([queue], callbacks=[lambda _, message: received.append(message)], channel=channel):
            broker.Producer(channel).publish("encode", routing_key="pixels", exchange=queue.exchange, declare=[queue])
            broker.drain_events(timeout=5)
            assert not channel.qos.can_consume()
            server.kill()
            with pytest.raises(broker.connection_errors):
                received[0].ack()
            assert channel.qos.can_consume()
