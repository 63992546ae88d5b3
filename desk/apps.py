from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The work list, log and audit pages: pages that draw on every app."""

    name = "desk"
