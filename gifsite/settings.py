"""The settings. Everything that differs between places comes from the environment, read by typed readers.

A wrong or missing value stops the boot with the variable's name. With nothing set at all, this is a complete site on one
machine: SQLite, Celery with a folder of files for a broker, the local disk, mail shown at /dev/mail/.
"""

from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django_stubs_ext
from environs import validate

from gifsite import content_security, databases, logs, queues, rate_limits, social_providers
from gifsite.environment import (
    are_addresses,
    development_secret,
    env,
    is_hard_to_guess,
    keep_private,
    names_a_mail_server,
    names_a_secret,
    now,
)

django_stubs_ext.monkeypatch()  # Django's generic classes take their types in brackets when the code runs, too

BASE_DIR = Path(__file__).resolve().parent.parent

# -- The place ----------------------------------------------------------------------------------------------------

# Without a SECRET_KEY this cannot be a production site, so it is a developer's; with one, DEBUG is off unless asked for.
DEBUG: bool = now.bool("DEBUG", not now.str("SECRET_KEY", ""))
PORT: int = now.int("PORT", 8000, validate=validate.Range(1, 65535))
DATA_DIR = (BASE_DIR / now.path("DATA_DIR", Path("var"))).resolve()
SITE_NAME = "gifsite"
SITE_URL: str = env.str("SITE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
TESTING = False

keep_private(DATA_DIR)
SECRET_KEY: str = now.str("SECRET_KEY", "")
if not DEBUG:
    now.str("SECRET_KEY", validate=is_hard_to_guess)
SECRET_KEY = SECRET_KEY or development_secret(DATA_DIR)
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
# Keys the hashes that remember who had free credits. It must outlive a change of SECRET_KEY, or everybody is new again:
# unless set, it is the oldest key that is still known.
IDENTITY_KEY: str = now.str("IDENTITY_KEY", "") or [SECRET_KEY, *now.list("SECRET_KEY_FALLBACKS", [])][-1]

_site = urlsplit(SITE_URL)
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", [_site.hostname or "", "127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = [f"{_site.scheme}://{_site.netloc}"]

# -- What the site is made of -------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "apps.accounts",
    "apps.common",
    "apps.credits",
    "apps.animations",
    "apps.payments",
    "apps.sponsors",
    "apps.gallery",
    "apps.api",
    "apps.pages",
    "apps.operations",
    "apps.wallet",
    "apps.data_export",
    "apps.mail",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.forms",
    "django.contrib.staticfiles",
    "csp",
    "template_partials.apps.SimpleAppConfig",
]

MIDDLEWARE = [
    "apps.api.problems.ProblemsOnly",
    "django.middleware.security.SecurityMiddleware",
    "apps.common.middleware.TextCompression",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "apps.accounts.middleware.ClosingAccount",
    "apps.accounts.middleware.StaffFactor",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "apps.common.middleware.PrivateAnswers",
    "apps.common.middleware.TooOftenAnswers",
    "apps.common.middleware.AnsweredErrors",
    "apps.common.middleware.UnknownFieldAnswers",
]

ROOT_URLCONF = "gifsite.urls"
WSGI_APPLICATION = "gifsite.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_loaders: list[Any] = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    _loaders if DEBUG else [("django.template.loaders.cached.Loader", _loaders)],
                )
            ],
            "builtins": [
                "template_partials.templatetags.partials",
                "apps.common.templatetags.common",
                "django.templatetags.static",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "apps.pages.context.site",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# -- The truth: the database --------------------------------------------------------------------------------------

DATABASE_POOL_SIZE: int = env.int("DATABASE_POOL_SIZE", 16, validate=validate.Range(1))
# A frames worker's hundreds of threads share one interpreter: the more of them are between two statements, the longer
# each of them takes (docs/scaling.md).
FRAMES_DATABASE_POOL_SIZE: int = env.int("FRAMES_DATABASE_POOL_SIZE", 2, validate=validate.Range(1))
DATABASES = {
    "default": databases.database_settings(
        now.dj_db_url("DATABASE_URL", f"sqlite:///{DATA_DIR / 'gifsite.sqlite3'}"), pool_size=DATABASE_POOL_SIZE
    )
}

# -- Hints: broker and cache --------------------------------------------------------------------------------------

REDIS_URL: str = env.str("REDIS_URL", "")
CACHES: dict[str, dict[str, Any]] = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "gifsite"}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}
RATE_LIMIT_STORAGE = REDIS_URL or "memory://"

