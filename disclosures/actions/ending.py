"""The end of access with the consent it rests on, in whichever way that ends.

Access ends by itself, in the moment in which the consent stands no more (`portal.standing_grants_among`). These verbs
record that it has ended, for good, enter it in the logs of both agencies and tell the recipients. An approval that was not
released yet is taken back, likewise, and must be decided anew.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from accounts.models import User
from agencies.models import Agency
from agencies.queries import members_to_tell
from agencies.roles import Duty, Reach, reaching, with_duty
from audit.record import record
from consents import actions as consent_actions
from consents.models import Consent, ConsentGrant, FamilyLink
from consents.permissions import can_revoke
from consents.reminders.staff import people_concerned
from disclosures.log import log_end
from disclosures.models import DisclosureRequest, Release
from disclosures.states import Ended
from notices.actions import tell
from sharing_portal.errors import require
from sharing_portal.rls.context import acting_for
from youth import actions as youth_actions
from youth.models import Guardian

logger = logging.getLogger(__name__)


@transaction.atomic
def revoke_consent(
    consent: Consent,
    *,
    by: User | FamilyLink,
    reason: str = "",
    recipient: Agency | None = None,
    category: str = "",
    how: ConsentGrant.Asked | str = ConsentGrant.Asked.WRITTEN,
    others: Sequence[Consent] = (),
) -> list[UUID]:
    """Revoke a consent, or only what it gives to one recipient or of one category, and close what rests on it, at once.

    The same in `others`, which the same agency recorded for the same young person: a family means what is shared, not
    on which form; what was entered by mistake ends `consent` alone. Returns the ids of the releases closed. Both
    agencies' logs say so and the recipients are told, those too whose access had ended before; the staff concerned are,
    when the family did it itself.
    """
    require(can_revoke(by, consent) and all(other.youth_id == consent.youth_id for other in others))
    revoked = consent_actions.revoke(
        consent, by=by, recipient=recipient, category=category, reason=reason, how=how, others=others
    )
    closed = _close(consent.youth_id)
    _tell_who_read_before(revoked, closed)
    if isinstance(by, FamilyLink):
        touched = {grant.consent_id for grant in revoked}
        for each in (consent, *others):
            if each.pk in touched:
                tell(people_concerned(each), "consent.revoked", agency_id=each.agency_id, on=each)
    record(
        "disclosure.consent_revoked",
        **consent_actions.actor(by),
        on=consent,
        youth_id=consent.youth_id,
        closed=len(closed),
    )
    return closed


@transaction.atomic
def record_event(consent: Consent, *, by: User, event: ConsentGrant.EndsWhen | str) -> list[UUID]:
    """Write down that the event occurred on which lines of a consent end, and close what rests on them, at once.

    Returns the ids of the releases closed. Both agencies' logs say so and the recipients are told.
    """
    consent_actions.record_event(consent, by=by, event=event)
    closed = _close(consent.youth_id)
    record("disclosure.consent_event", by=by, on=consent, youth_id=consent.youth_id, closed=len(closed))
    return closed


@transaction.atomic
def edit_guardian(guardian: Guardian, fields: Mapping[str, Any], *, by: User) -> Guardian:
    """Change what is known of an adult; if she may decide no more, what rests on her signature closes at once.

    Both agencies' logs say so and the recipients are told.
    """
    edited = youth_actions.edit_guardian(guardian, fields, by=by)
    closed = _close(edited.youth_id)
    if closed:
        record("disclosure.signer_barred", by=by, on=edited, youth_id=edited.youth_id, closed=len(closed))
    return edited


def end_what_lost_its_consent() -> int:
    """Record, log and tell for every release that is past its last day or whose consent stands no more; how many.

    By its day, by the 18th birthday, or by what was put right since in the record of the young person.
    """
    return at_each_holder("consents", lambda: _close(None))


def at_each_holder(principal: str, end: Callable[[], list[UUID]]) -> int:
    """Let `end` record what has ended at each agency that released, until it finds no more there; how many in all.

    Each is recorded once, however often and in how many places this runs. Each call is a transaction of its own: one
    that fails is logged, tried again at the next run, and keeps no other agency waiting.
    """
    with acting_for(principal=principal), connection.cursor() as cursor:
        cursor.execute("SELECT portal.holders_of_what_is_open()")
        holders = cursor.fetchone()[0]
    return sum(_ended_at(holder, principal, end) for holder in sorted(holders))


def tell_of_open_request(
    kind: str, request_id: UUID, asker_id: UUID, author_id: UUID, holder_id: UUID, *, key: str
) -> None:
    """Tell who asked, and who decides at the holder, what became of a request that is open; `key` as for `tell`."""
    about = DisclosureRequest(pk=request_id)
    author = User.objects.filter(pk=author_id, is_active=True)
    tell(author, kind, agency_id=asker_id, on=about, key=key)
    tell(members_to_tell(holder_id, with_duty(Duty.DECIDE)), kind, agency_id=holder_id, on=about, key=key)


def _ended_at(holder: UUID, principal: str, end: Callable[[], list[UUID]]) -> int:
    ended = 0
    try:
        while True:
            with acting_for(principal=principal, agency_id=holder):
                found = len(end())
            ended += found
            if not found:
                return ended
    except Exception:
        logger.exception("the end of access could not be recorded")
        return ended


def _close(youth: UUID | None) -> list[UUID]:
    """End what rests on consents of this youth that stand no more, in both logs; tell the recipients; ids of the releases.

    None is, for background work, whatever the acting agency released, also what is past its last day: the next 500. Approvals
    that rest on such a consent are taken back in the same transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM portal.close_releases_without_consent(%s)", [youth])
        closed = cursor.fetchall()
    for release_id, recipient_id, asked_by, why in closed:
        log_end(Release(pk=release_id), reason=str(Ended(why).label))
        _tell_recipient("release.ended", release_id, recipient_id, asked_by)
    _reopen(youth)
    return [row[0] for row in closed]


def _tell_who_read_before(revoked: list[ConsentGrant], closed: list[UUID]) -> None:
    """Whose access had ended before, for another reason, is told as well: what was copied out is still there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM portal.ended_releases_read_under(%s)", [[grant.pk for grant in revoked]]
        )
        received = cursor.fetchall()
    for release_id, recipient_id, asked_by in received:
        if release_id not in closed:
            _tell_recipient("release.consent_revoked", release_id, recipient_id, asked_by)


def _tell_recipient(kind: str, release_id: UUID, recipient_id: UUID, asked_by: UUID) -> None:
    asker = User.objects.filter(pk=asked_by, is_active=True)
    watchers = {*members_to_tell(recipient_id, reaching(Reach.RELEASES)), *asker}
    tell(watchers, kind, agency_id=recipient_id, on=Release(pk=release_id))


def _reopen(youth: UUID | None) -> None:
    """Take back the approvals that rest on what stands no more, in both logs; tell who asked and who decides.

    They are told as well where an open request was sent with such a consent and shows no other. None is, for background
    work, what was asked of the acting agency.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM portal.reopen_requests_without_consent(%s)", [youth])
        lacking = cursor.fetchall()
    for *concerned, reopened in lacking:
        tell_of_open_request("request.consent_ended", *concerned, key="" if reopened else "consent")
