"""The animals: what a vendor, an edge server or a network does to a call, and the class that the call must then have.

The classes are written down here and not looked up: the tables of the engines and those in docs/reliability.md are what
is tested. `tests/zoo/test_zoo.py` holds that every row of them meets an animal.
"""

import base64
import json
from dataclasses import dataclass, field
from typing import Any

from apps.engines.errors import (
    ContentRefused,
    EngineError,
    EngineFault,
    NotSent,
    OperatorNeeded,
    OutcomeUnknown,
    PictureFiltered,
    PictureUnusable,
    RequestRefused,
    Throttled,
)
from apps.engines.protocol import Painted
from apps.engines.transport import MAX_BODY_BYTES
from tests.fakes.wild import Conversation
from tests.zoo import conversations as wild
from tests.zoo.conversations import answer, chunk, drips, early, fault, floods, head, html, picture, report, says

MAX_REQUEST_BYTES = 10 * wild.MIB
Verdict = type[EngineError] | type[Painted]


@dataclass(frozen=True, slots=True)
class Animal:
    """`talk` is held over a connection of its own; `kind` is a behaviour of the engine's fake vendor; `place` is where
    nobody listens in the usual way. One of the three.

    `scheme` is what the engine is told to speak, `wish` changes the request, `at_once` is how many calls go side by
    side, and `judged` has the picture looked at as the chain does.
    """

    name: str
    expects: Verdict
    talk: Conversation | None = None
    kind: str | None = None
    place: str | None = None
    engine: str = "stability"
    scheme: str = "http"
    tls: bool = False
    settings: dict[str, Any] = field(default_factory=dict)
    wish: dict[str, Any] = field(default_factory=dict)
    key: str | None = None
    at_once: int = 30
    judged: bool = False


def wire() -> list[Animal]:
    """Below HTTP: for both engines the same code, so one of them meets most of these."""
    unread = {"image": picture() + bytes(4 * wild.MIB)}  # more than the kernel keeps for a server that does not read
    return [
        Animal("connection refused", NotSent, place="refused"),
        Animal("no such name", NotSent, place="no such name"),
        Animal("name server is silent", NotSent, place="silent name server"),
        Animal("connection never taken up", NotSent, place="full"),
        Animal("plain HTTP where TLS is spoken", NotSent, talk=wild.answers_anything, scheme="https"),
        Animal("certificate of nobody we trust", NotSent, talk=says(answer(picture())), scheme="https", tls=True),
        Animal("TLS handshake stalls", NotSent, talk=wild.greets_and_stalls, scheme="https"),
        Animal("TLS handshake reset", NotSent, talk=wild.reset_while_reading, scheme="https"),
        Animal("TLS spoken where HTTP is", OutcomeUnknown, talk=wild.close_unread, tls=True),
        Animal("reset before a byte is read", OutcomeUnknown, talk=wild.reset_unread),
        Animal("closed before a byte is read", OutcomeUnknown, talk=wild.close_unread),
        Animal("reset while the request is read", OutcomeUnknown, talk=wild.reset_while_reading),
        Animal("reset after the request is read", OutcomeUnknown, talk=wild.reset_after_reading),
        Animal("closed without a word", OutcomeUnknown, talk=says()),
        Animal("never answers", OutcomeUnknown, talk=wild.never_answers),
        Animal("never reads a large request", OutcomeUnknown, talk=wild.never_reads, wish=unread, at_once=15),
    ]


