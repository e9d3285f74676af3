"""The servers of all cases, in one process of their own, so that what they need is not counted as the caller's memory."""

import asyncio
import contextlib
import datetime as dt
import ipaddress
import multiprocessing
import socket
import ssl
import tempfile
from collections import Counter
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.engines.sdapi.fake import FakeSdapi
from tests.engines.stability.fake import FakeStability
from tests.fakes.wild import WildServer
from tests.fault_cases.cases import FaultCase
from tests.fault_cases.conversations import DRIP_SECONDS, ELSEWHERE

AUTH = "alice:secret"  # for the fake sdapi server
START_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Tally:
    """What the servers saw: requests by case's mark, charges by mark, and visits by redirect."""

    requests: dict[str, int]
    charges: dict[str, int]
    visits_elsewhere: int


class Servers:
    """`addresses` holds the base URL of every case by its mark, while entered."""

    def __init__(self, cases: dict[str, FaultCase]) -> None:
        self._ours, theirs = multiprocessing.get_context("fork").Pipe()
        self._process = multiprocessing.get_context("fork").Process(target=_keep, args=(cases, theirs), daemon=True)
        self.addresses: dict[str, str] = {}

    def __enter__(self) -> Self:
        self._process.start()
        if not self._ours.poll(START_SECONDS):
            raise RuntimeError("the servers do not start")
        self.addresses = self._ours.recv()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._process.kill()
        self._process.join()

    def tally(self) -> Tally:
        self._ours.send("count")
        return self._ours.recv()


def _keep(cases: dict[str, FaultCase], pipe: Connection) -> None:
    with FakeStability(limit=None) as stability, FakeSdapi(auth=AUTH) as sdapi, contextlib.ExitStack() as places:
        fakes = {"stability": stability, "sdapi": sdapi}
        for mark, case in cases.items():
            if case.kind is not None:
                settings = {"drip_seconds": DRIP_SECONDS, **case.settings}
                fakes[case.engine].when_prompt_contains(mark, case.kind, **settings)
        asyncio.run(_serve(cases, fakes, places, pipe))


async def _serve(
    cases: dict[str, FaultCase],
    fakes: dict[str, FakeStability | FakeSdapi],
    places: contextlib.ExitStack,
    pipe: Connection,
) -> None:
    tls = _certificate_of_nobody()
    nowhere = {
        "refused": _port(places.enter_context(socket.socket()), listening=False),
        "full": _port(places.enter_context(socket.socket()), listening=True),
    }
    for _place in range(4):  # whoever fills the queue of connections that nobody takes up
        waiting = places.enter_context(socket.socket())
        waiting.setblocking(False)
        waiting.connect_ex(("127.0.0.1", nowhere["full"]))
    await ELSEWHERE.start()
    wild = {
        mark: WildServer(case.talk, tls=tls if case.tls else None)
        for mark, case in cases.items()
        if case.talk is not None
    }
    for server in wild.values():
        await server.start()
    addresses = {}
    for mark, case in cases.items():
        if case.kind is not None:
            addresses[mark] = fakes[case.engine].url
        elif mark in wild:
            addresses[mark] = f"{case.scheme}://127.0.0.1:{wild[mark].port}"
        elif case.place in nowhere:
            addresses[mark] = f"http://127.0.0.1:{nowhere[case.place]}"
        else:
            addresses[mark] = f"https://engine-{mark}.invalid"
    pipe.send(addresses)
    while await asyncio.get_running_loop().run_in_executor(None, pipe.recv):
        requests = {mark: server.connections for mark, server in wild.items()}
        charges: Counter[str] = Counter()
        for fake in fakes.values():
            arrived = {entry["number"]: _mark_in(entry, cases) for entry in fake.log("arrived")}
            requests.update(Counter(arrived.values()))
            charges.update(arrived[entry["number"]] for entry in fake.log("charged"))
        pipe.send(Tally(requests, dict(charges), ELSEWHERE.connections))


def _mark_in(entry: dict, cases: dict[str, FaultCase]) -> str:
    # Requests that the vendor does not read as far as the prompt are told by the person they are made for.
    said = f"{entry.get('fields', {}).get('prompt', '')} {entry['headers'].get('stability-client-user-id', '')}"
    return next((mark for mark in cases if mark in said), "")


def _port(place: socket.socket, *, listening: bool) -> int:
    """A port that is taken: nobody else can listen there, and whoever connects is refused or kept waiting."""
    place.bind(("127.0.0.1", 0))
    if listening:
        place.listen(0)
    return place.getsockname()[1]


def _certificate_of_nobody() -> ssl.SSLContext:
    """Speaks TLS with a certificate for the right address that nobody has vouched for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "nobody")])
    now = dt.datetime.now(tz=dt.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "nobody.pem"
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + signed.public_bytes(serialization.Encoding.PEM)
        )
        context.load_cert_chain(path)
    return context
