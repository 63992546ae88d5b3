"""Importing a roster: the difference, all or nothing, safe to repeat, and never more authority than it holds."""

import io
import json
import time
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from agencies.acting import acting_as
from agencies.models import Membership
from audit.models import AuditEvent
from sharing_portal.errors import Forbidden, InvalidTransition, RefusedInput, StaleState
from tests import factories
from tests.youth.oneroster_bundles import DEMOGRAPHICS, USERS, bundle
from youth import queries, roster_file
from youth.actions import (
    apply_roster,
    check_roster,
    create_record,
    discard_roster,
    edit_guardian,
    edit_record,
)
from youth.actions.roster import stored_roster
from youth.models import Assignment, Guardian, RosterImport, YouthKey, YouthRecord
from youth.oneroster import read_roster

REAL = Path(__file__).parents[3] / "shared" / "data" / "oneroster-1.1-from-grand-bend"
needs_real = pytest.mark.skipif(
    not REAL.is_dir(), reason="../shared/data/oneroster-1.1-from-grand-bend is absent"
)
BOTH_BORN = DEMOGRAPHICS + "s2,,,2010-05-06,male,,,,,true,,true,US,,,\r\n"


def stored_files() -> list[Path]:
    return [path for path in (Path(settings.PORTAL_DATA_DIR) / "files").rglob("*") if path.is_file()]


@pytest.fixture
def imported(bob, tmp_path):
    """The small bundle, imported."""
    with acting_as(bob):
        apply_roster(check_roster(bundle(tmp_path / "first"), by=bob), by=bob)
    return YouthRecord


def test_a_dry_run_changes_no_record(bob, tmp_path):
    with acting_as(bob):
        checked = check_roster(bundle(tmp_path / "b"), by=bob)
        assert YouthRecord.objects.count() == 0
        assert checked.state == "checked"
        assert checked.summary["counts"] == {
            "new": 1, "changed": 0, "unchanged": 0, "left": 0, "unusable": 1, "adults_new": 2,
            "adults_changed": 0, "adults_unchanged": 0, "adults_gone": 0, "staff": 1,
        }  # fmt: skip
        assert checked.summary["staff"] == [
            {"name": "May Lee", "email": "may@example.org", "role": "teacher"}
        ]


def test_passwords_are_stored_nowhere(bob, tmp_path):
    with acting_as(bob):
        checked = check_roster(bundle(tmp_path / "b"), by=bob)
    assert b"hunter2" in (tmp_path / "b" / "users.csv").read_bytes()
    assert [b"hunter2" in path.read_bytes() for path in stored_files()] == [False]
    assert "hunter2" not in json.dumps(checked.summary)


def test_the_stored_roster_is_the_checked_one(tmp_path):
    roster = read_roster(bundle(tmp_path / "b"))
    assert roster_file.load(roster_file.dump(roster)) == roster


def test_applying_writes_youth_keys_and_relations(bob, imported):
    with acting_as(bob):
        record = YouthRecord.objects.get()
        assert (record.full_name, record.number, record.grade) == ("Ana María García-López", "1001", "09")
        assert (record.birth_date, record.site) == (date(2009, 4, 12), "Lake High School, Lake District")
        assert (record.source_system, record.external_id, record.state) == ("oneroster:S1", "s1", "active")
        assert list(queries.search(bob, "lop")) == [record]
        adults = Guardian.objects.order_by("external_id")
        assert [(g.external_id, g.relation, g.authority) for g in adults] == [
            ("p1", "parent", "unknown"),
            ("t1", "other", "unknown"),
        ]
        assert Assignment.objects.count() == 0
        event = AuditEvent.objects.get(event="roster.applied")
        assert event.details["counts"]["new"] == 1
        assert Membership.objects.count() == 1


def test_importing_the_same_again_changes_nothing(bob, imported, tmp_path):
    with acting_as(bob):
        keys = set(YouthKey.objects.values_list("pk", flat=True))
        again = apply_roster(check_roster(bundle(tmp_path / "again"), by=bob), by=bob)
        assert not again.changes_anything
        assert (again.unchanged, again.adults_unchanged) == (1, 2)
        assert set(YouthKey.objects.values_list("pk", flat=True)) == keys


