"""`check --deploy` against the settings of a production site: any warning fails."""

import os
import secrets
import subprocess
import sys
import tempfile


def main() -> int:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "gifsite.settings",
        "DEBUG": "0",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "SITE_URL": "https://gifsite.example",
        "EMAIL_URL": "smtp://user:password@mail.example:587",
        "DATA_DIR": tempfile.mkdtemp(prefix="gifsite-deploy-"),
    }
    return subprocess.call(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], env=environment
    )


if __name__ == "__main__":
    sys.exit(main())
