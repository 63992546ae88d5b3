"""The pages: who reaches which, what each records, and how wrong input comes back."""

import io
import re
import uuid
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agencies.acting import acting_as
from audit.models import AuditEvent
from audit.record import record as record_event
from sharing_portal.errors import RefusedInput
from tests import factories
from tests.youth.oneroster_bundles import USERS, bundle
from youth.actions import ItemContent, add_guardian, add_item, assign
from youth.models import Guardian, RecordItem, RosterImport, YouthRecord

BORN = {"birth_date_month": "3", "birth_date_day": "4", "birth_date_year": "2011"}
YOUTH = {"first_name": "Maya", "last_name": "Torres", **BORN}
ITEM = {"category": "attendance", "occurred_on": "2026-10-30", "title": "Absences", "text": "Absent 6 days."}


@pytest.fixture
def record(bob):
    return factories.youth(bob, number="N-1", site="North High")


@pytest.fixture
def item(bob, record):
    content = ItemContent(
        "discipline",
        date(2026, 10, 30),
        "Note of the hearing",
        file=SimpleUploadedFile("note.txt", b"Plain words.\n"),
    )
    with acting_as(bob):
        return add_item(record, content, by=bob)


@pytest.fixture
def assignment(bob, record, north, operator):
    cora = factories.member("cora", north, ["counselor"], by=operator)
    with acting_as(bob):
        return assign(record, cora, by=bob)


@pytest.fixture
def guardian(bob, record):
    fields = {"first_name": "Rosa", "last_name": "Torres", "relation": "mother"}
    with acting_as(bob):
        return add_guardian(record, fields, by=bob)


def events(person, name: str) -> int:
    with acting_as(person):
        return AuditEvent.objects.filter(event=name).count()


def addresses(record, item, assignment, guardian) -> dict[str, str]:
    """Every address about one youth."""
    names = {
        "record": (), "record_edit": (), "record_history": (), "assign": (), "guardian_new": (), "item_new": (),
        "assignment_end": (assignment.pk,), "item": (item.pk,),
        "item_correct": (item.pk,), "item_file": (item.pk,),
    }  # fmt: skip
    found = {name: reverse(f"youth:{name}", args=[record.pk, *more]) for name, more in names.items()}
    return found | {"edit_guardian": reverse("disclosures:edit_guardian", args=[record.pk, guardian.pk])}


def masked(response, *ids) -> bytes:
    text = response.content.decode()
    for one in ids:
        text = text.replace(str(one), "ID")
    text = re.sub(r'csrf[^>]*?"[A-Za-z0-9]{64}"|"X-CSRFToken": "[^"]*"', "CSRF", text)
    text = re.sub(r'value="[A-Za-z0-9]{64}"', "CSRF", text)
    return text.replace(response.headers["X-Request-ID"], "REQUEST").encode()


def test_a_hidden_youth_and_none_at_all_answer_alike(
    sign_in, carol, alice, record, item, assignment, guardian
):
    strangers = [sign_in(carol), sign_in(alice)]
    nobody = uuid.uuid4()
    for name, address in addresses(record, item, assignment, guardian).items():
        for client in strangers:
            call = client.post if name == "assignment_end" else client.get
            hidden, absent = call(address), call(address.replace(str(record.pk), str(nobody)))
            assert (hidden.status_code, absent.status_code) == (404, 404), name
            assert masked(hidden, record.pk, nobody) == masked(absent, record.pk, nobody), name


def test_a_colleague_without_the_youth_on_her_caseload_sees_404(
    sign_in, north, operator, record, item, assignment, guardian
):
    dan = sign_in(factories.member("dan", north, ["staff"], by=operator))
    admin = sign_in(factories.member("ada", north, ["agency_admin", "auditor"], by=operator))
    for name, address in addresses(record, item, assignment, guardian).items():
        for client in (dan, admin):
            call = client.post if name == "assignment_end" else client.get
            assert call(address).status_code == 404, name


