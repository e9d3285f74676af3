"""A fake of Stripe's API on the loopback address, as far as one-time packs need it: sessions, payments, refunds, disputes.

The test plays the buyer and the bank: `pay`, `start_slow_payment`, `refund`, `dispute`, `decide`. Whatever happens makes an
event, and `messages` writes them down as signed webhooks, for the test to lose, to double, to shuffle and to deliver.
It is stricter than the real one in one point: a parameter that Stripe's Python client has no type for is refused.
"""

import argparse
import asyncio
import copy
import dataclasses
import json
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import stripe as client

from tests.fakes import stripe_forms as forms
from tests.fakes import stripe_shapes as shapes
from tests.fakes.loopback import Arrival, LoopbackServer, Reply, json_reply, logged_headers
from tests.fakes.stripe_shapes import Thing, error

SMALLEST = {"usd": 50, "eur": 50, "gbp": 30, "jpy": 50}
"""The smallest payment in a currency's minor units; a yen has none."""

FOLDERS = {
    "checkout/sessions": "sessions",
    "payment_intents": "intents",
    "refunds": "refunds",
    "disputes": "disputes",
    "events": "events",
}
EXPANDABLE = {"payment_intent": "intents", "latest_charge": "charges", "invoice": "invoices"}
UNAVAILABLE = {"needs_response", "under_review", "lost", "appeal_needs_response", "appeal_under_review"}


class Refused(Exception):
    def __init__(self, status: int, document: Thing) -> None:
        super().__init__(document)
        self.reply = json_reply(status, document)


def invalid(message: str, **more: Any) -> Refused:
    return Refused(400, error("invalid_request_error", message, **more))


