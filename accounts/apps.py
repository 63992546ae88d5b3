from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People who sign in: e-mail, password, second factors, sessions."""

    name = "accounts"

    def ready(self) -> None:
        """Listen to allauth's announcements; its models must be loaded first."""
        import_module("accounts.events")
