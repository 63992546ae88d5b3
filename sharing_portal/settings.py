"""All settings, each from the environment, all errors reported at once.

The names are documented in `.env.example`. There are no default secrets: a missing value stops the start.
"""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from environs import Env

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env(eager=False)
SECRET_KEY = env.str("SECRET_KEY")
DEBUG = env.bool("DEBUG", False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
# The address people reach the portal at; mail links are built from it, never from the Host header.
PORTAL_URL = env.str("PORTAL_URL", "http://127.0.0.1:8000")
# Demo conveniences (sign-in table, no second factor). `manage.py check --deploy` refuses it.
PORTAL_DEMO = env.bool("PORTAL_DEMO", False)
# The guide offers states that do not exist, to show what state rules do, only where nobody acts on them.
OFFER_INVENTED_STATES = PORTAL_DEMO or DEBUG
# Dotted name of what returns the sign-in page's `demo_sign_ins` and `demo_password`; asked in the demo only.
DEMO_SIGN_INS = "county.sign_ins.on_sign_in_page"
# Everything the portal writes outside the database: uploads, PDFs, demo mail, chain heads.
PORTAL_DATA_DIR = Path(env.str("PORTAL_DATA_DIR", str(BASE_DIR / "var")))
# In an image the collected files are part of the image, not of the data.
STATIC_ROOT: str | None = env.str("STATIC_ROOT", str(PORTAL_DATA_DIR / "static"))
# Which roles must have a second factor is in agencies/roles.py; the demo lifts the rule.
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", not PORTAL_DEMO)
# True only behind TLS: secure cookies, redirects to https, HSTS.
BEHIND_TLS = env.bool("BEHIND_TLS", not (DEBUG or PORTAL_DEMO))
database = env.dj_db_url("DATABASE_URL", conn_max_age=60, conn_health_checks=True)
owner_database = env.dj_db_url("DATABASE_OWNER_URL") if env.str("DATABASE_OWNER_URL", "") else None
REDIS_URL = env.str("REDIS_URL", "redis://127.0.0.1:6379/0")
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_SECONDS", 15 * 60)
SESSION_ABSOLUTE_SECONDS = env.int("SESSION_ABSOLUTE_SECONDS", 12 * 60 * 60)
email_url = env.dj_email_url("EMAIL_URL", "file:")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "portal@localhost")
# From one address: an agency's staff often share one. Tries on one account are limited apart, by allauth.
SIGN_IN_LIMIT = env.str("SIGN_IN_LIMIT", "30/m/ip")
UPLOAD_LIMIT_BYTES = env.int("UPLOAD_LIMIT_BYTES", 10 * 1024 * 1024)
# Of signed agreements and consents: the key that seals them with its certificates (worker only), and the root certificates
# by which seals are told. `python -m deploy.seal_keys` makes both; `manage.py check --deploy` refuses to do without.
SEAL_KEY_FILE = env.str("SEAL_KEY_FILE", str(PORTAL_DATA_DIR / "seal-key.pem"))
SEAL_ROOTS_FILE = env.str("SEAL_ROOTS_FILE", str(PORTAL_DATA_DIR / "seal-roots.pem"))
# From one address: reading an uploaded file's seals takes a second of the processor.
VERIFY_LIMIT = env.str("VERIFY_LIMIT", "20/m/ip")
# From one address: the pages that anybody may read and that search the database, and calendars.
PUBLIC_LIMIT = env.str("PUBLIC_LIMIT", "120/m/ip")
# From one address: the door of a family's link. Each link closes after five wrong answers besides.
FAMILY_LIMIT = env.str("FAMILY_LIMIT", "30/m/ip")
# Proxies in front that add to X-Forwarded-For: behind them the limits count people, not the proxy.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 1 if BEHIND_TLS else 0)
# Who runs the portal and whom to call: named on the public pages.
PORTAL_OPERATOR = env.str("PORTAL_OPERATOR", "The county's information office")
# The demo's are invented: the domain and the numbers are kept free for examples.
HELP_EMAIL = env.str("HELP_EMAIL", "help@portal.example" if PORTAL_DEMO else "")
HELP_PHONE = env.str("HELP_PHONE", "360-555-0100" if PORTAL_DEMO else "")
env.seal()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "guardian",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "sharing_portal.rls",
    "sharing_portal.sealing",
    "audit",
    "notices",
    "accounts",
    "agencies",
    "youth",
    "consents",
    "mous",
    "disclosures",
    "family",
    "guide",
    "desk",
    "county",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Above all that can refuse a request: their headers are on every answer.
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "sharing_portal.middleware.RequestIdentity",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "sharing_portal.middleware.SessionClock",
    "family.doors.OneDoor",
    "sharing_portal.middleware.RequestTransaction",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sharing_portal.middleware.SecondFactorRequired",
    "sharing_portal.middleware.PortalErrors",
]

