"""Puts the form's wording into the database after migrating, as its owner. Published wording is never changed."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from consents.models import ConsentForm
from consents.wording import LANGUAGES, PUBLISHED_ON, VERSION, statements


def publish_forms(using: str) -> list[ConsentForm]:
    """Add each language of the current version that is missing; refuse when the stored wording differs."""
    added: list[ConsentForm] = []
    for language, wording in LANGUAGES.items():
        wanted = {"title": wording.TITLE, "statements": statements(language), "published_on": PUBLISHED_ON}
        form, created = ConsentForm.objects.using(using).get_or_create(
            version=VERSION, language=language, defaults=wanted
        )
        if created:
            added.append(form)
        elif {name: getattr(form, name) for name in wanted} != wanted:
            raise ImproperlyConfigured(
                f"The consent form {VERSION} ({language}) is published and its wording differs: make a new version."
            )
    return added


def after_migrate(using: str, **kwargs: Any) -> None:
    """Publish as soon as the table is there; a database migrated part of the way is left alone."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regclass('consents_consentform') IS NOT NULL")
        if cursor.fetchone()[0]:
            publish_forms(using)
