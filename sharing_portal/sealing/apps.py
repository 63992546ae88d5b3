from django.apps import AppConfig


class SealingConfig(AppConfig):
    """Sealed files. Production is checked for a key of its own."""

    name = "sharing_portal.sealing"
    label = "sealing"

    def ready(self) -> None:
        from sharing_portal.sealing import checks  # noqa: F401, PLC0415 -- registers the check
