"""Stability's v2beta image endpoints: which one paints a frame, with which fields, and what it answered."""

import time

import httpx

from apps.engines.protocol import Capabilities, Painted, PaintRequest
from apps.engines.stability.answers import balance_tenths_from, painted_from
from apps.engines.stability.catalog import CAPABILITIES, STRUCTURE, ULTRA
from apps.engines.transport import call_once

BASE_URL = "https://api.stability.ai"

CALL_SECONDS = 90.0
"""The longest a call is waited for. The slowest live answer on record took 34 seconds, and giving up early leaves a
picture that may be charged; so nearly three times that."""

SD3_PATH = "/v2beta/stable-image/generate/sd3"
ULTRA_PATH = "/v2beta/stable-image/generate/ultra"
STRUCTURE_PATH = "/v2beta/stable-image/control/structure"
INPAINT_PATH = "/v2beta/stable-image/edit/inpaint"
BALANCE_PATH = "/v1/user/balance"

CLIENT_ID = "gifsite"
CLIENT_VERSION = "1"
"""Counts changes of the way requests are made, so that the vendor's support can tell old ones from new ones."""

MAX_HEADER_CHARACTERS = 256
"""The vendor's limit for each of its `stability-client-…` headers."""

GROW_MASK_PIXELS = 5
"""How far the painted area reaches beyond the mask: the endpoint's own default, enough to hide the seam."""

MAX_SEED = 4_294_967_294
"""The largest seed the endpoints take."""


class StabilityEngine:
    """The engine "stability".

    Prompts are sent as typed. Parentheses with a colon, as in `(red:0.5)`, are weights to the vendor and are left alone:
    people who know them want them, and rewriting a prompt would surprise everyone else more.

    With a mask every model paints through `edit/inpaint`, which knows neither model nor strength.
    """

    name = "stability"
    capabilities: Capabilities = CAPABILITIES

    def __init__(self, *, api_key: str, base_url: str = BASE_URL, call_seconds: float = CALL_SECONDS) -> None:
        self._api_key = api_key.strip()
        self._base_url = base_url.rstrip("/")
        self.call_seconds = call_seconds

    def endpoint(self, request: PaintRequest) -> str:
        """Return the path the request goes to. Raises KeyError for a model that is not offered."""
        model = self.capabilities.model(request.model)
        if request.mask is not None:
            return INPAINT_PATH
        return {ULTRA: ULTRA_PATH, STRUCTURE: STRUCTURE_PATH}.get(model.name, SD3_PATH)

    def paint(self, request: PaintRequest, *, deadline: float) -> Painted:
        """Paint one frame, once; at the latest `call_seconds` from now it is given up, even before `deadline`.

        Seed 0 means "surprise me" to the vendor, which would make a repeated request another picture; the largest seed
        is sent in its place. Raises KeyError for a model that is not offered, and subclasses of EngineError.
        """
        path = self.endpoint(request)
        files = {"image": ("image.png", request.image, "image/png")}
        if request.mask is not None:
            files["mask"] = ("mask.png", request.mask, "image/png")
        post = httpx.Request(
            "POST",
            self._base_url + path,
            headers={"accept": "image/*", **self._headers(request.user_reference)},
            data=self._fields(request, path=path),
            files=files,
        )
        return painted_from(call_once(post, deadline=self._latest(deadline)))

    def balance(self, deadline: float) -> int:
        """Return tenths of a vendor credit, which are mills, left on the account.

        May lag behind finished pictures. Costs nothing.

        Raises subclasses of EngineError; OutcomeUnknown here only means that there is no figure.
        """
        get = httpx.Request("GET", self._base_url + BALANCE_PATH, headers=self._headers(""))
        return balance_tenths_from(call_once(get, deadline=self._latest(deadline)))

    def _latest(self, deadline: float) -> float:
        return min(deadline, time.monotonic() + self.call_seconds)

    def _fields(self, request: PaintRequest, *, path: str) -> dict[str, str]:
        model = self.capabilities.model(request.model)
        # Some models have no strength at all, and then the field must not be sent.
        offered = model.strength
        strength = request.strength
        if strength is None and offered is not None:
            strength = offered.default
        # Seed 0 would mean a random one: another picture at each repeat.
        fields = {
            "prompt": request.prompt,
            "seed": str(request.seed or MAX_SEED),
            "output_format": "png",
        }
        if path == INPAINT_PATH:
            fields["grow_mask"] = str(GROW_MASK_PIXELS)
        elif path == STRUCTURE_PATH and strength is not None:
            # The house's strength says how much may change, control_strength how much must stay.
            fields["control_strength"] = _decimal(1 - strength)
        elif strength is not None:
            fields["strength"] = _decimal(strength)
        if path == SD3_PATH:
            fields["model"] = model.name
            fields["mode"] = "image-to-image"
        if request.negative_prompt and (model.takes_negative_prompt or path == INPAINT_PATH):
            fields["negative_prompt"] = request.negative_prompt
        if request.style_preset:
            fields["style_preset"] = request.style_preset
        return fields

    def _headers(self, user_reference: str) -> dict[str, str]:
        headers = {
            "authorization": f"Bearer {self._api_key}",
            "stability-client-id": CLIENT_ID,
            "stability-client-version": CLIENT_VERSION,
        }
        # Only what a header can carry: a reference with a line break in it would otherwise fail every call.
        reference = "".join(
            character for character in user_reference if character.isascii() and character.isprintable()
        )
        if reference:
            headers["stability-client-user-id"] = reference.strip()[:MAX_HEADER_CHARACTERS]
        return headers


def _decimal(number: float) -> str:
    return f"{round(number, 4):g}"
