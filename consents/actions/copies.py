"""Written proof that the signer has in hand: a copy of the consent, and the letter that confirms a spoken wish."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.record import record
from consents.models import Consent, ConsentCopy, ConsentGrant
from consents.permissions import can_record, can_revoke
from consents.queries import to_confirm_in_writing
from sharing_portal.errors import InvalidTransition, require


@transaction.atomic
def record_copy(consent: Consent, *, by: User, method: ConsentCopy.Method | str) -> ConsentCopy:
    """Write down that the signer was given a copy now, and how (45 CFR 164.508(c)(4))."""
    require(can_record(by, consent.youth))
    copy = ConsentCopy(
        consent=consent,
        agency_id=consent.agency_id,
        youth_id=consent.youth_id,
        method=ConsentCopy.Method(method),
        by=by,
    )
    copy.save(force_insert=True)
    record("consent.copy_given", by=by, on=consent, youth_id=consent.youth_id, method=str(method))
    return copy


@transaction.atomic
def record_letter(consent: Consent, *, by: User) -> list[ConsentGrant]:
    """Write down that the letter was sent which confirms what the family asked to stop; give the lines it is about."""
    require(can_revoke(by, consent))
    lines = to_confirm_in_writing(consent)
    if not lines:
        raise InvalidTransition(_("Nothing of this consent waits for a letter."))
    ConsentGrant.objects.filter(pk__in=[line.pk for line in lines]).update(
        revocation_letter_at=timezone.now(), revocation_letter_by=by
    )
    record(
        "consent.letter_sent",
        by=by,
        on=consent,
        youth_id=consent.youth_id,
        grants=[str(line.pk) for line in lines],
    )
    return lines
