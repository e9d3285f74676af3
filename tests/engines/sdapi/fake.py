"""A fake of a self-hosted server with `POST /sdapi/v1/img2img`, as strict as the real one and able to fail like it.

with FakeSdapi() as fake: SdapiEngine(base_url=fake.url)
python -m tests.engines.sdapi.fake --port 7860 --log sdapi.jsonl --auth user:password
"""

import argparse
import asyncio
import base64
import binascii
import concurrent.futures
import dataclasses
import json
from pathlib import Path
from typing import Any

from tests.fakes import painting
from tests.fakes.loopback import MANNERS, Arrival, Behaviour, LoopbackServer, Reply, json_reply, logged_headers

PATH = "/sdapi/v1/img2img"

KNOWN_FIELDS: dict[str, tuple[type, ...]] = {
    "init_images": (list,),
    "prompt": (str,),
    "negative_prompt": (str,),
    "denoising_strength": (int, float),
    "mask": (str,),
    "mask_blur": (int,),
    "inpainting_fill": (int,),
    "inpaint_full_res": (bool,),
    "inpaint_full_res_padding": (int,),
    "inpainting_mask_invert": (int,),
    "width": (int,),
    "height": (int,),
    "steps": (int,),
    "cfg_scale": (int, float),
    "seed": (int,),
    "sampler_name": (str,),
    "override_settings": (dict,),
    "force_task_id": (str,),
    "send_images": (bool,),
}
PICTURE_FIELDS = ("init_images", "mask")


REFUSALS: dict[str, tuple[int, dict[str, Any] | str]] = {
    "not_found": (404, {"detail": "Not Found"}),
    "no_sampler": (404, {"error": "HTTPException", "detail": "Sampler not found", "body": "", "errors": ""}),
    "no_sampler_400": (400, {"detail": "Sampler not found"}),
    "no_model": (404, {"error": "HTTPException", "detail": "Model not found", "body": "", "errors": ""}),
    "wrong_method": (405, {"detail": "Method Not Allowed"}),
    "forbidden": (403, {"detail": "Not authenticated"}),
    "unreadable": (400, {"detail": "There was an error parsing the body"}),
    "no_script": (422, {"detail": "Script 'loopback' not found"}),
    "json_500": (500, {"error": "OutOfMemoryError", "detail": "", "body": "", "errors": "CUDA out of memory"}),
    "bad_image": (500, {"error": "HTTPException", "detail": "Invalid encoded image", "body": "", "errors": ""}),
    "bad_address": (500, {"detail": "Invalid image url"}),
    "no_addresses": (500, {"detail": "Requests not allowed"}),
    "no_local_addresses": (500, {"detail": "Request to local resource not allowed"}),
    "bad_format": (500, {"error": "HTTPException", "detail": "Invalid image format", "body": "", "errors": ""}),
    "plain_500": (500, "Internal Server Error"),
    "plain_503": (503, "Service Unavailable"),
    "json_503": (503, {"detail": "Model is being loaded"}),
}
"""What the two servers, and what they run on, answer instead of a picture: four fields where the web UI reports an
exception, `detail` alone where FastAPI or Forge does, and plain words where nobody does."""


