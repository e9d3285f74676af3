"""Who would have a GIF paid for."""

from dataclasses import dataclass

from apps.accounts.identity import is_throwaway, person_mark
from apps.accounts.models import User


@dataclass(frozen=True, slots=True)
class Asker:
    """Who would have a GIF paid for: a person, however many accounts they have, and the network they come from.

    `network` is a keyed hash, empty when it is unknown.
    """

    owner: User
    mark: str
    network: str

    @property
    def is_throwaway(self) -> bool:
        return is_throwaway(self.owner.email)


def asker_of(owner: User, *, network: str) -> Asker:
    return Asker(owner, person_mark(owner.email), network)
