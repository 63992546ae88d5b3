"""Importing a roster: check, look at the difference, apply it in one transaction or discard it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.record import record as record_event
from sharing_portal.errors import RefusedInput, StaleState, require
from sharing_portal.transitions import move
from youth import files, roster_file
from youth.keys import KEYED_FIELDS, refresh_keys
from youth.models import Guardian, RosterImport, YouthRecord
from youth.oneroster import Roster, RosterRefused, read_roster
from youth.permissions import acting_agency, can_import_roster
from youth.roster import Change, RosterDiff, diff
from youth.states import ROSTER_TRANSITIONS

BATCH = 2000
MOST_SUGGESTIONS = 1000
State = RosterImport.State


@transaction.atomic
def check_roster(source: Path | BinaryIO, *, by: User, uploaded_sha256: str = "") -> RosterImport:
    """Read a bundle and keep the checked roster with what it would change, or keep why it was refused.

    Nothing of a refused bundle stays but file, line and reason. What was checked before and not applied is
    discarded, so that only one difference is open at a time.
    """
    require(can_import_roster(by))
    for open_import in RosterImport.objects.filter(agency_id=acting_agency(by), state=State.CHECKED):
        discard_roster(open_import, by=by)
    try:
        roster = read_roster(source)
    except RosterRefused as refusal:
        return _refuse(refusal, uploaded_sha256, by=by)
    difference = diff(roster, acting_agency(by))
    content = roster_file.dump(roster)
    checked = RosterImport.objects.create(
        agency_id=acting_agency(by),
        state=State.CHECKED,
        bundle=files.keep_until_rollback(f"rosters/{uuid4().hex}", ContentFile(content)),
        bundle_sha256=roster.fingerprint,
        summary=_summary(roster, difference),
        uploaded_by=by,
    )
    record_event("roster.checked", by=by, on=checked, counts=difference.counts())
    return checked


@transaction.atomic
def apply_roster(checked: RosterImport, *, by: User) -> RosterDiff:
    """Write the difference that was shown, whole or not at all; answers with it.

    When the records have changed since the dry run, nothing is written and `StaleState` is raised: the person
    decides on what she has seen, not on what has become of it.
    """
    require(can_import_roster(by))
    move(checked, State.APPLIED, ROSTER_TRANSITIONS, applied_at=timezone.now())
    roster = stored_roster(checked)
    difference = diff(roster, checked.agency_id)
    if difference.digest() != checked.summary["digest"]:
        raise StaleState(_("The records have changed since this roster was checked. Check it again."))
    write(difference, checked.agency_id)
    _forget_bundle(checked)
    record_event("roster.applied", by=by, on=checked, counts=difference.counts())
    return difference


@transaction.atomic
def discard_roster(checked: RosterImport, *, by: User) -> None:
    """Put a checked roster away without applying it."""
    require(can_import_roster(by))
    move(checked, State.DISCARDED, ROSTER_TRANSITIONS)
    _forget_bundle(checked)
    record_event("roster.discarded", by=by, on=checked)


def stored_roster(checked: RosterImport) -> Roster:
    """The roster as it was checked; refused when the stored copy is not what was stored."""
    content = files.read_intact(str(checked.bundle), checked.summary.get("stored_sha256", ""))
    if content is None:
        raise RefusedInput(_("The stored roster is not what was checked. Upload it again."))
    return roster_file.load(content)


def write(difference: RosterDiff, agency_id: UUID) -> None:
    """Apply a difference in few statements; for `apply_roster` and for loading a county."""
    new = [
        YouthRecord(agency_id=agency_id, source_system=difference.source_system, external_id=key, **fields)
        for key, fields in difference.new
    ]
    YouthRecord.objects.bulk_create(new, batch_size=BATCH)
    _update(YouthRecord, difference.changed, "updated_at")
    for record in difference.left:
        record.state = YouthRecord.State.LEFT
        record.updated_at = timezone.now()
    YouthRecord.objects.bulk_update(difference.left, ["state", "updated_at"], batch_size=BATCH)
    renamed = [change.row for change in difference.changed if KEYED_FIELDS & change.fields.keys()]
    refresh_keys([*new, *renamed])
    _add_adults(difference, agency_id)
    _update(Guardian, difference.adults_changed)


def _add_adults(difference: RosterDiff, agency_id: UUID) -> None:
    wanted = {relation.student_id for relation in difference.adults_new}
    ids = dict(
        YouthRecord.objects.filter(
            agency_id=agency_id, source_system=difference.source_system, external_id__in=wanted
        ).values_list("external_id", "pk")
    )
    Guardian.objects.bulk_create(
        (
            Guardian(
                agency_id=agency_id,
                youth_id=ids[relation.student_id],
                external_id=relation.adult_id,
                **relation.fields,
            )
            for relation in difference.adults_new
        ),
        batch_size=BATCH,
    )


def _update(model: Any, changes: Sequence[Change], *touched: str) -> None:
    names: set[str] = set(touched)
    for change in changes:
        for name, (_before, after) in change.fields.items():
            setattr(change.row, name, after)
            names.add(name)
        for name in touched:
            setattr(change.row, name, timezone.now())
    if changes:
        model.objects.bulk_update([change.row for change in changes], sorted(names), batch_size=500)


def _refuse(refusal: RosterRefused, uploaded_sha256: str, *, by: User) -> RosterImport:
    problems = [
        {
            "file": problem.file,
            "line": problem.line,
            "column": problem.column,
            "code": problem.code,
            "values": dict(problem.values),
        }
        for problem in refusal.problems
    ]
    refused = RosterImport.objects.create(
        agency_id=acting_agency(by),
        state=State.REFUSED,
        bundle_sha256=uploaded_sha256,
        summary={"problems": len(problems) + refusal.omitted},
        problems=problems,
        uploaded_by=by,
    )
    record_event("roster.refused", by=by, on=refused, problems=len(problems) + refusal.omitted)
    return refused


def _summary(roster: Roster, difference: RosterDiff) -> dict[str, Any]:
    return {
        "source": roster.source_name,
        "counts": difference.counts(),
        "digest": difference.digest(),
        "stored_sha256": files.sha256_of(roster_file.dump(roster)),
        "not_read": list(roster.not_read),
        "staff": [
            {"name": f"{person.given_name} {person.family_name}", "email": person.email, "role": person.role}
            for person in difference.staff[:MOST_SUGGESTIONS]
        ],
    }


def _forget_bundle(checked: RosterImport) -> None:
    files.discard_on_commit(str(checked.bundle))
    checked.bundle = ""
    checked.save(update_fields=["bundle"])
