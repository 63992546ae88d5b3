from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Partner agencies, who acts for them, and in which roles."""

    name = "agencies"
