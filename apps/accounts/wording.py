"""What people read at the door: the libraries' errors and labels, in this site's words."""

from django.conf import settings

PASSWORD_RULE = (
    f"At least {settings.PASSWORD_MIN_LENGTH} characters, no password that many people use, and not your address."
)

SENTENCES = {
    "account_inactive": "This account is closed.",
    "cannot_remove_primary_email": "An account needs an address. Give it another one first.",
    "duplicate_email": "That is your address already.",
    "email_password_mismatch": "That address and that password do not belong together. Try again, or have a code sent.",
    "email_taken": "There is an account with this address already. Sign in instead.",
    "enter_current_password": "That is not your current password.",
    "incorrect_code": "That is not the code. Only the one in the newest mail works.",
    "incorrect_password": "That is not your password.",
    "invalid": "Type an address like name@example.com.",
    "invalid_login": "That did not work. Try again, or have a code sent.",
    "invalid_or_expired_key": "That code no longer works. Have a new one sent.",
    "invalid_password_reset": "That code no longer works. Have a new one sent.",
    "max_length": "That is too long.",
    "password_too_common": "Many people use that password, so it is guessed first. Choose another one.",
    "password_too_short": f"That is too short. A password here has at least {settings.PASSWORD_MIN_LENGTH} characters.",
    "password_too_similar": "That is too much like your address. Choose another one.",
    "rate_limited": "That was tried too often in a short time. Wait a little and try again.",
    "same_as_current": "That is your address already.",
    "too_many_login_attempts": "That was tried too often in a short time. Wait a few minutes, or have a code sent.",
    "unknown_email": "There is no account with this address.",
    "unverified_primary_email": "Confirm your address first.",
}
"""By the code of the error, which stays the same when a library changes its sentence."""

REQUIRED = {
    "code": "Type the code from the mail.",
    "email": "Type your e-mail address.",
    "login": "Type your e-mail address.",
    "oldpassword": "Type your current password.",
    "password": "Type your password.",
    "password1": "Type the new password.",
    "password2": "Type the new password once more.",
}
"""What an empty field is told, by its name."""

LABELS = {
    "code": "Code",
    "email": "E-mail address",
    "login": "E-mail address",
    "oldpassword": "Current password",
    "password": "Password",
    "password1": "New password",
    "password2": "The new password once more",
}
