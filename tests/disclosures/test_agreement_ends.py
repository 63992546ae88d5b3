"""When an agreement ends: what rested on it stops at once, is recorded once, logged in both logs, and told."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from agencies.acting import acting_as
from audit.models import AuditEvent
from disclosures import actions
from disclosures.evidence import WITHOUT_AGREEMENT, questions_for
from disclosures.models import Release
from disclosures.queries import open_among
from notices.models import Notice
from sharing_portal.errors import NoLegalBasis
from sharing_portal.rls.context import acting_for
from tests import factories
from tests.disclosures.agreement_states import AHEAD, BEHIND
from tests.disclosures.conftest import ends_in, run


@pytest.fixture
def agreement(county):
    return county.sign(three=True)


def is_open(release, reader):
    with acting_as(reader):
        return release.pk in open_among([Release.objects.get(pk=release.pk)])


def test_a_withdrawal_ends_it_in_its_own_transaction(
    released, agreement, county, alice, cora, bob, auditors, sign_in
):
    assert county.withdraw(agreement, county.nora) == [released.pk]
    with acting_as(alice):
        found = Release.objects.get(pk=released.pk)
        assert (found.end_reason, found.ended_at is not None) == ("agreement", True)
    answer = sign_in(alice).get(f"/requests/releases/{released.pk}/")
    assert answer.status_code == 403
    assert "The agreement it rested on has ended." in answer.content.decode()
    for auditor in auditors:
        (entry,) = ends_in(auditor)
        assert (entry.reason, entry.actor_name, entry.youth_name) == (
            "The agreement ended",
            "Nora",
            "Maya Torres",
        )
    for reader in (cora, bob):
        with acting_as(reader):
            assert Notice.objects.filter(user=reader, kind="release.ended").count() == 1
    assert "The agreement ended" in sign_in(bob).get("/requests/sent/").content.decode()
    assert actions.end_what_lost_its_agreement() == 0
    assert len(ends_in(auditors[0])) == 1


def test_the_audit_trail_says_how_many(released, agreement, county, north, operator):
    officer = factories.member("petra", north, ["privacy_officer"], by=operator)
    county.withdraw(agreement, county.nora)
    with acting_as(officer):
        event = AuditEvent.objects.get(event="disclosure.agreement_ended")
        assert event.details["closed"] == 1


def test_the_last_word_of_a_third_party_ends_it(released, agreement, county, alice, auditors):
    county.end(agreement, county.nora, county.sam)
    assert is_open(released, alice)
    county.end(agreement, county.wendy)
    assert not is_open(released, alice)
    for auditor in auditors:
        (entry,) = ends_in(auditor)
        assert entry.actor_name == "Wendy"


def test_a_third_party_that_leaves_ends_nothing(released, agreement, county, alice):
    assert county.withdraw(agreement, county.wendy) == []
    assert is_open(released, alice)


def test_a_narrower_version_ends_it_and_beat_records_it_once(
    released, agreement, county, alice, cora, auditors
):
    county.replace(agreement, ("discipline",))
    assert not is_open(released, alice)
    assert ends_in(auditors[0]) == []
    assert actions.end_what_lost_its_agreement() == 1
    assert actions.end_what_lost_its_agreement() == 0
    for auditor in auditors:
        (entry,) = ends_in(auditor)
        assert (entry.reason, entry.actor_name) == ("The agreement ended", "")
    with acting_as(cora):
        assert Notice.objects.filter(kind="release.ended").count() == 1


def test_an_equal_version_leaves_it_open(released, agreement, county, alice):
    county.replace(agreement, ("attendance",))
    assert is_open(released, alice)
    assert actions.end_what_lost_its_agreement() == 0


def test_its_last_day_ends_with_the_day_at_the_holder(
    county, north, compose, consent_for, maya, items, alice, bob, auditors
):
    county.live_in(BEHIND)
    county.sign(ends_on=north.today(), starts_on=north.today() - timedelta(days=9))
    consent_for("attendance")
    draft = compose("attendance")
    with acting_as(alice):
        actions.submit(draft, by=alice)
    with acting_as(bob):
        actions.match(draft, maya, by=bob)
        actions.approve(draft, by=bob, categories=["attendance"])
        made = actions.release(draft, by=bob, items=items[:1])
    assert is_open(made, alice)
    county.live_in(AHEAD)
    assert not is_open(made, alice)
    assert actions.end_what_lost_its_agreement() == 1
    assert len(ends_in(auditors[0])) == 1


def test_what_rests_on_no_agreement_stays_open(agreement, county, compose, maya, items, alice, bob):
    codes = [question.code for question in questions_for("emergency")]
    reason = "She wrote to a friend that she will hurt herself tonight, and has not come home."
    draft = compose("attendance", basis="emergency", reason=reason, evidence=dict.fromkeys(codes, True))
    with acting_as(alice):
        actions.submit(draft, by=alice)
    with acting_as(bob):
        actions.match(draft, maya, by=bob)
        actions.confirm_evidence(draft, codes, by=bob)
        actions.approve(draft, by=bob, categories=["attendance"])
        made = actions.release(draft, by=bob, items=items[:1])
    county.withdraw(agreement, county.nora)
    assert is_open(made, alice)
    assert actions.end_what_lost_its_agreement() == 0


def test_the_database_excepts_the_same_bases_as_the_code():
    with connection.cursor() as cursor:
        for name in ("releases_without_agreement(uuid[])", "requests_without_agreement(uuid)"):
            cursor.execute("SELECT pg_get_functiondef(%s::regprocedure)", [f"portal.{name}"])
            listed = ", ".join(f"'{basis}'" for basis in sorted(WITHOUT_AGREEMENT, reverse=True))
            assert f"q.basis NOT IN ({listed})" in cursor.fetchone()[0]


def test_open_requests_are_flagged_refused_and_told_once(
    approved, agreement, county, items, alice, bob, compose, sign_in
):
    waiting = compose("attendance", reason="We plan her care and need her absences again.")
    with acting_as(alice):
        actions.submit(waiting, by=alice)
    county.withdraw(agreement, county.sam)
    sentence = (
        "No agreement in force lets South Community Mental Health ask North School District for Attendance"
    )
    for person, page in ((alice, f"/requests/{approved.pk}/"), (bob, f"/requests/{approved.pk}/decide/")):
        client = sign_in(person)
        assert sentence in client.get(page).content.decode()
        assert "No agreement covers it" in client.get("/").content.decode()
        with acting_as(person):
            kind = "request.agreement_ended"
            assert Notice.objects.filter(user=person, kind=kind, object_id=approved.pk).count() == 1
    assert "No agreement covers it" in sign_in(bob).get("/requests/inbox/").content.decode()
    assert "No agreement covers it" in sign_in(alice).get("/requests/").content.decode()
    with acting_as(bob), pytest.raises(NoLegalBasis, match="No agreement in force"):
        actions.release(approved, by=bob, items=items[:1])
    actions.end_what_lost_its_agreement()
    with acting_as(alice):
        assert Notice.objects.filter(kind="request.agreement_ended", object_id=approved.pk).count() == 1


def test_the_page_says_what_will_stop_and_does_it(released, agreement, county, alice, sign_in):
    client = sign_in(county.nora)
    for name, word in (("withdraw", "Withdraw now"), ("end", "Agree to end it")):
        page = client.get(f"/requests/agreements/{agreement.pk}/{name}/").content.decode()
        assert word in page
    empty = client.post(f"/requests/agreements/{agreement.pk}/withdraw/", {"reason": ""})
    assert empty.status_code == 200
    assert sign_in(alice).get(f"/requests/agreements/{agreement.pk}/withdraw/").status_code == 403
    done = client.post(
        f"/requests/agreements/{agreement.pk}/withdraw/", {"reason": "The program closes."}, follow=True
    )
    assert "Releases closed: 1." in done.content.decode()
    assert client.get(f"/requests/agreements/{agreement.pk}/end/").status_code in (403, 409)


@pytest.mark.data_layer
def test_nobody_ends_or_logs_what_still_rests(released, agreement, county, alice, bob, carol, operator):
    """The function closes only what has lost its agreement, for parties; and the log is entered once."""
    close = "SELECT release_id FROM portal.close_releases_without_agreement(%s)"
    stranger = factories.member(
        "sue",
        factories.agency("East Shelter", "shelter", ["community"], by=operator),
        ["signatory"],
        by=operator,
    )
    with acting_as(bob):
        assert run(close, [agreement.pk]) == []
    for person, which in ((stranger, agreement.pk), (bob, None)):
        with acting_as(person), pytest.raises(DatabaseError, match="only a party"), transaction.atomic():
            run(close, [which])
    county.withdraw(agreement, county.nora)
    with acting_as(county.nora), pytest.raises(DatabaseError, match="only the agency"), transaction.atomic():
        run("SELECT portal.log_end(%s, 'x')", [released.pk])
    for person in (bob, alice):
        with acting_as(person), pytest.raises(DatabaseError), transaction.atomic():
            run("UPDATE disclosures_release SET ended_at = NULL, end_reason = ''")
        with acting_as(person), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            run("SELECT * FROM portal.flows_in_force(%s::uuid[], %s::uuid[])", [[], []])
    with acting_for(principal="agreements"), connection.cursor() as cursor:
        cursor.execute("SELECT portal.holders_of_what_is_open()")
        assert cursor.fetchone()[0] == []
