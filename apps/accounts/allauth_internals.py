"""Everything of allauth that this site uses although allauth calls it internal. Nothing else imports from there.

allauth has no public way to sign somebody in by a code of ours, to record that, or to tell which address a code went to.
Its minor version is pinned in `pyproject.toml`. Before raising the pin, read the changes of these modules and run
`tests/accounts`.
"""

from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.internal.flows.email_verification_by_code import EMAIL_VERIFICATION_CODE_SESSION_KEY
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.password_reset_by_code import PASSWORD_RESET_VERIFICATION_SESSION_KEY
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY

__all__ = [
    "EMAIL_VERIFICATION_CODE_SESSION_KEY",
    "LOGIN_SESSION_KEY",
    "PASSWORD_RESET_VERIFICATION_SESSION_KEY",
    "AbstractCodeVerificationProcess",
    "record_authentication",
    "resume_request",
]
