"""The form that families sign, as versioned data."""

import uuid

from django.conf.locale import LANG_INFO
from django.db import models
from django.utils.translation import gettext_lazy as _


class ConsentForm(models.Model):
    """One version of a form in one language: published wording, never changed.

    The uniform form is recorded in the portal. The others are for what may not stand on it (45 CFR 164.508(b)(3),
    42 CFR 2.31(b) and (d)): they are printed, signed on paper and kept by the agency that holds those records.
    """

    class Kind(models.TextChoices):
        UNIFORM = "uniform", _("Uniform consent form")
        PSYCHOTHERAPY_NOTES = "psychotherapy_notes", _("Psychotherapy notes")
        COUNSELING_NOTES = "counseling_notes", _("Substance use counseling notes")
        LEGAL_PROCEEDINGS = "legal_proceedings", _("Substance use records in a legal proceeding")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.UNIFORM)
    version = models.CharField(max_length=20)
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=150)
    # Heading and text of each statement, in order: a list of {"code", "heading", "text"}.
    statements = models.JSONField()
    published_on = models.DateField()

    class Meta:
        ordering = ["-published_on", "kind", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "version", "language"], name="consent_form_version_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.version} ({self.language})"

    @property
    def language_name(self) -> str:
        """The language as its speakers call it."""
        return str(LANG_INFO[self.language]["name_local"]).capitalize()