ROOT_URLCONF = "sharing_portal.urls"
WSGI_APPLICATION = "sharing_portal.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "desk.navigation.context",
            ],
        },
    }
]

# The view runs in a savepoint inside the request's transaction (sharing_portal/middleware.py), so that an
# error rolls back its work while the denial can still be recorded.
DATABASES = {"default": {**database, "ATOMIC_REQUESTS": True}}
if owner_database:
    # Used by `migrate --database owner` and by the tests; web and worker processes never get this address.
    DATABASES["owner"] = {**owner_database, "TEST": {"MIRROR": "default"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Counts tries to sign in and public pages read, for all web processes together. Celery and redis-py write a socket's address differently.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL.replace("redis+socket://", "unix://").replace("virtual_host=", "db="),
        "KEY_PREFIX": "portal",
        # A silent server is an answer, too: 503, not a page that never comes.
        "OPTIONS": {"socket_timeout": 2},
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# A reset link and an invitation live a day, and are worth nothing once used.
PASSWORD_RESET_TIMEOUT = 24 * 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:work"

ACCOUNT_ADAPTER = "accounts.adapter.PortalAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
ACCOUNT_RATE_LIMITS = {
    "login": SIGN_IN_LIMIT,
    "verify_file": VERIFY_LIMIT,
    "read_register": PUBLIC_LIMIT,
    "read_calendar": PUBLIC_LIMIT,
    "family_door": FAMILY_LIMIT,
    "guide": PUBLIC_LIMIT,
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# A session lives as long as it is used, never longer because somebody ticked a box.
ACCOUNT_SESSION_REMEMBER = False
MFA_ADAPTER = "accounts.adapter.PortalMFAAdapter"
# Nobody signs up: whoever invites a person vouches for the address the set-password link goes to.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Sharing Portal"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = PORTAL_DEMO or DEBUG

# guardian gives, PostgreSQL enforces: no anonymous row, no cached checker.
ANONYMOUS_USER_NAME = None
GUARDIAN_AUTO_PREFETCH = False
GUARDIAN_MONKEY_PATCH_USER = False

SESSION_COOKIE_AGE = SESSION_IDLE_SECONDS
SESSION_SAVE_EVERY_REQUEST = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_NAME = "__Host-session" if BEHIND_TLS else "session"
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_HSTS_SECONDS = 31536000 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = BEHIND_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": (),
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}

# Content-Length is checked against the upload limit before a body is parsed (sharing_portal/middleware.py).
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
# Our texts; and what the framework says of a field filled in wrongly, in plainer words, in English too.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "sharing_portal" / "framework_words"]
USE_I18N = True
USE_TZ = True
# Dates are written out: "November 21, 2026".
FORMAT_MODULE_PATH = ["sharing_portal.formats"]
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATICFILES_DIRS: list[Path | tuple[str, Path]] = [BASE_DIR / "static"]
uswds = BASE_DIR / "node_modules" / "@uswds" / "uswds" / "dist"
if uswds.is_dir():
    STATICFILES_DIRS.append(("uswds", uswds))
# Draws a signature on a screen, an extra beside the typed name.
signature_pad = BASE_DIR / "node_modules" / "signature_pad" / "dist"
if signature_pad.is_dir():
    STATICFILES_DIRS.append(("signature_pad", signature_pad))
STORAGES = {
    # Private: nothing under it is served except through an authorised view.
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(PORTAL_DATA_DIR / "files"), "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if not (DEBUG or PORTAL_DEMO)
        else "django.contrib.staticfiles.storage.StaticFilesStorage",
    },
}
# The demo serves files from where they lie; production from where `collectstatic` put them.
WHITENOISE_USE_FINDERS = DEBUG or PORTAL_DEMO
if WHITENOISE_USE_FINDERS:
    STATIC_ROOT = None
WHITENOISE_AUTOREFRESH = False

EMAIL_BACKEND = email_url["EMAIL_BACKEND"]
EMAIL_FILE_PATH = str(PORTAL_DATA_DIR / "mail")
EMAIL_HOST = email_url.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = email_url.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = email_url.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = email_url.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = email_url.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = email_url.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Longer than the time limit, or a task that still runs would be delivered again.
    "visibility_timeout": 600,
    # A person must not wait for a broker that is away or silent: the relay finds what she queued.
    "socket_connect_timeout": 2,
    "socket_timeout": 2,
}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
# The schedule is code: one editable in the database would be a hole in the audit.
CELERY_BEAT_SCHEDULE = {
    "relay-outbox": {"task": "notices.tasks.relay_outbox", "schedule": 15.0},
    "witness-chain-heads": {"task": "audit.tasks.witness_chain_heads", "schedule": 60.0},
    "queue-reminders-of-consents": {
        "task": "consents.tasks.queue_reminders",
        # Each reminder goes once; every hour, so that a new day is met in each time zone and no run is missed.
        "schedule": 3600.0,
    },
    "remind-of-ending-agreements": {"task": "mous.tasks.remind_of_ending_agreements", "schedule": 3600.0},
    # Access itself ends without these two, at the moment at which the agreement or the consent does.
    "end-what-lost-its-agreement": {
        "task": "disclosures.tasks.end_what_lost_its_agreement",
        "schedule": 600.0,
    },
    "end-what-lost-its-consent": {
        "task": "disclosures.tasks.end_what_lost_its_consent",
        "schedule": 600.0,
    },
    "remind-of-waiting-agreements": {
        "task": "mous.tasks.remind_of_waiting_agreements",
        "schedule": 3600.0,
    },
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["sharing_portal.api.SignedInForAnAgency"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "sharing_portal.api.Pages",
    "EXCEPTION_HANDLER": "sharing_portal.api_errors.exception_handler",
    "PAGE_SIZE": 25,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Sharing Portal",
    "VERSION": "0.1.0",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SERVE_INCLUDE_SCHEMA": False,
    # Lists of choices that would have the same name, or several.
    "ENUM_NAME_OVERRIDES": {
        "AgreementStateEnum": "mous.states.State",
        "ChecklistAnswerEnum": "mous.models.MouChecklistNote.Answer",
        "CategoryEnum": "disclosures.models.CATEGORIES",
        "PurposeEnum": "disclosures.models.PURPOSES",
        "FlowCategoryEnum": "mous.api.inputs.FLOW_CATEGORIES",
        "FlowPurposeEnum": "mous.api.inputs.FLOW_PURPOSES",
        "ConsentPurposeEnum": "consents.api.inputs.PURPOSES",
        "SignerCapacityEnum": "consents.api.inputs.CAPACITIES",
        "SignerGroundEnum": "consents.api.inputs.GROUNDS",
        "ConsentMethodEnum": "consents.models.Consent.Method",
        "CopyMethodEnum": "consents.models.ConsentCopy.Method",
        "EndsWhenEnum": "consents.models.ConsentGrant.EndsWhen",
        "LinkKindEnum": "consents.models.FamilyLink.Kind",
        "LinkCheckEnum": "consents.models.FamilyLink.Check",
        "SentLinkCheckEnum": "consents.api.inputs.CHECKS",
        "WishKindEnum": "disclosures.models.FamilyWish.Kind",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "sharing_portal.request_id.RequestIdFilter"},
        "no_secrets": {"()": "sharing_portal.request_id.SecretAddresses"},
    },
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["request_id", "no_secrets"],
        },
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    # Never log SQL: its parameters are youth data.
    "loggers": {
        "django.db.backends": {"level": "WARNING"},
        **{name: {"level": "ERROR"} for name in ("weasyprint", "fontTools", "pikepdf", "pyhanko")},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
