from django.apps import AppConfig


class YouthConfig(AppConfig):
    """Youth records: what one agency holds about each young person."""

    name = "youth"