def test_changes_come_over_and_keys_follow(bob, imported, tmp_path):
    users = USERS.replace("García-López", "Serrano").replace("(360) 555-0101", "(360) 555-0199")
    with acting_as(bob):
        difference = apply_roster(
            check_roster(bundle(tmp_path / "b", users=users, demographics=BOTH_BORN), by=bob), by=bob
        )
        assert [dict(change.fields) for change in difference.changed] == [
            {"last_name": ("García-López", "Serrano")}
        ]
        assert [dict(change.fields) for change in difference.adults_changed] == [
            {"phone": ("(360) 555-0101", "(360) 555-0199")}
        ]
        assert [key for key, _fields in difference.new] == ["s2"]
        assert YouthRecord.objects.count() == 2
        assert list(queries.search(bob, "lopez")) == []
        assert queries.search(bob, "serr").get().external_id == "s1"
        assert Guardian.objects.filter(external_id="p1").count() == 2


def test_what_staff_entered_is_not_erased(bob, imported, tmp_path):
    with acting_as(bob):
        record = YouthRecord.objects.get()
        edit_record(record, {"phone": "555-0100", "preferred_name": "Anita"}, by=bob)
        mother = Guardian.objects.get(external_id="p1")
        proof = {"relation": "mother", "authority": "parent", "authority_evidence": "Birth certificate"}
        edit_guardian(mother, proof, by=bob)
        apply_roster(check_roster(bundle(tmp_path / "b"), by=bob), by=bob)
        record.refresh_from_db()
        mother.refresh_from_db()
        assert (record.phone, record.preferred_name) == ("555-0100", "Anita")
        assert (mother.relation, mother.authority) == ("mother", "parent")


def test_who_is_no_longer_listed_has_left_and_may_return(bob, imported, tmp_path):
    gone = "".join(line for line in USERS.splitlines(True) if not line.startswith(("s1,", "t1,")))
    gone = gone.replace('"s1,s2"', "s2")
    with acting_as(bob):
        difference = apply_roster(
            check_roster(
                bundle(
                    tmp_path / "b",
                    users=gone,
                    demographics=BOTH_BORN.replace("s1,", "s2,", 1).split("s2,,,2010")[0],
                ),
                by=bob,
            ),
            by=bob,
        )
        assert difference.loses_many
        record = YouthRecord.objects.get(external_id="s1")
        assert record.state == "left"
        back = apply_roster(check_roster(bundle(tmp_path / "c"), by=bob), by=bob)
        assert [dict(change.fields) for change in back.changed] == [{"state": ("left", "active")}]


def test_an_adult_no_longer_listed_is_kept_and_told(bob, imported, tmp_path):
    users = USERS.replace('"p1,t1"', "p1")
    with acting_as(bob):
        difference = apply_roster(check_roster(bundle(tmp_path / "b", users=users), by=bob), by=bob)
        assert [adult.external_id for adult in difference.adults_gone] == ["t1"]
        assert Guardian.objects.count() == 2


def test_a_record_entered_by_hand_is_linked_and_not_doubled(bob, tmp_path):
    fields = {"first_name": "Ana", "last_name": "Garcia", "birth_date": date(2009, 4, 12), "number": "1001"}
    with acting_as(bob):
        mine = create_record(fields, by=bob)
        apply_roster(check_roster(bundle(tmp_path / "b"), by=bob), by=bob)
        assert YouthRecord.objects.get() == mine
        mine.refresh_from_db()
        assert (mine.external_id, mine.last_name) == ("s1", "García-López")
        assert Guardian.objects.filter(youth=mine).count() == 2


def test_overlong_names_are_told_and_left_out(bob, tmp_path):
    users = USERS.replace("García-López", "x" * 101)
    with acting_as(bob):
        checked = check_roster(bundle(tmp_path / "b", users=users), by=bob)
        difference = apply_roster(checked, by=bob)
        assert [(one.student_id, one.reason) for one in difference.unusable] == [
            ("s1", "too_long"), ("s2", "no_birth_date"),
        ]  # fmt: skip
        assert YouthRecord.objects.count() == 0


def test_a_refused_bundle_writes_its_problems_and_nothing_else(bob, tmp_path):
    users = USERS.replace("student,ben", "pupil,ben")
    with acting_as(bob):
        refused = check_roster(bundle(tmp_path / "b", users=users), by=bob)
        assert refused.state == "refused"
        assert {(one["file"], one["line"], one["column"]) for one in refused.problems} >= {
            ("users.csv", 3, "role")
        }
        assert stored_files() == []
        with pytest.raises(InvalidTransition):
            apply_roster(refused, by=bob)


