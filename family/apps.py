from django.apps import AppConfig


class FamilyConfig(AppConfig):
    """The pages of families, who have no account: what they are asked, sign, and may stop."""

    name = "family"
