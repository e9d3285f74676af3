"""Self-hosted servers that speak `POST /sdapi/v1/img2img`: AUTOMATIC1111's web UI, Forge and their relatives."""

import base64
import time

import httpx

from apps.engines.protocol import Capabilities, Model, Painted, PaintRequest, SizeRule, StrengthRange
from apps.engines.sdapi.answers import painted_from
from apps.engines.transport import call_once

CALL_SECONDS = 300.0
"""The longest a call is waited for. The server paints one picture at a time behind a single lock, so a call also waits
for those before it; five minutes are about twenty pictures on a modest card, and waiting costs nothing here."""

PATH = "/sdapi/v1/img2img"

STEPS = 30
"""Of these the server runs `STEPS` × strength; below ten effective steps pictures visibly fall apart."""

CFG_SCALE = 7
"""The server's own default, and the one Deforum and its guides were tuned with."""

MASK_BLUR_PIXELS = 4
"""The soft edge of the mask: the server's own default."""

KEEP_ORIGINAL = 1
"""`inpainting_fill`: begin from what is under the mask; its other modes erase it first and every frame would jump."""

MODEL = "img2img"

CAPABILITIES = Capabilities(
    label="Own server",
    blurb="The checkpoint loaded on your own Stable Diffusion server.",
    models=(
        Model(
            name=MODEL,
            label="Loaded checkpoint",
            blurb="Whichever model the server has loaded.",
            # A1111's own loopback and the video loopback scripts work between 0.3 and 0.5 per frame.
            strength=StrengthRange(low=0.1, high=0.9, default=0.4),
            takes_mask=True,
            takes_negative_prompt=True,
            typical_seconds=6.0,
        ),
    ),
    default_model=MODEL,
    # Forge needs multiples of 64; a megapixel is what common cards hold for SDXL.
    # Models paint in fields of 8 pixels and were trained on 512 or more: below 128 a face is a handful of fields.
    size_rule=SizeRule(min_side=64, max_side=1536, max_pixels=1_048_576, multiple_of=64, good_side=128),
    is_ai=True,
    drifts=True,
)


class SdapiEngine:
    """The engine "sdapi". `auth`, when the server asks for it, is "user:password"."""

    name = "sdapi"
    capabilities: Capabilities = CAPABILITIES

    def __init__(self, *, base_url: str, auth: str = "", call_seconds: float = CALL_SECONDS) -> None:
        self._base_url = base_url.rstrip("/")
        self._auth = auth
        self.call_seconds = call_seconds

    def endpoint(self, request: PaintRequest) -> str:
        """Return the path every request goes to. Raises KeyError for a model that is not offered."""
        self.capabilities.model(request.model)
        return PATH

    def paint(self, request: PaintRequest, *, deadline: float) -> Painted:
        """Paint one frame, once; at the latest `call_seconds` from now it is given up, even before `deadline`.

        Raises KeyError for a model that is not offered, and subclasses of EngineError.
        """
        post = httpx.Request(
            "POST",
            self._base_url + self.endpoint(request),
            headers={"accept": "application/json", **self._authorization()},
            json=self._fields(request),
        )
        return painted_from(call_once(post, deadline=min(deadline, time.monotonic() + self.call_seconds)))

    def _fields(self, request: PaintRequest) -> dict[str, object]:
        model = self.capabilities.model(request.model)
        strength = request.strength
        if strength is None and model.strength is not None:
            strength = model.strength.default
        fields: dict[str, object] = {
            "init_images": [_base64(request.image)],
            "prompt": request.prompt,
            "negative_prompt": request.negative_prompt or "",
            # The server would otherwise return 512 × 512, whatever the picture's size.
            "width": request.width,
            "height": request.height,
            "denoising_strength": strength,
            "seed": request.seed,
            "steps": STEPS,
            "cfg_scale": CFG_SCALE,
        }
        if request.mask is not None:
            fields |= {
                "mask": _base64(request.mask),
                "mask_blur": MASK_BLUR_PIXELS,
                "inpainting_fill": KEEP_ORIGINAL,
                # Otherwise only the masked area is painted, enlarged, and its detail no longer matches the rest.
                "inpaint_full_res": False,
            }
        return fields

    def _authorization(self) -> dict[str, str]:
        return {"authorization": f"Basic {_base64(self._auth.encode())}"} if self._auth else {}


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
