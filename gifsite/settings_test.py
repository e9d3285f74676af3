"""The settings of the tests: the same file, with the test servers' addresses and nothing that waits."""

import os
import socket
import tempfile

os.environ.setdefault("SECRET_KEY", "a key for tests only, as long as Django asks of a site that is deployed")
os.environ.setdefault("DEBUG", "false")
os.environ["SITE_URL"] = "http://testserver"
os.environ["EMAIL_URL"] = "memory:"
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="gifsite-test-")
# Where the fake of the sites listens that people come from (tests/fakes/identity.py).
with socket.create_server(("127.0.0.1", 0)) as _probe:
    IDENTITY_PORT: int = _probe.getsockname()[1]
os.environ.update(
    {
        f"{provider}_{name}": value
        for provider in ("GOOGLE", "MICROSOFT", "GITHUB")
        for name, value in (
            ("BASE_URL", f"http://127.0.0.1:{IDENTITY_PORT}"),
            ("CLIENT_ID", "our-client"),
            ("CLIENT_SECRET", "our-secret"),
        )
    }
)
if os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]

from gifsite.settings import *  # noqa: F403 - the variables above must be set before it is read
from gifsite.settings import CONTENT_SECURITY_POLICY, DATABASES, STORAGES, TEMPLATES  # noqa: F401 - as above

TESTING = True
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
RATE_LIMITS_ENABLED = False
SIGN_IN_LEAST_SECONDS = 0.0  # tests/accounts/test_timing.py asks for the site's own
GIF_WRITER = "plain"  # each test process would load the compiled encoder; it has tests of its own (tests/imaging)
ENGINE_CALL_SECONDS = 5.0
if "pool" in DATABASES["default"].get("OPTIONS", {}):
    # As on a site, a connection that is handed back is used again: making one and filling its caches costs as much as
    # twenty statements. None is made ahead, and there is one for each of the many threads of a test.
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 0, "max_size": 64, "timeout": 20}
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = False  # the server of the tests is not restarted beneath them
else:
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(os.environ["DATA_DIR"], "test.sqlite3")}  # noqa: PTH118 - a file, so that threads share it
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    )
