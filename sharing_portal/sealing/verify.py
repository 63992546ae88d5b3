"""Is this file one that the portal sealed, and is it unchanged? The same answer for the page and the command."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection, models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sharing_portal.sealing.examine import Seal, examine_apart


class Verdict(models.TextChoices):
    """What can be said of a file, from best to worst."""

    GENUINE = "genuine", _("This is exactly the file that the portal sealed")
    NOT_KEPT = "not_kept", _("The seals hold, but this is not the file that the portal keeps")
    CHANGED = "changed", _("Do not rely on this file: its seals do not hold")
    NOT_SEALED = "not_sealed", _("This file does not carry the portal’s seal")


@dataclass(frozen=True)
class Verification:
    """The verdict on a file, its hash, when the portal sealed exactly this file, the seals in it, and their language."""

    verdict: Verdict
    sha256: str
    sealed_at: datetime | None
    seals: tuple[Seal, ...]
    language: str = ""

    @property
    def holding(self) -> list[Seal]:
        """The seals that hold; only their words are the portal's."""
        return [seal for seal in self.seals if seal.holds]


def verify_url() -> str:
    """Where anybody can have a file verified."""
    return settings.PORTAL_URL + reverse("desk:verify")


def verify(content: bytes) -> Verification:
    """Verify a file by its hash and by its seals. Nothing of it is kept."""
    sha256 = hashlib.sha256(content).hexdigest()
    sealed_at = _sealed_at(sha256)
    report = examine_apart(content, settings.SEAL_ROOTS_FILE)
    if sealed_at is not None:
        verdict = Verdict.GENUINE
    elif report.is_whole:
        verdict = Verdict.NOT_KEPT
    else:
        verdict = Verdict.CHANGED if report.seals else Verdict.NOT_SEALED
    return Verification(verdict, sha256, sealed_at, report.seals, report.language)


def _sealed_at(sha256: str) -> datetime | None:
    # Anybody who holds a file may ask; the function tells the time and nothing about who signed.
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal.sealed_at(%s)", [sha256])
        return cursor.fetchone()[0]
