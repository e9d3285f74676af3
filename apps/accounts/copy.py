"""What people read at the door: the libraries' errors and labels, in this site's words."""

from django.conf import settings

PASSWORD_RULE = (
    f"Use at least {settings.PASSWORD_MIN_LENGTH} characters. Avoid common passwords and your email address."
)

SENTENCES = {
    "account_inactive": "This account is closed.",
    "cannot_remove_primary_email": "Your account needs an email address. Add another one first.",
    "duplicate_email": "That's already your email address.",
    "email_password_mismatch": "Wrong email or password. Try again, or sign in with a code.",
    "email_taken": "This address already has an account. Sign in instead.",
    "enter_current_password": "That's not your current password.",
    "incorrect_code": "That code isn't right. Only the code in the latest email works.",
    "incorrect_password": "That's not your password.",
    "invalid": "Enter an address like name@example.com.",
    "invalid_login": "That didn't work. Try again, or sign in with a code.",
    "invalid_or_expired_key": "That code expired. Request a new one.",
    "invalid_password_reset": "That code expired. Request a new one.",
    "max_length": "That's too long.",
    "password_too_common": "That password is too common. Choose another one.",
    "password_too_short": f"That's too short. Use at least {settings.PASSWORD_MIN_LENGTH} characters.",
    "password_too_similar": "That's too similar to your email address. Choose another one.",
    "rate_limited": "Too many attempts. Wait a moment and try again.",
    "same_as_current": "That's already your email address.",
    "too_many_login_attempts": "Too many attempts. Wait a few minutes, or sign in with a code.",
    "unknown_email": "There's no account with this address.",
    "unverified_primary_email": "Confirm your email address first.",
}
"""By the code of the error, which stays the same when a library changes its sentence."""

FACTOR_SENTENCES = {
    "incorrect_code": "That code isn't right, or was used already. Enter the one your app shows now.",
    "required": "Enter the code that your app shows.",
    "too_many_login_attempts": "Too many attempts. Wait a few minutes and try again.",
}
"""The same for codes of an authenticator app."""

REQUIRED = {
    "code": "Enter the code from the email.",
    "email": "Enter your email address.",
    "login": "Enter your email address.",
    "oldpassword": "Enter your current password.",
    "password": "Enter your password.",
    "password1": "Enter the new password.",
    "password2": "Enter the new password again.",
}
"""What an empty field is told, by its name."""

LABELS = {
    "code": "Code",
    "email": "Email address",
    "login": "Email address",
    "oldpassword": "Current password",
    "password": "Password",
    "password1": "New password",
    "password2": "New password again",
}
