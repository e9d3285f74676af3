"""What Stripe accepts: nested form fields, and only names that its own Python client has types for."""

import importlib
import re
import sys
from typing import Any
from urllib.parse import parse_qsl

from stripe._request_options import RequestOptions
from typing_extensions import is_typeddict

PARAMS = {
    ("POST", "/v1/checkout/sessions"): ("checkout._session_create_params", "SessionCreateParams"),
    ("GET", "/v1/checkout/sessions"): ("checkout._session_list_params", "SessionListParams"),
    ("GET", "/v1/checkout/sessions/*"): ("checkout._session_retrieve_params", "SessionRetrieveParams"),
    ("POST", "/v1/checkout/sessions/*/expire"): ("checkout._session_expire_params", "SessionExpireParams"),
    ("GET", "/v1/payment_intents/*"): ("_payment_intent_retrieve_params", "PaymentIntentRetrieveParams"),
    ("POST", "/v1/refunds"): ("_refund_create_params", "RefundCreateParams"),
    ("GET", "/v1/refunds"): ("_refund_list_params", "RefundListParams"),
    ("GET", "/v1/refunds/*"): ("_refund_retrieve_params", "RefundRetrieveParams"),
    ("GET", "/v1/disputes"): ("_dispute_list_params", "DisputeListParams"),
    ("GET", "/v1/disputes/*"): ("_dispute_retrieve_params", "DisputeRetrieveParams"),
    ("GET", "/v1/events"): ("_event_list_params", "EventListParams"),
}
"""The endpoints of the fake, each with the client's own description of its parameters."""


def decode(text: str) -> dict[str, Any]:
    """`a[b][0][c]=d` as {"a": {"b": [{"c": "d"}]}}."""
    root: dict[str, Any] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        path = [part for part in re.split(r"[\[\]]+", name) if part]
        place = root
        for part in path[:-1]:
            place = place.setdefault(part, {})
        place[path[-1]] = value
    return _lists(root)


def unknown(endpoint: tuple[str, str], params: dict[str, Any]) -> list[str]:
    """Names of parameters that Stripe's client knows nothing of, written as `a[b][c]`."""
    module, name = PARAMS[endpoint]
    return sorted(_unknown(getattr(importlib.import_module(f"stripe.params.{module}"), name), params, ""))


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(key.isdigit() for key in value):
        return [_lists(value[key]) for key in sorted(value, key=int)]
    return {key: _lists(inner) for key, inner in value.items()}


def _unknown(shape: Any, params: Any, path: str) -> list[str]:
    if isinstance(params, list):
        return [fault for number, one in enumerate(params) for fault in _unknown(shape, one, f"{path}[{number}]")]
    if not isinstance(params, dict):
        return []
    hints = shape.__annotations__
    found = []
    for name, value in params.items():
        where = f"{path}[{name}]" if path else name
        if name not in hints or name in RequestOptions.__annotations__:
            found.append(where)
        elif isinstance(value, dict | list):
            for inner in _typed_dicts(hints[name], shape.__module__)[:1]:
                found += _unknown(inner, value, where)
    return found


def _typed_dicts(hint: object, module: str) -> list[Any]:
    """The described shapes that a type names, such as `List["X"]`. Evaluating it would need the whole client's names."""
    names = re.findall(r"[A-Z]\w+", str(hint))
    found = [getattr(sys.modules[module], name, None) for name in names]
    return [one for one in found if is_typeddict(one)]
