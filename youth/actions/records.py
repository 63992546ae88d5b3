"""Making and changing youth records; the keys they are found by are kept in step."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.once import once_id
from agencies.roles import Reach, can_read
from audit.record import record as record_event
from sharing_portal.errors import RefusedInput, require
from youth.actions.caseload import put_on_caseload
from youth.keys import KEYED_FIELDS, refresh_keys
from youth.models import YouthRecord
from youth.permissions import acting_agency, can_create, can_edit

EDITABLE = (
    "number", "first_name", "middle_name", "last_name", "preferred_name", "birth_date", "sex", "grade", "site",
    "language", "address", "phone",
)  # fmt: skip
EARLIEST_BIRTH_YEAR = 1900


@transaction.atomic
def create_record(fields: Mapping[str, Any], *, by: User, once: str = "") -> YouthRecord:
    """Make a record of the agency `by` acts for; who cannot see the whole agency gets it on her caseload.

    `once` is the form's key: the same form sent twice makes one record.
    """
    require(can_create(by))
    wanted = _checked(fields)
    record, created = YouthRecord.objects.get_or_create(
        pk=once_id(acting_agency(by), by, once),
        defaults={**wanted, "agency_id": acting_agency(by)},
    )
    if not created:
        return record
    record_event("youth.created", by=by, on=record, youth_id=record.pk)
    if not can_read(by, Reach.YOUTH):
        put_on_caseload(record, by, by=by)
    # Last: keys can be written only beside a record that one sees.
    refresh_keys([record])
    return record


@transaction.atomic
def edit_record(record: YouthRecord, fields: Mapping[str, Any], *, by: User) -> YouthRecord:
    """Change who the youth is said to be; the audit trail names the fields, never their content."""
    require(can_edit(by, record))
    wanted = _checked(fields)
    kept = YouthRecord.objects.select_for_update().get(pk=record.pk)
    changed = sorted(name for name, value in wanted.items() if getattr(kept, name) != value)
    if not changed:
        return kept
    for name in changed:
        setattr(kept, name, wanted[name])
    kept.save(update_fields=[*changed, "updated_at"])
    if KEYED_FIELDS.intersection(changed):
        refresh_keys([kept])
    record_event("youth.edited", by=by, on=kept, youth_id=kept.pk, fields=changed)
    return kept


def _checked(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Only the editable fields, with a birth date that can be true."""
    wanted = {name: value for name, value in fields.items() if name in EDITABLE}
    born = wanted.get("birth_date")
    if isinstance(born, date):
        if born > date.today():
            raise RefusedInput(_("The date of birth lies in the future."), field="birth_date")
        if born.year < EARLIEST_BIRTH_YEAR:
            raise RefusedInput(_("Check the year of birth."), field="birth_date")
    return wanted
