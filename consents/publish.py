"""Puts the wording of the forms into the database after migrating, as its owner. Published wording is never changed."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from consents.models import ConsentForm
from consents.wording import KINDS, LANGUAGES, PUBLISHED_ON, VERSION, statements, title


def publish_forms(using: str) -> list[ConsentForm]:
    """Add each language of each kind of form that is missing; refuse when the stored wording differs."""
    published = [_publish(using, kind, language) for kind in KINDS for language in LANGUAGES]
    return [form for form, created in published if created]


def _publish(using: str, kind: str, language: str) -> tuple[ConsentForm, bool]:
    wanted = {
        "title": title(language, kind),
        "statements": statements(language, kind),
        "published_on": PUBLISHED_ON,
    }
    form, created = ConsentForm.objects.using(using).get_or_create(
        kind=kind, version=VERSION, language=language, defaults=wanted
    )
    if not created and {name: getattr(form, name) for name in wanted} != wanted:
        raise ImproperlyConfigured(
            f"The form {kind} {VERSION} ({language}) is published and its wording differs: make a new version."
        )
    return form, created


def after_migrate(using: str, **kwargs: Any) -> None:
    """Publish as soon as the table is there; a database migrated part of the way is left alone."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regclass('consents_consentform') IS NOT NULL")
        if cursor.fetchone()[0]:
            publish_forms(using)
