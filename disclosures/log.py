"""The legal log: one line for each agency concerned, with the fields of 34 CFR 99.32 and its sisters."""

from typing import Any
from uuid import UUID

from django.db import connection

from accounts.models import User
from agencies.models import Agency
from disclosures.models import DisclosureRequest, LogEntry, Release
from disclosures.queries import match_of

Kind = LogEntry.Kind


def log(kind: Kind, request: DisclosureRequest, *, by: User, **fields: Any) -> None:
    """Enter what happened to a request in the holder's log and in the asker's.

    The holder's line names its own youth record once it is matched; the asker's never does. `fields` are columns of
    `LogEntry`. The rows stand or fall with the caller's transaction.
    """
    common = {
        "kind": kind,
        "disclosure_request_id": request.pk,
        "reference": request.reference,
        "youth_name": request.described_name,
        "holder_name": request.holding_agency.name,
        "party_agency_id": request.asking_agency_id,
        "party_name": request.asking_agency.name,
        "party_person": str(request.requested_by),
        "party_address": request.asking_agency.address,
        "interest": f"{request.get_purpose_display()}: {request.reason}",
        "actor_id": by.pk,
        "actor_name": str(by),
        **fields,
    }
    matched = match_of(request)
    own = {"youth_id": matched.youth_id, "youth_number": matched.youth.number} if matched else {}
    _enter(request.holding_agency_id, **{**common, **own})
    _enter(request.asking_agency_id, **common)


def log_end(release: Release, *, reason: str) -> None:
    """Enter that access ended in both logs, though a third agency that recorded the revoked consent sees neither.

    Each line repeats whom and what that agency's line of the release names. The database takes the actor from the
    identity of the transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal.log_end(%s, %s)", [release.pk, reason])


def log_release(kind: Kind, release: Release, *, by: User, **fields: Any) -> None:
    """Enter what happened to a release (released, opened, acknowledged, downloaded) in both logs."""
    fields.setdefault("delivery", "portal")
    log(kind, release.request, by=by, release_id=release.pk, **fields)


def log_export(agency: Agency, *, by: User, criteria: str, count: int) -> None:
    """Enter that somebody took a copy of the log: itself a disclosure."""
    _enter(
        agency.pk,
        kind=Kind.EXPORTED,
        party_agency_id=agency.pk,
        party_name=agency.name,
        party_person=str(by),
        records=criteria,
        item_count=count,
        actor_id=by.pk,
        actor_name=str(by),
    )


def _enter(agency_id: UUID, **fields: Any) -> None:
    LogEntry(chain_id=agency_id, agency_id=agency_id, **fields).save(force_insert=True)
