"""The end of an agreement, or of a party's part in it, and of the access that rested on it.

Access ends by itself, at the moment at which no flow in force covers it (`portal.open_releases_among`). These verbs
record that it has ended, for good, enter it in the logs and tell the people concerned.
"""

from uuid import UUID

from django.db import connection, transaction

from accounts.models import User
from agencies.queries import members_to_tell
from agencies.roles import Reach, reaching
from audit.record import record
from disclosures.actions.ending import at_each_holder, tell_of_open_request
from disclosures.log import log_end
from disclosures.models import Release
from disclosures.states import Ended
from mous import actions as mou_actions
from mous.models import Mou
from notices.actions import tell


@transaction.atomic
def withdraw_from(mou: Mou, *, by: User, reason: str) -> list[UUID]:
    """Take one's agency out of an agreement, and end at once the access that rested on its flows.

    Returns the ids of the releases that ended. Those that another agreement covers stay open.
    """
    mou_actions.withdraw(mou, by=by, reason=reason)
    return _after(mou, by)


@transaction.atomic
def agree_to_end(mou: Mou, *, by: User, reason: str) -> list[UUID]:
    """Agree that an agreement ends for everybody; with the last party it does, and all access that rested on it."""
    mou_actions.agree_to_end(mou, by=by, reason=reason)
    return _after(mou, by)


def end_what_lost_its_agreement() -> int:
    """Record, log and tell for every release whose agreement has expired or was replaced, or lost a party; how many."""
    return at_each_holder("agreements", lambda: _end(None))


def _after(mou: Mou, by: User) -> list[UUID]:
    ended = _end(mou.pk)
    if ended:
        record("disclosure.agreement_ended", by=by, on=mou, closed=len(ended))
    return ended


def _end(agreement: UUID | None) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM portal.close_releases_without_agreement(%s)", [agreement])
        closed = cursor.fetchall()
    for release_id, *agencies in closed:
        ended = Release(pk=release_id)
        log_end(ended, reason=str(Ended.AGREEMENT.label))
        for agency_id in agencies:
            watchers = members_to_tell(agency_id, reaching(Reach.RELEASES))
            tell(watchers, "release.ended", agency_id=agency_id, on=ended)
    _tell_of_open_requests(agreement)
    return [row[0] for row in closed]


def _tell_of_open_requests(agreement: UUID | None) -> None:
    """Tell once who asked, and who would decide, that a request still open is covered no more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM portal.requests_without_agreement(%s)", [agreement])
        lacking = cursor.fetchall()
    for concerned in lacking:
        tell_of_open_request("request.agreement_ended", *concerned, key="agreement")
