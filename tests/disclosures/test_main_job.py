"""Request → lawful decision → approval → release → recipient reads it → log → export; revocation closes at once."""

import pytest

from agencies.acting import acting_as
from consents.models import Consent
from disclosures import actions
from disclosures.actions.releasing import AccessEnded
from disclosures.facts import facts_for
from disclosures.models import LogEntry, ReleasedItem
from disclosures.states import State
from law import decide
from law.vocabulary import Category, Outcome, SignerCapacity
from sharing_portal.errors import NoLegalBasis
from tests import factories


def test_without_a_consent_the_engine_says_what_is_missing_and_nothing_can_be_approved(matched, bob):
    with acting_as(bob):
        answer = decide(facts_for(matched)).answer(Category.ATTENDANCE)
        assert not answer.outcome.allows
        assert "consent" in answer.missing
        assert SignerCapacity.PARENT in answer.signers
        with pytest.raises(NoLegalBasis) as refusal:
            actions.approve(matched, by=bob, categories=["attendance"])
        assert refusal.value.decision.answer(Category.ATTENDANCE).outcome == answer.outcome
        matched.refresh_from_db()
        assert matched.state == State.SUBMITTED


def test_the_whole_main_job(matched, items, consent_for, alice, bob, operator, north):
    consent = consent_for("attendance")
    with acting_as(bob):
        decision = decide(facts_for(matched))
        assert decision.answer(Category.ATTENDANCE).outcome is Outcome.PERMIT_WITH_CONDITIONS
        assert not decision.answer(Category.DISCIPLINE).outcome.allows
        actions.approve(matched, by=bob, categories=["attendance"])
        assert {row.category: row.answer for row in matched.categories.all()} == {
            "attendance": "approved",
            "discipline": "refused",
        }
        release = actions.release(matched, by=bob, items=items[:1])
        assert [notice["id"] for notice in release.notices] == ["ferpa-99.33-v1"]
    with acting_as(alice):
        assert [item.title for item in actions.open_release(release, by=alice)] == ["Absences in October"]
        actions.acknowledge(release, by=alice)
    with acting_as(bob):
        assert actions.revoke_consent(Consent.objects.get(pk=consent.pk), by=bob, reason="She asked") == [
            release.pk
        ]
    with acting_as(alice):
        release.refresh_from_db()
        with pytest.raises(AccessEnded, match="revoked"):
            actions.open_release(release, by=alice)
        assert ReleasedItem.objects.count() == 0
    auditor = factories.member("audrey", north, ["auditor"], by=operator)
    with acting_as(auditor):
        kinds = list(LogEntry.objects.order_by("at").values_list("kind", flat=True))
    assert kinds == ["requested", "approved", "refused", "released", "opened", "acknowledged", "ended"]


def test_a_stranger_sees_nothing_of_it(released, carol):
    with acting_as(carol):
        assert LogEntry.objects.count() == 0
        assert ReleasedItem.objects.count() == 0
        assert not type(released).objects.exists()
        assert not type(released.request).objects.exists()