class FakeStripe(LoopbackServer):
    """`key` and `secret` are what the site is configured with."""

    kinds = frozenset(
        {
            "ok",
            "rate_limited",
            "error_500",
            "done_then_500",
            "conflict",
            "reset",
            "done_then_reset",
            "html_200",
            "html_502",
            "slow",
            "late",
        }
    )

    def __init__(self, *, port: int = 0, log_path: Path | None = None, key: str = "sk_test_fake") -> None:
        super().__init__(port=port, log_path=log_path)
        self.key = key
        self.secret = "whsec_fake"
        self._world = threading.RLock()
        self._begin()

    def _begin(self) -> None:
        self.sessions: dict[str, Thing] = {}
        self.intents: dict[str, Thing] = {}
        self.charges: dict[str, Thing] = {}
        self.invoices: dict[str, Thing] = {}
        self.refunds: dict[str, Thing] = {}
        self.disputes: dict[str, Thing] = {}
        self.events: dict[str, Thing] = {}
        self._orders: dict[str, Thing] = {}  # the parameters that a session was made with
        self._answered: dict[str, tuple[str, Reply | None]] = {}
        self._ahead = 0.0

    def forget(self) -> None:
        super().forget()
        with self._world:
            self._begin()

    # The buyer and the bank ------------------------------------------------------------------------------------------

    def forward(self, seconds: float) -> None:
        """Move Stripe's clock; sessions whose time is over expire."""
        with self._world:
            self._ahead += seconds
            for one in list(self.sessions.values()):
                self._expire_if_over(one)

    def now(self) -> int:
        return int(time.time() + self._ahead)

    def session_for(self, purchase: object) -> Thing:
        """The newest checkout that was opened for one of our purchases."""
        with self._world:
            return next(one for one in reversed(self.sessions.values()) if one["client_reference_id"] == str(purchase))

    def pay(self, session_id: str) -> Thing:
        """The buyer pays at once, by card; returns the payment intent."""
        with self._world:
            paid = self._complete(session_id, intent_status="succeeded", payment_status="paid")
            self._happened("checkout.session.completed", self.sessions[session_id])
            return paid

    def start_slow_payment(self, session_id: str) -> Thing:
        """The buyer pays by a method whose bank answers later."""
        with self._world:
            paid = self._complete(session_id, intent_status="processing", payment_status="unpaid")
            self._happened("checkout.session.completed", self.sessions[session_id])
            return paid

    def end_slow_payment(self, session_id: str, *, succeeded: bool) -> None:
        """The bank's answer to a slow payment; a refused one may still be followed by a second method."""
        with self._world:
            one = self.sessions[session_id]
            intent = self.intents[one["payment_intent"]]
            if succeeded:
                one["payment_status"] = "paid"
                self._charge(intent, one)
            else:
                intent["status"] = "requires_payment_method"
            self._happened(f"checkout.session.async_payment_{'succeeded' if succeeded else 'failed'}", one)

    def expire(self, session_id: str) -> None:
        with self._world:
            self.sessions[session_id].update(status="expired", url=None)
            self._happened("checkout.session.expired", self.sessions[session_id])

    def refund(self, payment_ref: str, amount: int | None = None, *, status: str = "succeeded") -> Thing:
        """Somebody refunds in Stripe's dashboard: all that is left, or `amount`."""
        with self._world:
            return self._refund(self.intents[payment_ref], amount, status=status, metadata={}, reason=None)

    def change_refund(self, refund_id: str, status: str) -> None:
        with self._world:
            one = self.refunds[refund_id]
            one["status"] = status
            self._count_refunds(one["payment_intent"])
            self._happened("refund.failed" if status == "failed" else "refund.updated", one)

    def dispute(
        self,
        payment_ref: str,
        amount: int | None = None,
        *,
        status: str = "needs_response",
        currency: str | None = None,
    ) -> Thing:
        """A bank asks for a payment back, or only asks (`warning_needs_response`)."""
        with self._world:
            intent = self.intents[payment_ref]
            made = shapes.dispute(
                intent,
                amount=intent["amount"] if amount is None else amount,
                currency=currency or intent["currency"],
                status=status,
                reason="fraudulent",
                created=self.now(),
            )
            self.disputes[made["id"]] = made
            self.charges[intent["latest_charge"]]["disputed"] = True
            self._happened("charge.dispute.created", made)
            return made

    def decide(self, dispute_id: str, status: str) -> None:
        """The bank moves on: `under_review`, `won`, `lost`, `warning_closed` and so on."""
        with self._world:
            one = self.disputes[dispute_id]
            one["status"] = status
            over = status in {"won", "lost", "warning_closed", "prevented"}
            self._happened("charge.dispute.closed" if over else "charge.dispute.updated", one)

    def warn(self, payment_ref: str) -> None:
        with self._world:
            warned = shapes.warning(self.intents[payment_ref], created=self.now())
            self._happened("radar.early_fraud_warning.created", warned)

    def happen(self, kind: str, about: Thing) -> Thing:
        """An event of any other kind."""
        with self._world:
            return self._happened(kind, about)

    def messages(self, *kinds: str, signed_at: int | None = None) -> list[tuple[bytes, str]]:
        """Everything that happened, in order, each as the body and the signature of one webhook."""
        with self._world:
            told = [one for one in self.events.values() if not kinds or one["type"] in kinds]
            return [self.signed(json.dumps(one).encode(), signed_at=signed_at) for one in told]

    def signed(self, body: bytes, *, signed_at: int | None = None, secret: str = "") -> tuple[bytes, str]:
        stamp = int(time.time()) if signed_at is None else signed_at
        header = client.WebhookSignature.generate_signature_header(
            body.decode(), secret or self.secret, timestamp=stamp
        )
        return body, header

    def requests(self, method: str = "", path: str = "") -> list[Thing]:
        """What the site asked for, as it was logged."""
        found = self.log("arrived")
        return [one for one in found if one["method"].startswith(method) and one["path"].startswith(path)]

    # What happens at Stripe ------------------------------------------------------------------------------------------

    def _happened(self, kind: str, about: Thing) -> Thing:
        made = shapes.event(kind, copy.deepcopy(about), created=self.now())
        self.events[made["id"]] = made
        return made

    def _expire_if_over(self, one: Thing) -> None:
        if one["status"] == "open" and one["expires_at"] <= self.now():
            self.expire(one["id"])

    def _complete(self, session_id: str, *, intent_status: str, payment_status: str) -> Thing:
        one = self.sessions[session_id]
        self._expire_if_over(one)
        if one["status"] != "open":
            raise ValueError(f"nobody can pay a session that is {one['status']}")
        order = self._orders[session_id].get("payment_intent_data", {})
        intent = shapes.intent(
            one, created=self.now(), metadata=dict(order.get("metadata", {})), email=order.get("receipt_email")
        )
        self.intents[intent["id"]] = intent
        intent["status"] = intent_status
        one.update(status="complete", payment_status=payment_status, payment_intent=intent["id"], url=None)
        if intent_status == "succeeded":
            self._charge(intent, one)
        return intent

    def _charge(self, intent: Thing, one: Thing) -> None:
        charge = shapes.charge(intent, created=self.now())
        self.charges[charge["id"]] = charge
        intent.update(status="succeeded", amount_received=intent["amount"], latest_charge=charge["id"])
        if self._orders[one["id"]].get("invoice_creation", {}).get("enabled") == "true":
            made = shapes.invoice(one, created=self.now())
            self.invoices[made["id"]] = made
            one["invoice"] = made["id"]

    def _refund(self, intent: Thing, amount: int | None, *, status: str, metadata: Thing, reason: str | None) -> Thing:
        if intent["status"] != "succeeded":
            raise invalid("This PaymentIntent does not have a successful charge to refund.")
        if any(one["status"] in UNAVAILABLE for one in self._of(self.disputes, intent)):
            raise invalid("The charge is disputed.", code="charge_disputed")
        left = intent["amount"] - self._refunded(intent)
        if left == 0:
            raise invalid("The charge has already been refunded.", code="charge_already_refunded")
        if amount is not None and not 0 < amount <= left:
            raise invalid("The amount is greater than what is left of the charge.", param="amount")
        made = shapes.refund(
            intent,
            amount=left if amount is None else amount,
            status=status,
            created=self.now(),
            metadata=metadata,
            reason=reason,
        )
        self.refunds[made["id"]] = made
        self._count_refunds(intent["id"])
        self._happened("refund.created", made)
        self._happened("charge.refunded", self.charges[intent["latest_charge"]])
        return made

    def _of(self, things: dict[str, Thing], intent: Thing) -> list[Thing]:
        return [one for one in things.values() if one["payment_intent"] == intent["id"]]

    def _refunded(self, intent: Thing) -> int:
        left = [one for one in self._of(self.refunds, intent) if one["status"] not in {"failed", "canceled"}]
        return sum(one["amount"] for one in left)

    def _count_refunds(self, payment_ref: str) -> None:
        intent = self.intents[payment_ref]
        charge = self.charges[intent["latest_charge"]]
        charge["amount_refunded"] = self._refunded(intent)
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]

    # The API ---------------------------------------------------------------------------------------------------------

    async def respond(self, arrival: Arrival) -> Reply:
        path, _, query = arrival.path.partition("?")
        params = forms.decode(query if arrival.method == "GET" else arrival.body.decode())
        key = arrival.headers.get("idempotency-key", "")
        behaviour = self.take_behaviour(f"{arrival.method} {path}")
        self.record(
            "arrived",
            number=arrival.number,
            method=arrival.method,
            path=path,
            params=params,
            key=key,
            headers=logged_headers(arrival.headers),
            behaviour=behaviour.kind,
        )
        if behaviour.kind == "slow":
            await asyncio.sleep(behaviour.seconds or 1.0)
        if arrival.headers.get("authorization") != f"Bearer {self.key}":
            return json_reply(401, error("invalid_request_error", "Invalid API Key provided."))
        if behaviour.kind == "rate_limited":
            return json_reply(429, error("invalid_request_error", "Too many requests", code="rate_limit"))
        if behaviour.kind == "conflict":
            return json_reply(409, error("invalid_request_error", "In use", code="idempotency_key_in_use"))
        if behaviour.kind == "html_200":
            return Reply(200, {"content-type": "text/html"}, b"<html>a proxy's page</html>")
        if behaviour.kind == "html_502":
            return Reply(502, {"content-type": "text/html"}, b"<html>a proxy's page</html>")
        if behaviour.kind == "reset":
            return Reply(200, {}, b"", manner="reset")
        reply = self._once(arrival, path, params, key, behaviour.kind)
        if behaviour.kind == "late":  # the answer was true when it was written
            await asyncio.sleep(behaviour.seconds or 1.0)
        if behaviour.kind == "done_then_reset":
            return dataclasses.replace(reply, manner="reset")
        return reply

    def _once(self, arrival: Arrival, path: str, params: Thing, key: str, kind: str) -> Reply:
        """The first answer under a key is the answer for good, a failure too. A failure may have done its work."""
        said = json.dumps([arrival.method, path, params], sort_keys=True)
        with self._world:
            if arrival.method == "POST" and key in self._answered:
                before, reply = self._answered[key]
                if before != said:
                    words = "Keys for idempotent requests can only be used with the same parameters."
                    return json_reply(400, error("idempotency_error", words))
                if reply is not None:
                    return dataclasses.replace(reply, headers={**reply.headers, "idempotent-replayed": "true"})
            reply = json_reply(500, error("api_error", "An unknown error occurred"))
            if kind != "error_500":
                try:
                    done = json_reply(200, self._answer(arrival.method, path, params))
                except Refused as refused:
                    done = refused.reply
                reply = reply if kind == "done_then_500" else done
            if arrival.method == "POST" and key:
                self._answered[key] = (said, reply)
            return reply

    def _answer(self, method: str, path: str, params: Thing) -> Thing:
        folder, name, verb = _parts(path)
        endpoint = (method, "/v1/" + "/".join(filter(None, (folder, name and "*", verb))))
        if endpoint not in forms.PARAMS:
            raise Refused(404, error("invalid_request_error", f"Unrecognized request URL ({method}: {path})."))
        for fault in forms.unknown(endpoint, params):
            raise invalid(f"Received unknown parameter: {fault}", code="parameter_unknown", param=fault)
        things: dict[str, Thing] = getattr(self, FOLDERS[folder])
        if method == "POST" and folder == "checkout/sessions" and not name:
            return self._expanded(self._create_session(params), params.get("expand", []))
        if method == "POST" and folder == "refunds":
            return self._create_refund(params)
        if not name:
            return self._list(path, list(things.values()), params)
        if name not in things:
            raise Refused(
                404, error("invalid_request_error", f"No such {folder}: '{name}'", code="resource_missing", param="id")
            )
        if verb == "expire":
            if things[name]["status"] != "open":
                raise invalid("Only Checkout Sessions with a status in [open] can be expired.")
            self.expire(name)
        elif folder == "checkout/sessions":
            self._expire_if_over(things[name])
        return self._expanded(things[name], params.get("expand", []))

    def _create_session(self, params: Thing) -> Thing:
        if params.get("mode") != "payment":
            raise invalid("Only payment mode is faked.", param="mode")
        if not params.get("success_url"):
            raise invalid("Missing required param: success_url.", param="success_url")
        price = params.get("line_items", [{}])[0].get("price_data", {})
        if price.get("currency") not in SMALLEST:
            raise invalid(f"Invalid currency: {price.get('currency')}", param="line_items[0][price_data][currency]")
        if int(price.get("unit_amount", 0)) < SMALLEST[price["currency"]]:
            raise invalid("The Checkout Session's total amount due must be larger.", code="amount_too_small")
        if "expires_at" in params and not 30 * 60 <= int(params["expires_at"]) - self.now() + 5 <= 24 * 3600 + 10:
            raise invalid("The `expires_at` timestamp must be 30 minutes to 24 hours away.", param="expires_at")
        made = shapes.session(params, created=self.now(), url=self.url)
        self.sessions[made["id"]] = made
        self._orders[made["id"]] = params
        return made

    def _create_refund(self, params: Thing) -> Thing:
        intent = self.intents.get(params.get("payment_intent", ""))
        if intent is None:
            raise invalid(f"No such payment_intent: '{params.get('payment_intent')}'", code="resource_missing")
        amount = int(params["amount"]) if "amount" in params else None
        return self._refund(
            intent,
            amount,
            status="succeeded",
            metadata=params.get("metadata") or {},
            reason=params.get("reason"),
        )

    def _list(self, path: str, things: list[Thing], params: Thing) -> Thing:
        """Newest first, a page at a time, as Stripe's lists are."""
        found = list(reversed(things))
        created = params.get("created", {})
        compare = {"gte": int.__ge__, "gt": int.__gt__, "lte": int.__le__, "lt": int.__lt__}
        for word, bound in created.items() if isinstance(created, dict) else []:
            found = [one for one in found if compare[word](one["created"], int(bound))]
        if "payment_intent" in params:
            found = [one for one in found if one["payment_intent"] == params["payment_intent"]]
        if "types" in params:
            found = [one for one in found if one["type"] in params["types"]]
        if "starting_after" in params:
            place = [one["id"] for one in found].index(params["starting_after"])
            found = found[place + 1 :]
        limit = int(params.get("limit", 10))
        if not 1 <= limit <= 100:
            raise invalid("Limit must be between 1 and 100.", param="limit")
        wanted = [text.removeprefix("data.") for text in params.get("expand", []) if text.startswith("data.")]
        page = [self._expanded(one, wanted) for one in found[:limit]]
        return shapes.listing(path, page, has_more=len(found) > limit)

    def _expanded(self, one: Thing, wanted: list[str]) -> Thing:
        shown = copy.deepcopy(one)
        for field in wanted:
            if field not in EXPANDABLE or field not in shown:
                raise invalid(f"This property cannot be expanded ({field}).")
            if shown[field]:
                shown[field] = copy.deepcopy(getattr(self, EXPANDABLE[field])[shown[field]])
        return shown

    # Control from another process ------------------------------------------------------------------------------------

    def _control(self, arrival: Arrival) -> Reply:
        """`POST /_fake/do` with {"verb": "pay", "arguments": [...], "options": {...}} does what a test would."""
        if (arrival.method, arrival.path) != ("POST", "/_fake/do"):
            return super()._control(arrival)
        request_id = json.loads(arrival.body)
        if request_id["verb"] not in VERBS:
            return json_reply(400, {"error": f"one of {', '.join(sorted(VERBS))}"})
        done = getattr(self, request_id["verb"])(*request_id.get("arguments", []), **request_id.get("options", {}))
        if request_id["verb"] == "messages":
            done = [{"body": body.decode(), "signature": signature} for body, signature in done]
        return json_reply(200, {"done": done})


VERBS = frozenset(
    [
        "pay",
        "start_slow_payment",
        "end_slow_payment",
        "expire",
        "refund",
        "change_refund",
        "dispute",
        "decide",
        "warn",
        "messages",
        "forward",
        "session_for",
    ]
)


def _parts(path: str) -> tuple[str, str, str]:
    """The folder, the id and the verb of an address."""
    rest = path.removeprefix("/v1/")
    for folder in FOLDERS:
        if rest == folder or rest.startswith(f"{folder}/"):
            name, _, verb = rest.removeprefix(folder).strip("/").partition("/")
            return folder, unquote(name), verb
    return rest, "", ""


def main() -> None:
    parser = argparse.ArgumentParser(description="A fake of Stripe's API on the loopback address.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--log", type=Path, help="JSON lines, flushed as things happen")
    chosen = parser.parse_args()
    FakeStripe(port=chosen.port, log_path=chosen.log).serve_forever()


if __name__ == "__main__":
    main()
