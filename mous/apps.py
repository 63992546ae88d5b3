from django.apps import AppConfig


class MousConfig(AppConfig):
    """Agreements between agencies: drafted, signed, in force, ended. Their terms decide whom one may ask."""

    name = "mous"

    def ready(self) -> None:
        from mous import checks  # noqa: F401, PLC0415 -- registers the check
