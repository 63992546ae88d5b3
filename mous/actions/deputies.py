"""Who signs in an absent signatory's place: named by somebody else, for some days, on a stated authority."""

from datetime import date

from django.contrib.postgres.functions import TransactionNow
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.queries import members_to_tell
from agencies.roles import ROLES, Duty, with_duty
from audit.record import record
from mous.actions.hold import agency_of
from mous.models import SigningDeputy
from mous.permissions import can_name_deputies
from notices.actions import tell
from sharing_portal.errors import InvalidTransition, RefusedInput, require


@transaction.atomic
def name_deputy(
    *, by: User, deputy: User, signatory: User, starts_on: date, ends_on: date, evidence: str
) -> SigningDeputy:
    """Let a member sign in a signatory's place on these days. Nobody names herself. Both are told."""
    require(can_name_deputies(by))
    agency = agency_of(by)
    signatories = members_to_tell(agency, with_duty(Duty.SIGN_AGREEMENT))
    if signatory not in signatories:
        raise RefusedInput(_("Choose one of your agency’s signatories."), field="signatory")
    if deputy == by:
        raise RefusedInput(_("Nobody makes themselves a deputy. Ask a colleague to do it."), field="deputy")
    if deputy in signatories or deputy not in members_to_tell(agency, list(ROLES)):
        raise RefusedInput(_("Choose a member of your agency who is not a signatory."), field="deputy")
    _check_days(by, starts_on, ends_on)
    if not evidence.strip():
        raise RefusedInput(
            _("Say what gives the deputy the power to sign, for example a resolution and its date."),
            field="evidence",
        )
    paper = SigningDeputy.objects.create(
        agency_id=agency,
        deputy=deputy,
        signatory=signatory,
        starts_on=starts_on,
        ends_on=ends_on,
        evidence=" ".join(evidence.split()),
        by=by,
    )
    record("mou.deputy_named", by=by, on=paper, deputy=str(deputy.pk), signatory=str(signatory.pk))
    tell([deputy, signatory], "mou.deputy_named", agency_id=agency, on=paper)
    return paper


@transaction.atomic
def revoke_deputy(paper: SigningDeputy, *, by: User) -> None:
    """End a deputy's power at once; what she signed before stands. Both are told."""
    require(can_name_deputies(by) and paper.agency_id == by.acting_agency_id)
    if not SigningDeputy.objects.filter(pk=paper.pk, revoked_at=None).update(
        revoked_at=TransactionNow(), revoked_by=by
    ):
        raise InvalidTransition(_("This deputy’s power has been ended already."))
    record("mou.deputy_revoked", by=by, on=paper)
    tell([paper.deputy, paper.signatory], "mou.deputy_revoked", agency_id=paper.agency_id, on=paper)


def _check_days(by: User, starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise RefusedInput(_("The last day must not come before the first."), field="ends_on")
    if ends_on < by.acting_agency.today():
        raise RefusedInput(_("These days have passed. Choose days to come."), field="ends_on")
    if (ends_on - starts_on).days > 366:
        raise RefusedInput(
            _("A deputy stands in for a year at most. Name the deputy again after that."), field="ends_on"
        )
