"""The end of access stands in both logs with whom and what it concerns, also when a third agency recorded it."""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from agencies.acting import acting_as
from consents.queries import states_of
from consents.queries import visible_to as consents_visible_to
from consents.states import GrantState
from disclosures import actions
from disclosures.models import LogEntry, Release, ReleaseBasis
from disclosures.queries import count_open_releases_on, log_visible_to
from notices.models import Notice
from sharing_portal.errors import NoLegalBasis

COPIED = (
    "youth_name",
    "youth_number",
    "youth_id",
    "records",
    "consent_ids",
    "basis",
    "party_person",
    "interest",
)


@pytest.fixture
def souths_consent(souths_consent_for):
    """The mother let North share attendance with South; South, which asks, recorded it."""
    return souths_consent_for("attendance", ends_when="case_closes")


@pytest.fixture
def resting_on_souths(souths_consent, matched, items, alice, bob):
    """North released attendance on the consent that South had attached."""
    with acting_as(alice):
        actions.attach_consent(matched, souths_consent, by=alice)
    with acting_as(bob):
        actions.approve(matched, by=bob, categories=["attendance"])
        made = actions.release(matched, by=bob, items=items[:2])
        assert ReleaseBasis.objects.get().grant.agency == souths_consent.agency
    return made


def lines(auditor):
    with acting_as(auditor):
        found = {entry.kind: entry for entry in log_visible_to(auditor)}
    return found["released"], found["ended"]


def assert_told_alike(auditors, maya, by, reason):
    for auditor in auditors:
        released, ended = lines(auditor)
        for name in COPIED:
            assert getattr(ended, name) == getattr(released, name), name
        assert ended.youth_name == "Maya Torres"
        assert (ended.actor_id, ended.actor_name, ended.reason) == (by.pk, by.name, reason)
        assert (ended.notices, ended.delivery, ended.item_count) == ("", "", 2)
    assert lines(auditors[0])[1].youth_id == maya.pk
    assert lines(auditors[1])[1].youth_id is None


def revoke(consent, by):
    assert actions.revoke_consent(consent, by=by) == [Release.objects.get().pk]


def record_event(consent, by):
    assert actions.record_event(consent, by=by, event="case_closes") == [Release.objects.get().pk]


def bar_signer(consent, by):
    actions.edit_guardian(consent.guardian, {"authority": "none"}, by=by)


@pytest.mark.parametrize(
    ("end", "reason"),
    [
        (revoke, "The consent was revoked"),
        (record_event, "The event named in the consent took place"),
        (bar_signer, "The person who signed the consent has no right to decide"),
    ],
)
def test_an_end_recorded_at_another_agency(
    resting_on_souths, souths_consent, cora, maya, auditors, end, reason
):
    with acting_as(cora):
        assert count_open_releases_on([souths_consent]) == 1
        end(souths_consent, cora)
        assert count_open_releases_on([souths_consent]) == 0
    assert_told_alike(auditors, maya, cora, reason)


def test_who_may_not_decide_is_known_at_the_other_agency_too(
    souths_consent, matched, items, alice, bob, cora
):
    """North sees nothing of South's file; but the law engine is told whose signature is worth nothing."""
    with acting_as(alice):
        actions.attach_consent(matched, souths_consent, by=alice)
    with acting_as(cora):
        actions.edit_guardian(souths_consent.guardian, {"authority": "none"}, by=cora)
    with acting_as(bob), pytest.raises(NoLegalBasis):
        actions.approve(matched, by=bob, categories=["attendance"])


