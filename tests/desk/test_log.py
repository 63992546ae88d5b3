"""Reading the disclosure log: who may, what the filter finds, every field of an entry."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.acting import acting_as
from audit.models import AuditEvent
from desk.forms import LogFilter
from disclosures.models import LogEntry
from disclosures.queries import log_visible_to
from tests import factories
from tests.masking import masked

LOG = reverse("desk:log")


def kinds(person, **chosen):
    with acting_as(person) as user:
        found = LogFilter(chosen, user=user).narrow(log_visible_to(user))
        return sorted(found.values_list("kind", flat=True))


@pytest.mark.parametrize("name", ["desk:log", "desk:log_export", "desk:audit"])
@pytest.mark.parametrize(
    "role", ["staff", "counselor", "records_custodian", "agency_admin", "signatory", "counsel"]
)
def test_other_roles_may_not(sign_in, north, operator, name, role):
    client = sign_in(factories.member("other", north, [role], by=operator))
    assert client.get(reverse(name)).status_code == 403


def test_an_entry_is_closed_to_other_roles_and_absent_for_strangers(
    released, sign_in, bob, west, audrey, operator
):
    with acting_as(audrey):
        entry = LogEntry.objects.first()
    mine, random = reverse("desk:log_entry", args=[entry.pk]), uuid4()
    stranger = sign_in(factories.member("stranger", west, ["auditor"], by=operator))
    assert sign_in(bob).get(mine).status_code == 403
    assert sign_in(audrey).get(mine).status_code == 200
    hidden, unknown = stranger.get(mine), stranger.get(reverse("desk:log_entry", args=[random]))
    assert hidden.status_code == 404
    assert masked(hidden, entry.pk) == masked(unknown, random)


def test_each_agency_reads_its_own_log(released, sign_in, audrey, west, operator):
    stranger = factories.member("stranger", west, ["privacy_officer"], by=operator)
    assert "Maya Torres" in sign_in(audrey).get(LOG).content.decode()
    text = sign_in(stranger).get(LOG).content.decode()
    assert "Maya" not in text
    assert "The log is empty" in text


def test_every_field_is_shown_with_its_place_in_the_chain(released, sign_in, audrey):
    with acting_as(audrey):
        entry = LogEntry.objects.get(kind="released")
    text = sign_in(audrey).get(reverse("desk:log_entry", args=[entry.pk])).content.decode()
    shown = [
        entry.reference,
        entry.youth_name,
        str(entry.youth_id),
        str(entry.release_id),
        entry.holder_name,
        entry.party_name,
        entry.party_person,
        entry.basis.split("'")[0],
        str(entry.consent_ids[0]),
        entry.digest,
        str(entry.actor_id),
    ]
    assert [value for value in shown if value not in text] == []


def test_the_filter_finds_what_fits(released, audrey, north, south, west):
    everything = kinds(audrey)
    assert everything == ["approved", "refused", "released", "requested"]
    today = timezone.localdate()
    assert kinds(audrey, kind="released") == ["released"]
    assert kinds(audrey, partner=south.pk) == everything
    assert kinds(audrey, partner=west.pk) == []
    assert kinds(audrey, youth="torr") == everything
    assert kinds(audrey, youth="smith") == []
    assert kinds(audrey, reference=released.request.reference[:6]) == everything
    assert kinds(audrey, actor="alice") == ["requested"]
    assert kinds(audrey, since=today, until=today) == everything
    assert kinds(audrey, until=today - timedelta(days=1)) == []
    assert kinds(audrey, kind="released", actor="alice") == []


def test_the_asker_finds_the_holder_as_partner(released, alice, south, north, operator):
    auditor = factories.member("aud", south, ["auditor"], by=operator)
    assert kinds(auditor, partner=north.pk) == ["approved", "refused", "released", "requested"]


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({"since": "2026-02-30"}, "Enter a date that exists"),
        ({"since": "2026-05-02", "until": "2026-05-01"}, "The last day is before the first"),
        ({"kind": "nonsense"}, "Choose one of the answers in the list"),
        ({"partner": str(uuid4())}, "Choose one of the answers in the list"),
        ({"youth": "x" * 101}, "at most 100"),
    ],
)
def test_a_wrong_filter_is_said_and_finds_nothing(released, sign_in, audrey, chosen, words):
    answer = sign_in(audrey).get(LOG, chosen)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert "No entry fits" in answer.content.decode()


def test_what_was_typed_is_not_recorded(released, sign_in, audrey):
    sign_in(audrey).get(LOG, {"youth": "Torres", "kind": ""})
    with acting_as(audrey):
        [event] = AuditEvent.objects.filter(event="log.viewed")
    assert event.details == {"shown": 4, "narrowed": ["youth"]}


def test_the_number_of_queries_does_not_grow(asked, matched, sign_in, audrey, released):
    client = sign_in(audrey)
    with CaptureQueriesContext(connection) as one:
        client.get(LOG, {"kind": "released"})
    with CaptureQueriesContext(connection) as three:
        client.get(LOG)
    assert len(one) == len(three)


def test_nothing_is_posted_to_it(sign_in, audrey):
    assert sign_in(audrey).post(LOG).status_code == 405
