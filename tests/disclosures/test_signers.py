"""Whom the portal lets sign, the law engine relies on; whom it cannot rely on, the portal refuses, with a reason.

Everybody who might sign is tried for every kind of record, in states with other rules, by what is recorded and by the
decision that is made on it.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction

from agencies import facts as agency_facts
from agencies.acting import acting_as
from consents.actions import record_consent
from consents.lines import GrantLine
from consents.models import ConsentForm
from disclosures import actions
from disclosures.actions.asking import Wanted
from disclosures.facts import facts_for
from disclosures.models import AttachedConsent
from law.decide import decide
from law.packs import for_state
from law.vocabulary import SignerCapacity as Who
from law.vocabulary import SignerGround as By
from sharing_portal.errors import RefusedInput
from tests import factories

# Who signs, by what right, and whether the young person signs, too.
PEOPLE = {
    "parent": (Who.PARENT, []),
    "parent who agreed to the care": (Who.PARENT, [By.AGREED_TO_CARE]),
    "parent and youth": (Who.PARENT, [], "too"),
    "guardian": (Who.GUARDIAN, []),
    "caretaker": (Who.CARETAKER, []),
    "caretaker with a paper": (Who.CARETAKER, [By.MEDICAL_DECISIONS]),
    "caretaker with a paper and youth": (Who.CARETAKER, [By.MEDICAL_DECISIONS], "too"),
    "foster parent": (Who.CARETAKER, [By.PLACED]),
    "foster parent and youth": (Who.CARETAKER, [By.PLACED], "too"),
    "agency": (Who.CHILD_WELFARE_AGENCY, []),
    "agency with custody": (Who.CHILD_WELFARE_AGENCY, [By.CUSTODY]),
    "agency with custody and youth": (Who.CHILD_WELFARE_AGENCY, [By.CUSTODY], "too"),
    "agency for school": (Who.CHILD_WELFARE_AGENCY, [By.EDUCATION_DECISIONS]),
    "agency for health": (Who.CHILD_WELFARE_AGENCY, [By.MEDICAL_DECISIONS]),
    "agency for health and youth": (Who.CHILD_WELFARE_AGENCY, [By.MEDICAL_DECISIONS], "too"),
    "appointed with custody": (Who.COURT_APPOINTED, [By.CUSTODY]),
    "appointed for health": (Who.COURT_APPOINTED, [By.MEDICAL_DECISIONS]),
    "minor": (Who.MINOR, []),
    "minor who agreed alone": (Who.MINOR, [By.CARE_ALONE]),
    "student": (Who.ELIGIBLE_STUDENT, []),
    "student in college": (Who.ELIGIBLE_STUDENT, [By.COLLEGE]),
    "adult": (Who.ADULT_YOUTH, []),
    "emancipated": (Who.ADULT_YOUTH, [By.EMANCIPATED]),
    "adult who agreed alone": (Who.ADULT_YOUTH, [By.CARE_ALONE]),
}
RECORDS = {
    "school": ("school_district", ["ferpa_bound"], "attendance"),
    "college": ("university", ["ferpa_bound"], "education"),
    "clinic": ("hipaa_provider", ["hipaa_covered"], "medical"),
    "counseling": ("hipaa_provider", ["hipaa_covered"], "mental_health"),
    "program": ("part2_program", ["part2_program"], "substance_use"),
}


LETTERS = {"school": "s", "college": "c", "clinic": "h", "counseling": "m", "program": "u"}


def state(**slots):
    """The rules of the example state, with other values in these slots."""
    pack = for_state("XE", date(2026, 11, 1))
    others = {name: replace(pack.slots[name], values=values) for name, values in slots.items()}
    return replace(pack, slots={**pack.slots, **others})


# In the example state a court decides on the care of a child in custody; at 14 one consents to substance use treatment
# alone, at 16 to counseling.
STATES = {
    "example": state(),
    "agency decides": state(foster_decisions={"medical": "agency"}),
    "foster parent decides": state(foster_decisions={"medical": "foster_parent"}),
    "adult at 19": state(majority={"age": 19}),
    "not on record": None,
}


@pytest.fixture
def form(db):
    return ConsentForm.objects.get(kind="uniform", language="en")


@pytest.fixture
def holders(operator):
    return {
        name: factories.agency(name, kind, statuses, by=operator)
        for name, (kind, statuses, _c) in RECORDS.items()
    }


@pytest.fixture
def sita(south, operator):
    """Records what families of South's young people sign, and asks for their records."""
    return factories.member("sita", south, ["staff", "records_custodian"], by=operator)


@pytest.fixture
def try_all(sita, south, holders, form, monkeypatch):
    """`try_all(state, age)`: for which records each person could sign; on every one of them it was decided."""

    def _try_all(name, age):
        monkeypatch.setattr(agency_facts, "for_state", lambda _state, _on: STATES[name])
        born = south.today() - timedelta(days=age * 366)
        youth = factories.youth(sita, "Maya", "Torres", born=born)
        asked = {
            record: request_of(holder, RECORDS[record][2], born, by=sita)
            for record, holder in holders.items()
        }
        return {
            who: {
                LETTERS[record]
                for record, (_kind, _statuses, category) in RECORDS.items()
                if signs(youth, who, asked[record], category, by=sita, form=form)
            }
            for who in PEOPLE
        }

    return _try_all


def request_of(holder, category, born, *, by):
    """What the agency of `by` asks for."""
    with acting_as(by):
        request = actions.compose(
            by=by, holder=holder, first_name="Maya", last_name="Torres", birth_date=born,
            purpose="care_coordination", reason="To plan the care", basis="consent",
        )  # fmt: skip
        return actions.edit(request, by=by, wanted=[Wanted(category)])


