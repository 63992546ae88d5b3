"""What goes into a release: the items as they stand, the notices the law wants, and one hash over all of it."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from datetime import time as clock
from typing import Any

from django.db.models import Q
from django.utils import timezone

from consents.models import ConsentGrant
from disclosures.models import DisclosureRequest, Release, ReleasedItem
from disclosures.states import Answer
from law import Decision, notices_for
from law.duties import Condition
from law.notices import NOTICES
from law.packs import Pack, longest_consent
from law.vocabulary import Category
from youth.models import RecordItem

# A release without a consent that ends sooner stays open this long.
OPEN_DAYS = 90


def releasable_items(request: DisclosureRequest) -> list[RecordItem]:
    """The matched youth's current items in the approved categories and periods; corrected ones are left out."""
    wanted = Q(pk__in=[])
    for row in request.categories.filter(answer=Answer.APPROVED):
        part = Q(category=row.category)
        if row.period_start:
            part &= Q(occurred_on__gte=row.period_start)
        if row.period_end:
            part &= Q(occurred_on__lte=row.period_end)
        wanted |= part
    items = RecordItem.objects.filter(wanted, youth=request.match.youth_id, corrected_by=None)
    return list(items.order_by("category", "-occurred_on", "pk"))


def notice_texts(decision: Decision, categories: set[str]) -> list[dict[str, str]]:
    """The notices that must go along for these categories: id, title, citation and text, each once."""
    ids = dict.fromkeys(
        notice_id
        for answer in decision.categories
        if str(answer.category) in categories
        for notice_id in notices_for(answer)
    )
    return [
        {
            "id": notice_id,
            "title": NOTICES[notice_id].title,
            "citation": NOTICES[notice_id].citation,
            "text": NOTICES[notice_id].text,
        }
        for notice_id in ids
    ]


def relied_on_grants(
    decision: Decision, categories: set[str], grants: Iterable[ConsentGrant]
) -> list[ConsentGrant]:
    """The consent grants without which the answer for these categories would be another."""
    references = {
        reference
        for answer in decision.categories
        if str(answer.category) in categories
        for reference in answer.relies_on
    }
    return [grant for grant in grants if str(grant.pk) in references]


def consent_copy(
    decision: Decision, categories: set[str], grants: list[ConsentGrant]
) -> list[dict[str, Any]]:
    """A clear explanation of the scope of each consent, where the law wants it to travel along (42 CFR 2.32(b))."""
    wanted = {
        str(answer.category)
        for answer in decision.categories
        if str(answer.category) in categories and Condition.COPY_OF_CONSENT in answer.conditions
    }
    return [
        {
            "form": str(grant.consent.form),
            "youth": grant.consent.youth_name,
            "signed_by": grant.consent.signer_name,
            "capacity": grant.consent.get_signer_capacity_display(),
            "signed_on": grant.consent.agency.day_of(grant.consent.signed_at).isoformat(),
            "discloser": str(grant.discloser),
            "recipient": str(grant.recipient),
            "category": Category(grant.category).label,
            "purposes": list(grant.purposes),
            "through": grant.expires_on.isoformat(),
            "text_sha256": grant.consent.text_sha256,
        }
        for grant in grants
        if grant.category in wanted
    ]


def access_end(grants: Iterable[ConsentGrant], pack: Pack | None = None) -> datetime:
    """When access ends by itself: the end of the last day of the first consent to end, at most 90 days from now.

    A consent ends on its own date, or sooner where the state's pack says how long one may last.
    """
    ends = [timezone.now() + timedelta(days=OPEN_DAYS)]
    for grant in grants:
        zone = grant.consent.agency.zone
        ends.append(datetime.combine(_last_day(grant, pack) + timedelta(days=1), clock.min, zone))
    return min(ends)


def _last_day(grant: ConsentGrant, pack: Pack | None) -> date:
    longest = longest_consent(pack, Category(grant.category))
    if longest is None:
        return grant.expires_on
    signed_on = grant.consent.agency.day_of(grant.consent.signed_at)
    return min(grant.expires_on, signed_on + timedelta(days=longest))


def content_hash(
    items: Iterable[ReleasedItem], notices: list[dict[str, str]], consents: list[dict[str, Any]]
) -> str:
    """SHA-256 over the items in id order, the notices and the consent copies, in one canonical form."""
    rows = [
        [
            str(item.item_id),
            item.category,
            item.occurred_on.isoformat(),
            item.title,
            item.text,
            item.source,
            item.file_name,
            item.file_sha256,
        ]
        for item in sorted(items, key=lambda item: item.item_id)
    ]
    canonical = json.dumps([rows, notices, consents], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def is_intact(release: Release, items: Iterable[ReleasedItem]) -> bool:
    """Whether what is stored is what was released."""
    return content_hash(items, release.notices, release.consent_copy) == release.content_sha256
