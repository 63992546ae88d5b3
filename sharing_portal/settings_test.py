"""Only what makes tests fast and closed: everything else is the production settings."""

import os

os.environ.setdefault("SECRET_KEY", "tests-only-not-a-secret-" + "x" * 32)
os.environ.setdefault("BEHIND_TLS", "false")
os.environ.setdefault("EMAIL_URL", "dummy:")
os.environ.setdefault("REQUIRE_SECOND_FACTOR", "false")

from sharing_portal.settings import *  # noqa: F403 -- the environment must be set first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
# Each test client loads the middleware anew, and this one would read every static file again. The browser tests
# run a real server with it.
MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")  # noqa: F405
OFFER_INVENTED_STATES = True
# Each test process counts for itself.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LOGGING = {"version": 1, "disable_existing_loggers": True}
