"""The yardstick: what a plain task queue with retries does under the same kills, counted by the same vendor.

A task is taken from a list and redelivered when its worker dies. It calls first, records afterwards, attempts three times,
and then puts the next frame's task into the queue: the way chains of paid calls are commonly built.
"""

import argparse
import contextlib
import json
import threading
import urllib.request
import uuid
from pathlib import Path

import psycopg
import redis

PERSON = "naive"
TASKS, TAKEN = "naive:tasks", "naive:taken"
RETRIES = 3
FRAMES_OF_A_SEED = 100  # chain c asks for frame p with seed 100 c + p, so that the vendor's log tells them apart


def prepare(database: str, broker: str, *, chains: int) -> None:
    """An empty table, and the first task of every chain."""
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE naive_frame (chain int, position int, image bytea, PRIMARY KEY (chain, position))"
        )
    queue = redis.Redis.from_url(broker)
    for chain in range(1, chains + 1):
        queue.lpush(TASKS, json.dumps([chain, 1]))


def stored(database: str) -> int:
    with psycopg.connect(database) as connection:
        return connection.execute("SELECT count(*) FROM naive_frame").fetchone()[0]


class Worker:
    def __init__(self, *, name: str, database: str, broker: str, vendor: str, source: bytes, frames: int) -> None:
        self.taken = f"{TAKEN}:{name}"
        self.database, self.broker, self.vendor = database, broker, vendor
        self.source, self.frames = source, frames

    def redeliver(self) -> None:
        """What this worker had in hand when it died is put back."""
        queue = redis.Redis.from_url(self.broker)
        while queue.lmove(self.taken, TASKS, "RIGHT", "RIGHT") is not None:
            pass

    def work(self) -> None:
        queue = redis.Redis.from_url(self.broker)
        with psycopg.connect(self.database, autocommit=True) as connection:
            while True:
                task = queue.blmove(TASKS, self.taken, 5, "RIGHT", "LEFT")
                if task is None:
                    continue
                chain, position = json.loads(task)
                for _ in range(1 + RETRIES):
                    with contextlib.suppress(OSError):
                        self.paint(connection, chain, position)
                        break
                if position < self.frames:
                    queue.lpush(TASKS, json.dumps([chain, position + 1]))
                queue.lrem(self.taken, 1, task)

    def paint(self, connection: psycopg.Connection, chain: int, position: int) -> None:
        before = connection.execute(
            "SELECT image FROM naive_frame WHERE chain = %s AND position = %s", (chain, position - 1)
        ).fetchone()
        image = self.call(before[0] if before else self.source, seed=chain * FRAMES_OF_A_SEED + position)
        connection.execute(
            "INSERT INTO naive_frame VALUES (%s, %s, %s) ON CONFLICT DO NOTHING", (chain, position, image)
        )

    def call(self, image: bytes, *, seed: int) -> bytes:
        mark = uuid.uuid4().hex
        fields = {
            "prompt": "silent fury",
            "mode": "image-to-image",
            "strength": "0.5",
            "model": "sd3.5-flash",
            "seed": str(seed),
            "output_format": "png",
        }
        body = "".join(
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        ).encode()
        body += f'--{mark}\r\nContent-Disposition: form-data; name="image"; filename="i.png"\r\n\r\n'.encode()
        body += image + f"\r\n--{mark}--\r\n".encode()
        headers = {
            "authorization": "Bearer sk-fake",
            "accept": "image/*",
            "stability-client-user-id": PERSON,
            "content-type": f"multipart/form-data; boundary={mark}",
        }
        url = f"{self.vendor}/v2beta/stable-image/generate/sd3"
        with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=90) as answer:
            return answer.read()


def main() -> None:
    parser = argparse.ArgumentParser(description="One worker of a plain queue with retries.")
    for name in ("name", "database", "broker", "vendor"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--frames", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    chosen = parser.parse_args()
    worker = Worker(
        name=chosen.name,
        database=chosen.database,
        broker=chosen.broker,
        vendor=chosen.vendor,
        source=chosen.source.read_bytes(),
        frames=chosen.frames,
    )
    worker.redeliver()
    threads = [threading.Thread(target=worker.work, daemon=True) for _ in range(chosen.threads)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