def signs(youth, who, request, category, *, by, form):
    """Whether this person could sign; then the decision that is made on it permits. Nothing is kept."""
    capacity, grounds, *too = PEOPLE[who]
    own = capacity in (Who.MINOR, Who.ELIGIBLE_STUDENT, Who.ADULT_YOUTH)
    today = youth.agency.today()
    line = GrantLine(
        discloser=request.holding_agency,
        recipient=youth.agency,
        category=category,
        purposes=["care_coordination"],
        starts_on=today,
        expires_on=today + timedelta(days=10),
    )
    with acting_as(by), transaction.atomic():
        try:
            consent = record_consent(
                youth,
                by=by,
                form=form,
                signer_name=youth.full_name if own else "Kim Kaplan",
                capacity=capacity,
                grounds=grounds,
                authority_evidence="The order of October 2, seen",
                minor_also_signed=bool(too),
                lines=[line],
            )
        except RefusedInput:
            return False
        AttachedConsent.objects.create(request=request, agency=consent.agency, consent=consent)
        # That agencies agreed to ask each other is another matter.
        facts = replace(facts_for(request), agreement_required=False)
        answer = decide(facts, agency_facts.state_pack(request.holding_agency)).categories[0]
        assert answer.allows_release, (category, who, answer.missing)
        transaction.set_rollback(True)
    return True


# s school, c college, h health, m mental health, u substance use.
WHO_MAY = """
                                     a       b       c       d       e       f       g
parent                               shm     sh      -       shm     shm     -       shm
parent who agreed to the care        shm     shm     -       shm     shm     -       shm
parent and youth                     schmu   schmu   -       schmu   schmu   -       schmu
guardian                             shm     sh      -       shm     shm     -       shm
caretaker                            s       s       -       s       s       -       s
caretaker with a paper               shm     sh      -       shm     shm     -       shm
caretaker with a paper and youth     schmu   schmu   -       schmu   schmu   -       schmu
foster parent                        s       s       -       s       shm     -       s
foster parent and youth              scu     scu     -       scu     schmu   -       sc
agency                               -       -       -       -       -       -       -
agency with custody                  s       s       -       shm     s       -       s
agency with custody and youth        scu     scu     -       schmu   scu     -       sc
agency for school                    s       s       -       s       s       -       s
agency for health                    hm      h       -       hm      hm      -       hm
agency for health and youth          chmu    chmu    -       chmu    chmu    -       chmu
appointed with custody               s       s       -       s       s       -       s
appointed for health                 hm      h       -       hm      hm      -       hm
minor                                cu      cu      -       cu      cu      -       c
minor who agreed alone               chu     chmu    -       chu     chu     -       chm
student                              cu      cu      schmu   cu      cu      scu     c
student in college                   scu     scu     schmu   scu     scu     scu     sc
adult                                -       -       schmu   -       -       scu     -
emancipated                          chmu    chmu    schmu   chmu    chmu    schmu   chmu
adult who agreed alone               -       -       schmu   -       -       schmu   -
"""
COLUMNS = {
    "a": ("example", 15),
    "b": ("example", 17),
    "c": ("example", 18),
    "d": ("agency decides", 15),
    "e": ("foster parent decides", 15),
    "f": ("adult at 19", 18),
    "g": ("not on record", 15),
}


@pytest.mark.parametrize("column", COLUMNS)
def test_whoever_may_sign_is_relied_on_and_nobody_else_may_sign(try_all, column):
    place = list(COLUMNS).index(column)
    rows = [row.rsplit(None, len(COLUMNS)) for row in WHO_MAY.strip().splitlines()[1:]]
    expected = {row[0].strip(): set(row[1 + place]) - {"-"} for row in rows}
    assert try_all(*COLUMNS[column]) == expected


def test_a_refusal_names_the_right_that_would_be_enough(sita, south, holders, form):
    youth = factories.youth(sita, "Maya", "Torres", born=south.today() - timedelta(days=15 * 366))
    today = south.today()
    line = GrantLine(
        discloser=holders["clinic"], recipient=south, category="medical", purposes=["care_coordination"],
        starts_on=today, expires_on=today,
    )  # fmt: skip
    with acting_as(sita), pytest.raises(RefusedInput) as refused:
        record_consent(
            youth, by=sita, form=form, signer_name="Kim Kaplan", capacity=Who.CARETAKER, lines=[line],
            authority_evidence="The letter of May 2, seen",
        )  # fmt: skip
    assert "gives the decisions on health care" in refused.value.message
    assert "gives custody" not in refused.value.message


def test_a_line_is_as_good_on_its_last_day_as_on_its_first(sita, south, holders, form, monkeypatch):
    """At 16 the record of counseling may be the young person's own: a parent's word alone reaches no further."""
    monkeypatch.setattr(agency_facts, "for_state", lambda _state, _on: STATES["example"])
    today = south.today()
    youth = factories.youth(sita, "Maya", "Torres", born=today - timedelta(days=15 * 365 + 300))
    signer = {"signer_name": "Kim Kaplan", "capacity": Who.PARENT, "authority_evidence": "Birth certificate"}

    def until(days):
        line = GrantLine(
            discloser=holders["counseling"], recipient=south, category="mental_health",
            purposes=["care_coordination"], starts_on=today, expires_on=today + timedelta(days=days),
        )  # fmt: skip
        with acting_as(sita):
            return record_consent(youth, by=sita, form=form, lines=[line], **signer)

    with pytest.raises(RefusedInput, match="choose an earlier last day"):
        until(90)
    assert until(30).grounds == ()
