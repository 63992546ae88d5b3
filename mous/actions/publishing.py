"""The public register: each party agrees that the agreement may be read there, or takes that back.

The public copy itself is written and taken away by the database (`portal.keep_register`).
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.roles import Duty
from audit.record import record
from mous import queries
from mous.actions.hold import agency_of, lock, note_event, tell_parties
from mous.models import Mou, MouEvent, MouPublication
from mous.permissions import can_sign
from mous.states import Standing
from sharing_portal.errors import InvalidTransition, require


@transaction.atomic
def agree_to_publish(mou: Mou, *, by: User) -> None:
    """Agree for one's agency; with the last party's word everyone can read it. Agreeing twice changes nothing."""
    lock(mou)
    require(can_sign(by, mou))
    if mou.standing(by.acting_agency.today()) not in (Standing.UPCOMING, Standing.IN_FORCE):
        raise InvalidTransition(
            _("Only an agreement that all have signed, and that has not ended, is published.")
        )
    if mou.publications.filter(agency_id=agency_of(by)).exists():
        return
    MouPublication.objects.create(mou=mou, agency_id=agency_of(by), by=by)
    note_event(mou, MouEvent.Kind.PUBLISHED, by=by)
    public = queries.is_public(mou)
    record("mou.publication_agreed", by=by, on=mou, public=public)
    if public:
        tell_parties(mou, "mou.published", Duty.SIGN_AGREEMENT, key=_now())
    for agency in queries.not_agreeing_to_publish(mou):
        tell_parties(mou, "mou.to_publish", Duty.SIGN_AGREEMENT, only=agency.pk)


@transaction.atomic
def stop_publishing(mou: Mou, *, by: User) -> None:
    """Take back one's agency's word: the public copy is gone at once, whoever else still agrees."""
    lock(mou)
    require(can_sign(by, mou))
    was_public = queries.is_public(mou)
    taken_back, _rows = mou.publications.filter(agency_id=agency_of(by)).delete()
    if not taken_back:
        return
    note_event(mou, MouEvent.Kind.UNPUBLISHED, by=by)
    record("mou.publication_taken_back", by=by, on=mou)
    if was_public:
        tell_parties(mou, "mou.unpublished", Duty.SIGN_AGREEMENT, key=_now())


def _now() -> str:
    # It can come and go more than once: each time is told.
    return timezone.now().isoformat()
