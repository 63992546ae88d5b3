"""What a family does on its page besides stopping and asking: take a copy, be reminded or not."""

from django.db import transaction
from django.utils import timezone

from audit.record import record
from consents.actions.acting import actor
from consents.models import Consent, ConsentCopy, FamilyLink, FamilyMail
from consents.permissions import can_revoke
from sharing_portal.errors import require


@transaction.atomic
def take_copy(consent: Consent, *, by: FamilyLink) -> ConsentCopy:
    """Write down that the signer takes the copy now (45 CFR 164.508(c)(4))."""
    require(can_revoke(by, consent))
    at_agency = by.kind == FamilyLink.Kind.KIOSK
    how = ConsentCopy.Method.SCREEN if at_agency else ConsentCopy.Method.LINK
    copy = ConsentCopy(consent=consent, agency_id=consent.agency_id, youth_id=consent.youth_id, method=how)
    copy.save(force_insert=True)
    record("consent.copy_taken", **actor(by), on=consent, youth_id=consent.youth_id, method=str(how))
    return copy


@transaction.atomic
def remind_family(consent: Consent, *, by: FamilyLink, email: str) -> None:
    """Send reminders of this consent's end to this address from now on; an empty one stops them."""
    require(can_revoke(by, consent))
    if email:
        FamilyMail.objects.update_or_create(
            consent=consent,
            defaults={"email": email, "stopped_at": None, "language": consent.form.language},
            create_defaults={
                "agency_id": consent.agency_id,
                "youth_id": consent.youth_id,
                "email": email,
                "language": consent.form.language,
            },
        )
    else:
        FamilyMail.objects.filter(consent=consent, stopped_at=None).update(stopped_at=timezone.now())
    record("consent.family_mail", **actor(by), on=consent, youth_id=consent.youth_id, on_or_off=bool(email))
