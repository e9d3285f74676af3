"""A device with passkeys, as a browser's form would speak for it (Web Authentication, level 2, sections 6.1 and 7)."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

ORIGIN = "https://testserver"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Passkey:
    """One key pair. `verifies` is whether the device asks for a fingerprint, a face or a PIN."""

    verifies: bool = True
    origin: str = ORIGIN
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    user: str = ""

    def create(self, options: dict) -> str:
        """Answer the options of a page that adds a passkey."""
        asked = options["publicKey"]
        self.user = asked["user"]["id"]
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + public
        attestation = {"fmt": "none", "attStmt": {}, "authData": self._state(asked["rp"]["id"], ATTESTED) + attested}
        response = {
            "clientDataJSON": websafe_encode(self._client("webauthn.create", asked["challenge"])),
            "attestationObject": websafe_encode(cbor.encode(attestation)),
        }
        return self._answer(response, clientExtensionResults={"credProps": {"rk": True}})

    def get(self, options: dict) -> str:
        """Answer the options of a page that asks for a passkey."""
        asked = options["publicKey"]
        state, client = self._state(asked["rpId"]), self._client("webauthn.get", asked["challenge"])
        signed = self.key.sign(state + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": websafe_encode(client),
            "authenticatorData": websafe_encode(state),
            "signature": websafe_encode(signed),
            "userHandle": self.user,
        }
        return self._answer(response, clientExtensionResults={})

    def _state(self, site: str, flags: int = 0) -> bytes:
        seen = PRESENT | flags | (VERIFIED if self.verifies else 0)
        return hashlib.sha256(site.encode()).digest() + bytes([seen]) + bytes(4)

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, response: dict, **more: object) -> str:
        own = websafe_encode(self.id)
        return json.dumps({"id": own, "rawId": own, "type": "public-key", "response": response, **more})
