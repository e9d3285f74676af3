"""What the house tells itself across its rooms."""

from django.dispatch import Signal

sweeping = Signal()
"""Sent by the sweeper in every round with `now`; whoever has something that may be late or lost looks at it."""
