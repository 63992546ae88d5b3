"""Taking a copy of the log: proved, logged, committed, then streamed whole and harmless."""

import csv
import io
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.acting import acting_as
from audit.queries import head_of
from audit.verify import current_heads, verify
from desk.export import FIELDS, safe_cell
from disclosures.log import _enter
from disclosures.models import DisclosureRequest, LogEntry
from tests import factories

EXPORT = reverse("desk:log_export")
STARTS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1", "  =1", "\0=1"]


def taken(client, **chosen):
    answer = client.post(f"{EXPORT}?{urlencode(chosen)}")
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"] == "text/csv"
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    header = rows.index(FIELDS)
    manifest = {row[0]: row[1] for row in rows[:header] if row}
    return manifest, [dict(zip(FIELDS, row, strict=True)) for row in rows[header + 1 : -1]], rows[-1]


ASKED: dict[UUID, UUID] = {}


def ask(auditor, holder, operator):
    """A request of the auditor's agency: nothing is logged but about one."""
    with acting_as(auditor) as user:
        agency = user.acting_agency
    with acting_as(factories.member(f"staff{agency.pk.hex}", agency, ["staff"], by=operator)) as staff:
        asked = DisclosureRequest.objects.create(
            asking_agency=agency, holding_agency=holder, requested_by=staff, first_name="A", last_name="B"
        )
        now = timezone.now()
        DisclosureRequest.objects.update(state="submitted", submitted_at=now, due_on=now.date())
    ASKED[agency.pk] = asked.pk


def enter(user, name):
    """One line in the log of the auditor's agency."""
    _enter(
        user.acting_agency_id,
        kind="requested",
        disclosure_request_id=ASKED[user.acting_agency_id],
        youth_name=name,
        actor_id=user.pk,
    )


@pytest.fixture
def office(committed_db):
    """An auditor of North, whose log holds 25 committed entries, and one of West with one of its own."""
    operator = factories.operator()
    north = factories.agency("North School District", "school_district", ["ferpa_bound"], by=operator)
    west = factories.agency("West After-School", "after_school_provider", ["community"], by=operator)
    audrey = factories.member("audrey", north, ["auditor"], by=operator)
    wanda = factories.member("wanda", west, ["auditor"], by=operator)
    for person, holder, names in (
        (audrey, west, [f"Youth {n}" for n in range(25)]),
        (wanda, north, ["Hidden"]),
    ):
        ask(person, holder, operator)
        with acting_as(person) as user:
            for name in names:
                enter(user, name)
    return audrey, wanda


def test_the_file_holds_what_its_manifest_counts(office, sign_in, proved):
    audrey, _ = office
    with acting_as(audrey) as user:
        before = head_of(user.acting_agency_id)
    manifest, rows, last = taken(proved(sign_in(audrey)))
    assert manifest["Number of entries"] == "25" == str(len(rows))
    assert [row["youth_name"] for row in rows] == [f"Youth {n}" for n in range(25)]
    assert manifest["Disclosure log"] == "North School District"
    assert manifest["Taken by"] == "Audrey"
    assert manifest["Entries chosen"] == "everything"
    assert (manifest["Chain position"], manifest["Chain hash"]) == (str(before.position), before.hash)
    assert last == ["End of the log: 25 entries"]


def test_taking_it_stands_in_the_log_before_the_first_byte(office, sign_in, proved):
    audrey, _ = office
    answer = proved(sign_in(audrey)).post(EXPORT)
    with acting_as(audrey):
        entry = LogEntry.objects.get(kind="exported")
    assert (entry.item_count, entry.records, entry.actor_name) == (25, "everything", "Audrey")
    assert b"Youth 24" in b"".join(answer.streaming_content)
    assert verify()[1] == []


