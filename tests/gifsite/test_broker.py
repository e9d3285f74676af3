import socket

import pytest

from gifsite.broker import ASK_EVERY_SECONDS, EagerConnection
from gifsite.celery import app


class EnoughError(Exception):
    pass


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
