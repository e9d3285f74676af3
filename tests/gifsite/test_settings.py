"""A wrong variable stops the boot and is named."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


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
    ],
)
def test_a_wrong_value_stops_the_boot_and_its_variable_is_named(variable, value, tmp_path):
    environment = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "gifsite.settings",
        variable: value,
    }
    boot = subprocess.run(
        [sys.executable, "-c", "from django.conf import settings; settings.DEBUG"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert boot.returncode == 1
    assert variable in boot.stderr.strip().splitlines()[-1]