def test_what_is_logged_while_it_streams_is_not_in_it(office, sign_in, proved):
    audrey, _ = office
    answer = proved(sign_in(audrey)).post(EXPORT)
    with acting_as(audrey) as user:
        enter(user, "Late")
    text = b"".join(answer.streaming_content).decode()
    assert "Late" not in text
    assert "End of the log: 25 entries" in text
    manifest, rows, _ = taken(proved(sign_in(audrey)))
    assert manifest["Number of entries"] == "27" == str(len(rows))


def test_the_filter_chooses_the_entries_and_stands_in_the_manifest(office, sign_in, proved):
    audrey, _ = office
    manifest, rows, _ = taken(proved(sign_in(audrey)), youth="Youth 7", kind="requested")
    assert [row["youth_name"] for row in rows] == ["Youth 7"]
    assert manifest["Entries chosen"] == "What happened: Requested; Youth, by name or number: Youth 7"


def test_nobody_takes_anothers_log(office, sign_in, proved):
    manifest, rows, _ = taken(proved(sign_in(office[1])))
    assert [row["youth_name"] for row in rows] == ["Hidden"]
    assert manifest["Disclosure log"] == "West After-School"


def test_who_loses_the_role_before_the_rows_leave_gets_none(office, sign_in, proved):
    audrey, _ = office
    answer = proved(sign_in(audrey)).post(EXPORT)
    factories.User.objects.filter(pk=audrey.pk).update(is_active=False)
    text = b"".join(answer.streaming_content).decode()
    assert "Youth" not in text.split("further_disclosures")[1]
    assert "End of the log: 0 entries" in text


def test_without_a_recent_proof_it_asks_for_one_and_logs_nothing(office, sign_in):
    audrey, _ = office
    client = sign_in(audrey)
    for answer in (client.get(EXPORT), client.post(EXPORT)):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/reauthenticate/")
    with acting_as(audrey):
        assert not LogEntry.objects.filter(kind="exported").exists()


def test_the_page_says_what_would_be_taken(office, sign_in, proved):
    text = proved(sign_in(office[0])).get(EXPORT, {"youth": "Youth 1"}).content.decode()
    assert "Youth, by name or number: Youth 1" in text
    assert "11" in text


def test_a_wrong_filter_takes_nothing(office, sign_in, proved):
    audrey, _ = office
    answer = proved(sign_in(audrey)).post(f"{EXPORT}?since=2026-02-30")
    assert "cannot be read" in answer.content.decode()
    with acting_as(audrey):
        assert not LogEntry.objects.filter(kind="exported").exists()


def test_a_role_without_the_duty_may_not(sign_in, proved, bob):
    client = proved(sign_in(bob))
    assert [client.get(EXPORT).status_code, client.post(EXPORT).status_code] == [403, 403]


@pytest.mark.parametrize("text", STARTS)
def test_no_cell_is_taken_for_a_formula(text):
    assert safe_cell(text).startswith("'")
    assert "\0" not in safe_cell(text)


@pytest.mark.parametrize("value", ["Torres, Maya", "a=b", "", None, 5, "R-1234-5678"])
def test_other_cells_stay_as_they_are(value):
    assert safe_cell(value) == ("" if value is None else str(value))


def test_a_formula_in_a_name_reaches_the_file_harmless(office, sign_in, proved):
    audrey, _ = office
    with acting_as(audrey) as user:
        for name in ('=HYPERLINK("http://x","y")', "@a\nb", 'quo"te, comma'):
            enter(user, name)
    _, rows, _ = taken(proved(sign_in(audrey)))
    assert [row["youth_name"] for row in rows[-3:]] == [
        '\'=HYPERLINK("http://x","y")',
        "'@a\nb",
        'quo"te, comma',
    ]


def test_the_manifests_head_is_a_place_of_the_chain(office, sign_in, proved):
    audrey, _ = office
    manifest, _, _ = taken(proved(sign_in(audrey)))
    with acting_as(audrey) as user:
        position, _ = current_heads()[user.acting_agency_id]
    assert int(manifest["Chain position"]) < position