class FakeSdapi(LoopbackServer):
    """`auth` is "user:password" or empty; `seconds` is the usual painting time. One picture is painted at a time."""

    kinds = frozenset(
        {"ok", "slow", "html_502", "broken_base64", "broken_json", "no_images", "broken_info", "html_200"}
        | {"wrong_size", "blank", "black", "frozen", "truncated"}
        | REFUSALS.keys()
        | MANNERS - {"plain"}
    )

    def __init__(self, *, port: int = 0, log_path: Path | None = None, auth: str = "", seconds: float = 0.0) -> None:
        super().__init__(port=port, log_path=log_path)
        self.auth = auth
        self.seconds = seconds
        self._one_at_a_time: asyncio.Lock | None = None
        self._painters = concurrent.futures.ThreadPoolExecutor(max_workers=1, thread_name_prefix="painter")

    def close(self) -> None:
        self._painters.shutdown(wait=False, cancel_futures=True)
        super().close()

    async def respond(self, arrival: Arrival) -> Reply:
        seen: dict[str, Any] = {
            "number": arrival.number,
            "method": arrival.method,
            "endpoint": arrival.path,
            "headers": logged_headers(arrival.headers),
            "length": len(arrival.body),
        }
        expected = f"Basic {base64.b64encode(self.auth.encode()).decode()}"
        if self.auth and arrival.headers.get("authorization") != expected:
            self.record("arrived", **seen, behaviour="bad password")
            return json_reply(401, {"detail": "Incorrect username or password"})
        if arrival.path != PATH or arrival.method != "POST":
            self.record("arrived", **seen, behaviour="no such endpoint")
            return json_reply(404, {"detail": "Not Found"})
        faults, fields = _checked(arrival.body)
        seen["fields"] = {name: value for name, value in fields.items() if name not in PICTURE_FIELDS}
        if faults:
            self.record("arrived", **seen, behaviour="bad request", faults=faults)
            return json_reply(422, {"detail": faults})
        images = fields.get("init_images") or []
        files = {"image": _decoded(images[0])} if images else {}
        if "mask" in fields:
            files["mask"] = _decoded(fields["mask"])
        seen["files"] = {name: painting.describe_file(content) for name, content in files.items()}
        if not images:
            self.record("arrived", **seen, behaviour="no image")
            return json_reply(404, {"detail": "Init image not found"})
        if any(painting.picture_fault(content) for content in files.values()):
            self.record("arrived", **seen, behaviour="bad image")
            return json_reply(
                500, {"error": "HTTPException", "detail": "Invalid encoded image", "body": "", "errors": ""}
            )
        behaviour = self.take_behaviour(fields.get("prompt", ""))
        self.record("arrived", **seen, behaviour=behaviour.kind)
        if self._one_at_a_time is None:
            self._one_at_a_time = asyncio.Lock()
        async with self._one_at_a_time:
            return await self._paint(behaviour, fields, files)

    async def _paint(self, behaviour: Behaviour, fields: dict[str, Any], files: dict[str, bytes]) -> Reply:
        seconds = self.seconds if behaviour.seconds is None else behaviour.seconds
        if seconds:
            await asyncio.sleep(seconds)
        kind = behaviour.kind
        if kind in REFUSALS:
            status, document = REFUSALS[kind]
            if isinstance(document, str):
                return Reply(status, {"content-type": "text/plain; charset=utf-8"}, document.encode())
            return json_reply(status, document)
        if kind == "html_502":
            return Reply(502, {"content-type": "text/html"}, b"<html><h1>502 Bad Gateway</h1></html>")
        if kind == "html_200":
            return Reply(200, {"content-type": "text/html"}, b"<html>gradio</html>")
        if kind == "broken_json":
            return Reply(200, {"content-type": "application/json"}, b'{"images": ["iVBOR')
        seed = fields.get("seed", -1)
        seed = 1234 if seed == -1 else seed
        loop = asyncio.get_running_loop()
        image = await loop.run_in_executor(self._painters, _picture, behaviour, fields, files, seed)
        encoded = base64.b64encode(image).decode()
        document = {
            "images": [] if kind == "no_images" else ["%%%" if kind == "broken_base64" else encoded],
            "parameters": {},
            "info": "{" if kind == "broken_info" else json.dumps({"seed": seed, "all_seeds": [seed]}),
        }
        reply = json_reply(200, document)
        if kind in MANNERS:
            return dataclasses.replace(reply, manner=kind, drip_seconds=behaviour.drip_seconds)
        return reply


def _picture(behaviour: Behaviour, fields: dict[str, Any], files: dict[str, bytes], seed: int) -> bytes:
    size = (fields.get("width", 512), fields.get("height", 512))
    kind = behaviour.kind
    if behaviour.width and behaviour.height:
        size = (behaviour.width, behaviour.height)
    elif kind == "wrong_size":
        size = (size[0] + 64, size[1])
    if kind == "frozen":
        return files["image"]
    if kind in {"blank", "black"}:
        return painting.encode(painting.flat(size, 255 if kind == "blank" else 0))
    picture = painting.paint(
        files["image"],
        prompt=fields.get("prompt", ""),
        seed=seed,
        strength=fields.get("denoising_strength", 0.75),
        mask=files.get("mask"),
        size=size,
    )
    image = painting.encode(picture)
    return image[: len(image) // 2] if kind == "truncated" else image


def _checked(body: bytes) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    try:
        fields = json.loads(body)
    except ValueError:
        return [{"loc": ["body"], "msg": "JSON decode error", "type": "json_invalid"}], {}
    if not isinstance(fields, dict):
        return [{"loc": ["body"], "msg": "must be an object", "type": "dict_type"}], {}
    faults = [
        {"loc": ["body", name], "msg": "wrong type", "type": "type_error"}
        for name, value in fields.items()
        if name in KNOWN_FIELDS and not _is_of(KNOWN_FIELDS[name], value)
    ]
    # The real server ignores unknown fields; a fake that did so would hide a misspelt one.
    faults += [
        {"loc": ["body", name], "msg": "unknown field", "type": "extra_forbidden"}
        for name in fields
        if name not in KNOWN_FIELDS
    ]
    return faults, fields


def _is_of(kinds: tuple[type, ...], value: Any) -> bool:
    return isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool))


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        return b""


def main() -> None:
    parser = argparse.ArgumentParser(description="A fake of a self-hosted img2img server on the loopback address.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--log", type=Path, help="JSON lines, flushed as things happen")
    parser.add_argument("--auth", default="", help="user:password")
    parser.add_argument("--seconds", type=float, default=0.0, help="usual painting time")
    chosen = parser.parse_args()
    FakeSdapi(port=chosen.port, log_path=chosen.log, auth=chosen.auth, seconds=chosen.seconds).serve_forever()


if __name__ == "__main__":
    main()
