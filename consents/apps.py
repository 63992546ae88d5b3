from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ConsentsConfig(AppConfig):
    """Uniform consent forms: what a family agreed to share, with whom, until when."""

    name = "consents"

    def ready(self) -> None:
        from consents.publish import after_migrate  # noqa: PLC0415 -- models are loaded only now

        post_migrate.connect(after_migrate, sender=self, dispatch_uid="consents.publish")
