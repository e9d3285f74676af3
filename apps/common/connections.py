"""Database connections are few, so nobody keeps one while waiting for somebody else."""

from django.db import connections


def hand_back_connections() -> None:
    """Give this thread's connections back before a wait for the network. What is inside a transaction stays."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()