def test_a_roster_is_applied_once(bob, tmp_path, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), acting_as(bob):
        checked = check_roster(bundle(tmp_path / "b"), by=bob)
        stale = RosterImport.objects.get(pk=checked.pk)
        apply_roster(checked, by=bob)
        with pytest.raises(InvalidTransition):
            apply_roster(checked, by=bob)
        with pytest.raises(StaleState):
            apply_roster(stale, by=bob)
    assert stored_files() == []


def test_records_changed_since_the_check_are_not_overwritten(bob, imported, tmp_path):
    users = USERS.replace("García-López", "Serrano")
    with acting_as(bob):
        checked = check_roster(bundle(tmp_path / "b", users=users), by=bob)
        record = YouthRecord.objects.get()
        edit_record(record, {"last_name": "Brown"}, by=bob)
        with pytest.raises(StaleState, match="changed since"):
            apply_roster(checked, by=bob)
        record.refresh_from_db()
        assert record.last_name == "Brown"


def test_a_tampered_stored_roster_is_refused(bob, tmp_path):
    with acting_as(bob):
        checked = check_roster(bundle(tmp_path / "b"), by=bob)
        (path,) = stored_files()
        path.write_bytes(path.read_bytes().replace(b"Ana", b"Eve"))
        with pytest.raises(RefusedInput):
            stored_roster(checked)
        path.unlink()
        with pytest.raises(RefusedInput):
            apply_roster(checked, by=bob)


def test_a_new_check_discards_the_open_one(bob, tmp_path, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), acting_as(bob):
        first = check_roster(bundle(tmp_path / "b"), by=bob)
        second = check_roster(bundle(tmp_path / "b"), by=bob)
        first.refresh_from_db()
        assert (first.state, second.state) == ("discarded", "checked")
        discard_roster(second, by=bob)
    assert stored_files() == []


@pytest.mark.parametrize("role", ["staff", "counselor", "agency_admin", "privacy_officer", "auditor"])
def test_only_custodians_import(north, operator, tmp_path, role):
    person = factories.member("pat", north, [role], by=operator)
    with acting_as(person), pytest.raises(Forbidden):
        check_roster(bundle(tmp_path / "b"), by=person)


def test_another_agency_s_records_are_never_compared(bob, carol, imported, tmp_path):
    with acting_as(carol):
        checked = check_roster(bundle(tmp_path / "b"), by=carol)
        assert checked.summary["counts"]["new"] == 1


@needs_real
def test_a_real_district_in_seconds_and_again_without_a_change(bob):
    with acting_as(bob):
        began = time.monotonic()
        apply_roster(check_roster(REAL, by=bob), by=bob)
        assert time.monotonic() - began < 20
        assert (YouthRecord.objects.count(), Guardian.objects.count()) == (960, 1872)
        assert set(Guardian.objects.values_list("authority", flat=True)) == {"unknown"}
        again = apply_roster(check_roster(REAL, by=bob), by=bob)
        assert (again.changes_anything, again.unchanged, again.adults_unchanged) == (False, 960, 1872)


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("import_oneroster", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_shows_and_then_applies(bob, north, tmp_path):
    arguments = (str(bundle(tmp_path / "b")), "--agency", north.name, "--by", bob.email)
    assert "Nothing was changed" in run(*arguments)
    with acting_as(bob):
        assert YouthRecord.objects.count() == 0
    assert "Imported." in run(*arguments, "--apply")
    with acting_as(bob):
        assert YouthRecord.objects.count() == 1


def test_the_command_names_file_line_and_reason(bob, north, tmp_path):
    path = bundle(tmp_path / "b", users=USERS.replace("student,ben", "pupil,ben"))
    with pytest.raises(CommandError, match=r"users\.csv, line 3, role: "):
        run(str(path), "--agency", north.name, "--by", bob.email, "--apply")


@pytest.mark.parametrize("who", ["alice", "nobody", "elsewhere"])
def test_the_command_refuses_who_may_not(bob, alice, north, tmp_path, who):
    by, agency = {
        "alice": (alice.email, north.name),
        "nobody": ("nobody@portal.example", north.name),
        "elsewhere": (bob.email, "No Such Agency"),
    }[who]
    with pytest.raises(CommandError):
        run(str(bundle(tmp_path / "b")), "--agency", agency, "--by", by)