CELERY = queues.celery_settings(REDIS_URL, folder=DATA_DIR / "queue")

# -- Files: media and static --------------------------------------------------------------------------------------

AWS_STORAGE_BUCKET_NAME: str = env.str("AWS_STORAGE_BUCKET_NAME", "")
AWS_S3_ENDPOINT_URL: str = env.str("AWS_S3_ENDPOINT_URL", "")
# The same store as browsers reach it, where a proxy stands before it.
AWS_S3_PUBLIC_ENDPOINT_URL: str = env.str("AWS_S3_PUBLIC_ENDPOINT_URL", AWS_S3_ENDPOINT_URL).rstrip("/")
AWS_S3_REGION_NAME: str = env.str("AWS_S3_REGION_NAME", "us-east-1")
AWS_ACCESS_KEY_ID: str = env.str("AWS_ACCESS_KEY_ID", "")
AWS_SECRET_ACCESS_KEY: str = env.str("AWS_SECRET_ACCESS_KEY", "")
MEDIA_PUBLIC_URL: str = env.str("MEDIA_PUBLIC_URL", "").rstrip("/")
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_LINK_SECONDS = 300  # long enough for a slow phone to start a download, short enough that a leaked link dies
SPOOL_DIR = DATA_DIR / "spool"

if AWS_STORAGE_BUCKET_NAME:
    _media = {
        "BACKEND": "gifsite.storage.PictureStorage",
        "OPTIONS": {
            "bucket_name": AWS_STORAGE_BUCKET_NAME,
            "endpoint_url": AWS_S3_ENDPOINT_URL or None,
            "region_name": AWS_S3_REGION_NAME,
            "access_key": AWS_ACCESS_KEY_ID or None,
            "secret_key": AWS_SECRET_ACCESS_KEY or None,
            "signature_version": "s3v4",
            "addressing_style": "path" if AWS_S3_ENDPOINT_URL else "auto",
            "querystring_expire": MEDIA_LINK_SECONDS,
            "file_overwrite": True,  # keys hold a submission's id or a hash, so a second write is the same bytes
            "default_acl": None,
        },
    }
else:
    _media = {
        "BACKEND": "gifsite.storage.FolderStorage",
        "OPTIONS": {"location": MEDIA_ROOT, "allow_overwrite": True},
    }
