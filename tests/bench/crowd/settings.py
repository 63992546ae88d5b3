"""The settings of production, with the hand-written pages beside the portal's own."""

import os

os.environ.update(DEBUG="false", PORTAL_DEMO="false", BEHIND_TLS="true", REQUIRE_SECOND_FACTOR="true")

from sharing_portal.settings import *  # noqa: F403 -- the environment must be set first

INSTALLED_APPS = [*INSTALLED_APPS, "tests.bench.crowd.apps.BenchConfig"]  # noqa: F405
ROOT_URLCONF = "tests.bench.crowd.urls"
# Pages name their style sheets alike on both sides; the files themselves are not asked for.
STATIC_ROOT = str(BASE_DIR / "static")  # noqa: F405
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
# What guardian's own checks say of a model without a policy does not concern a benchmark.
SILENCED_SYSTEM_CHECKS = ["fields.W342"]
# Waiting for the disk would be the longest part of both sides and hide what differs between them.
DATABASES["default"]["OPTIONS"] = {"options": "-c synchronous_commit=off"}  # noqa: F405
LOGGING = {**LOGGING, "root": {"handlers": ["console"], "level": "WARNING"}}  # noqa: F405
