"""What an agreement would open, in counts: exactly the youth whose consent would do today, and nobody's name."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from agencies.acting import acting_as
from audit.models import AuditEvent
from consents.actions import record_consent, revoke
from consents.lines import GrantLine
from consents.models import ConsentForm
from disclosures.opening import opening
from law.vocabulary import SignerCapacity
from mous import actions
from mous.models import Mou
from tests import factories
from tests.mous import agreements
from youth.models import Guardian

CARE = "care_coordination"


@pytest.fixture
def give(bob, north, south):
    """`give(name, *categories, **line)`: another youth of North, whose parent signs this."""

    def _give(name, *categories, capacity=SignerCapacity.PARENT, born=date(2011, 3, 4), **line):
        youth = factories.youth(bob, first=name, born=born)
        today = north.today()
        fields = {
            "discloser": north,
            "recipient": south,
            "purposes": [CARE],
            "starts_on": today,
            "expires_on": today + timedelta(days=90),
        } | line
        with acting_as(bob):
            guardian = Guardian.objects.create(
                agency=north,
                youth=youth,
                first_name="Ana",
                last_name="Torres",
                relation="mother",
                authority="parent",
                authority_evidence="Birth certificate seen",
            )
            return record_consent(
                youth,
                by=bob,
                form=ConsentForm.objects.get(kind="uniform", language="en"),
                signer_name="Ana Torres",
                capacity=capacity,
                guardian=guardian,
                lines=[GrantLine(category=category, **fields) for category in categories],
            )

    return _give


@pytest.fixture
def dana(north, operator):
    return factories.member("dana", north, ["agency_admin"], by=operator)


@pytest.fixture
def later():
    """`with later(days=3):` runs a block that much later."""

    def _later(**delta):
        return time_machine.travel(timezone.now() + timedelta(**delta), tick=True)

    return _later


def counts(mou, person):
    with acting_as(person):
        (held,) = opening(Mou.objects.get(pk=mou.pk), person).held
        return {label: (total, each) for label, total, each in held.rows}


def test_exactly_those_whose_consent_would_do(agreement, give, bob, north, south, west):
    today = north.today()
    give("One", "attendance", "discipline")
    give("Two", "attendance")
    give("Three", "attendance", purposes=["treatment"])
    give("Four", "attendance", recipient=west)
    give("Five", "attendance", starts_on=today, expires_on=today + timedelta(days=1))
    revoked = give("Six", "attendance")
    with acting_as(bob):
        revoke(revoked, by=bob, reason="The mother asked.")
    give("Seven", "medical")
    found = counts(agreement, bob)
    assert found["Attendance"] == (3, [3])
    assert found["Discipline"] == (1, [1])
    assert found["Special education (IEP)"] == (0, [0])
    assert set(found) == {"Attendance", "Discipline", "Special education (IEP)"}


def test_a_youth_with_two_consents_counts_once(agreement, give, bob, maya, consent_for):
    for _time in range(2):
        consent_for("attendance")
    assert counts(agreement, bob)["Attendance"] == (1, [1])


def test_what_expires_or_has_not_begun_is_not_counted(agreement, give, bob, north, later):
    give("One", "attendance", expires_on=north.today() + timedelta(days=2))
    give("Two", "attendance", starts_on=north.today() + timedelta(days=5))
    assert counts(agreement, bob)["Attendance"][0] == 1
    with later(days=3):
        assert counts(agreement, bob)["Attendance"][0] == 0
    with later(days=6):
        assert counts(agreement, bob)["Attendance"][0] == 1


def test_all_void_is_none(agreement, give, bob):
    """The parent signed; since then a court has revoked the parent's rights."""
    lost = [give(name, "attendance") for name in ("One", "Two")]
    assert counts(agreement, bob)["Attendance"] == (2, [2])
    with acting_as(bob):
        Guardian.objects.filter(pk__in=[consent.guardian_id for consent in lost]).update(rights_revoked=True)
    assert counts(agreement, bob)["Attendance"] == (0, [0])
    give("Good", "attendance")
    assert counts(agreement, bob)["Attendance"] == (1, [1])


def test_who_could_ask(agreement, alice, south, operator):
    privacy = factories.member("pia", south, ["privacy_officer"], by=operator)
    factories.member("cody", south, ["counselor"], by=operator)
    with acting_as(privacy):
        (flow,) = opening(Mou.objects.get(), privacy).asking
        assert [(person["name"], person["roles"]) for person in flow.people] == [
            ("Alice", ["Staff or caseworker"]),
            ("Cody", ["School counselor"]),
        ]
    with acting_as(alice):
        (flow,) = opening(Mou.objects.get(), alice).asking
        assert (flow.count, flow.people) == (2, None)


def test_numbers_of_youth_are_for_those_who_see_all(
    agreement, give, alice, bob, dana, north, operator, sign_in
):
    give("Uniqua", "attendance")
    address = reverse("disclosures:opening", args=[agreement.pk])
    staff = factories.member("stan", north, ["staff"], by=operator)
    for person in (staff, dana):
        page = sign_in(person).get(address).content.decode()
        assert "Numbers are not shown to you" in page
        with acting_as(person):
            found = opening(Mou.objects.get(), person)
            assert (found.youth, found.held[0].rows) == (None, None)
    page = sign_in(bob).get(address).content.decode()
    assert "Your agency holds one youth record." in page
    assert "Uniqua" not in page
    officer = factories.member("percy", north, ["privacy_officer"], by=operator)
    with acting_as(officer):
        events = AuditEvent.objects.filter(event="mou.opening_viewed")
        assert sorted(event.details["counted"] for event in events) == [False, False, True]
        assert not any(event.youth_id for event in events)


def test_before_and_after(sign_in, dana, bob, carol, north, south, operator, give):
    for agency in (north, south):
        agreements.give_address(agency, by=operator)
    sam = factories.member("sam", south, ["signatory"], by=operator)
    nora = factories.member("nora", north, ["signatory"], by=operator)
    mou = agreements.drafted(nora, [north, south], [(north, south, ["attendance"], [CARE])])
    give("One", "attendance")
    address = reverse("disclosures:opening", args=[mou.pk])
    assert counts(mou, bob)["Attendance"] == (1, [1])
    assert "Nothing is open yet" in sign_in(bob).get(address).content.decode()
    assert sign_in(carol).get(address).status_code == 404
    agreements.signed(agreements.sent(mou, nora), [nora, sam])
    assert "opens today" in sign_in(bob).get(address).content.decode()
    assert counts(mou, bob)["Attendance"] == (1, [1])
    with acting_as(nora):
        actions.withdraw(mou, by=nora, reason="We close.")
    assert "Nothing: this agreement is over" in sign_in(bob).get(address).content.decode()


def test_many_flows_take_few_questions(agreement, give, bob, django_assert_max_num_queries):
    for name in ("One", "Two", "Three"):
        give(name, "attendance", "discipline", "special_education")
    with acting_as(bob), django_assert_max_num_queries(14):
        opening(Mou.objects.get(), bob)
