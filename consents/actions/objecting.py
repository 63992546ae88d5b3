"""A parent or guardian who disagrees with what another one agreed to."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.record import record
from consents.models import Objection
from consents.permissions import can_record
from sharing_portal.errors import InvalidTransition, RefusedInput, require
from youth.models import Guardian, YouthRecord


@transaction.atomic
def record_objection(youth: YouthRecord, *, by: User, guardian: Guardian, words: str) -> Objection:
    """Write down that a parent or guardian on file disagrees. It ends no consent: whoever decides sees it."""
    require(can_record(by, youth))
    if guardian.youth_id != youth.pk:
        raise RefusedInput(_("This person is not on file for this young person."), field="guardian")
    if not words.strip():
        raise RefusedInput(_("Write what the person said."), field="words")
    objection = Objection(
        agency_id=youth.agency_id, youth=youth, guardian=guardian, words=words.strip()[:500], by=by
    )
    objection.save(force_insert=True)
    record("consent.objected", by=by, on=youth, youth_id=youth.pk, objection=str(objection.pk))
    return objection


@transaction.atomic
def withdraw_objection(objection: Objection, *, by: User) -> Objection:
    """Write down that the person no longer disagrees; once."""
    require(can_record(by, objection.youth))
    now = timezone.now()
    if not Objection.objects.filter(pk=objection.pk, withdrawn_at=None).update(
        withdrawn_at=now, withdrawn_by=by
    ):
        raise InvalidTransition(_("This objection is withdrawn already."))
    objection.withdrawn_at, objection.withdrawn_by = now, by
    record(
        "consent.objection_withdrawn",
        by=by,
        on=objection.youth,
        youth_id=objection.youth_id,
        objection=str(objection.pk),
    )
    return objection
