"""A fake of Stability's image endpoints: strict about requests, honest about money, and able to fail in every known way.

    with FakeStability() as fake: StabilityEngine(api_key=fake.key, base_url=fake.url)
    python -m tests.engines.stability.fake --port 8090 --log stability.jsonl --seconds 0.5

It charges when *it* finishes a picture, even if nobody listens any more: its log and its balance are the independent
meter against which the house is measured.
"""

import argparse
import asyncio
import base64
import concurrent.futures
import dataclasses
import json
import re
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.fakes import painting
from tests.fakes.loopback import MANNERS, Arrival, Behaviour, LoopbackServer, Reply, json_reply, logged_headers

DEFAULT_KEY = "sk-fake"
MAX_REQUEST_BYTES = 10 * 1024 * 1024
MAX_SEED = 4_294_967_294
MAX_TEXT = 10_000

STYLE_PRESETS = frozenset(
    {
        "3d-model",
        "analog-film",
        "anime",
        "cinematic",
        "comic-book",
        "digital-art",
        "enhance",
        "fantasy-art",
        "isometric",
        "line-art",
        "low-poly",
        "modeling-compound",
        "neon-punk",
        "origami",
        "photographic",
        "pixel-art",
        "tile-texture",
    }
)
ASPECT_RATIOS = frozenset({"16:9", "1:1", "21:9", "2:3", "3:2", "4:5", "5:4", "9:16", "9:21"})

SD3 = "/v2beta/stable-image/generate/sd3"
ULTRA = "/v2beta/stable-image/generate/ultra"
STRUCTURE = "/v2beta/stable-image/control/structure"
INPAINT = "/v2beta/stable-image/edit/inpaint"
BALANCE = "/v1/user/balance"

SD3_TENTHS = {"sd3.5-large": 65, "sd3.5-large-turbo": 40, "sd3.5-medium": 35, "sd3.5-flash": 25}
TENTHS = {ULTRA: 80, STRUCTURE: 50, INPAINT: 50}

PAINTED_KINDS = frozenset(
    {
        "ok",
        "filtered",
        "filtered_silent",
        "html_200",
        "truncated",
        "half_size",
        "wrong_size",
        "blank",
        "black",
        "frozen",
        "html_502",
        "creeping",
    }
)
"""Behaviours in which a picture was finished, and so is charged for."""

REFUSALS: dict[str, tuple[int, str, str]] = {
    "json_500": (500, "internal_error", "An unexpected server error has occurred, please try again later."),
    "json_503": (503, "service_unavailable", "The service is overloaded, please try again later."),
    "moderation": (403, "content_moderation", "Your request was flagged by our content moderation system."),
    "public_figure": (422, "public_figure", "Our system detected the likeness of a public figure in your image."),
    "payment_required": (402, "payment_required", "You lack sufficient credits to make this request."),
    "payment_required_403": (403, "payment_required", "You lack sufficient credits to make this request."),
    "throttled": (
        429,
        "rate_limit_exceeded",
        "You have exceeded the rate limit of 150 requests within a 10 second period.",
    ),
    "not_found": (404, "not_found", "The specified resource does not exist."),
}

# The standard library's mail parser would understand more and cost a hundred times as much.
FORM = re.compile(r'multipart/form-data\s*;\s*boundary="?(?P<boundary>[^";]+)"?', re.IGNORECASE)
DISPOSITION = re.compile(
    rb'content-disposition:\s*form-data;\s*name="(?P<name>[^"]*)"(?:;\s*filename="(?P<filename>[^"]*)")?',
    re.IGNORECASE,
)

Check = Callable[[str], str | None]
Fields = dict[str, str]
Files = dict[str, bytes]


def _text(value: str) -> str | None:
    return None if 1 <= len(value) <= MAX_TEXT else f"must be between 1 and {MAX_TEXT} characters"


def _optional_text(value: str) -> str | None:
    return None if len(value) <= MAX_TEXT else f"must be at most {MAX_TEXT} characters"


