from django.apps import AppConfig


class CountyConfig(AppConfig):
    """The demonstration's county: invented agencies, people and young people. See county/story.py."""

    name = "county"
    verbose_name = "Demonstration county"
