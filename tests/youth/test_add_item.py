"""Adding and correcting items: what is refused on entry, what happens to files, what a second sending does."""

from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction

from agencies.acting import acting_as
from audit.models import AuditEvent
from law.vocabulary import REFUSED_ON_ENTRY
from sharing_portal.errors import Forbidden, RefusedInput, StaleState
from tests import factories
from youth.actions import ItemContent, add_item, assign, correct_item
from youth.models import RecordItem

NOTE = ItemContent("attendance", date(2026, 10, 30), "Absences", "Absent 6 of 22 days.", "Attendance office")


def stored_files() -> list[Path]:
    return [path for path in (Path(settings.PORTAL_DATA_DIR) / "files").rglob("*") if path.is_file()]


def with_file(content: bytes = b"Plain words.\n", name: str = "note.txt") -> ItemContent:
    return ItemContent("discipline", date(2026, 10, 30), "Note", file=ContentFile(content, name=name))


@pytest.fixture
def record(bob):
    return factories.youth(bob)


def test_an_item_is_added_and_recorded(bob, record):
    with acting_as(bob):
        item = add_item(record, NOTE, by=bob)
        assert (item.text, item.entered_by, item.agency_id) == (NOTE.text, bob, record.agency_id)
        event = AuditEvent.objects.get(event="youth.item_added")
        assert (event.youth_id, event.object_id) == (record.pk, item.pk)
        assert event.details == {"category": "attendance", "file": False}


@pytest.mark.parametrize("category", REFUSED_ON_ENTRY)
def test_categories_that_never_belong_here_are_refused_with_the_reason(bob, record, category):
    with acting_as(bob), pytest.raises(RefusedInput) as refusal:
        add_item(record, ItemContent(category.value, NOTE.occurred_on, "t", "x"), by=bob)
    assert refusal.value.message == REFUSED_ON_ENTRY[category]
    assert refusal.value.detail == {"field": "category"}


@pytest.mark.parametrize("category", ["deidentified", "gossip", ""])
def test_unknown_categories_are_refused(bob, record, category):
    with acting_as(bob), pytest.raises(RefusedInput):
        add_item(record, ItemContent(category, NOTE.occurred_on, "t", "x"), by=bob)


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (ItemContent("attendance", NOTE.occurred_on, "t", "  "), "text"),
        (ItemContent("attendance", date.today() + timedelta(days=2), "t", "x"), "occurred_on"),
    ],
)
def test_an_item_needs_content_and_a_date_that_can_be(bob, record, content, field):
    with acting_as(bob), pytest.raises(RefusedInput) as refusal:
        add_item(record, content, by=bob)
    assert refusal.value.detail == {"field": field}


def test_strangers_and_roles_without_the_duty_may_not(bob, carol, record, operator, north):
    officer = factories.member("pia", north, ["privacy_officer"], by=operator)
    for person in (carol, officer):
        with acting_as(person), pytest.raises(Forbidden):
            add_item(record, NOTE, by=person)


def test_a_counselor_adds_only_for_her_caseload(bob, record, operator, north):
    cora = factories.member("cora", north, ["counselor"], by=operator)
    with acting_as(cora), pytest.raises(Forbidden):
        add_item(record, NOTE, by=cora)
    with acting_as(bob):
        assign(record, cora, by=bob)
    with acting_as(cora):
        assert add_item(record, NOTE, by=cora).entered_by == cora


def test_the_same_form_twice_adds_one_item_and_one_file(bob, record):
    with acting_as(bob):
        first = add_item(record, with_file(), by=bob, once="k")
        assert add_item(record, with_file(), by=bob, once="k") == first
        assert RecordItem.objects.count() == 1
        assert len(stored_files()) == 1


def test_a_file_is_stored_under_a_random_name_with_its_hash(bob, record):
    with acting_as(bob):
        item = add_item(record, with_file(name="../../Maya Torres.txt"), by=bob)
    assert (item.file_name, item.file_type, item.file_size) == ("Maya Torres.txt", "text/plain", 13)
    assert item.file_sha256 == sha256(b"Plain words.\n").hexdigest()
    (path,) = stored_files()
    assert len(path.name) == 32
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_rollback_leaves_no_file(bob, record):
    with acting_as(bob):
        with transaction.atomic():
            add_item(record, with_file(), by=bob)
            assert len(stored_files()) == 1
            transaction.set_rollback(True)
        assert stored_files() == []
        assert RecordItem.objects.count() == 0


def test_a_commit_keeps_the_file(bob, record, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), acting_as(bob):
        add_item(record, with_file(), by=bob)
    assert len(stored_files()) == 1


def test_a_full_disk_is_a_clear_refusal(bob, record, monkeypatch):
    def full(self, name, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", full)
    with acting_as(bob), pytest.raises(RefusedInput, match="could not be stored"):
        add_item(record, with_file(), by=bob)
    assert stored_files() == []


def test_a_correction_stands_beside_the_old_item(bob, record):
    with acting_as(bob):
        old = add_item(record, with_file(), by=bob)
        new = correct_item(
            old, ItemContent("attendance", NOTE.occurred_on, "Right"), reason="Wrong category", by=bob
        )
        old.refresh_from_db()
        assert (new.corrects, old.corrected_by, old.category) == (old, new, "discipline")
        assert (new.file.name, new.file_sha256) == (old.file.name, old.file_sha256)
        event = AuditEvent.objects.get(event="youth.item_corrected")
        assert event.details == {"corrects": str(old.pk)}


def test_a_correction_needs_a_reason_and_comes_once(bob, record):
    with acting_as(bob):
        old = add_item(record, NOTE, by=bob)
        with pytest.raises(RefusedInput):
            correct_item(old, NOTE, reason="  ", by=bob)
        first = correct_item(old, NOTE, reason="Typing slip", by=bob, once="c")
        assert correct_item(old, NOTE, reason="Typing slip", by=bob, once="c") == first
        with pytest.raises(StaleState):
            correct_item(old, NOTE, reason="Again", by=bob, once="d")


def test_a_correction_cannot_move_into_a_refused_category(bob, record):
    with acting_as(bob):
        old = add_item(record, NOTE, by=bob)
        with pytest.raises(RefusedInput):
            correct_item(
                old,
                ItemContent("psychotherapy_notes", NOTE.occurred_on, "t", "x"),
                reason="r",
                by=bob,
            )


def test_a_stranger_cannot_correct(bob, carol, record):
    with acting_as(bob):
        old = add_item(record, NOTE, by=bob)
    with acting_as(carol), pytest.raises(Forbidden):
        correct_item(old, NOTE, reason="r", by=carol)


def test_two_sendings_at_the_same_moment_keep_one_file(bob, record, monkeypatch):
    """The second has looked for the item before the first wrote it."""
    with acting_as(bob):
        first = add_item(record, with_file(), by=bob, once="k")
        monkeypatch.setattr("youth.actions.items.already_there", lambda pk: None)
        assert add_item(record, with_file(), by=bob, once="k") == first
        assert len(stored_files()) == 1
