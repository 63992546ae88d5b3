"""When a consent is valid: what each law asks of the form, who signs, and until when. Each defect voids what it should."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from law.case import Case
from law.consent import FERPA_ELEMENTS, HIPAA_ELEMENTS, PART2_ALL_PURPOSES_ELEMENTS, PART2_ELEMENTS, check
from law.duties import Missing
from law.evidence import MinorConsentRule
from law.facts import Facts, HolderFact, OrderFact, OrderKind, RecipientFact, YouthFact
from law.signing import who_signs
from law.vocabulary import (
    AgencyKind,
    Category,
    ConsentLaw,
    Element,
    Outcome,
    Purpose,
    RecipientKind,
    SignerCapacity,
)
from tests.law.table import DAY, consent

ALONE = MinorConsentRule.MINOR_ALONE
PARENT = MinorConsentRule.PARENT_REQUIRED
BOTH = (SignerCapacity.MINOR, SignerCapacity.PARENT)
FERPA, HIPAA, PART2 = ConsentLaw
REQUIRED = {FERPA: FERPA_ELEMENTS, HIPAA: HIPAA_ELEMENTS, PART2: PART2_ELEMENTS}
FACTS = Facts(
    HolderFact(AgencyKind.HIPAA_PROVIDER, reference="clinic"),
    RecipientFact(RecipientKind.HEALTH_PROVIDER, reference="doctor"),
    YouthFact(15),
    (Category.MEDICAL,),
    Purpose.TREATMENT,
    DAY,
)
GOOD = consent(Category.MEDICAL, signers=BOTH)


def found(law, paper=GOOD, **changes):
    """What one law says of one paper; the facts changed as named."""
    return check(Case(replace(FACTS, **changes), Category.MEDICAL), paper, law)


def valid(law, paper=GOOD, **changes) -> bool:
    return found(law, paper, **changes).outcome is Outcome.PERMIT


@pytest.mark.parametrize("law", ConsentLaw)
def test_the_uniform_form_signed_by_both_satisfies_every_law(law):
    assert valid(law)


@pytest.mark.parametrize("law", ConsentLaw)
@pytest.mark.parametrize("element", Element)
def test_an_element_left_out_voids_the_grants_of_exactly_the_laws_that_ask_for_it(element, law):
    paper = replace(GOOD, elements=GOOD.elements - {element})
    assert valid(law, paper) == (element not in REQUIRED[law])


@pytest.mark.parametrize(
    ("covered", "purpose", "category", "asked"),
    [
        (True, Purpose.TREATMENT, Category.SUBSTANCE_USE, True),
        (True, Purpose.CARE_COORDINATION, Category.SUBSTANCE_USE, True),
        (True, Purpose.EDUCATIONAL_SUPPORT, Category.SUBSTANCE_USE, False),
        (False, Purpose.TREATMENT, Category.SUBSTANCE_USE, False),
        (True, Purpose.TREATMENT, Category.SUD_COUNSELING_NOTES, False),
    ],
)
def test_to_a_covered_entity_for_care_part2_asks_what_may_happen_afterwards(
    covered, purpose, category, asked
):
    """42 CFR 2.31(a)(4)(iii)."""
    paper = consent(category, signers=BOTH, purposes=frozenset({purpose}))
    bare = replace(paper, elements=paper.elements - {Element.REDISCLOSURE_STATEMENT})
    facts = replace(FACTS, purpose=purpose, recipient=replace(FACTS.recipient, hipaa_covered=covered))
    case = Case(facts, category)
    assert check(case, paper, PART2).outcome is Outcome.PERMIT
    assert (check(case, bare, PART2).outcome is not Outcome.PERMIT) == asked


@pytest.mark.parametrize("element", sorted(PART2_ALL_PURPOSES_ELEMENTS - PART2_ELEMENTS))
def test_a_single_consent_for_all_of_care_has_two_more_statements(element):
    paper = replace(GOOD, elements=GOOD.elements - {element})
    assert valid(PART2, paper)
    assert not valid(PART2, replace(paper, all_treatment_payment_operations=True))


@pytest.mark.parametrize(
    ("law", "age", "signers", "state", "missing"),
    [
        (FERPA, 15, (SignerCapacity.PARENT,), None, ()),
        (FERPA, 15, (SignerCapacity.GUARDIAN,), None, ()),
        (FERPA, 15, (SignerCapacity.CARETAKER,), None, ()),
        (FERPA, 15, (SignerCapacity.MINOR,), None, (Missing.PARENT_SIGNATURE,)),
        (FERPA, 15, (SignerCapacity.CHILD_WELFARE_AGENCY,), None, (Missing.SIGNER_AUTHORITY,)),
        (FERPA, 18, (SignerCapacity.PARENT,), None, (Missing.STUDENT_SIGNATURE,)),
        (FERPA, 18, (SignerCapacity.MINOR,), None, (Missing.STUDENT_SIGNATURE,)),
        (FERPA, 18, (SignerCapacity.ELIGIBLE_STUDENT,), None, ()),
        (FERPA, None, (SignerCapacity.PARENT,), None, (Missing.YOUTH_AGE,)),
        (HIPAA, 15, (SignerCapacity.PARENT,), None, ()),
        (HIPAA, 15, (SignerCapacity.MINOR,), None, (Missing.PARENT_SIGNATURE,)),
        (HIPAA, 18, (SignerCapacity.PARENT,), None, (Missing.STUDENT_SIGNATURE,)),
        (HIPAA, 18, (SignerCapacity.ADULT_YOUTH,), None, ()),
        (HIPAA, None, (SignerCapacity.PARENT,), None, (Missing.YOUTH_AGE,)),
        (PART2, 15, (SignerCapacity.MINOR,), ALONE, ()),
        (PART2, 15, (SignerCapacity.PARENT,), ALONE, (Missing.MINOR_SIGNATURE,)),
        (PART2, 15, (SignerCapacity.MINOR,), PARENT, (Missing.PARENT_SIGNATURE,)),
        (PART2, 15, (SignerCapacity.MINOR,), None, (Missing.STATE_LAW,)),
        (PART2, 15, BOTH, PARENT, ()),
        (PART2, 15, BOTH, None, ()),
        (PART2, 18, BOTH, ALONE, (Missing.STUDENT_SIGNATURE,)),
    ],
)
def test_who_has_to_sign(law, age, signers, state, missing):
    state_law = replace(FACTS.state, minor_consent_substance_use=state)
    paper = replace(GOOD, signers=frozenset(signers))
    assert found(law, paper, youth=YouthFact(age), state=state_law).missing == missing


def test_a_student_in_college_signs_at_any_age():
    paper = replace(GOOD, signers=frozenset({SignerCapacity.MINOR}))
    assert valid(FERPA, paper, youth=YouthFact(17, attends_postsecondary=True))
    assert valid(FERPA, paper, youth=YouthFact(None, attends_postsecondary=True))


@pytest.mark.parametrize(("day", "good"), [(date(2027, 3, 1), True), (date(2027, 3, 2), False)])
def test_a_parent_s_consent_ends_on_the_eighteenth_birthday(day, good):
    """Born on 2 March 2009: the age on the day of the disclosure counts."""
    age = 17 if day < date(2027, 3, 2) else 18
    assert [valid(law, on=day, youth=YouthFact(age)) for law in ConsentLaw] == [good] * 3


def test_where_the_minor_holds_the_rights_the_minor_signs():
    family = replace(FACTS.family, minor_consented_alone=True)
    parent, minor = (replace(GOOD, signers=frozenset({who})) for who in reversed(BOTH))
    assert found(HIPAA, parent, family=family).missing == (Missing.MINOR_SIGNATURE,)
    assert valid(HIPAA, minor, family=family)
    assert valid(FERPA, parent, family=family)


@pytest.mark.parametrize(
    ("order", "ferpa", "hipaa", "part2"),
    [
        (None, False, False, False),
        ({"custody_to_agency": True}, True, False, False),
        ({"custody_to_agency": True, "medical_decision_authority": True}, True, True, True),
        ({"medical_decision_authority": False}, False, False, False),
    ],
)
def test_an_agency_signs_for_school_records_by_custody_and_for_health_by_the_decision_on_care(
    order, ferpa, hipaa, part2
):
    paper = replace(GOOD, signers=frozenset({SignerCapacity.CHILD_WELFARE_AGENCY, SignerCapacity.MINOR}))
    papers = () if order is None else (OrderFact(OrderKind.CUSTODY_ORDER, **order),)
    state = replace(FACTS.state, minor_consent_substance_use=PARENT)
    assert [valid(law, paper, orders=papers, state=state) for law in ConsentLaw] == [ferpa, hipaa, part2]


@pytest.mark.parametrize("law", ConsentLaw)
@pytest.mark.parametrize("youth", [YouthFact(19, lacks_capacity=True), YouthFact(15, deceased=True)])
def test_a_representative_signs_for_one_who_cannot(law, youth):
    own = replace(GOOD, signers=frozenset({SignerCapacity.ADULT_YOUTH}))
    appointed = replace(GOOD, signers=frozenset({SignerCapacity.COURT_APPOINTED}))
    assert found(law, own, youth=youth).missing == (Missing.SIGNER_AUTHORITY,)
    assert valid(law, appointed, youth=youth)
    case = Case(replace(FACTS, youth=youth), Category.MEDICAL)
    assert who_signs(case, law) == (SignerCapacity.COURT_APPOINTED, SignerCapacity.GUARDIAN)


@pytest.mark.parametrize("law", ConsentLaw)
@pytest.mark.parametrize(
    ("defect", "missing"),
    [
        ({"signer_rights_revoked": True}, Missing.SIGNER_AUTHORITY),
        ({"authority_described": False}, Missing.SIGNER_AUTHORITY),
        ({"written": False}, Missing.WRITTEN_CONSENT),
        ({"electronic": True}, Missing.SIGNATURE),
        ({"electronic": True, "authenticated": True}, Missing.SIGNATURE),
        ({"names_recipient": None}, Missing.CONSENT_RECIPIENT),
        ({"covers_purpose": None}, Missing.PURPOSE),
    ],
)
def test_a_defect_that_a_new_paper_can_mend(law, defect, missing):
    state = replace(FACTS.state, minor_consent_substance_use=PARENT)
    result = found(law, replace(GOOD, **defect), state=state)
    assert (result.outcome, result.missing) == (Outcome.NEEDS_MORE, (missing,))


@pytest.mark.parametrize("law", ConsentLaw)
@pytest.mark.parametrize(
    "defect",
    [
        {"revoked": True},
        {"revocation_attempted": True},
        {"expires_on": DAY - timedelta(days=1)},
        {"event_occurred": True},
        {"signed_on": DAY + timedelta(days=1)},
        {"known_false": True},
        {"categories": frozenset({Category.MENTAL_HEALTH})},
        {"names_recipient": False},
        {"names_discloser": False},
        {"covers_purpose": False},
    ],
)
def test_a_consent_that_has_ended_or_speaks_of_something_else_opens_nothing(law, defect):
    assert found(law, replace(GOOD, **defect)).outcome is Outcome.DENY


@pytest.mark.parametrize("law", ConsentLaw)
def test_a_consent_holds_through_its_last_day(law):
    assert valid(law, replace(GOOD, expires_on=DAY))


def test_a_service_made_to_depend_on_signing_voids_the_health_laws_grants_only():
    paper = replace(GOOD, conditioned_unlawfully=True)
    assert [valid(law, paper) for law in ConsentLaw] == [True, False, False]


def test_an_intermediary_s_participants_are_named_for_part_2():
    paper = replace(GOOD, intermediary=True)
    assert [valid(law, paper) for law in ConsentLaw] == [True, True, False]
    assert found(PART2, paper).missing == (Missing.CONSENT_PARTICIPANTS,)
    assert valid(PART2, replace(paper, names_participants=True))


@pytest.mark.parametrize(("combined", "good"), [(False, True), (True, False), (None, False)])
def test_a_consent_for_proceedings_stands_alone_under_part_2(combined, good):
    paper = replace(GOOD, combined=combined)
    assert valid(PART2, paper, purpose=Purpose.COURT_PROCEEDING) == good
    assert valid(FERPA, paper, purpose=Purpose.COURT_PROCEEDING)


def test_without_an_end_a_form_is_valid_for_school_records_and_for_research_only():
    paper = replace(GOOD, expires_on=None, expires_event="none")
    assert [valid(law, paper) for law in ConsentLaw] == [True, False, False]
    assert [valid(law, paper, purpose=Purpose.RESEARCH) for law in ConsentLaw] == [True, True, True]
    assert valid(PART2, replace(paper, all_treatment_payment_operations=True))