def test_the_same_agency_without_the_duty_is_refused(
    sign_in, north, operator, record, item, assignment, guardian
):
    officer = sign_in(factories.member("pia", north, ["privacy_officer"], by=operator))
    readable = {"record", "record_history", "item", "item_file"}
    for name, address in addresses(record, item, assignment, guardian).items():
        call = officer.post if name == "assignment_end" else officer.get
        assert call(address).status_code == (200 if name in readable else 403), name
    for name in ("record_new", "hand_over", "roster_list"):
        assert officer.get(reverse(f"youth:{name}")).status_code == 403
    admin = sign_in(factories.member("ada", north, ["agency_admin"], by=operator))
    for name in ("list", "caseload", "record_new", "hand_over", "roster_list"):
        assert admin.get(reverse(f"youth:{name}")).status_code == 403


def test_the_custodian_reaches_everything(sign_in, bob, record, item, assignment, guardian):
    client = sign_in(bob)
    for name, address in addresses(record, item, assignment, guardian).items():
        call = client.post if name == "assignment_end" else client.get
        assert call(address).status_code in (200, 302), name
    for name in ("list", "caseload", "record_new", "hand_over", "roster_list"):
        assert client.get(reverse(f"youth:{name}")).status_code == 200


def test_nobody_signed_in_is_sent_to_sign_in(client, db, record):
    for address in (reverse("youth:list"), reverse("youth:record", args=[record.pk])):
        response = client.get(address)
        assert response.status_code == 302
        assert response.url.startswith("/accounts/login/")


def test_suspension_closes_the_pages_at_once(sign_in, bob, north, operator, record):
    client = sign_in(bob, north)
    assert client.get(reverse("youth:record", args=[record.pk])).status_code == 200
    admin = factories.member("ada", north, ["agency_admin"], by=operator)
    with acting_as(admin):
        bob.memberships.update(state="suspended")
    response = client.get(reverse("youth:record", args=[record.pk]))
    assert (response.status_code, response.url) == (302, reverse("agencies:choose"))


def test_the_list_is_searched_paged_and_recorded(sign_in, bob, record):
    for number in range(30):
        factories.youth(bob, f"Ben{number:02}", "Stone")
    client = sign_in(bob)
    first = client.get(reverse("youth:list"))
    assert first.content.decode().count('<th scope="row">') == 25
    second = client.get(reverse("youth:list"), {"page": "2"})
    assert second.content.decode().count('<th scope="row">') == 6
    found = client.get(reverse("youth:list"), {"q": "torr"}).content.decode()
    assert "Torres, Maya" in found
    assert "Stone" not in found
    assert "No youth found" in client.get(reverse("youth:list"), {"q": "zzz"}).content.decode()
    assert (events(bob, "youth.listed"), events(bob, "youth.searched")) == (2, 2)
    with acting_as(bob):
        details = [event.details for event in AuditEvent.objects.filter(event="youth.searched")]
    assert "torr" not in str(details)


def test_an_empty_list_says_what_to_do(sign_in, alice):
    assert "No youth here yet" in sign_in(alice).get(reverse("youth:list")).content.decode()
    assert "Nobody is assigned to you" in sign_in(alice).get(reverse("youth:caseload")).content.decode()


def test_the_record_page_shows_items_guardians_and_records_the_view(
    sign_in, bob, record, item, assignment, guardian
):
    page = sign_in(bob).get(reverse("youth:record", args=[record.pk])).content.decode()
    for words in (
        "Maya Torres",
        "Note of the hearing",
        "Discipline",
        "Rosa Torres",
        "Authority not known",
        "Cora",
    ):
        assert words in page
    assert "<title>Youth record" in page
    assert events(bob, "youth.viewed") == 1


def test_history_names_what_happened_in_words(sign_in, bob, record, item):
    client = sign_in(bob)
    client.get(reverse("youth:record", args=[record.pk]))
    page = client.get(reverse("youth:record_history", args=[record.pk])).content.decode()
    said = ("Looked at what was done", "Opened a youth’s record", "Added to a youth’s record")
    assert [page.index(words) for words in said] == sorted(page.index(words) for words in said)


