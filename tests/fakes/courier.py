"""Carries a payment provider's messages to an address as badly as the internet may: several times, in any order, late, not at all."""

import random
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import httpx

Letter = tuple[bytes, str]


class Courier:
    """Delivers over HTTP. `statuses` is what the receiver answered, in the order of the answers."""

    def __init__(self, url: str, *, seed: int = 1) -> None:
        self.url = url
        self.statuses: list[int] = []
        self._random = random.Random(seed)
        self._lock = threading.Lock()

    def deliver(
        self, letters: Sequence[Letter], *, copies: int = 1, shuffled: bool = False, threads: int = 1, delay: float = 0
    ) -> None:
        """Deliver every letter `copies` times. `delay` is the longest pause before one of them, in seconds."""
        round_trip = list(letters) * copies
        if shuffled:
            self._random.shuffle(round_trip)
        with ThreadPoolExecutor(threads) as pool, httpx.Client(trust_env=False, timeout=30) as client:
            list(pool.map(lambda letter: self._carry(client, letter, delay), round_trip))

    def _carry(self, client: httpx.Client, letter: Letter, delay: float) -> None:
        if delay:
            time.sleep(self._random.uniform(0, delay))
        body, signature = letter
        answer = client.post(
            self.url, content=body, headers={"Stripe-Signature": signature, "Content-Type": "application/json"}
        )
        with self._lock:
            self.statuses.append(answer.status_code)
