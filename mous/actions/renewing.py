"""The next version of an agreement: an amendment of its terms, or a renewal of its time."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.roles import Duty
from audit.record import record
from mous.actions.drafting import copy_terms
from mous.actions.hold import agency_of, lock, note_event, tell_parties
from mous.actions.sections import write_sections
from mous.bound import may_replace
from mous.models import Mou, MouEvent
from mous.periods import as_long_again
from mous.permissions import can_replace
from mous.states import LIVING, Standing
from sharing_portal.errors import InvalidTransition, require


@transaction.atomic
def amend(mou: Mou, *, by: User) -> Mou:
    """Begin a new version with the text, parties and flows of an agreement; its last day stays.

    Every party signs it anew. It replaces the old one on its own first day, in the transaction of the last signature.
    """
    _hold(mou, by, *LIVING)
    starts_on = max(by.acting_agency.today(), mou.starts_on)
    if starts_on >= mou.ends_on:
        raise InvalidTransition(_("This is its last day. Draft a renewal instead."))
    return _next_version(mou, by, starts_on=starts_on, ends_on=mou.ends_on, review_on=mou.review_on)


@transaction.atomic
def renew(mou: Mou, *, by: User) -> Mou:
    """Begin a version that goes on where an agreement ends: the same, as long again, from the day after its last.

    One that is past its last day is renewed from today.
    """
    _hold(mou, by, *LIVING, Standing.EXPIRED)
    starts_on = max(mou.ends_on + timedelta(days=1), by.acting_agency.today())
    review_on = starts_on + (mou.review_on - mou.starts_on) if mou.review_on else None
    ends_on = as_long_again(mou.starts_on, mou.ends_on, starts_on)
    return _next_version(mou, by, starts_on=starts_on, ends_on=ends_on, review_on=review_on)


def tell_replaced(mou: Mou, *, by: User) -> None:
    """Say of a version that all have just signed that it takes the place of the one before, as the database saw to."""
    if mou.replaces_id is None:
        return
    record("mou.superseded", by=by, on=Mou(pk=mou.replaces_id), successor=str(mou.pk))
    tell_parties(mou, "mou.superseded", Duty.SIGN_AGREEMENT, Duty.DECIDE)


def _hold(mou: Mou, by: User, *standings: Standing) -> None:
    lock(mou)
    require(can_replace(by, mou))
    if mou.standing(by.acting_agency.today()) not in standings:
        raise InvalidTransition(
            _("Only an agreement that is signed by all and not replaced gets a new version.")
        )
    if not may_replace(mou):
        raise InvalidTransition(
            _("A new version of this agreement is under way. The history says who began it: ask them.")
        )


def _next_version(mou: Mou, by: User, *, starts_on: date, ends_on: date, review_on: date | None) -> Mou:
    new = Mou.objects.create(
        agency_id=agency_of(by),
        title=mou.title,
        version=mou.version + 1,
        starts_on=starts_on,
        ends_on=ends_on,
        review_on=review_on if review_on and starts_on < review_on <= ends_on else None,
        open_to_joinder=mou.open_to_joinder,
        consent_form=mou.consent_form,
        replaces=mou,
        drafted_by=by,
    )
    copy_terms(mou, new)
    write_sections(new, mou.sections.values("code", "heading", "text"), by=by)
    note_event(new, MouEvent.Kind.DRAFTED, by=by)
    note_event(mou, MouEvent.Kind.REDRAFTED, by=by)
    record("mou.drafted", by=by, on=new, replaces=str(mou.pk), version=new.version)
    tell_parties(mou, "mou.redrafted", Duty.DRAFT_AGREEMENT, key=str(new.pk))
    return new
