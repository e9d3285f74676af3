"""What a client sends is an object with known fields: a mistyped name is refused, and the nearest one is named."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, Self, get_args

from ninja import Schema
from pydantic import ConfigDict, ModelWrapValidatorHandler, ValidationError, model_validator
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError, core_schema

STANDARD_ERRORS = frozenset(get_args(core_schema.ErrorType))


class Given(Schema):
    """What a client sends: an object with known fields. A mistyped one would be left out, and something else be made."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="wrap")
    @classmethod
    def _is_object(cls, values: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if not isinstance(values, (dict, cls)):
            raise PydanticCustomError("object_type", "An object, in braces")
        try:
            return handler(values)
        except ValidationError as invalid:
            raise ValidationError.from_exception_data(
                invalid.title, [_with_nearest_name(error, list(cls.model_fields)) for error in invalid.errors()]
            ) from None


def unknown_field(name: str, known: Sequence[str]) -> str:
    """Say that there is no such field, and which one was probably meant."""
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    return f"Unknown field. Did you mean {near[0]}?" if near else f"Unknown field. Known fields: {', '.join(known)}."


def _with_nearest_name(error: ErrorDetails, known: Sequence[str]) -> InitErrorDetails:
    kind: str | PydanticCustomError = error["type"]
    if error["type"] == "extra_forbidden" and len(error["loc"]) == 1:
        sentence = unknown_field(str(error["loc"][0]), known)
        kind = PydanticCustomError("unknown_field", "{sentence}", {"sentence": sentence})
    elif error["type"] not in STANDARD_ERRORS:
        kind = PydanticCustomError(error["type"], "{sentence}", {"sentence": error["msg"]})
    return InitErrorDetails(type=kind, loc=error["loc"], input=error["input"], ctx=error.get("ctx", {}))


def no_switch(value: Any) -> Any:
    """Refuse true and false, which would otherwise count as 1 and 0."""
    if isinstance(value, bool):
        raise PydanticCustomError("int_type", "A whole number")
    return value