def test_whom_the_consent_was_shown_sees_that_its_signer_may_not_decide(
    resting_on_souths, souths_consent, cora, bob, sign_in
):
    """North sees nothing of the mother's entry at South, and reads how the consent stands all the same."""
    client = sign_in(bob)

    def seen():
        with acting_as(bob):
            ((_grant, state),) = states_of(consents_visible_to(bob).get(pk=souths_consent.pk))
        fhir = client.get(f"/api/consents/{souths_consent.pk}/fhir/").json()
        told = [
            entry["resource"]["status"]
            for entry in fhir["entry"]
            if entry["resource"]["resourceType"] == "Consent"
        ]
        (read,) = client.get(f"/api/consents/{souths_consent.pk}/").json()["lines"]
        return state, read["state"], told

    assert seen() == (GrantState.IN_FORCE, "in_force", ["active"])
    with acting_as(cora):
        bar_signer(souths_consent, cora)
    assert seen() == (GrantState.NO_RIGHT, "no_right", ["inactive"])


def test_a_recall(released, bob, maya, auditors):
    with acting_as(bob):
        actions.recall(released, by=bob, reason="Released by mistake")
    assert_told_alike(auditors, maya, bob, "Released by mistake")


def test_the_count_is_for_the_agency_that_recorded_the_consent(resting_on_souths, souths_consent, bob, carol):
    for person in (bob, carol):
        with acting_as(person):
            assert count_open_releases_on([souths_consent]) == 0


def test_the_page_says_what_will_close(resting_on_souths, souths_consent, cora, sign_in):
    page = sign_in(cora).get(f"/requests/consents/{souths_consent.pk}/revoke/").content.decode()
    assert "1 release that can be opened now rests on this consent" in page


def test_what_has_run_out_is_not_closed_again(released, bob):
    with acting_as(bob):
        consent = ReleaseBasis.objects.get().grant.consent
        Release.objects.update(ended_at=timezone.now(), end_reason="recalled")
        assert count_open_releases_on([consent]) == 0
        assert actions.revoke_consent(consent, by=bob) == []


def test_who_read_before_access_ended_is_told_of_the_revocation(released, alice, bob, cora):
    with acting_as(alice):
        actions.open_release(released, by=alice)
    with acting_as(bob):
        actions.recall(released, by=bob, reason="Released by mistake")
        consent = ReleaseBasis.objects.get().grant.consent
        assert actions.revoke_consent(consent, by=bob) == []
    for person in (alice, cora):
        with acting_as(person):
            told = Notice.objects.filter(user=person, kind="release.consent_revoked")
            assert [notice.object_id for notice in told] == [released.pk]


@pytest.mark.parametrize("was_read", [True, False])
def test_who_is_told_that_access_ends_or_never_read_is_not_told_twice(released, alice, bob, was_read):
    if was_read:
        with acting_as(alice):
            actions.open_release(released, by=alice)
    with acting_as(bob):
        consent = ReleaseBasis.objects.get().grant.consent
        if not was_read:
            actions.recall(released, by=bob, reason="Released by mistake")
        actions.revoke_consent(consent, by=bob)
    with acting_as(alice):
        assert list(Notice.objects.filter(user=alice, kind="release.consent_revoked")) == []


@pytest.mark.data_layer
def test_nobody_else_learns_what_was_read_under_a_line(released, alice, bob, carol):
    with acting_as(bob):
        grant = ReleaseBasis.objects.get().grant
    for person in (alice, carol, bob):  # bob's line stands
        with (
            acting_as(person),
            pytest.raises(ProgrammingError, match="only the agency"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT * FROM portal.ended_releases_read_under(%s)", [[grant.pk]])


def test_nobody_enters_an_end_before_there_is_one(released, alice, bob, carol):
    for person in (alice, carol, bob):
        with (
            acting_as(person),
            pytest.raises(ProgrammingError, match="only the agency"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT portal.log_end(%s, 'x')", [released.pk])


def test_an_end_is_not_written_past_the_function(released, bob, north):
    with acting_as(bob), pytest.raises(ProgrammingError), transaction.atomic():
        LogEntry(
            chain_id=north.pk, agency_id=north.pk, kind="ended", actor_id=bob.pk,
            disclosure_request_id=released.request_id,
        ).save(force_insert=True)  # fmt: skip
