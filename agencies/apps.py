from django.apps import AppConfig

from law.packs import shipped


class AgenciesConfig(AppConfig):
    """Partner agencies, who acts for them, and in which roles."""

    name = "agencies"

    def ready(self) -> None:
        """A state pack that cannot be used stops the start, not a request."""
        shipped()
