"""North holds attendance and discipline about Maya; South may ask for them under an agreement in force."""

from datetime import date, timedelta

import pytest
from django.db import connection

from agencies.acting import acting_as
from consents.actions import record_consent
from consents.lines import GrantLine
from consents.models import ConsentForm
from disclosures import actions
from disclosures.actions.asking import Wanted
from disclosures.queries import log_visible_to
from law.vocabulary import SignerCapacity
from tests import factories
from tests.disclosures.agreement_states import County
from tests.mous import agreements
from youth.models import Guardian

REASON = "We are planning her care and need to know how often she misses school."


@pytest.fixture
def county(north, south, west, operator):
    return County(north, south, west, operator)


@pytest.fixture
def agreement(north, south, operator):
    """In force: South may ask North for attendance and discipline to coordinate care."""
    for agency in (north, south):
        agreements.give_address(agency, by=operator)
    nora = factories.member("nora", north, ["signatory"], by=operator)
    sam = factories.member("sam", south, ["signatory"], by=operator)
    flow = (north, south, ["attendance", "discipline", "special_education"], ["care_coordination"])
    mou = agreements.sent(agreements.drafted(nora, [north, south], [flow]), nora)
    return agreements.signed(mou, [nora, sam])


@pytest.fixture
def maya(bob, north):
    """North's record of a student born in 2011."""
    youth = factories.youth(bob)
    # One object: where a test moves North to another time zone, the day of a signature moves with it.
    youth.agency = north
    return youth


@pytest.fixture
def items(bob, maya):
    """Two attendance items and one discipline item."""
    return [
        factories.item(bob, maya),
        factories.item(bob, maya, title="Absences in September", occurred_on=date(2026, 9, 30)),
        factories.item(bob, maya, "discipline", title="Left class", text="Left class without leave."),
    ]


@pytest.fixture
def mother(bob, maya):
    with acting_as(bob):
        return Guardian.objects.create(
            agency=maya.agency,
            youth=maya,
            first_name="Ana",
            last_name="Torres",
            relation="mother",
            authority="parent",
            authority_evidence="Birth certificate seen",
        )


def guardians_consent(youth, guardian, by, discloser, recipient, categories, fields):
    """Recorded by this person: the parent lets the one agency share these with the other, for 90 days."""
    today = discloser.today()
    line = {
        "discloser": discloser,
        "recipient": recipient,
        "purposes": ["care_coordination"],
        "starts_on": today,
        "expires_on": today + timedelta(days=90),
    } | fields
    with acting_as(by):
        return record_consent(
            youth,
            by=by,
            form=ConsentForm.objects.get(kind="uniform", language="en"),
            signer_name=f"{guardian.first_name} {guardian.last_name}",
            capacity=SignerCapacity.PARENT,
            guardian=guardian,
            lines=[GrantLine(category=category, **line) for category in categories],
        )


@pytest.fixture
def consent_for(bob, maya, mother, north, south):
    """`consent_for("attendance", ...)`: the mother lets North share these with South for 90 days."""

    def _consent_for(*categories, **fields):
        return guardians_consent(maya, mother, bob, north, south, categories, fields)

    return _consent_for


@pytest.fixture
def cora(south, operator):
    """South's records custodian."""
    return factories.member("cora", south, ["records_custodian"], by=operator)


@pytest.fixture
def souths_consent_for(cora, north, south):
    """`souths_consent_for("attendance", ...)`: the same, as recorded by South, which has a record of Maya too."""
    youth = factories.youth(cora)
    with acting_as(cora):
        mother = Guardian.objects.create(
            agency=south, youth=youth, first_name="Ana", last_name="Torres", relation="mother",
            authority="parent", authority_evidence="Birth certificate seen",
        )  # fmt: skip

    def _souths_consent_for(*categories, **fields):
        return guardians_consent(youth, mother, cora, north, south, categories, fields)

    return _souths_consent_for


@pytest.fixture
def auditors(north, south, operator):
    """North's and South's, who read their agency's log."""
    return [
        factories.member(name, agency, ["auditor"], by=operator)
        for name, agency in (("audrey", north), ("anton", south))
    ]


def ends_in(auditor):
    """The lines of her agency's log which say that access ended."""
    with acting_as(auditor):
        return [entry for entry in log_visible_to(auditor) if entry.kind == "ended"]


def run(statement, values=()):
    """Rows of a statement, in the name of whoever acts; none of one that gives none."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture
def compose(alice, north):
    """`compose(*categories, **fields)`: alice's draft to North about Maya."""

    def _compose(*categories, **fields):
        known = {
            "first_name": "Maya",
            "last_name": "Torres",
            "birth_date": date(2011, 3, 4),
            "purpose": "care_coordination",
            "reason": REASON,
            "basis": "consent",
        } | fields
        with acting_as(alice):
            draft = actions.compose(by=alice, holder=known.pop("holder", north), **known)
            wanted = [Wanted(category) for category in categories or ("attendance", "discipline")]
            return actions.edit(draft, by=alice, wanted=wanted)

    return _compose


@pytest.fixture
def asked(agreement, compose, alice, bob):
    """Submitted: alice asks North for attendance and discipline."""
    draft = compose()
    with acting_as(alice):
        return actions.submit(draft, by=alice)


@pytest.fixture
def matched(asked, maya, bob):
    """bob has found whom she means."""
    with acting_as(bob):
        actions.match(asked, maya, by=bob)
    return asked


@pytest.fixture
def approved(matched, items, consent_for, bob):
    """bob has approved attendance, under a consent for it."""
    consent_for("attendance")
    with acting_as(bob):
        actions.approve(matched, by=bob, categories=["attendance"])
    return matched


@pytest.fixture
def released(approved, items, bob):
    """Both attendance items are with alice."""
    with acting_as(bob):
        return actions.release(approved, by=bob, items=items[:2])