def _number(low: float, high: float, *, whole: bool = False) -> Check:
    def check(value: str) -> str | None:
        try:
            number = int(value) if whole else float(value)
        except ValueError:
            return f"must be {'an integer' if whole else 'a number'}"
        return None if low <= number <= high else f"must be between {low} and {high}"

    return check


def _one_of(*allowed: str) -> Check:
    return lambda value: None if value in allowed else f"must be one of {', '.join(sorted(allowed))}"


COMMON: dict[str, Check] = {
    "seed": _number(0, MAX_SEED, whole=True),
    "output_format": _one_of("png", "jpeg", "webp"),
    "negative_prompt": _optional_text,
    "style_preset": _one_of(*STYLE_PRESETS),
}


@dataclasses.dataclass(frozen=True)
class Endpoint:
    """What one address takes. `required` names fields and files that must be there."""

    fields: dict[str, Check]
    files: frozenset[str]
    required: frozenset[str]
    max_side: int | None = None
    min_pixels: int | None = None
    max_pixels: int | None = None
    max_aspect: float | None = None


ENDPOINTS = {
    SD3: Endpoint(
        fields={
            **COMMON,
            "prompt": _text,
            "mode": _one_of("text-to-image", "image-to-image"),
            "strength": _number(0, 1),
            "aspect_ratio": _one_of(*ASPECT_RATIOS),
            "model": _one_of(*SD3_TENTHS),
            "cfg_scale": _number(1, 10),
        },
        files=frozenset({"image"}),
        required=frozenset({"prompt"}),
    ),
    ULTRA: Endpoint(
        fields={**COMMON, "prompt": _text, "strength": _number(0, 1), "aspect_ratio": _one_of(*ASPECT_RATIOS)},
        files=frozenset({"image"}),
        required=frozenset({"prompt"}),
        max_side=16_384,
        min_pixels=4_096,
    ),
    STRUCTURE: Endpoint(
        fields={**COMMON, "prompt": _text, "control_strength": _number(0, 1)},
        files=frozenset({"image"}),
        required=frozenset({"prompt", "image"}),
        max_pixels=9_437_184,
        max_aspect=2.5,
    ),
    INPAINT: Endpoint(
        fields={**COMMON, "prompt": _text, "grow_mask": _number(0, 100, whole=True)},
        files=frozenset({"image", "mask"}),
        required=frozenset({"prompt", "image"}),
        min_pixels=4_096,
        max_pixels=9_437_184,
    ),
}


