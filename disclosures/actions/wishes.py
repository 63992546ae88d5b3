"""A family asks for a copy of what was shared or says that something is wrong; whose record it is answers."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.queries import members_to_tell
from agencies.roles import Duty, with_duty
from audit.record import record
from consents.actions import actor
from consents.models import Consent, FamilyLink
from consents.permissions import can_revoke
from disclosures import permissions
from disclosures.models import FamilyWish, Release
from disclosures.queries import youth_of_wish
from notices.actions import tell
from sharing_portal.errors import InvalidTransition, RefusedInput, require

ASKED = {FamilyWish.Kind.COPY: "consent.copy_asked", FamilyWish.Kind.CORRECTION: "consent.correction_asked"}


@transaction.atomic
def ask_agency(
    consent: Consent,
    *,
    by: FamilyLink,
    kind: FamilyWish.Kind | str,
    words: str,
    release: Release | None = None,
) -> FamilyWish:
    """Ask for a copy of what was shared, or say what is wrong: in one release, or in the consent itself.

    The custodians of the agency that released it, or that recorded the consent, have it on their work list until they
    write down what was done (34 CFR 99.10, 99.20; 45 CFR 164.524, 164.526); those who recorded the consent are told too.
    Until it is answered the same is not asked again. `release` needs its id and the agency that released it.
    """
    require(can_revoke(by, consent))
    words = words.strip()
    if kind == FamilyWish.Kind.CORRECTION and not words:
        raise RefusedInput(_("Write what is wrong."), field="words")
    wish = FamilyWish(
        agency_id=release.agency_id if release else consent.agency_id,
        recording_agency_id=consent.agency_id,
        consent=consent,
        release=release,
        link=by,
        youth_name=consent.youth_name,
        person_name=by.person_name,
        kind=kind,
        words=words[:1000],
    )
    try:
        with transaction.atomic():
            wish.save(force_insert=True)
    except IntegrityError as twice:
        raise RefusedInput(
            _("You asked this already. The agency has not answered yet."), field="kind"
        ) from twice
    event = ASKED[FamilyWish.Kind(kind)]
    record(event, **actor(by), on=wish, youth_id=consent.youth_id)
    for agency_id in {wish.agency_id, wish.recording_agency_id}:
        custodians = members_to_tell(agency_id, sorted(with_duty(Duty.DECIDE)))
        tell(custodians, event, agency_id=agency_id, on=wish, key="asked")
    return wish


@transaction.atomic
def answer_wish(wish: FamilyWish, *, by: User, answer: str) -> FamilyWish:
    """Write down, once, what was done about it: the family reads it on its page."""
    require(permissions.can_answer_wish(by, wish))
    answer = answer.strip()
    if not answer:
        raise RefusedInput(_("Write what was done."), field="answer")
    done = {"answer": answer[:1000], "answered_at": timezone.now(), "answered_by": by}
    if not FamilyWish.objects.filter(pk=wish.pk, answered_at=None).update(**done):
        raise InvalidTransition(_("This was answered already."))
    record("consent.wish_answered", by=by, on=wish, youth_id=youth_of_wish(wish, by))
    wish.refresh_from_db()
    return wish
