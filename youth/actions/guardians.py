"""Parents, guardians and other adults of a youth: a relation first, an authority only with evidence."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.once import once_id
from audit.record import record as record_event
from sharing_portal.errors import RefusedInput, require
from youth.models import Guardian, YouthRecord
from youth.permissions import can_edit

EDITABLE = (
    "first_name", "last_name", "relation", "authority", "authority_evidence", "rights_revoked", "language",
    "phone", "email", "address",
)  # fmt: skip
_NEEDS_NO_EVIDENCE = (Guardian.Authority.UNKNOWN, Guardian.Authority.NONE)


@transaction.atomic
def add_guardian(record: YouthRecord, fields: Mapping[str, Any], *, by: User, once: str = "") -> Guardian:
    """Add an adult of the youth. The same form sent twice adds one."""
    require(can_edit(by, record))
    wanted = _checked(fields, Guardian())
    guardian, created = Guardian.objects.get_or_create(
        pk=once_id(record.pk, by, once),
        defaults={**wanted, "agency_id": record.agency_id, "youth": record},
    )
    if created:
        record_event(
            "youth.guardian_added", by=by, on=guardian, youth_id=record.pk, authority=guardian.authority
        )
    return guardian


@transaction.atomic
def edit_guardian(guardian: Guardian, fields: Mapping[str, Any], *, by: User) -> Guardian:
    """Change what is known of an adult. Authority to decide is stated only with how the agency knows."""
    require(can_edit(by, guardian.youth))
    kept = Guardian.objects.select_for_update().get(pk=guardian.pk)
    wanted = _checked(fields, kept)
    changed = sorted(name for name, value in wanted.items() if getattr(kept, name) != value)
    if changed:
        before = kept.authority
        for name in changed:
            setattr(kept, name, wanted[name])
        kept.save(update_fields=changed)
        record_event(
            "youth.guardian_edited",
            by=by,
            on=kept,
            youth_id=kept.youth_id,
            fields=changed,
            authority_before=before,
            authority=kept.authority,
        )
    return kept


def _checked(fields: Mapping[str, Any], kept: Guardian) -> dict[str, Any]:
    """Only the editable fields; FERPA, HIPAA and Part 2 all ask for a signer whose authority is shown."""
    wanted = {name: value for name, value in fields.items() if name in EDITABLE}
    authority = wanted.get("authority", kept.authority)
    evidence = str(wanted.get("authority_evidence", kept.authority_evidence)).strip()
    if authority not in _NEEDS_NO_EVIDENCE and not evidence:
        raise RefusedInput(
            _("Say how you know: the document you saw, its date, or who told you."),
            field="authority_evidence",
        )
    if authority not in _NEEDS_NO_EVIDENCE and wanted.get("rights_revoked", kept.rights_revoked):
        raise RefusedInput(
            _("A person whose rights a court revoked has no authority to decide."), field="authority"
        )
    return wanted