def http() -> list[Animal]:
    """Answers that are cut off, too slow, too long, or no HTTP at all."""
    whole = answer(picture())
    length = len(picture())
    promised = head(length=length, content_type="image/png")
    beyond = head(length=MAX_BODY_BYTES + 1, content_type="image/png")
    block = bytes(64 * 1024)
    return [
        Animal("stalls in the head", OutcomeUnknown, talk=says(promised[:40], then="stays")),
        Animal("stalls before the body", OutcomeUnknown, talk=says(promised, then="stays")),
        Animal("stalls in the body", OutcomeUnknown, talk=says(whole[: -length // 2], then="stays")),
        Animal("drips the head", OutcomeUnknown, talk=drips(b"", whole)),
        Animal("drips the body", OutcomeUnknown, talk=drips(promised, picture())),
        Animal("half a head", OutcomeUnknown, talk=says(promised[:40])),
        Animal("half a body", OutcomeUnknown, talk=says(whole[: -length // 2])),
        Animal("half a body, then a reset", OutcomeUnknown, talk=says(whole[: -length // 2], then="resets")),
        Animal("body shorter by one byte", OutcomeUnknown, talk=says(whole[:-1])),
        Animal("body longer by one byte", OutcomeUnknown, talk=says(whole + b"!")),
        Animal("a second answer behind the first", OutcomeUnknown, talk=says(whole + whole)),
        Animal("body just beyond the bound", OutcomeUnknown, talk=floods(beyond, block), at_once=5),
        Animal(
            "body at the bound that stalls", OutcomeUnknown, talk=says(head(length=MAX_BODY_BYTES), block, then="stays")
        ),
        Animal(
            "endless body without a length",
            OutcomeUnknown,
            talk=floods(head(content_type="image/png"), block),
            at_once=5,
        ),
        Animal("endless chunks", OutcomeUnknown, talk=floods(wild.CHUNKED, chunk(block)), at_once=5),
        Animal("endless chunks of one byte", OutcomeUnknown, talk=floods(wild.CHUNKED, chunk(b"x") * 1000), at_once=5),
        Animal("endless head", OutcomeUnknown, talk=floods(b"HTTP/1.1 200 OK\r\nx: ", b"y" * 4096)),
        Animal("endless header lines", OutcomeUnknown, talk=floods(b"HTTP/1.1 200 OK\r\n", b"x: y\r\n" * 500)),
        Animal(
            "endless interim answers",
            OutcomeUnknown,
            talk=floods(b"", head("103 Early Hints", link="x") * 100),
            at_once=5,
        ),
        Animal("endless trailer", OutcomeUnknown, talk=floods(wild.CHUNKED + b"0\r\n", b"x: y\r\n" * 500)),
        Animal("endless chunk size", OutcomeUnknown, talk=floods(wild.CHUNKED, b"0" * 4096)),
        Animal("chunks without an end", OutcomeUnknown, talk=says(wild.CHUNKED + chunk(picture()))),
        Animal("chunks of garbage", OutcomeUnknown, talk=says(wild.CHUNKED + b"zz\r\n" + picture())),
        Animal("two lengths", OutcomeUnknown, talk=says(b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\n" + whole[17:])),
        Animal("a length that is no number", OutcomeUnknown, talk=says(head(content_length="-1") + picture())),
        Animal("speaks another protocol", OutcomeUnknown, talk=says(b"SSH-2.0-OpenSSH_9.2\r\n")),
        Animal("a picture without a head", OutcomeUnknown, talk=says(picture())),
        Animal("switches protocols", OutcomeUnknown, talk=says(head("101 Switching Protocols", upgrade="h2c"))),
        Animal("an interim answer and no other", OutcomeUnknown, talk=says(head("100 Continue"))),
        Animal("gzip bomb", OutcomeUnknown, talk=says(answer(wild.bomb(), content_encoding="gzip"))),
        Animal("gzip bomb with an error", OutcomeUnknown, talk=says(answer(wild.bomb(), 500, content_encoding="gzip"))),
        Animal(
            "interim answers before the picture",
            Painted,
            talk=says(head("100 Continue") * 2 + head("103 Early Hints") + whole),
        ),
        Animal("chunks, whole", Painted, talk=says(wild.CHUNKED + chunk(picture()) + b"0\r\n\r\n")),
        Animal(
            "says keep-alive and stays", Painted, talk=says(answer(picture(), connection="keep-alive"), then="stays")
        ),
        Animal(
            "says keep-alive and resets", Painted, talk=says(answer(picture(), connection="keep-alive"), then="resets")
        ),
        Animal(
            "closes early without a length",
            PictureUnusable,
            talk=says(head(content_type="image/png"), picture()[: length // 2]),
            judged=True,
        ),
    ]


def stability_answers() -> list[Animal]:
    """Whole answers of the vendor, of an edge server before it, and of strangers."""
    huge = {"image": picture() + bytes(MAX_REQUEST_BYTES)}
    return [
        Animal("a picture", Painted, kind="ok", judged=True),
        Animal("filtered, and says so", PictureFiltered, kind="filtered"),
        Animal("filtered, and does not say so", PictureFiltered, kind="filtered_silent", judged=True),
        Animal("finished as ERROR", PictureUnusable, talk=says(answer(picture(), finish_reason="ERROR"))),
        Animal("truncated picture of the right length", PictureUnusable, kind="truncated", judged=True),
        Animal("picture of another size", PictureUnusable, kind="wrong_size", judged=True),
        Animal("white picture", PictureUnusable, kind="blank", judged=True),
        Animal("black picture", PictureUnusable, kind="black", judged=True),
        Animal("the very picture that was sent", PictureUnusable, kind="frozen", judged=True),
        Animal("HTML with 200", PictureUnusable, kind="html_200"),
        Animal("nothing with 200", PictureUnusable, talk=says(answer(b""))),
        Animal("JSON with 200", PictureUnusable, talk=says(report(200, image="", finish_reason="SUCCESS"))),
        Animal("picture called text", PictureUnusable, talk=says(answer(picture(), kind="text/plain"))),
        Animal("picture called nothing", PictureUnusable, talk=says(answer(picture(), kind=""))),
        Animal("202: will be ready later", OutcomeUnknown, talk=says(report(202, id="0123"))),
        Animal("204", OutcomeUnknown, talk=says(head("204 No Content"))),
        Animal("206 with a picture", OutcomeUnknown, talk=says(answer(picture(), 206))),
        *(
            Animal(f"{status} to elsewhere", OutcomeUnknown, talk=wild.redirects(status))
            for status in (301, 302, 307, 308)
        ),
        Animal("400 with a report", RequestRefused, kind="ok", wish={"style_preset": "baroque"}),
        Animal("400 in HTML", OutcomeUnknown, talk=says(html(400))),
        Animal("401", OperatorNeeded, kind="unauthorized"),
        Animal("401 for another key", OperatorNeeded, kind="ok", key="sk-wrong"),
        Animal("401 with nothing", OperatorNeeded, talk=says(answer(b"", 401))),
        Animal("402", OperatorNeeded, kind="payment_required"),
        Animal("402 in HTML", OperatorNeeded, talk=says(html(402))),
        Animal("403: content moderation", ContentRefused, kind="moderation"),
        Animal("403: payment required", OperatorNeeded, kind="payment_required_403"),
        Animal("403: permission denied", OperatorNeeded, talk=says(fault(403, "permission_denied"))),
        Animal("403 of an unknown name", OutcomeUnknown, talk=says(fault(403, "something_new"))),
        Animal("403 in HTML", OutcomeUnknown, talk=says(html(403))),
        Animal("404", RequestRefused, kind="not_found"),
        Animal("404 in HTML", OutcomeUnknown, talk=says(html(404))),
        Animal("413", RequestRefused, kind="ok", wish=huge, at_once=5),
        Animal(
            "413 before the request is read",
            RequestRefused,
            talk=early(fault(413, "payload_too_large"), then="reads on"),
            wish=huge,
            at_once=5,
        ),
        Animal(
            "413 before a reset",
            RequestRefused,
            talk=early(fault(413, "payload_too_large"), then="resets"),
            wish=huge,
            at_once=5,
        ),
        Animal("422: language", RequestRefused, kind="ok", wish={"prompt": "рыжий кот"}),
        Animal("422: public figure", ContentRefused, kind="public_figure"),
        Animal("429", Throttled, kind="throttled"),
        Animal("429 with Retry-After", Throttled, kind="throttled", settings={"retry_after": 90}),
        Animal(
            "429 with a date", Throttled, kind="throttled", settings={"retry_after": "Mon, 23 Nov 2026 15:00:00 GMT"}
        ),
        Animal("429 in HTML", Throttled, talk=says(html(429))),
        Animal("rate limit as 403", Throttled, talk=says(fault(403, "rate_limit_exceeded"))),
        Animal("500 with a report", EngineFault, kind="json_500"),
        Animal("500 with half a report", OutcomeUnknown, talk=says(report(500, name="internal_error"))),
        Animal("500 in HTML", OutcomeUnknown, talk=says(html(500))),
        Animal(
            "500 nested a hundred thousand deep",
            OutcomeUnknown,
            talk=says(answer(b"[" * 100_000, 500, "application/json")),
        ),
        Animal(
            "500 of ten megabytes of JSON",
            OutcomeUnknown,
            talk=says(answer(wild.nested_json(10 * wild.MIB), 500, "application/json")),
            at_once=5,
        ),
        Animal("502 in HTML", OutcomeUnknown, kind="html_502"),
        Animal("502 with a report", OutcomeUnknown, talk=says(fault(502, "bad_gateway"))),
        Animal("503 with a report", EngineFault, kind="json_503"),
        Animal("503 in HTML", OutcomeUnknown, talk=says(html(503))),
        Animal("504 with nothing", OutcomeUnknown, talk=says(answer(b"", 504))),
        Animal("520 of an edge", OutcomeUnknown, talk=says(html(520))),
        Animal("418", OutcomeUnknown, talk=says(fault(418, "teapot"))),
    ]


def sdapi_answers() -> list[Animal]:
    def sdapi(name: str, expects: Verdict, **facts: Any) -> Animal:
        return Animal(name, expects, engine="sdapi", **facts)

    whole = report(200, images=[base64.b64encode(picture()).decode()], info=json.dumps({"seed": 7}))
    return [
        sdapi("a picture", Painted, kind="ok"),
        sdapi("report beside the picture broken", Painted, kind="broken_info"),
        sdapi("connection refused", NotSent, place="refused"),
        sdapi("reset before a byte is read", OutcomeUnknown, talk=wild.reset_unread),
        sdapi("never answers", OutcomeUnknown, kind="silence"),
        sdapi("drips the body", OutcomeUnknown, kind="drip"),
        sdapi("half a body", OutcomeUnknown, kind="half"),
        sdapi("half a body, then a reset", OutcomeUnknown, kind="reset_midway"),
        sdapi("body too long", OutcomeUnknown, kind="surplus"),
        sdapi("says keep-alive and stays", Painted, talk=says(whole, then="stays")),
        sdapi("HTML with 200", PictureUnusable, kind="html_200"),
        sdapi("nothing with 200", PictureUnusable, talk=says(answer(b"", kind="application/json"))),
        sdapi("no picture with 200", PictureUnusable, kind="no_images"),
        sdapi("broken base64", PictureUnusable, kind="broken_base64"),
        sdapi("broken JSON", PictureUnusable, kind="broken_json"),
        sdapi("307 to elsewhere", OutcomeUnknown, talk=wild.redirects(307)),
        sdapi("401", OperatorNeeded, kind="ok", key="alice:wrong"),
        sdapi("404: no programming interface", OperatorNeeded, kind="not_found"),
        sdapi("404: no picture", RequestRefused, talk=says(report(404, detail="Init image not found"))),
        sdapi("404: no sampler", OperatorNeeded, talk=says(report(404, detail="Sampler not found"))),
        sdapi("404 of an unknown reason", OutcomeUnknown, talk=says(report(404, detail="Gone fishing"))),
        sdapi(
            "500: no picture that can be read", RequestRefused, talk=says(report(500, detail="Invalid encoded image"))
        ),
        sdapi("422", RequestRefused, kind="ok", wish={"seed": "seven"}),
        sdapi("500 with a report", EngineFault, kind="json_500"),
        sdapi("500 in words", OutcomeUnknown, talk=says(answer(b"Internal Server Error", 500, "text/plain"))),
        sdapi("502 in HTML", OutcomeUnknown, kind="html_502"),
        sdapi("503 with JSON", OutcomeUnknown, talk=says(report(503))),
        sdapi("gzip bomb", OutcomeUnknown, talk=says(answer(wild.bomb(), content_encoding="gzip"))),
    ]


def all_animals() -> list[Animal]:
    return [*wire(), *http(), *stability_answers(), *sdapi_answers()]
