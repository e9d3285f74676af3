"""One error tree for all engines. Each leaf is a decision the chain can take, and says what is known about billing."""

from typing import TypedDict, Unpack


class Evidence(TypedDict, total=False):
    """What was seen on the wire. Kept with the submission; never shown to people."""

    http_status: int | None
    vendor_request_id: str | None
    vendor_name: str | None
    body: bytes


class EngineError(Exception):
    """The call did not give a usable picture.

    `detail` is for operators and records, never shown to people. `http_status` and `vendor_request_id` are evidence.
    """

    def __init__(
        self,
        detail: str,
        *,
        http_status: int | None = None,
        vendor_request_id: str | None = None,
        vendor_name: str | None = None,
        body: bytes = b"",
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.http_status = http_status
        self.vendor_request_id = vendor_request_id
        self.vendor_name = vendor_name
        self.body = body


class NotSent(EngineError):
    """Provably not one byte of the request left this machine. Not charged. Try again after a pause."""


class ClaimExpired(NotSent):
    """The time for the call was over before it was sent: we were stopped, or too slow. Says nothing about the engine."""


class Declined(EngineError):
    """The engine said no in its own format. Not charged."""


class Throttled(Declined):
    """Too many requests. Not charged. The whole engine pauses for `retry_after_seconds`, and no try is used up."""

    def __init__(self, detail: str, *, retry_after_seconds: float, **evidence: Unpack[Evidence]) -> None:
        super().__init__(detail, **evidence)
        self.retry_after_seconds = retry_after_seconds


class EngineFault(Declined):
    """The engine failed and says so in its own format. Documented as not charged. A limited number of new tries."""


class RequestRefused(Declined):
    """The request itself is wrong (size, language, format). Not charged. The same request will never succeed."""


class ContentRefused(Declined):
    """The prompt or the picture was refused by the engine's rules. Not charged. The same request will never succeed."""


class OperatorNeeded(Declined):
    """The key is refused or the account is empty. Not charged. The engine pauses until an operator acts."""


class PaidButUnusable(EngineError):
    """The engine charged for a picture that cannot be used. The house pays; the customer never does."""


class PictureFiltered(PaidButUnusable):
    """The picture was blurred by the engine's filter. Never fed forward, never bought again."""


class PictureUnusable(PaidButUnusable):
    """The answer was complete but is no picture, or one of the wrong size. May be bought once more, at the house's cost."""


class OutcomeUnknown(EngineError):
    """Something was sent and no complete answer came back. It may have been charged. The default of all classes."""


class Abandoned(OutcomeUnknown):
    """The process that called is gone, or the deadline passed without a word from it. Says nothing about the engine."""
