"""Wiring and primitives of the portal; see ARCHITECTURE.md."""

from sharing_portal.celery import app as celery_app

__all__ = ("celery_app",)
