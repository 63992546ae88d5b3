"""The rules of the holder's state on the pages, in the stored decision and at the end of a release."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.acting import acting_as
from disclosures import actions
from disclosures.models import Decision
from law.packs import Slot, for_state
from sharing_portal.errors import RefusedInput

EXAMPLE = for_state("XE", timezone.now().date())
NAME = "Example State (invented), version 1"


@pytest.fixture
def in_example_state(monkeypatch):
    """Every agency lies in the invented state, whose consents last five days."""
    five_days = {**EXAMPLE.slots, "consent_duration": Slot({"days": 5}, "Example Code 1")}
    monkeypatch.setattr("agencies.facts.for_state", lambda state, on: replace(EXAMPLE, slots=five_days))


def test_pages_say_that_no_rules_of_the_state_are_loaded(matched, bob, north, sign_in):
    client = sign_in(bob)
    decision = client.get(f"/requests/{matched.pk}/decide/").content.decode()
    assert "No state rules are loaded for WA. What state law decides stays open." in decision
    assert "None are loaded for WA." in client.get(f"/agencies/{north.pk}/").content.decode()


def test_pages_say_which_rules_of_the_state_are_used(in_example_state, matched, bob, north, sign_in):
    client = sign_in(bob)
    decision = client.get(f"/requests/{matched.pk}/decide/").content.decode()
    assert f"State rules used: {NAME}, reviewed on" in decision
    assert f"{NAME}, in force until" in client.get(f"/agencies/{north.pk}/").content.decode()


def test_the_decision_stores_the_pack_and_access_ends_when_state_law_ends_the_consent(
    matched, items, consent_for, bob, request
):
    """The consent was signed for longer, before the rules were loaded."""
    consent_for("attendance")
    request.getfixturevalue("in_example_state")
    with acting_as(bob):
        actions.approve(matched, by=bob, categories=["attendance"])
        released = actions.release(matched, by=bob, items=items[:2])
        assert ["state.XE", 1] in Decision.objects.get().engine["rule_versions"]
    assert timedelta(days=4) < released.access_until - timezone.now() < timedelta(days=7)


@pytest.mark.parametrize(("days", "lawful"), [(5, True), (6, False)])
def test_no_consent_is_signed_for_longer_than_state_law_lets_it_last(
    in_example_state, consent_for, north, days, lawful
):
    last_day = north.today() + timedelta(days=days)
    if lawful:
        consent_for("attendance", expires_on=last_day)
        return
    with pytest.raises(RefusedInput, match="“Attendance”: the last day can be"):
        consent_for("attendance", expires_on=last_day)
