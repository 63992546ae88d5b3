"""Revoking: at once, all or toward one recipient."""

from datetime import timedelta

import pytest
import time_machine
from django.db import ProgrammingError, transaction
from django.utils import timezone

from agencies.acting import acting_as
from audit.models import AuditEvent
from consents import queries
from consents.actions import revoke
from consents.forms import RevokeForm
from consents.models import Consent, ConsentGrant
from consents.states import GrantState
from sharing_portal.errors import Forbidden, InvalidTransition
from tests import factories

pytestmark = pytest.mark.data_layer


def states(consent, user):
    with acting_as(user):
        fresh = queries.visible_to(user).get(pk=consent.pk)
        return {(str(grant.recipient), grant.category): state for grant, state in queries.states_of(fresh)}


def test_all_of_it(consented, line, bob, maya):
    consent = consented(line("attendance"), line("discipline"))
    with acting_as(bob):
        revoked = revoke(consent, by=bob, reason="Mother called", how=ConsentGrant.Asked.SPOKEN)
        rows = set(consent.grants.values_list("revoked_by", "revocation_reason", "revocation_asked"))
        event = AuditEvent.objects.get(event="consent.revoked")
    assert {grant.category for grant in revoked} == {"attendance", "discipline"}
    assert rows == {(bob.pk, "Mother called", "spoken")}
    assert (event.youth_id, event.details["how"], len(event.details["grants"])) == (maya.pk, "spoken", 2)
    assert set(states(consent, bob).values()) == {GrantState.REVOKED}


def test_only_one_recipient(consented, line, bob, south, west):
    consent = consented(line(), line(recipient=west), line("discipline", recipient=west))
    with acting_as(bob):
        assert {grant.recipient_id for grant in revoke(consent, by=bob, recipient=west)} == {west.pk}
    assert states(consent, bob) == {
        ("South Community Mental Health", "attendance"): GrantState.IN_FORCE,
        ("West After-School", "attendance"): GrantState.REVOKED,
        ("West After-School", "discipline"): GrantState.REVOKED,
    }


def test_again_there_is_nothing_left(consented, line, bob, west):
    consent = consented(line(), line(recipient=west))
    with acting_as(bob):
        revoke(consent, by=bob, recipient=west)
        with pytest.raises(InvalidTransition, match="left to revoke"):
            revoke(consent, by=bob, recipient=west)
        first = ConsentGrant.objects.get(consent=consent, recipient=west)
        assert [grant.recipient for grant in revoke(consent, by=bob)] != [west]
        assert ConsentGrant.objects.get(pk=first.pk).revoked_at == first.revoked_at
        with pytest.raises(InvalidTransition):
            revoke(consent, by=bob)


def test_what_has_not_begun_is_revoked_too_and_what_has_ended_is_left(consented, line, bob, north):
    today = north.today()
    signed = timezone.now() - timedelta(days=40)
    consent = consented(
        line(starts_on=today + timedelta(days=10)),
        line("discipline", starts_on=today - timedelta(days=39), expires_on=today),
        signed_at=signed,
    )
    assert states(consent, bob)[("South Community Mental Health", "attendance")] is GrantState.NOT_BEGUN
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False), acting_as(bob):
        assert [grant.category for grant in revoke(consent, by=bob)] == ["attendance"]


def test_states_follow_the_dates(north):
    today = north.today()

    def state(starts, ends):
        days = timedelta(days=1)
        consent = Consent(method="on_screen")
        consent.right_of_signer = ""  # as the query gives it
        grant = ConsentGrant(consent=consent, starts_on=today + starts * days, expires_on=today + ends * days)
        return grant.state_on(today)

    assert state(0, 31) is GrantState.IN_FORCE
    assert state(0, 30) is GrantState.ENDS_SOON
    assert state(-5, 0) is GrantState.ENDS_SOON
    assert state(-5, -1) is GrantState.ENDED
    assert state(1, 90) is GrantState.NOT_BEGUN
    assert [state for state in GrantState if state.has_ended] == ["ended", "revoked"]
    over = [state for state in GrantState if not state.may_share]
    assert over == ["paused", "no_right", "ended", "revoked"]


def test_who_may_not_revoke(consented, alice, bob, carol, operator, north):
    consent = consented()
    auditor = factories.member("iris", north, ["auditor"], by=operator)
    for user in (alice, carol, auditor):
        with acting_as(user), pytest.raises(Forbidden):
            revoke(consent, by=user)


def test_a_grant_once_revoked_stays_revoked_for_the_audit(consented, bob):
    consent = consented()
    with acting_as(bob), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        ConsentGrant.objects.filter(consent=consent).update(purposes=["treatment"])


def test_the_form_asks_what_how_and_leaves_the_reason_free(consented, line, bob, north, west):
    consent = consented(line(), line("discipline", recipient=west))
    with acting_as(bob):
        revoke(consent, by=bob, recipient=west)
        consent = queries.visible_to(bob).get(pk=consent.pk)
        form = RevokeForm({"scope": "all", "how": "spoken"}, consent=consent)
        scopes = [label for _, label in form.fields["scope"].choices]
        assert scopes == [
            "Everything in this consent",
            "Only what is shared with South Community Mental Health",
            "Only “Attendance”",
        ]
        assert form.is_valid()
        given = {"recipient": None, "category": "", "reason": "", "how": "spoken", "others": ()}
        assert form.arguments() == given
        part = RevokeForm({"scope": "of:attendance", "how": "written"}, consent=consent)
        assert part.is_valid()
        assert part.arguments()["category"] == "attendance"
        for wrong in (
            {},
            {"scope": f"to:{west.pk}", "how": "spoken"},
            {"scope": "all", "how": "link"},
            {"scope": "all", "how": "guessed"},
        ):
            assert not RevokeForm(wrong, consent=consent).is_valid()
        with pytest.raises(ValueError, match="guessed"):
            revoke(consent, by=bob, how="guessed")
    assert list(queries.visible_to(bob)) == []
