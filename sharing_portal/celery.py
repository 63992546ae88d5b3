"""The Celery application. Messages carry ids only; see ARCHITECTURE.md, "Work in the background"."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sharing_portal.settings")

app = Celery("sharing_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
