"""A wrong variable stops the boot and is named."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.large
@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("EMAIL_URL", "consolemail://"),
        ("PORT", "http"),
        ("SITE_DAILY_SPEND_CENTS", "twenty"),
        ("SITE_DAILY_SPEND_CENTS", "-1"),
        ("UNKNOWN_POLICY", "maybe"),
        ("DATABASE_URL", "nowhere"),
        ("TRUSTED_PROXY_COUNT", "many"),
        ("DEBUG", "perhaps"),
        ("SITE_DAILY_SPEND_CENTS", "99999999999999999999999"),
        ("OPERATOR_EMAILS", "root@example.com,nobody"),
        ("SECRET_KEY", "secret"),
        ("SECRET_KEY", "a" * 60),
    ],
)
def test_a_wrong_value_stops_the_boot_and_its_variable_is_named(variable, value, tmp_path):
    boot = read("DEBUG", tmp_path, **{variable: value})
    assert boot.returncode == 1
    assert variable in boot.stderr.strip().splitlines()[-1]


def read(name: str, data: Path, *, mask: int = 0o022, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Print one setting of a site that is started with these variables."""
    return subprocess.run(
        [sys.executable, "-c", f"from gifsite import settings; print(settings.{name})"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(data),
            "DJANGO_SETTINGS_MODULE": "gifsite.settings",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
        umask=mask,
    )


@pytest.mark.large
def test_empty_variables_are_unset_ones(tmp_path):
    variables = ["DATABASE_URL", "REDIS_URL", "DEBUG", "PORT", "ALLOWED_HOSTS", "SECRET_KEY", "EMAIL_URL"]
    names = ["DATABASES" if name == "DATABASE_URL" else name for name in variables]
    wanted = f"DEBUG, [getattr(settings, name) for name in {names}]"
    empty, unset = read(wanted, tmp_path, **dict.fromkeys(variables, "")), read(wanted, tmp_path)
    assert (empty.returncode, empty.stdout) == (0, unset.stdout)


@pytest.mark.large
def test_a_wrong_value_is_one_line_of_the_command_line(tmp_path):
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "DATABASE_URL": "nowhere"}
    told = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert (told.returncode, told.stderr) == (
        1,
        'Environment variable "DATABASE_URL" invalid: Not a valid database URL.\n',
    )


@pytest.mark.large
def test_a_secret_may_come_as_a_file(tmp_path):
    file = tmp_path / "key"
    file.write_text("a long key with many different characters 0123456789\n")
    found = read("SECRET_KEY", tmp_path, SECRET_KEY_FILE=str(file), DEBUG="1")
    assert found.stdout == file.read_text()


@pytest.mark.large
def test_nobody_else_on_the_machine_reads_what_the_site_keeps(tmp_path):
    data = tmp_path / "data"
    data.mkdir(mode=0o755)
    for _ in range(2):  # once as a new folder and once as one that is there
        read("DEBUG", data, mask=0)
        assert data.stat().st_mode & 0o077 == 0
        shutil.rmtree(data)


@pytest.mark.large
def test_who_was_welcomed_is_known_after_the_key_was_changed(tmp_path):
    old, new = (
        "an old key with many different characters 0123456789",
        "a new key with many different characters 9876543210",
    )
    assert read("IDENTITY_KEY", tmp_path, SECRET_KEY=old, DEBUG="1").stdout.strip() == old
    assert read("IDENTITY_KEY", tmp_path, SECRET_KEY=new, SECRET_KEY_FALLBACKS=old, DEBUG="1").stdout.strip() == old
    assert read("IDENTITY_KEY", tmp_path, SECRET_KEY=new, IDENTITY_KEY=old, DEBUG="1").stdout.strip() == old
