from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    """Uniform consent forms: what a family agreed to share, with whom, until when."""

    name = "consents"
