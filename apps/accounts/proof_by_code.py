"""Proving again that it is you, for people without a password: a code to the address that they sign in by."""

from typing import Any, Self

from allauth.account import app_settings
from allauth.account.adapter import get_adapter

from apps.accounts.allauth_internals import AbstractCodeVerificationProcess
from apps.accounts.requests import SignedInRequest

SESSION_KEY = "proof_by_code"
RESENDS = 2  # a mail that did not come twice will not come the third time


class ProofByCode(AbstractCodeVerificationProcess):
    """One code on its way, kept in the session; it ends by time, after three wrong tries, or when it was right."""

    def __init__(self, request: SignedInRequest, state: dict[str, Any]) -> None:
        self.request = request
        super().__init__(
            state=state,
            timeout=app_settings.LOGIN_BY_CODE_TIMEOUT,
            max_attempts=app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS,
            user=request.user,
        )

    @classmethod
    def of(cls, request: SignedInRequest) -> Self:
        """Return the code under way in this session, or a new one that was just mailed."""
        state = request.session.get(SESSION_KEY)
        process = cls(request, state).abort_if_invalid() if state else None
        if process is None:
            process = cls(request, cls.initial_state(request.user, email=request.user.email))
            process.send()
        return process

    def send(self) -> None:
        self.state["code"] = get_adapter().generate_login_code()
        get_adapter().send_mail(
            "account/email/login_code", self.state["email"], {"request": self.request, "code": self.state["code"]}
        )
        self.persist()

    def resend(self) -> None:
        self.record_resend()
        self.send()

    @property
    def can_resend(self) -> bool:
        return not self.is_resend_quota_reached(RESENDS)

    def persist(self) -> None:
        self.request.session[SESSION_KEY] = self.state

    def abort(self) -> None:
        self.request.session.pop(SESSION_KEY, None)