def test_staff_make_a_record_and_find_it_on_their_caseload(sign_in, alice):
    client = sign_in(alice)
    made = client.post(reverse("youth:record_new"), {**YOUTH, "once": "k"})
    again = client.post(reverse("youth:record_new"), {**YOUTH, "once": "k"})
    assert made.status_code == 302
    assert made.url == again.url
    assert "Torres, Maya" in client.get(reverse("youth:caseload")).content.decode()


@pytest.mark.parametrize(
    "wrong", [{"birth_date_year": "2099"}, {"birth_date_month": "13"}, {"last_name": ""}]
)
def test_wrong_input_comes_back_with_an_error_and_loses_nothing(sign_in, alice, wrong):
    response = sign_in(alice).post(
        reverse("youth:record_new"), {**YOUTH, "address": "12 Oak Street", **wrong}
    )
    page = response.content.decode()
    assert response.status_code == 200
    assert "usa-error-message" in page
    assert "12 Oak Street" in page
    with acting_as(alice):
        assert YouthRecord.objects.count() == 0


def test_details_are_changed(sign_in, bob, record):
    client = sign_in(bob)
    address = reverse("youth:record_edit", args=[record.pk])
    assert client.post(address, {**YOUTH, "last_name": "Brown", "agency": "x"}).status_code == 302
    assert client.post(address, {**YOUTH, "birth_date_year": "2099"}).status_code == 200
    with acting_as(bob):
        assert YouthRecord.objects.get().last_name == "Brown"


def test_an_item_is_added_by_form_with_a_file(sign_in, bob, record):
    upload = SimpleUploadedFile("../x/letter.txt", b"Plain words.\n", content_type="application/x-msdownload")
    client = sign_in(bob)
    response = client.post(reverse("youth:item_new", args=[record.pk]), {**ITEM, "file": upload})
    assert response.status_code == 302
    page = client.get(response.url).content.decode()
    assert "Absent 6 days." in page
    assert "letter.txt" in page
    assert events(bob, "youth.item_viewed") == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"category": "psychotherapy_notes"}, "45 CFR 164.501"),
        ({"category": "sud_counseling_notes"}, "42 CFR 2.11"),
        ({"category": "victim_service"}, "34 USC 12291"),
        ({"category": "gossip"}, "usa-error-message"),
        ({"text": ""}, "Write a text or choose a file."),
        ({"occurred_on": "2099-01-01"}, "lies in the future"),
        ({"file": SimpleUploadedFile("a.pdf", b"MZ program")}, "not fit its content"),
        ({"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 broken")}, "damaged"),
    ],
)
def test_a_refused_item_says_why_beside_its_field(sign_in, bob, record, wrong, words):
    response = sign_in(bob).post(reverse("youth:item_new", args=[record.pk]), {**ITEM, **wrong})
    page = response.content.decode()
    assert response.status_code == 200
    assert words in page
    assert "Absences" in page
    with acting_as(bob):
        assert RecordItem.objects.count() == 0


def test_a_body_over_the_limit_is_refused_unread(sign_in, bob, record):
    class Untouchable(io.BytesIO):
        def read(self, *args):
            raise AssertionError("the body was read")

    address = reverse("youth:item_new", args=[record.pk])
    response = sign_in(bob).generic(
        "POST", address, b"", **{"CONTENT_LENGTH": str(2**30), "wsgi.input": Untouchable()}
    )
    assert response.status_code == 413


def test_a_correction_is_made_and_both_versions_are_readable(sign_in, bob, record, item):
    client = sign_in(bob)
    address = reverse("youth:item_correct", args=[record.pk, item.pk])
    assert "Note of the hearing" in client.get(address).content.decode()
    assert client.post(address, {**ITEM, "correction_reason": " "}).status_code == 200
    wrong = {**ITEM, "category": "victim_service", "correction_reason": "slip"}
    assert "34 USC" in client.post(address, wrong).content.decode()
    made = client.post(address, {**ITEM, "correction_reason": "Wrong day"})
    assert "Corrects an earlier version: Wrong day" in client.get(made.url).content.decode()
    old = client.get(reverse("youth:item", args=[record.pk, item.pk])).content.decode()
    assert "This version was corrected: Wrong day" in old
    assert (
        "Corrected: Note of the hearing"
        in client.get(reverse("youth:record", args=[record.pk])).content.decode()
    )
    assert client.post(address, {**ITEM, "correction_reason": "Again"}).status_code == 409


