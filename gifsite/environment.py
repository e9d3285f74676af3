"""The environment that the settings are read from, and what makes a value of it a wrong one."""

import os
import secrets
from pathlib import Path
from typing import Any

import dj_email_url
from django.core.exceptions import ValidationError as InvalidAddress
from django.core.validators import validate_email
from environs import FileAwareEnv, ValidationError

SECRET_KEY_LENGTH, SECRET_KEY_VARIETY = 50, 5  # what Django's own deployment check asks for


class Environment(FileAwareEnv):
    """The environment, where an empty variable is an unset one, and NAME_FILE names a file that holds NAME's value."""

    def _get_value(self, env_key: str, default: Any) -> Any:
        value = super()._get_value(env_key, default)
        return default if value == "" else value


# Every wrong variable is reported together, by `seal` at the end.
env = Environment(eager=False, strip_whitespace=True)
# For values that the lines below are built from: a wrong one stops at once.
now = Environment(strip_whitespace=True)


def is_hard_to_guess(key: str) -> None:
    """Raise ValidationError for a key that could be guessed: whoever has it signs in as anybody."""
    if len(key) < SECRET_KEY_LENGTH or len(set(key)) < SECRET_KEY_VARIETY:
        raise ValidationError(
            f"It needs at least {SECRET_KEY_LENGTH} random characters. `openssl rand -hex 32` prints a good one."
        )


def names_a_mail_server(url: str) -> None:
    """Raise ValidationError for an address that no mail backend is known for."""
    if url and "EMAIL_BACKEND" not in dj_email_url.parse(url):
        raise ValidationError("Not an address of a mail server, such as smtp://user:password@host:587/?tls=True.")


def are_addresses(addresses: list[str]) -> None:
    """Raise ValidationError for a list with something in it that no mail can be sent to."""
    for address in addresses:
        try:
            validate_email(address)
        except InvalidAddress:
            raise ValidationError(f"“{address}” is no mail address.") from None


def names_a_secret(text: str) -> None:
    """Raise ValidationError for a list with nothing in it."""
    if not text.replace(",", "").strip():
        raise ValidationError("A live STRIPE_SECRET_KEY needs the secret of its webhook, whsec_…")


def development_secret(folder: Path) -> str:
    """Return a key made once per folder, so that sessions survive a restart on a developer's machine."""
    path = folder / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


def keep_private(folder: Path) -> None:
    """Make a folder, or an existing one of ours, readable by this user alone, whatever the umask says."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_uid == os.getuid():  # a mounted folder of somebody else's is theirs to protect
        folder.chmod(0o700)
