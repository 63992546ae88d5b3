"""What a family may see of its own: the database shows it nothing else (`portal.family_link_id`)."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Prefetch, QuerySet

from consents.models import Consent, ConsentGrant, FamilyLink
from consents.queries import left_of, with_right_to_sign
from disclosures.models import FamilyWish


class Shared(NamedTuple):
    """One release that rests on what the family agreed to: agencies, kinds of record and days, never a name.

    `is_open` says whether the recipient can read it in this moment, by the question that an opening asks.
    """

    release_id: UUID
    holder_id: UUID
    consent_id: UUID
    released_at: datetime
    holder: str
    recipient: str
    categories: list[str]
    items: int
    opened: int
    last_opened_at: datetime | None
    ended_at: datetime | None
    is_open: bool


def agreed() -> QuerySet[Consent]:
    """What this person agreed to, newest first, with its lines."""
    grants = ConsentGrant.objects.select_related("discloser", "recipient")
    found = with_right_to_sign(Consent.objects.select_related("agency", "form", "recorded_by", "link"))
    return found.prefetch_related(Prefetch("grants", queryset=grants))


def agreed_for(youth: UUID) -> list[Consent]:
    """What of it is for one young person, and still stands in part."""
    return [consent for consent in agreed().filter(youth=youth) if left_of(consent)]


def signed_through(link: FamilyLink) -> list[Consent]:
    """What was signed through this link, one for each young person."""
    return list(agreed().filter(link=link).order_by("youth_name"))


def shared() -> list[Shared]:
    """What was shared on what this person agreed to, newest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM portal.family_releases()")
        return [Shared(*row) for row in cursor.fetchall()]


def asked() -> dict[tuple[UUID, UUID | None], list[FamilyWish]]:
    """What the family asked and what came of it, by consent and release; by None what it asked about the consent itself."""
    found: dict[tuple[UUID, UUID | None], list[FamilyWish]] = {}
    for wish in FamilyWish.objects.select_related("agency"):
        found.setdefault((wish.consent_id, wish.release_id), []).append(wish)
    return found