def test_a_file_leaves_only_as_a_download(sign_in, bob, record, item):
    response = sign_in(bob).get(reverse("youth:item_file", args=[record.pk, item.pk]))
    assert response.content == b"Plain words.\n"
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="note.txt"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    assert events(bob, "youth.file_opened") == 1


@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_a_file_that_is_not_what_was_stored_is_not_served(sign_in, bob, record, item, harm):
    path = Path(settings.PORTAL_DATA_DIR) / "files" / item.file.name
    path.write_bytes(b"Other words.\n") if harm == "changed" else path.unlink()
    response = sign_in(bob).get(reverse("youth:item_file", args=[record.pk, item.pk]))
    assert response.status_code == 409
    assert b"Other words" not in response.content
    assert events(bob, "youth.file_refused") == 1


def test_an_item_without_a_file_has_none_to_fetch(sign_in, bob, record):
    plain = factories.item(bob, record)
    address = reverse("youth:item_file", args=[record.pk, plain.pk])
    assert sign_in(bob).get(address).status_code == 404


def test_an_item_is_reached_only_under_its_own_youth(sign_in, bob, record, item):
    other = factories.youth(bob, "Ben")
    for name in ("item", "item_file", "item_correct"):
        address = reverse(f"youth:{name}", args=[other.pk, item.pk])
        assert sign_in(bob).get(address).status_code == 404


def test_guardians_by_form(sign_in, bob, record):
    client = sign_in(bob)
    address = reverse("youth:guardian_new", args=[record.pk])
    given = {"first_name": "Rosa", "last_name": "Torres", "relation": "mother", "authority": "parent"}
    refused = client.post(address, given)
    assert "Say how you know" in refused.content.decode()
    assert client.post(address, {**given, "authority": "unknown"}).status_code == 302
    with acting_as(bob):
        mother = Guardian.objects.get()
    edit = reverse("disclosures:edit_guardian", args=[record.pk, mother.pk])
    assert client.post(edit, given).status_code == 200
    assert client.post(edit, {**given, "authority_evidence": "Birth certificate"}).status_code == 302
    with acting_as(bob):
        assert Guardian.objects.get().authority == "parent"


def test_assigning_and_handing_over_by_form(sign_in, bob, carol, north, operator, record):
    cora = factories.member("cora", north, ["counselor"], by=operator)
    dan = factories.member("dan", north, ["staff"], by=operator)
    client = sign_in(bob)
    address = reverse("youth:assign", args=[record.pk])
    assert client.post(address, {"receiver": str(carol.pk)}).status_code == 200
    assert client.post(address, {"receiver": str(cora.pk)}).status_code == 302
    assert sign_in(cora).get(reverse("youth:record", args=[record.pk])).status_code == 200
    over = f"{reverse('youth:hand_over')}?giver={cora.pk}"
    assert "Torres, Maya" in client.get(over).content.decode()
    assert client.post(over, {"receiver": str(dan.pk)}).status_code == 200
    moved = client.post(over, {"receiver": str(dan.pk), "records": [str(record.pk)]}, follow=True)
    assert "1 youth now works with Dan." in moved.content.decode()
    assert sign_in(cora).get(reverse("youth:record", args=[record.pk])).status_code == 404
    assert sign_in(dan).get(reverse("youth:record", args=[record.pk])).status_code == 200


