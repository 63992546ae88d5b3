from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Append-only, hash-chained history. Imports no other app; its pages live in desk/."""

    name = "audit"