STORAGES = {
    "default": _media,
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "gifsite.static.HashedStatic",
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "gifsite.static.BundledStyles",  # before the folders, whose css/site.css it takes the place of
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
WHITENOISE_ROOT = BASE_DIR / "static" / "root"  # what browsers and crawlers ask for at the top of a site
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
LIBRARY_MAX_BYTES: int = env.int("LIBRARY_MAX_MEGABYTES", 2048, validate=validate.Range(1)) * 2**20
LIBRARY_MAX_GIFS: int = env.int("LIBRARY_MAX_GIFS", 1000, validate=validate.Range(1))
UPLOAD_MAX_BYTES = 20 * 1024 * 1024  # a phone's largest JPEG is about 15 MB

# -- People: accounts and sessions --------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_MIN_LENGTH = 10  # beyond what is guessed from a stolen hash in a week, short of what people write down
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": PASSWORD_MIN_LENGTH},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "apps.accounts.passwords.HardToGuess"},
    {"NAME": "apps.accounts.passwords.EndSignIns"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "make"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "apps.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "add_email": "apps.accounts.forms.AddEmailForm",
    "change_email": "apps.accounts.forms.ChangeEmailForm",
    "change_password": "apps.accounts.forms.ChangePasswordForm",
    "confirm_email_verification_code": "apps.accounts.forms.ConfirmEmailVerificationCodeForm",
    "confirm_login_code": "apps.accounts.forms.ConfirmLoginCodeForm",
    "confirm_password_reset_code": "apps.accounts.forms.ConfirmPasswordResetCodeForm",
    "login": "apps.accounts.forms.LoginForm",
    "reauthenticate": "apps.accounts.forms.ReauthenticateForm",
    "request_login_code": "apps.accounts.forms.RequestLoginCodeForm",
    "reset_password": "apps.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "apps.accounts.forms.ResetPasswordKeyForm",
    "set_password": "apps.accounts.forms.SetPasswordForm",
    "signup": "apps.accounts.forms.SignupForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]  # without a star: a password is optional, the code is not
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = False  # allauth offers it for new addresses only, which tells them apart
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = False  # ours below count these forms too, and say when the next try may succeed
USERSESSIONS_TRACK_ACTIVITY = True
MFA_ADAPTER = "apps.accounts.factor_adapter.FactorAdapter"
MFA_FORMS = {
    "activate_totp": "apps.accounts.factor_forms.ActivateTOTPForm",
    "add_webauthn": "apps.accounts.factor_forms.AddPasskeyForm",
    "authenticate": "apps.accounts.factor_forms.AuthenticateForm",
    "authenticate_webauthn": "apps.accounts.factor_forms.AuthenticatePasskeyForm",
    "login_webauthn": "apps.accounts.factor_forms.SignInPasskeyForm",
    "reauthenticate_webauthn": "apps.accounts.factor_forms.ReauthenticatePasskeyForm",
    "reauthenticate": "apps.accounts.factor_forms.ReauthenticateForm",
    "edit_webauthn": "apps.accounts.factor_forms.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a passkey alone lets somebody in, so holding the device is not enough
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_PERIOD = 30
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_RATE_LIMITS = False  # counted by apps.accounts.tries, like every other way in
_social_clients = social_providers.clients_in(now)
SOCIALACCOUNT_PROVIDERS = social_providers.providers(tenant=now.str("MICROSOFT_TENANT", "common"), **_social_clients)
# One that is not offered has no address either.
INSTALLED_APPS += [f"allauth.socialaccount.providers.{name}" for name in SOCIALACCOUNT_PROVIDERS]
SOCIALACCOUNT_ADAPTER = "apps.accounts.social_adapter.SocialAdapter"
SOCIALACCOUNT_FORMS = {"signup": "apps.accounts.social_forms.SignupForm"}
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # of addresses that the adapter trusts the provider about
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5  # seconds; somebody waits for the page
TRUSTED_PROXY_COUNT: int = env.int("TRUSTED_PROXY_COUNT", 0, validate=validate.Range(0, 10))
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT

_https = SITE_URL.startswith("https://")
SESSION_COOKIE_NAME = "__Host-session" if _https else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if _https else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
BROWSER_COOKIE_NAME = "__Host-browser" if _https else "browser"  # apps.accounts.known_browsers
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SECURE_SSL_REDIRECT = _https and env.bool("SECURE_SSL_REDIRECT", True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY_COUNT else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _https
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "apps.pages.views.csrf_failure"

_media_origins = [
    f"{parts.scheme}://{parts.netloc}"
    for parts in (
        urlsplit(url)
        for url in (
            MEDIA_PUBLIC_URL,
            AWS_S3_PUBLIC_ENDPOINT_URL
            or (f"https://{AWS_STORAGE_BUCKET_NAME}.s3.amazonaws.com" if AWS_STORAGE_BUCKET_NAME else ""),
        )
    )
    if parts.netloc
]
# Where buyers are sent to pay: Stripe's own address, or the shop's own one that Stripe serves.
STRIPE_CHECKOUT_ORIGIN: str = env.str("STRIPE_CHECKOUT_ORIGIN", "https://checkout.stripe.com").rstrip("/")
_checkout_origins = [STRIPE_CHECKOUT_ORIGIN] if now.str("STRIPE_SECRET_KEY", "") else []
_forms_lead_to = [
    *_checkout_origins,
    *social_providers.origins(SOCIALACCOUNT_PROVIDERS, **_social_clients),
]
CONTENT_SECURITY_POLICY = content_security.policy(media=_media_origins, forms=_forms_lead_to, debug=DEBUG)

# -- Mail ---------------------------------------------------------------------------------------------------------

EMAIL_URL: str = now.str("EMAIL_URL", "", validate=names_a_mail_server)
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", f"gifsite <no-reply@{_site.hostname}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Where people are told to write: on the credits page, in the terms, when they want to leave.
CONTACT_EMAIL: str = env.str("CONTACT_EMAIL", "") or parseaddr(DEFAULT_FROM_EMAIL)[1]
EMAIL_SUBJECT_PREFIX = "[gifsite] "  # before alarms, which go to the operators alone

OPERATOR_EMAILS: list[str] = env.list("OPERATOR_EMAILS", [], validate=are_addresses)  # who gets the alarms
ADMINS = [("operator", address) for address in OPERATOR_EMAILS or []]
MAIL_DIR = DATA_DIR / "mail"
SHOW_DEV_MAIL = DEBUG and not EMAIL_URL
if EMAIL_URL:
    _mail: dict[str, Any] = now.dj_email_url("EMAIL_URL")
    EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
    if EMAIL_BACKEND == "django.core.mail.backends.smtp.EmailBackend":
        EMAIL_BACKEND = "apps.mail.backend.RecordingBackend"
    EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail["EMAIL_USE_TLS"], _mail["EMAIL_USE_SSL"]
    EMAIL_TIMEOUT = _mail["EMAIL_TIMEOUT"] or 10
elif DEBUG:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(MAIL_DIR)
else:
    env.str("EMAIL_URL")  # required: sign-up cannot work without mail

# -- Engines and their seat belts ---------------------------------------------------------------------------------

STABILITY_API_KEY: str = env.str("STABILITY_API_KEY", "")
STABILITY_BASE_URL: str = env.str("STABILITY_BASE_URL", "https://api.stability.ai").rstrip("/")
SDAPI_BASE_URL: str = env.str("SDAPI_BASE_URL", "").rstrip("/")
SDAPI_AUTH: str = env.str("SDAPI_AUTH", "")
# Stability's own notes name 34 s for a slow edit; three times that, and a call that is still open has gone wrong.
ENGINE_CALL_SECONDS: float = env.float("ENGINE_CALL_SECONDS", 90.0, validate=validate.Range(1, 600))
# 150 in 10 s locks the key out for a minute; the reserve below it covers clock skew between hosts.
ENGINE_CALLS_PER_10_SECONDS: int = env.int("ENGINE_CALLS_PER_10_SECONDS", 130, validate=validate.Range(1))
MOST_CENTS = 1_000_000_000  # ten million dollars a day: more is a slip of the finger, and no number the database takes
SITE_DAILY_SPEND_CENTS: int = env.int("SITE_DAILY_SPEND_CENTS", 2000, validate=validate.Range(0, MOST_CENTS))
USER_DAILY_SPEND_CENTS: int = env.int("USER_DAILY_SPEND_CENTS", 500, validate=validate.Range(0, MOST_CENTS))
UNKNOWN_DAILY_LIMIT: int = env.int("UNKNOWN_DAILY_LIMIT", 20, validate=validate.Range(0, 1_000_000))
UNKNOWN_POLICY: str = env.str(
    "UNKNOWN_POLICY", "repeat_once", validate=validate.OneOf(["repeat_once", "review", "refuse"])
)

STRIPE_SECRET_KEY: str = env.str("STRIPE_SECRET_KEY", "")
STRIPE_WEBHOOK_SECRETS: list[str] = [
    secret.strip() for secret in env.str("STRIPE_WEBHOOK_SECRETS", "").split(",") if secret.strip()
]
if "_live_" in STRIPE_SECRET_KEY and not STRIPE_WEBHOOK_SECRETS:
    # Real money without messages: it would be granted by the reconciler alone, up to an hour late.
    env.str("STRIPE_WEBHOOK_SECRETS", validate=names_a_secret)
STRIPE_BASE_URL: str = env.str("STRIPE_BASE_URL", "").rstrip("/")
STRIPE_TAX: bool = env.bool("STRIPE_TAX", False)  # needs Stripe Tax set up; prices then contain the tax
WELCOME_CREDITS: int = env.int("WELCOME_CREDITS", 40, validate=validate.Range(0))
# Two hundred and fifty newcomers a day; the spending limits above bound the money, this bounds the farming.
FREE_CREDITS_PER_DAY: int = env.int("FREE_CREDITS_PER_DAY", 10_000, validate=validate.Range(0))
# An office behind one address has its newcomers welcomed over some days; a bot needs a network for each handful.
WELCOMES_PER_NETWORK_PER_DAY: int = env.int("WELCOMES_PER_NETWORK_PER_DAY", 10, validate=validate.Range(0))
# GIFs that all sponsors together pay for in a day for one network, however many people it has.
SPONSORED_PER_NETWORK_PER_DAY: int = env.int("SPONSORED_PER_NETWORK_PER_DAY", 10, validate=validate.Range(0))
# Good for the cheapest engine until midnight (UTC), out of the same budget of the day.
DAILY_FREE_CREDITS: int = env.int("DAILY_FREE_CREDITS", 0, validate=validate.Range(0))
# An office of twenty behind one address has enough; a bot with a hundred mailboxes has no more than they.
DAILY_FREE_PER_NETWORK_PER_DAY: int = env.int("DAILY_FREE_PER_NETWORK_PER_DAY", 20, validate=validate.Range(0))
USER_RUNNING_LIMIT: int = env.int("USER_RUNNING_LIMIT", 3, validate=validate.Range(1))
FRAMES_CONCURRENCY: int = env.int("FRAMES_CONCURRENCY", 32, validate=validate.Range(1))
PIXELS_CONCURRENCY: int = env.int("PIXELS_CONCURRENCY", 1, validate=validate.Range(1))
WEB_THREADS: int = env.int("WEB_THREADS", 8, validate=validate.Range(1))
WEB_WORKERS: int = env.int("WEB_CONCURRENCY", 1, validate=validate.Range(1))

# -- Files people take away ---------------------------------------------------------------------------------------

# "plain" needs no compiled code: larger files, for a place where Numba does not work or is not wanted.
GIF_WRITER: str = env.str("GIF_WRITER", "best", validate=validate.OneOf(["best", "plain"]))
GIF_QUALITY: int = env.int("GIF_QUALITY", 60, validate=validate.Range(1, 100))  # measured: docs/pixels.md

# -- Rate limits: how often one account or one address may do a thing -----------------------------------------------

RATE_LIMITS = rate_limits.RATE_LIMITS
RATE_LIMITS_ENABLED: bool = env.bool("RATE_LIMITS_ENABLED", True)
# The least time that an answer takes which could tell who has an account: twice what making one took at the median (75 ms
# on a busy machine); an address that had one was answered in 17 ms.
SIGN_IN_LEAST_SECONDS = 0.15

# -- Language, time, logs -----------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-us"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

LOGGING = logs.logging_settings(root_level=env.str("LOG_LEVEL", "WARNING"), own_level=env.str("LOG_LEVEL", "INFO"))

env.seal()