def test_a_roster_is_uploaded_looked_at_and_imported(sign_in, bob, carol, tmp_path):
    client = sign_in(bob)
    packed = bundle(tmp_path, as_zip=True).read_bytes()
    checked = client.post(reverse("youth:roster_list"), {"file": SimpleUploadedFile("r.zip", packed)})
    page = client.get(checked.url).content.decode()
    for words in ("New youth: 1 of 1", "García-López, Ana", "no date of birth", "May Lee", "Import now"):
        assert words in page
    with acting_as(bob):
        pk = RosterImport.objects.get().pk
        assert YouthRecord.objects.count() == 0
    apply = reverse("youth:roster_apply", args=[pk])
    assert sign_in(carol).get(checked.url).status_code == 404
    assert sign_in(carol).post(apply).status_code == 404
    assert client.get(apply).status_code == 405
    assert "has been imported" in client.post(apply, follow=True).content.decode()
    assert client.post(apply).status_code == 409
    assert "This roster was imported" in client.get(checked.url).content.decode()
    assert "Ana" in client.get(reverse("youth:list")).content.decode()


def test_a_refused_roster_shows_file_line_and_reason(sign_in, bob, tmp_path):
    packed = bundle(tmp_path, as_zip=True, users=USERS.replace("student,ben", "pupil,ben")).read_bytes()
    client = sign_in(bob)
    response = client.post(
        reverse("youth:roster_list"), {"file": SimpleUploadedFile("r.zip", packed)}, follow=True
    )
    page = response.content.decode()
    assert "This roster was refused" in page
    assert re.search(r'<th scope="row">users\.csv, line 3, role</th><td>The value must be one of', page)
    assert "Import now" not in page


@pytest.mark.parametrize("content", [b"not a zip", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_roster_is_refused(sign_in, bob, content):
    response = sign_in(bob).post(
        reverse("youth:roster_list"), {"file": SimpleUploadedFile("r.zip", content)}, follow=True
    )
    assert "This roster was refused" in response.content.decode()


def test_a_checked_roster_can_be_discarded_and_a_lost_one_says_so(sign_in, bob, tmp_path):
    client = sign_in(bob)
    packed = bundle(tmp_path, as_zip=True).read_bytes()
    checked = client.post(reverse("youth:roster_list"), {"file": SimpleUploadedFile("r.zip", packed)})
    for path in (Path(settings.PORTAL_DATA_DIR) / "files" / "rosters").iterdir():
        path.unlink()
    assert "Upload it again" in client.get(checked.url).content.decode()
    apply = checked.url + "apply/"
    assert "Upload it again" in client.post(apply, follow=True).content.decode()
    response = client.post(checked.url + "discard/", follow=True)
    assert "Nothing was changed" in response.content.decode()


def test_refused_hand_overs_and_assignments_say_why(sign_in, bob, north, operator, record, monkeypatch):
    """What the choices of the form cannot rule out, the verb does."""
    cora = factories.member("cora", north, ["counselor"], by=operator)
    client = sign_in(bob)
    with acting_as(bob):
        assign(record, cora, by=bob)

    def refuse(*args, **kwargs):
        raise RefusedInput("This person has just left.", field="receiver")

    monkeypatch.setattr("youth.actions.assign", refuse)
    monkeypatch.setattr("youth.actions.hand_over", refuse)
    page = client.post(reverse("youth:assign", args=[record.pk]), {"receiver": str(cora.pk)})
    assert "This person has just left." in page.content.decode()
    dan = factories.member("dan", north, ["staff"], by=operator)
    given = {"receiver": str(dan.pk), "records": [str(record.pk)]}
    page = client.post(f"{reverse('youth:hand_over')}?giver={cora.pk}", given)
    assert "This person has just left." in page.content.decode()


def test_events_of_other_apps_are_said_in_their_own_words(sign_in, bob, record):
    with acting_as(bob):
        record_event("consent.family_read", by=bob, youth_id=record.pk)
    page = sign_in(bob).get(reverse("youth:record_history", args=[record.pk])).content.decode()
    assert "A family read what it is asked" in page


def test_a_long_list_says_that_it_is_cut(sign_in, bob, monkeypatch):
    for number in range(3):
        factories.youth(bob, f"Ben{number}", "Stone")
    monkeypatch.setattr("youth.views.lists.MOST_FOUND", 2)
    client = sign_in(bob)
    assert "The first 2 are listed" in client.get(reverse("youth:list"), {"q": "sto"}).content.decode()
    assert "are listed" not in client.get(reverse("youth:list")).content.decode()
