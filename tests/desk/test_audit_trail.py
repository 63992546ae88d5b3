"""The audit trail's page, the check on demand, and a page that cannot be recorded is not shown."""

from uuid import uuid4

import pytest
from django.urls import reverse

from agencies.acting import acting_as
from audit.models import AuditEvent
from audit.record import record
from desk.forms import AuditFilter
from tests import factories
from tests.audit.conftest import administrator, owner_sql, trail, two  # noqa: F401 -- fixtures

AUDIT, VERIFY = reverse("desk:audit"), reverse("desk:audit_verify")


def events(person, **chosen):
    with acting_as(person) as user:
        form = AuditFilter(chosen)
        return sorted(form.narrow(AuditEvent.objects.all()).values_list("event", flat=True)), user


@pytest.fixture
def happened(bob, audrey):
    youth = factories.youth(bob)
    with acting_as(bob):
        record("youth.viewed", by=bob, on=youth, youth_id=youth.pk)
        record("access.denied", by=bob, status=404, target=str(youth.pk), items=17)
    with acting_as(audrey):
        record("log.viewed", by=audrey)
    return youth


def test_the_filter_finds_what_fits(happened, audrey):
    def found(**chosen):
        return events(audrey, **chosen)[0]

    assert found() == ["access.denied", "log.viewed", "youth.viewed"]
    assert found(event="youth.viewed") == ["youth.viewed"]
    assert found(event="youth.") == [], "an event is chosen from the list"
    assert found(actor="BOB") == ["access.denied", "youth.viewed"]
    assert found(denied="on") == ["access.denied"]
    assert found(target=happened.pk) == ["access.denied", "youth.viewed"]
    assert found(target=uuid4()) == []
    assert found(target="nonsense") == []
    assert found(until="2001-01-01") == []


def test_the_page_lists_events_and_marks_refusals(happened, sign_in, audrey):
    text = sign_in(audrey).get(AUDIT).content.decode()
    assert "Opened a youth’s record<br>" in text
    assert "Refused" in text
    assert '<span class="mono">17</span>' in text


def test_another_agency_sees_none_of_it(happened, sign_in, west, operator):
    stranger = factories.member("stranger", west, ["auditor"], by=operator)
    assert "Opened a youth’s record<br>" not in sign_in(stranger).get(AUDIT).content.decode()


def test_a_denied_attempt_is_in_it(sign_in, audrey, bob):
    sign_in(bob).get(reverse("desk:log_entry", args=[uuid4()]))
    text = sign_in(audrey).get(AUDIT, {"denied": "on"}).content.decode()
    assert "access.denied" in text
    assert "desk:log_entry" in text


def test_other_roles_may_neither_read_nor_check(sign_in, bob):
    client = sign_in(bob)
    assert [client.get(AUDIT).status_code, client.post(VERIFY).status_code] == [403, 403]


def test_checking_is_posted(sign_in, audrey):
    assert sign_in(audrey).get(VERIFY).status_code == 405


def test_a_chain_that_holds(trail, sign_in):  # noqa: F811
    answer = sign_in(trail[0]).post(VERIFY)
    assert "The chain holds" in answer.content.decode()
    assert "7 entries were read" in answer.content.decode()


def test_a_broken_chain_says_where(trail, administrator, sign_in):  # noqa: F811
    administrator("UPDATE disclosures_logentry SET records = 'nothing' WHERE records = 'after test.1'")
    text = sign_in(trail[0]).post(VERIFY).content.decode()
    assert "The chain is broken" in text
    assert "Entry 3: the entry was changed" in text
    with acting_as(trail[0]):
        assert AuditEvent.objects.get(event="audit.verified").details == {"entries": 7, "findings": 1}


def test_the_head_is_shown_to_be_written_down(trail, sign_in):  # noqa: F811
    text = sign_in(trail[0]).get(AUDIT).content.decode()
    assert "It holds 7 entries" in text
    assert "Write down the number and the hash" in text


def test_a_page_that_cannot_be_recorded_is_not_shown_and_nothing_is_kept(trail, owner_sql, sign_in):  # noqa: F811
    owner_sql(
        "ALTER TABLE audit_auditevent ADD CONSTRAINT full_disk CHECK (event <> 'audit.viewed') NOT VALID"
    )
    answer = sign_in(trail[0]).post(VERIFY)
    text = answer.content.decode()
    assert answer.status_code == 503
    assert "test.4" not in text
    assert answer["X-Request-ID"] in text
    with acting_as(trail[0]):
        assert not AuditEvent.objects.filter(event="audit.verified").exists()


def test_an_event_refused_at_commit_is_a_503_too(trail, owner_sql, sign_in):  # noqa: F811
    owner_sql("REVOKE UPDATE ON audit_chainhead FROM portal_definer")
    answer = sign_in(trail[0]).get(AUDIT)
    assert answer.status_code == 503
    assert "test.4" not in answer.content.decode()
    assert answer["Retry-After"] == "30"
