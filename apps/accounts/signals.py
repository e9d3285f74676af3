from django.dispatch import Signal

person_verified = Signal()
"""Someone proved that an address is theirs. Sent with `user`, with `person_mark`, a keyed hash of the address that
stays the same for the same mailbox (case, dots and +tags of the local part do not make a new person), with `network`, a
keyed hash of the network they came from, and with `is_throwaway`, whether the address is one of a day."""

sign_ins_ended = Signal()
"""Someone's password was changed, set or reset, or they signed out everywhere. Sent with `user`: whatever else lets
somebody in for them ends as well."""

account_closing = Signal()
"""Someone closes their account. Sent with `user` and `now` in the transaction that notes it: what runs for them stops, and
what the public sees of theirs is taken down. They may come back for a week."""

account_reopened = Signal()
"""Someone who was closing their account came back. Sent with `user` and `closing_at`, after it was noted."""

account_erased = Signal()
"""The week is over. Sent with `user` and `now`: whoever keeps something about them erases it. May be sent again after a
crash, so every receiver may run twice."""

personal_data_requested = Signal()
"""Somebody wants to know what is stored about them. Sent with `user`; a receiver returns a dict from names to JSON."""

personal_files_requested = Signal()
"""The same for files: a receiver returns pairs of a name in the archive and a key in the store."""
