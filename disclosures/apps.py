from django.apps import AppConfig


class DisclosuresConfig(AppConfig):
    """Requests, decisions, releases, the disclosure log: the app that sees consents and agreements together."""

    name = "disclosures"