class FakeStability(LoopbackServer):
    """`seconds` is the usual painting time, `size` the size of every returned picture (None: the input's own).

    `ready_made` answers with pictures painted once and looks only at the header of what is sent: for benchmarks.
    `limit` requests are taken per `window_seconds`, then everything is refused for `lock_out_seconds`; None: no limit.
    """

    kinds = PAINTED_KINDS | MANNERS - {"plain"} | REFUSALS.keys() | {"unauthorized", "slow"}

    def __init__(
        self,
        *,
        port: int = 0,
        log_path: Path | None = None,
        key: str = DEFAULT_KEY,
        seconds: float = 0.0,
        size: tuple[int, int] | None = None,
        ready_made: bool = False,
        limit: int | None = 150,
        window_seconds: float = 10.0,
        lock_out_seconds: float = 60.0,
        balance_tenths: int = 1_000_000,
    ) -> None:
        super().__init__(port=port, log_path=log_path)
        self.key = key
        self.seconds = seconds
        self.size = size
        self.ready_made = ready_made
        self._limit = RateLimit(limit, window_seconds=window_seconds, lock_out_seconds=lock_out_seconds)
        self._first_balance_tenths = balance_tenths
        self._balance_tenths = balance_tenths
        self._charged_count = 0
        self._by_model: dict[str, Behaviour] = {}
        self._money = threading.Lock()
        self._painters = concurrent.futures.ThreadPoolExecutor(max_workers=2, thread_name_prefix="painter")

    @property
    def balance_tenths(self) -> int:
        with self._money:
            return self._balance_tenths

    @property
    def charged_tenths(self) -> int:
        """What all finished pictures since the start or the last `forget` cost at the list price."""
        with self._money:
            return self._first_balance_tenths - self._balance_tenths

    def state(self) -> dict[str, Any]:
        with self._money:
            money = {
                "balance_tenths": self._balance_tenths,
                "charged_tenths": self._first_balance_tenths - self._balance_tenths,
                "charged_count": self._charged_count,
            }
        return {**super().state(), **money}

    def when_model_is(self, model: str, kind: str, **settings: Any) -> None:
        """Every call to this model that no other rule claims behaves like this, until it is told otherwise or forgets."""
        self._by_model[model] = self._behaviour(kind, settings)

    def forget(self) -> None:
        super().forget()
        self._by_model.clear()
        self._limit.forget()
        with self._money:
            self._balance_tenths = self._first_balance_tenths
            self._charged_count = 0

    def close(self) -> None:
        self._painters.shutdown(wait=False, cancel_futures=True)
        super().close()

    async def respond(self, arrival: Arrival) -> Reply:
        request_id = uuid.uuid4().hex
        path = arrival.path.partition("?")[0]
        seen: dict[str, Any] = {
            "number": arrival.number,
            "method": arrival.method,
            "endpoint": path,
            "headers": logged_headers(arrival.headers),
            "length": len(arrival.body),
            "request_id": request_id,
        }
        if not self._limit.admits(time.monotonic()):
            self.record("arrived", **seen, behaviour="rate limit")
            return _refusal(request_id, *REFUSALS["throttled"])
        if path == BALANCE:
            self.record("arrived", **seen, behaviour="balance")
            return self._balance_reply(arrival, request_id)
        endpoint = ENDPOINTS.get(path)
        if endpoint is None or arrival.method != "POST":
            self.record("arrived", **seen, behaviour="no such endpoint")
            return _refusal(request_id, *REFUSALS["not_found"])
        if len(arrival.body) > MAX_REQUEST_BYTES:
            self.record("arrived", **seen, behaviour="too large")
            return _refusal(request_id, 413, "payload_too_large", "body: must be at most 10MiB")
        form = parse_multipart(arrival.headers.get("content-type", ""), arrival.body)
        if form is None:
            self.record("arrived", **seen, behaviour="no form")
            return _refusal(request_id, 400, "bad_request", "content-type: must be multipart/form-data")
        fields, files = form
        seen["fields"] = fields
        seen["files"] = {name: painting.describe_file(content) for name, content in files.items()}
        faults = self._faults(path, endpoint, arrival.headers, fields, files)
        if faults:
            self.record("arrived", **seen, behaviour="bad request", faults=faults)
            return _refusal(request_id, 400, "bad_request", *faults)
        if arrival.headers.get("authorization") != f"Bearer {self.key}":
            self.record("arrived", **seen, behaviour="bad key")
            return _unauthorized(request_id)
        if _is_foreign(fields["prompt"]):
            self.record("arrived", **seen, behaviour="foreign prompt")
            return _refusal(
                request_id, 422, "invalid_language", "English is the only supported language for this service."
            )
        model = path.rpartition("/")[2] if path in TENTHS else fields.get("model", "sd3.5-large")
        tenths = TENTHS.get(path) or SD3_TENTHS[model]
        if self.balance_tenths < tenths:
            self.record("arrived", **seen, behaviour="no credits")
            return _refusal(request_id, *REFUSALS["payment_required"])
        behaviour = self.take_behaviour(fields["prompt"], otherwise=self._by_model.get(model))
        self.record("arrived", **seen, behaviour=behaviour.kind)
        return await self._paint(arrival, behaviour, fields, files, tenths=tenths, request_id=request_id)

    async def _paint(
        self,
        arrival: Arrival,
        behaviour: Behaviour,
        fields: Fields,
        files: Files,
        *,
        tenths: int,
        request_id: str,
    ) -> Reply:
        seconds = self.seconds if behaviour.seconds is None else behaviour.seconds
        if seconds:
            await asyncio.sleep(seconds)
        kind = behaviour.kind
        paid = kind in PAINTED_KINDS or kind in MANNERS or kind == "slow"
        if paid if behaviour.charge is None else behaviour.charge:
            self._charge(arrival, tenths)
        if kind == "unauthorized":
            return _unauthorized(request_id)
        if kind in REFUSALS:
            reply = _refusal(request_id, *REFUSALS[kind])
            if behaviour.retry_after is not None:
                reply.headers["retry-after"] = str(behaviour.retry_after)
            return reply
        if kind == "html_502":
            return Reply(502, {"content-type": "text/html"}, b"<html><h1>502 Bad Gateway</h1></html>")
        if kind == "html_200":
            return Reply(200, {"content-type": "text/html", "x-request-id": request_id}, b"<html>Welcome</html>")
        loop = asyncio.get_running_loop()
        seed = int(fields.get("seed", "0")) or int(request_id[:7], 16)
        if self.ready_made and kind == "ok":
            image = self._ready_made(files, seed)
        else:
            image = await loop.run_in_executor(self._painters, self._picture, behaviour, fields, files, seed)
        reply = _picture_reply(
            image,
            file_format=fields.get("output_format", "png"),
            as_json=arrival.headers.get("accept", "").startswith("application/json"),
            finish_reason="CONTENT_FILTERED" if kind == "filtered" else "SUCCESS",
            seed=seed,
            request_id=request_id,
        )
        if kind in MANNERS:
            return dataclasses.replace(reply, manner=kind, drip_seconds=behaviour.drip_seconds)
        return reply

    def _picture(self, behaviour: Behaviour, fields: Fields, files: Files, seed: int) -> bytes:
        kind = behaviour.kind
        if kind == "frozen":
            return files["image"]
        file_format = {"png": "PNG", "jpeg": "JPEG", "webp": "WEBP"}[fields.get("output_format", "png")]
        source = files.get("image") or painting.ready_made((1024, 1024), seed % 3)
        width, height = painting.picture_size(source)
        assert width is not None
        size = self.size or (width, height)
        if behaviour.width and behaviour.height:
            size = (behaviour.width, behaviour.height)
        elif kind == "wrong_size":
            size = (size[0] + 64, size[1])
        elif kind == "half_size":
            size = (size[0] // 2, size[1] // 2)
        if kind in {"blank", "black"}:
            return painting.encode(painting.flat(size, 255 if kind == "blank" else 0), file_format=file_format)
        if kind == "creeping":
            return painting.encode(painting.creep(source), file_format=file_format)
        picture = painting.paint(
            source,
            prompt=fields["prompt"],
            seed=seed,
            strength=float(fields.get("strength", 1 - float(fields.get("control_strength", 0.3)))),
            mask=files.get("mask"),
            size=size,
        )
        if kind in {"filtered", "filtered_silent"}:
            picture = painting.blurred(picture)
        image = painting.encode(picture, file_format=file_format)
        return image[: len(image) // 2] if kind == "truncated" else image

    def _ready_made(self, files: Files, seed: int) -> bytes:
        width, height = painting.picture_size(files["image"]) if "image" in files else (1024, 1024)
        assert width is not None
        variants = (painting.ready_made(self.size or (width, height), (seed + turn) % 3) for turn in range(3))
        return next(picture for picture in variants if picture != files.get("image"))

    def _charge(self, arrival: Arrival, tenths: int) -> None:
        with self._money:
            if arrival.number > self._forgotten_count:  # else its money is no longer counted
                self._balance_tenths -= tenths
                self._charged_count += 1
            left = self._balance_tenths
        self.record("charged", number=arrival.number, tenths=tenths, balance_tenths=left)

    def spend(self, *, tenths: int) -> None:
        """Somebody else uses the account; a negative amount is money added to it."""
        with self._money:
            self._balance_tenths -= tenths

    def _balance_reply(self, arrival: Arrival, request_id: str) -> Reply:
        if arrival.method != "GET":
            return _refusal(request_id, *REFUSALS["not_found"])
        if arrival.headers.get("authorization") != f"Bearer {self.key}":
            return _unauthorized(request_id)
        return json_reply(200, {"credits": self.balance_tenths / 10}, x_request_id=request_id)

    def _faults(
        self, path: str, endpoint: Endpoint, headers: dict[str, str], fields: Fields, files: Files
    ) -> list[str]:
        """Every fault of the request, as the vendor lists them all at once."""
        faults = [
            f"{name}: must be at most 256 characters"
            for name in ("stability-client-id", "stability-client-user-id", "stability-client-version")
            if len(headers.get(name, "")) > 256
        ]
        accept = headers.get("accept", "image/*")
        if not accept.startswith(("image/", "*/*", "application/json")):
            faults.append("accept: must be image/* or application/json")
        given = fields.keys() | files.keys()
        required = set(endpoint.required)
        forbidden: set[str] = set()
        if path == SD3 and fields.get("mode") == "image-to-image":
            required |= {"image", "strength"}
            forbidden |= {"aspect_ratio"}
        elif path == SD3:
            forbidden |= {"image", "strength"}
        if path == SD3 and fields.get("model") == "sd3.5-large-turbo":
            forbidden |= {"negative_prompt"}
        if path == ULTRA and "image" in files:
            required |= {"strength"}
        faults += [f"{name}: is required" for name in sorted(required - given)]
        faults += [f"{name}: is not allowed" for name in sorted(forbidden & given)]
        faults += [f"{name}: is not allowed" for name in sorted(fields.keys() - endpoint.fields.keys())]
        faults += [f"{name}: is not allowed" for name in sorted(files.keys() - endpoint.files)]
        for name, check in endpoint.fields.items():
            fault = check(fields[name]) if name in fields else None
            if fault:
                faults.append(f"{name}: {fault}")
        for name in sorted(files.keys() & endpoint.files):
            faults += [f"{name}: {fault}" for fault in self._picture_faults(endpoint, files[name])]
        return faults

    def _picture_faults(self, endpoint: Endpoint, content: bytes) -> list[str]:
        width, height = painting.picture_size(content)
        if width is None or height is None:
            return ["could not be decoded"]
        if min(width, height) < 64:
            return ["every side must be at least 64 pixels"]
        pixels = width * height
        too_long = endpoint.max_side is not None and max(width, height) > endpoint.max_side
        too_few = endpoint.min_pixels is not None and pixels < endpoint.min_pixels
        too_many = endpoint.max_pixels is not None and pixels > endpoint.max_pixels
        if too_long or too_few or too_many:
            return [f"has a size out of range: {width}x{height}"]
        if endpoint.max_aspect is not None and max(width / height, height / width) > endpoint.max_aspect:
            return ["the aspect ratio must be between 1:2.5 and 2.5:1"]
        if self.ready_made:
            return []
        fault = painting.picture_fault(content)
        return [f"could not be decoded: {fault}"] if fault else []


class RateLimit:
    """Takes `limit` requests in any `window_seconds`; one more locks everything out for `lock_out_seconds`."""

    def __init__(self, limit: int | None, *, window_seconds: float, lock_out_seconds: float) -> None:
        self._limit = limit
        self._window_seconds = window_seconds
        self._lock_out_seconds = lock_out_seconds
        self._lock = threading.Lock()
        self._times: deque[float] = deque()
        self._locked_until = 0.0

    def admits(self, now: float) -> bool:
        with self._lock:
            if self._limit is None:
                return True
            if now < self._locked_until:
                return False
            while self._times and self._times[0] <= now - self._window_seconds:
                self._times.popleft()
            self._times.append(now)
            if len(self._times) > self._limit:
                self._locked_until = now + self._lock_out_seconds
                self._times.clear()
                return False
            return True

    def forget(self) -> None:
        with self._lock:
            self._times.clear()
            self._locked_until = 0.0


def parse_multipart(content_type: str, body: bytes) -> tuple[Fields, Files] | None:
    """Fields and files of a form by name, or None when the body is not a whole multipart form. A name counts once."""
    form = FORM.fullmatch(content_type)
    if form is None:
        return None
    marker = b"--" + form["boundary"].encode("latin-1")
    parts = (b"\r\n" + body).split(b"\r\n" + marker)
    if len(parts) < 2 or parts[0] or not parts[-1].startswith(b"--"):
        return None
    fields: Fields = {}
    files: Files = {}
    for part in parts[1:-1]:
        head, separator, content = part.partition(b"\r\n\r\n")
        disposition = DISPOSITION.search(head)
        if not separator or disposition is None:
            return None
        name = disposition["name"].decode("utf-8", "replace")
        if name in fields or name in files:
            return None
        if disposition["filename"] is None:
            fields[name] = content.decode("utf-8", "replace")
        else:
            files[name] = content
    return fields, files


def _is_foreign(prompt: str) -> bool:
    """Whether the prompt has letters of another script than Latin; the vendor knows languages, this is its shadow."""
    return any(letter.isalpha() and ord(letter) > 0x24F for letter in prompt)


def _refusal(request_id: str, status: int, name: str, *errors: str) -> Reply:
    return json_reply(status, {"id": request_id, "name": name, "errors": list(errors)}, x_request_id=request_id)


def _unauthorized(request_id: str) -> Reply:
    # Seen in the wild with a message instead of the documented list of errors.
    document = {"id": request_id, "name": "unauthorized", "message": "missing or invalid api key"}
    return json_reply(401, document, x_request_id=request_id)


def _picture_reply(
    image: bytes, *, file_format: str, as_json: bool, finish_reason: str, seed: int, request_id: str
) -> Reply:
    if as_json:
        document = {"image": base64.b64encode(image).decode(), "finish_reason": finish_reason, "seed": seed}
        headers = {"content-type": f"application/json; type=image/{file_format}", "x-request-id": request_id}
        return Reply(200, headers, json.dumps(document).encode())
    headers = {
        "content-type": f"image/{file_format}",
        "finish-reason": finish_reason,
        "seed": str(seed),
        "x-request-id": request_id,
    }
    return Reply(200, headers, image)


def _size(text: str) -> tuple[int, int]:
    width, _x, height = text.partition("x")
    return int(width), int(height)


def main() -> None:
    parser = argparse.ArgumentParser(description="A fake of Stability's image endpoints on the loopback address.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--log", type=Path, help="JSON lines, flushed as things happen")
    parser.add_argument("--key", default=DEFAULT_KEY)
    parser.add_argument("--seconds", type=float, default=0.0, help="usual painting time")
    parser.add_argument("--size", type=_size, help="WIDTHxHEIGHT of every returned picture; the input's own by default")
    parser.add_argument("--ready-made", action="store_true", help="pictures painted once, inputs not decoded")
    parser.add_argument("--limit", type=int, default=150, help="requests per window; 0: no limit")
    parser.add_argument("--window-seconds", type=float, default=10.0)
    parser.add_argument("--lock-out-seconds", type=float, default=60.0)
    parser.add_argument("--balance-tenths", type=int, default=1_000_000)
    chosen = parser.parse_args()
    FakeStability(
        port=chosen.port,
        log_path=chosen.log,
        key=chosen.key,
        seconds=chosen.seconds,
        size=chosen.size,
        ready_made=chosen.ready_made,
        limit=chosen.limit or None,
        window_seconds=chosen.window_seconds,
        lock_out_seconds=chosen.lock_out_seconds,
        balance_tenths=chosen.balance_tenths,
    ).serve_forever()


if __name__ == "__main__":
    main()
