"""A youth of North with a mother who may decide, and the published forms."""

from datetime import timedelta

import pytest

from agencies.acting import acting_as
from consents.actions import record_consent
from consents.lines import GrantLine
from consents.models import ConsentForm
from law.vocabulary import SignerCapacity
from sharing_portal import pdf as paper
from tests import factories
from youth.models import Guardian


@pytest.fixture
def form(db):
    return ConsentForm.objects.get(kind="uniform", version="2026-11", language="en")


@pytest.fixture
def spanish_form(db):
    return ConsentForm.objects.get(kind="uniform", version="2026-11", language="es")


@pytest.fixture
def cleo(north, operator):
    """A second person at North who records consents."""
    return factories.member("cleo", north, ["records_custodian"], by=operator)


@pytest.fixture
def maya(bob):
    return factories.youth(bob)


@pytest.fixture
def guardian_of(bob):
    """`guardian_of(youth, **fields)`: a parent of the youth, by default one who may decide."""

    def _guardian_of(youth, **fields):
        defaults = {
            "first_name": "Ana",
            "last_name": "Torres",
            "relation": "mother",
            "authority": "parent",
            "authority_evidence": "Birth certificate seen on September 3, 2026",
        }
        with acting_as(bob):
            return Guardian.objects.create(agency_id=youth.agency_id, youth=youth, **{**defaults, **fields})

    return _guardian_of


@pytest.fixture
def mother(maya, guardian_of):
    return guardian_of(maya)


@pytest.fixture
def line(north, south):
    """`line(category="attendance", **fields)`: North may share with South, for 90 days from today."""

    def _line(category="attendance", **fields):
        today = north.today()
        defaults = {
            "discloser": north,
            "recipient": south,
            "purposes": ["care_coordination"],
            "starts_on": today,
            "expires_on": today + timedelta(days=90),
        }
        return GrantLine(category=category, **{**defaults, **fields})

    return _line


@pytest.fixture
def consented(bob, maya, mother, form, line):
    """`consented(*lines, **fields)`: a consent that Maya's mother signed and bob recorded."""

    def _consented(*lines, **fields):
        defaults = {
            "form": form,
            "signer_name": "Ana Torres",
            "capacity": SignerCapacity.PARENT,
            "guardian": mother,
            "lines": list(lines) or [line()],
        }
        with acting_as(bob):
            return record_consent(fields.pop("youth", maya), by=bob, **{**defaults, **fields})

    return _consented


@pytest.fixture
def html(monkeypatch) -> list[str]:
    """What is printed from now on, before it becomes a PDF."""
    shown, render = [], paper.HTML

    def _html(string, **rest):
        shown.append(string)
        return render(string=string, **rest)

    monkeypatch.setattr(paper, "HTML", _html)
    return shown
