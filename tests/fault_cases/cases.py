"""The cases: what a vendor, an edge server or a network does to a call, and the class that the call must then have.

The classes are written down here and not looked up: the tables of the engines and those in docs/reliability.md are what
is tested. `tests/fault_cases/test_fault_cases.py` holds that every row of them meets an case.
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
from tests.fault_cases import conversations as responses
from tests.fault_cases.conversations import (
    answer,
    chunk,
    drips,
    early,
    fault,
    floods,
    head,
    html,
    picture,
    report,
    says,
)

MAX_REQUEST_BYTES = 10 * responses.MIB
Verdict = type[EngineError] | type[Painted]


@dataclass(frozen=True, slots=True)
class FaultCase:
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


def wire() -> list[FaultCase]:
    """Below HTTP: for both engines the same code, so one of them meets most of these."""
    unread = {
        "image": picture() + bytes(4 * responses.MIB)
    }  # more than the kernel keeps for a server that does not read
    return [
        FaultCase("connection refused", NotSent, place="refused"),
        FaultCase("no such name", NotSent, place="no such name"),
        FaultCase("name server is silent", NotSent, place="silent name server"),
        FaultCase("connection never taken up", NotSent, place="full"),
        FaultCase("plain HTTP where TLS is spoken", NotSent, talk=responses.answers_anything, scheme="https"),
        FaultCase("certificate of nobody we trust", NotSent, talk=says(answer(picture())), scheme="https", tls=True),
        FaultCase("TLS handshake stalls", NotSent, talk=responses.greets_and_stalls, scheme="https"),
        FaultCase("TLS handshake reset", NotSent, talk=responses.reset_while_reading, scheme="https"),
        FaultCase("TLS spoken where HTTP is", OutcomeUnknown, talk=responses.close_unread, tls=True),
        FaultCase("reset before a byte is read", OutcomeUnknown, talk=responses.reset_unread),
        FaultCase("closed before a byte is read", OutcomeUnknown, talk=responses.close_unread),
        FaultCase("reset while the request is read", OutcomeUnknown, talk=responses.reset_while_reading),
        FaultCase("reset after the request is read", OutcomeUnknown, talk=responses.reset_after_reading),
        FaultCase("closed without a word", OutcomeUnknown, talk=says()),
        FaultCase("never answers", OutcomeUnknown, talk=responses.never_answers),
        FaultCase("never reads a large request", OutcomeUnknown, talk=responses.never_reads, wish=unread, at_once=15),
    ]


def http() -> list[FaultCase]:
    """Answers that are cut off, too slow, too long, or no HTTP at all."""
    whole = answer(picture())
    length = len(picture())
    promised = head(length=length, content_type="image/png")
    beyond = head(length=MAX_BODY_BYTES + 1, content_type="image/png")
    block = bytes(64 * 1024)
    return [
        FaultCase("stalls in the head", OutcomeUnknown, talk=says(promised[:40], then="stays")),
        FaultCase("stalls before the body", OutcomeUnknown, talk=says(promised, then="stays")),
        FaultCase("stalls in the body", OutcomeUnknown, talk=says(whole[: -length // 2], then="stays")),
        FaultCase("drips the head", OutcomeUnknown, talk=drips(b"", whole)),
        FaultCase("drips the body", OutcomeUnknown, talk=drips(promised, picture())),
        FaultCase("half a head", OutcomeUnknown, talk=says(promised[:40])),
        FaultCase("half a body", OutcomeUnknown, talk=says(whole[: -length // 2])),
        FaultCase("half a body, then a reset", OutcomeUnknown, talk=says(whole[: -length // 2], then="resets")),
        FaultCase("body shorter by one byte", OutcomeUnknown, talk=says(whole[:-1])),
        FaultCase("body longer by one byte", OutcomeUnknown, talk=says(whole + b"!")),
        FaultCase("a second answer behind the first", OutcomeUnknown, talk=says(whole + whole)),
        FaultCase("body just beyond the bound", OutcomeUnknown, talk=floods(beyond, block), at_once=5),
        FaultCase(
            "body at the bound that stalls", OutcomeUnknown, talk=says(head(length=MAX_BODY_BYTES), block, then="stays")
        ),
        FaultCase(
            "endless body without a length",
            OutcomeUnknown,
            talk=floods(head(content_type="image/png"), block),
            at_once=5,
        ),
        FaultCase("endless chunks", OutcomeUnknown, talk=floods(responses.CHUNKED, chunk(block)), at_once=5),
        FaultCase(
            "endless chunks of one byte", OutcomeUnknown, talk=floods(responses.CHUNKED, chunk(b"x") * 1000), at_once=5
        ),
        FaultCase("endless head", OutcomeUnknown, talk=floods(b"HTTP/1.1 200 OK\r\nx: ", b"y" * 4096)),
        FaultCase("endless header lines", OutcomeUnknown, talk=floods(b"HTTP/1.1 200 OK\r\n", b"x: y\r\n" * 500)),
        FaultCase(
            "endless interim answers",
            OutcomeUnknown,
            talk=floods(b"", head("103 Early Hints", link="x") * 100),
            at_once=5,
        ),
        FaultCase("endless trailer", OutcomeUnknown, talk=floods(responses.CHUNKED + b"0\r\n", b"x: y\r\n" * 500)),
        FaultCase("endless chunk size", OutcomeUnknown, talk=floods(responses.CHUNKED, b"0" * 4096)),
        FaultCase("chunks without an end", OutcomeUnknown, talk=says(responses.CHUNKED + chunk(picture()))),
        FaultCase("chunks of garbage", OutcomeUnknown, talk=says(responses.CHUNKED + b"zz\r\n" + picture())),
        FaultCase("two lengths", OutcomeUnknown, talk=says(b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\n" + whole[17:])),
        FaultCase("a length that is no number", OutcomeUnknown, talk=says(head(content_length="-1") + picture())),
        FaultCase("speaks another protocol", OutcomeUnknown, talk=says(b"SSH-2.0-OpenSSH_9.2\r\n")),
        FaultCase("a picture without a head", OutcomeUnknown, talk=says(picture())),
        FaultCase("switches protocols", OutcomeUnknown, talk=says(head("101 Switching Protocols", upgrade="h2c"))),
        FaultCase("an interim answer and no other", OutcomeUnknown, talk=says(head("100 Continue"))),
        FaultCase("gzip bomb", OutcomeUnknown, talk=says(answer(responses.bomb(), content_encoding="gzip"))),
        FaultCase(
            "gzip bomb with an error", OutcomeUnknown, talk=says(answer(responses.bomb(), 500, content_encoding="gzip"))
        ),
        FaultCase(
            "interim answers before the picture",
            Painted,
            talk=says(head("100 Continue") * 2 + head("103 Early Hints") + whole),
        ),
        FaultCase("chunks, whole", Painted, talk=says(responses.CHUNKED + chunk(picture()) + b"0\r\n\r\n")),
        FaultCase(
            "says keep-alive and stays", Painted, talk=says(answer(picture(), connection="keep-alive"), then="stays")
        ),
        FaultCase(
            "says keep-alive and resets", Painted, talk=says(answer(picture(), connection="keep-alive"), then="resets")
        ),
        FaultCase(
            "closes early without a length",
            PictureUnusable,
            talk=says(head(content_type="image/png"), picture()[: length // 2]),
            judged=True,
        ),
    ]


def stability_answers() -> list[FaultCase]:
    """Whole answers of the vendor, of an edge server before it, and of strangers."""
    huge = {"image": picture() + bytes(MAX_REQUEST_BYTES)}
    return [
        FaultCase("a picture", Painted, kind="ok", judged=True),
        FaultCase("filtered, and says so", PictureFiltered, kind="filtered"),
        FaultCase("filtered, and does not say so", PictureFiltered, kind="filtered_silent", judged=True),
        FaultCase("finished as ERROR", PictureUnusable, talk=says(answer(picture(), finish_reason="ERROR"))),
        FaultCase("truncated picture of the right length", PictureUnusable, kind="truncated", judged=True),
        FaultCase("picture of another size", PictureUnusable, kind="wrong_size", judged=True),
        FaultCase("picture of half the size", PictureUnusable, kind="half_size", judged=True),
        FaultCase("white picture", PictureUnusable, kind="blank", judged=True),
        FaultCase("black picture", PictureUnusable, kind="black", judged=True),
        FaultCase("the very picture that was sent", PictureUnusable, kind="frozen", judged=True),
        FaultCase("HTML with 200", PictureUnusable, kind="html_200"),
        FaultCase("nothing with 200", PictureUnusable, talk=says(answer(b""))),
        FaultCase("JSON with 200", PictureUnusable, talk=says(report(200, image="", finish_reason="SUCCESS"))),
        FaultCase("picture called text", PictureUnusable, talk=says(answer(picture(), kind="text/plain"))),
        FaultCase("picture called nothing", PictureUnusable, talk=says(answer(picture(), kind=""))),
        FaultCase("202: will be ready later", OutcomeUnknown, talk=says(report(202, id="0123"))),
        FaultCase("204", OutcomeUnknown, talk=says(head("204 No Content"))),
        FaultCase("206 with a picture", OutcomeUnknown, talk=says(answer(picture(), 206))),
        *(
            FaultCase(f"{status} to elsewhere", OutcomeUnknown, talk=responses.redirects(status))
            for status in (301, 302, 307, 308)
        ),
        FaultCase("400 with a report", RequestRefused, kind="ok", wish={"style_preset": "baroque"}),
        FaultCase("400 in HTML", OutcomeUnknown, talk=says(html(400))),
        FaultCase("401", OperatorNeeded, kind="unauthorized"),
        FaultCase("401 for another key", OperatorNeeded, kind="ok", key="sk-wrong"),
        FaultCase("401 with nothing", OperatorNeeded, talk=says(answer(b"", 401))),
        FaultCase("402", OperatorNeeded, kind="payment_required"),
        FaultCase("402 in HTML", OperatorNeeded, talk=says(html(402))),
        FaultCase("403: content moderation", ContentRefused, kind="moderation"),
        FaultCase("403: payment required", OperatorNeeded, kind="payment_required_403"),
        FaultCase("403: permission denied", OperatorNeeded, talk=says(fault(403, "permission_denied"))),
        FaultCase("429: empty account", OperatorNeeded, talk=says(fault(429, "insufficient_balance"))),
        FaultCase("403 of an unknown name", RequestRefused, talk=says(fault(403, "something_new"))),
        FaultCase("403 with half a report", OutcomeUnknown, talk=says(report(403, name="something_new"))),
        FaultCase("403 in HTML", OutcomeUnknown, talk=says(html(403))),
        FaultCase("404", RequestRefused, kind="not_found"),
        FaultCase("404 in HTML", OutcomeUnknown, talk=says(html(404))),
        FaultCase("413", RequestRefused, kind="ok", wish=huge, at_once=5),
        FaultCase(
            "413 before the request is read",
            RequestRefused,
            talk=early(fault(413, "payload_too_large"), then="reads on"),
            wish=huge,
            at_once=5,
        ),
        FaultCase(
            "413 before a reset",
            RequestRefused,
            talk=early(fault(413, "payload_too_large"), then="resets"),
            wish=huge,
            at_once=5,
        ),
        FaultCase("422: language", RequestRefused, kind="ok", wish={"prompt": "рыжий кот"}),
        FaultCase("422: public figure", ContentRefused, kind="public_figure"),
        FaultCase("429", Throttled, kind="throttled"),
        FaultCase("429 with Retry-After", Throttled, kind="throttled", settings={"retry_after": 90}),
        FaultCase(
            "429 with a date", Throttled, kind="throttled", settings={"retry_after": "Mon, 23 Nov 2026 15:00:00 GMT"}
        ),
        FaultCase("429 in HTML", Throttled, talk=says(html(429))),
        FaultCase("rate limit as 403", Throttled, talk=says(fault(403, "rate_limit_exceeded"))),
        FaultCase("500 with a report", EngineFault, kind="json_500"),
        FaultCase("500 with half a report", OutcomeUnknown, talk=says(report(500, name="internal_error"))),
        FaultCase("500 in HTML", OutcomeUnknown, talk=says(html(500))),
        FaultCase(
            "500 nested a hundred thousand deep",
            OutcomeUnknown,
            talk=says(answer(b"[" * 100_000, 500, "application/json")),
        ),
        FaultCase(
            "500 of ten megabytes of JSON",
            OutcomeUnknown,
            talk=says(answer(responses.nested_json(10 * responses.MIB), 500, "application/json")),
            at_once=5,
        ),
        FaultCase("502 in HTML", OutcomeUnknown, kind="html_502"),
        FaultCase("502 with a report", OutcomeUnknown, talk=says(fault(502, "bad_gateway"))),
        FaultCase("503 with a report", EngineFault, kind="json_503"),
        FaultCase("503 in HTML", OutcomeUnknown, talk=says(html(503))),
        FaultCase("504 with nothing", OutcomeUnknown, talk=says(answer(b"", 504))),
        FaultCase("520 of an edge", OutcomeUnknown, talk=says(html(520))),
        FaultCase("418", OutcomeUnknown, talk=says(fault(418, "teapot"))),
    ]


def sdapi_answers() -> list[FaultCase]:
    def sdapi(name: str, expects: Verdict, **facts: Any) -> FaultCase:
        return FaultCase(name, expects, engine="sdapi", **facts)

    whole = report(200, images=[base64.b64encode(picture()).decode()], info=json.dumps({"seed": 7}))
    return [
        sdapi("a picture", Painted, kind="ok"),
        sdapi("report beside the picture broken", Painted, kind="broken_info"),
        sdapi("connection refused", NotSent, place="refused"),
        sdapi("reset before a byte is read", OutcomeUnknown, talk=responses.reset_unread),
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
        sdapi("307 to elsewhere", OutcomeUnknown, talk=responses.redirects(307)),
        sdapi("401", OperatorNeeded, kind="ok", key="alice:wrong"),
        sdapi("404: no programming interface", OperatorNeeded, kind="not_found"),
        sdapi("404: no picture", RequestRefused, talk=says(report(404, detail="Init image not found"))),
        sdapi("404: no such sampler", OperatorNeeded, kind="no_sampler"),
        sdapi("400: no such sampler", OperatorNeeded, kind="no_sampler_400"),
        sdapi("404: no such model", OperatorNeeded, kind="no_model"),
        sdapi("404 in HTML", OutcomeUnknown, talk=says(html(404))),
        sdapi("405", OperatorNeeded, kind="wrong_method"),
        sdapi("403 with a report", OperatorNeeded, kind="forbidden"),
        sdapi("403 in HTML", OutcomeUnknown, talk=says(html(403))),
        sdapi("400 with a report", RequestRefused, kind="unreadable"),
        sdapi("422", RequestRefused, kind="ok", wish={"seed": "seven"}),
        sdapi("422: no such script", RequestRefused, kind="no_script"),
        sdapi("500 with a report", EngineFault, kind="json_500"),
        sdapi("500: picture that cannot be read", RequestRefused, kind="bad_image"),
        sdapi("500: picture by address", RequestRefused, kind="bad_address"),
        sdapi("500: no addresses", RequestRefused, kind="no_addresses"),
        sdapi("500: no local addresses", RequestRefused, kind="no_local_addresses"),
        sdapi("500: format that is not sent", OperatorNeeded, kind="bad_format"),
        sdapi("500 in the server's own words", EngineFault, kind="plain_500"),
        sdapi("500 in other words", OutcomeUnknown, talk=says(answer(b"upstream connect error", 500, "text/plain"))),
        sdapi("503 in the server's own words", EngineFault, kind="plain_503"),
        sdapi("503 with a report", EngineFault, kind="json_503"),
        sdapi("502 in HTML", OutcomeUnknown, kind="html_502"),
        sdapi("503 with an empty object", OutcomeUnknown, talk=says(report(503))),
        sdapi("gzip bomb", OutcomeUnknown, talk=says(answer(responses.bomb(), content_encoding="gzip"))),
    ]


def all_cases() -> list[FaultCase]:
    return [*wire(), *http(), *stability_answers(), *sdapi_answers()]
