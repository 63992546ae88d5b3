from django.apps import AppConfig


class GuideConfig(AppConfig):
    """Public pages over the law engine."""

    name = "guide"
