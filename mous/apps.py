from django.apps import AppConfig


class MousConfig(AppConfig):
    """Agreements between agencies: drafted, signed, in force, ended. Their terms decide whom one may ask."""

    name = "mous"
