from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The outbox, in-app notices, and mail without personal facts. Imports only audit."""

    name = "notices"
