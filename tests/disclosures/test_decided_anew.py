"""What is under way when a consent ends: an approval is taken back, and who sent the consent along is told."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from agencies.acting import acting_as
from disclosures import actions
from disclosures.models import DisclosureRequest
from disclosures.queries import log_visible_to
from notices.models import Notice
from sharing_portal.errors import StaleState
from tests import factories
from tests.disclosures.conftest import run

FIND = "SELECT reopened FROM portal.reopen_requests_without_consent(%s)"


@pytest.fixture
def signed(county, souths_consent_for):
    """`signed(*categories)`: Maya's mother lets North send these to South, which asks and recorded it."""
    county.sign()
    return souths_consent_for


def told(user):
    with acting_as(user):
        found = Notice.objects.filter(user=user, kind="request.consent_ended")
        return list(found.values_list("object_id", flat=True))


def sent(alice, bob, maya, compose, consents, approve=False):
    draft = compose("attendance", reason=f"We plan her care and show {len(consents)} consents.")
    with acting_as(alice):
        for consent in consents:
            actions.attach_consent(draft, consent, by=alice)
        actions.submit(draft, by=alice)
    with acting_as(bob):
        actions.match(draft, maya, by=bob)
        if approve:
            actions.approve(draft, by=bob, categories=["attendance"])
    return draft


def test_who_sent_a_consent_along_is_told_once_when_nothing_else_covers_it(
    signed, cora, alice, bob, maya, compose
):
    first, second, other = signed("attendance"), signed("attendance"), signed("discipline")
    waiting = sent(alice, bob, maya, compose, [first, second, other])
    with acting_as(cora):
        actions.revoke_consent(other, by=cora)
        actions.revoke_consent(first, by=cora)
    assert [told(person) for person in (alice, bob)] == [[], []]
    with acting_as(cora):
        actions.revoke_consent(second, by=cora)
    actions.end_what_lost_its_consent()
    assert [told(person) for person in (alice, bob)] == [[waiting.pk]] * 2
    with acting_as(bob):
        waiting.refresh_from_db()
        assert (waiting.state, waiting.reopened_at) == ("submitted", None)


def test_an_approval_on_anothers_consent_is_taken_back_and_can_be_given_again(
    signed, cora, alice, bob, maya, compose, sign_in
):
    first, second = signed("attendance"), signed("attendance")
    approved = sent(alice, bob, maya, compose, [first], approve=True)
    with acting_as(cora):
        assert actions.revoke_consent(first, by=cora) == []
    page = sign_in(bob).get(f"/requests/{approved.pk}/decide/").content.decode()
    assert "Decide this request again" in page
    assert (
        "It was approved. The consent behind it ended on"
        in sign_in(alice).get(f"/requests/{approved.pk}/").content.decode()
    )

    with acting_as(alice):
        approved.refresh_from_db()
        actions.attach_consent(approved, second, by=alice)
    with acting_as(bob):
        approved.refresh_from_db()
        actions.approve(approved, by=bob, categories=["attendance"])
    with acting_as(cora):
        actions.revoke_consent(second, by=cora)
    with acting_as(bob):
        approved.refresh_from_db()
        assert (approved.state, approved.decided_anew) == ("submitted", True)
    # Each time, for each time something was taken back; once for what it shows.
    assert [len(told(person)) for person in (alice, bob)] == [2, 2]


def test_both_logs_say_so_once_each_in_its_own_words(
    signed, cora, alice, bob, maya, compose, auditors, west, operator
):
    """South, which recorded the consent, sees nothing of North's record; West sees nothing at all."""
    consent = signed("attendance")
    approved = sent(alice, bob, maya, compose, [consent], approve=True)
    watchers = [*auditors, factories.member("agnes", west, ["auditor"], by=operator)]
    with acting_as(cora):
        actions.revoke_consent(consent, by=cora)
    actions.end_what_lost_its_consent()
    seen = []
    for auditor in watchers:
        with acting_as(auditor):
            seen.append({entry.kind: entry for entry in log_visible_to(auditor)})
            assert log_visible_to(auditor).filter(kind="reopened").count() == ("reopened" in seen[-1])
    assert [set(lines) for lines in seen] == [{"requested", "approved", "reopened"}] * 2 + [set()]
    for lines in seen[:2]:
        before, after = lines["approved"], lines["reopened"]
        for name in ("disclosure_request_id", "youth_name", "youth_id", "records", "consent_ids", "basis"):
            assert getattr(after, name) == getattr(before, name), name
        assert (after.actor_id, after.actor_name) == (cora.pk, cora.name)
        assert (after.release_id, after.item_count, after.approved_by) == (None, None, "")
    assert [lines["reopened"].youth_id for lines in seen[:2]] == [maya.pk, None]
    assert approved.pk == seen[0]["reopened"].disclosure_request_id


def test_what_rests_on_another_consent_stays_approved(signed, cora, alice, bob, maya, compose):
    first, other = signed("attendance"), signed("attendance", "discipline")
    approved = sent(alice, bob, maya, compose, [first], approve=True)
    with acting_as(cora):
        actions.revoke_consent(other, by=cora)
    with acting_as(bob):
        approved.refresh_from_db()
        assert approved.state == "approved"
    assert told(alice) == told(bob) == []


def test_who_releases_at_that_moment_is_told_to_look_again(signed, cora, alice, bob, maya, compose):
    consent = signed("attendance")
    approved = sent(alice, bob, maya, compose, [consent], approve=True)
    with acting_as(cora):
        actions.revoke_consent(consent, by=cora)
    with acting_as(bob):
        assert approved.state == "approved"  # as bob's page still has it
        with pytest.raises(StaleState, match="taken back"):
            actions.release(approved, by=bob, items=[factories.item(bob, maya)])


@pytest.mark.data_layer
def test_nobody_takes_back_by_hand(signed, alice, bob, carol, maya, compose):
    approved = sent(alice, bob, maya, compose, [signed("attendance")], approve=True)
    for person in (alice, bob):
        with acting_as(person), pytest.raises(DatabaseError), transaction.atomic():
            DisclosureRequest.objects.filter(pk=approved.pk).update(reopened_at=timezone.now())
    for person, youth in ((alice, maya.pk), (carol, maya.pk), (bob, None)):
        with acting_as(person), pytest.raises(DatabaseError, match="only the agency"), transaction.atomic():
            run(FIND, [youth])
    with acting_as(bob):
        assert run(FIND, [maya.pk]) == []
        approved.refresh_from_db()
        assert approved.state == "approved"
