"""A term of an agreement beside the law: what is an error, what still needs a paper, what asks for too much."""

from dataclasses import replace
from datetime import date

import pytest

from law.facts import HolderFact, RecipientFact
from law.packs import shipped
from law.terms import Remark, RemarkKind, TermFact, remarks_on
from law.vocabulary import REFUSED_ON_ENTRY, AgencyKind, Category, LegalStatus, Purpose, RecipientKind

DAY = date(2026, 11, 21)
DISTRICT = HolderFact(AgencyKind.SCHOOL_DISTRICT, frozenset({LegalStatus.FERPA_BOUND}))
CLINIC = HolderFact(AgencyKind.HIPAA_PROVIDER, frozenset({LegalStatus.HIPAA_COVERED}))
PROGRAM = HolderFact(AgencyKind.PART2_PROGRAM, frozenset({LegalStatus.PART2_PROGRAM}))
COUNTY = HolderFact(AgencyKind.CHILD_WELFARE, frozenset({LegalStatus.CHILD_WELFARE}))
PROBATION = HolderFact(AgencyKind.PROBATION, frozenset({LegalStatus.JUVENILE_JUSTICE}))
SHELTER = HolderFact(AgencyKind.COMMUNITY_ORGANIZATION, frozenset({LegalStatus.COMMUNITY}))
CONSENT = "Written consent of the parent, 34 CFR 99.30"
C, P, R = Category, Purpose, RecipientKind


def term(holder, asker, categories, purposes, authority="", conditions="") -> TermFact:
    return TermFact(
        holder, RecipientFact(asker), frozenset(categories), frozenset(purposes), authority, conditions
    )


def only(remarks: tuple[Remark, ...]) -> Remark:
    assert len(remarks) == 1, remarks
    return remarks[0]


@pytest.mark.parametrize("category", sorted(REFUSED_ON_ENTRY))
@pytest.mark.parametrize("holder", [CLINIC, PROGRAM, SHELTER])
def test_what_may_not_even_be_entered_is_an_error(holder, category):
    remark = only(remarks_on(term(holder, R.HEALTH_PROVIDER, [category], [P.TREATMENT]), DAY))
    assert remark.kind is RemarkKind.UNLAWFUL
    assert str(remark.text) == REFUSED_ON_ENTRY[category]
    assert remark.citations


@pytest.mark.parametrize("purpose", [P.INVESTIGATION, P.PROCEEDING_AGAINST_YOUTH, P.COURT_PROCEEDING])
@pytest.mark.parametrize("asker", [R.POLICE, R.COURT, R.PROBATION_OFFICER])
def test_no_agreement_opens_substance_use_records_to_proceedings(asker, purpose):
    remark = only(remarks_on(term(PROGRAM, asker, [C.SUBSTANCE_USE], [purpose], "Consent, 42 CFR 2.31"), DAY))
    assert remark.kind is RemarkKind.UNLAWFUL
    assert "Only an order of a court can" in str(remark.text)
    assert "42 CFR 2.13(a), (c); 2.31" in remark.citations


def test_an_error_stands_first_and_names_only_its_part():
    mixed = term(PROGRAM, R.PROBATION_OFFICER, [C.SUBSTANCE_USE], [P.SUPERVISION, P.INVESTIGATION])
    error, rest = remarks_on(mixed, DAY)
    assert (error.kind, error.purposes) == (RemarkKind.UNLAWFUL, (P.INVESTIGATION,))
    assert (rest.kind, rest.purposes) == (RemarkKind.NEEDS_MORE, (P.SUPERVISION,))
    assert str(rest.text) == "Each request needs a written consent, one for each youth."


@pytest.mark.parametrize(
    ("holder", "asker", "category", "purpose", "needed", "citation"),
    [
        (DISTRICT, R.HEALTH_PROVIDER, C.ATTENDANCE, P.TREATMENT, "a written consent", "34 CFR 99.30; 99.33(d)"),
        (DISTRICT, R.POLICE, C.DISCIPLINE, P.INVESTIGATION, "a written consent", "34 CFR 99.30; 99.33(d)"),
        (CLINIC, R.SCHOOL, C.MENTAL_HEALTH, P.EDUCATIONAL_SUPPORT, "a written consent", "45 CFR 164.508(b)-(c)"),
        (PROGRAM, R.HEALTH_PROVIDER, C.SUBSTANCE_USE, P.TREATMENT, "a written consent", "42 CFR 2.31"),
        (DISTRICT, R.SCHOOL, C.EDUCATION, P.ENROLLMENT, "the youth enrolls", "34 CFR 99.31(a)(2)"),
        (DISTRICT, R.CASEWORKER, C.EDUCATION, P.PLACEMENT, "legally responsible", "20 USC 1232g(b)(1)(L)"),
        (DISTRICT, R.SRO, C.LAW_ENFORCEMENT_UNIT, P.THREAT_ASSESSMENT, "law enforcement unit", "99.8"),
        (DISTRICT, R.COMMUNITY_ORG, C.DIRECTORY, P.EDUCATIONAL_SUPPORT, "opted out", "99.37"),
        (CLINIC, R.HEALTH_DEPARTMENT, C.MEDICAL, P.PUBLIC_HEALTH, "public health authority", "164.512(b)(1)(i)"),
        (CLINIC, R.SCHOOL, C.IMMUNIZATION, P.ENROLLMENT, "proof of immunization", "164.512(b)(1)(vi)"),
        (COUNTY, R.POLICE, C.CHILD_WELFARE, P.CHILD_PROTECTION, "duty to protect children", "42 USC 5106a"),
        (COUNTY, R.SCHOOL, C.PLACEMENT, P.EDUCATIONAL_SUPPORT, "state law", "42 USC 5106a"),
        (PROBATION, R.SCHOOL, C.JUVENILE_JUSTICE, P.EDUCATIONAL_SUPPORT, "state law", "State juvenile code"),
        (SHELTER, R.CASEWORKER, C.HOUSING, P.CHILD_PROTECTION, "state law", "State law"),
    ],
)  # fmt: skip
def test_a_lawful_term_says_what_each_request_needs(holder, asker, category, purpose, needed, citation):
    remark = only(remarks_on(term(holder, asker, [category], [purpose]), DAY))
    assert remark.kind is RemarkKind.NEEDS_MORE
    assert needed in str(remark.text)
    assert any(citation in found for found in remark.citations)


@pytest.mark.parametrize(
    ("holder", "asker", "category", "purpose", "relief"),
    [
        (CLINIC, R.HEALTH_PROVIDER, C.MENTAL_HEALTH, P.TREATMENT, "The law asks for no consent here."),
        (CLINIC, R.COMMUNITY_ORG, C.MEDICAL, P.CARE_COORDINATION, "The law asks for no consent here."),
        (DISTRICT, R.SCHOOL, C.EDUCATION, P.ENROLLMENT, "if there is proof that the youth enrolls"),
        (DISTRICT, R.COMMUNITY_ORG, C.ATTENDANCE, P.INSTITUTIONAL_SERVICE, "under its direct control"),
        (DISTRICT, R.PROBATION_OFFICER, C.ATTENDANCE, P.JUVENILE_SERVICES, "not yet adjudicated"),
        (CLINIC, R.CASEWORKER, C.MEDICAL, P.PLACEMENT, "the decision on the youth's care"),
    ],
)
def test_a_term_that_asks_for_a_needless_consent_is_stricter(holder, asker, category, purpose, relief):
    remark = only(
        remarks_on(term(holder, asker, [category], [purpose], "Authorization, 45 CFR 164.508"), DAY)
    )
    assert remark.kind is RemarkKind.STRICTER
    assert relief in str(remark.text)


def test_where_law_and_term_agree_nothing_is_said():
    treatment = term(CLINIC, R.HEALTH_PROVIDER, [C.MENTAL_HEALTH, C.MEDICAL], [P.TREATMENT], "45 CFR 164.506")
    assert remarks_on(treatment, DAY) == ()


@pytest.mark.parametrize(
    ("authority", "conditions", "demanded"),
    [
        ("Written consent of the parent", "", True),
        ("Treatment, 45 CFR 164.506", "Only with the authorization of the youth.", True),
        ("Custody order, or consent", "", False),
        ("Treatment without consent, 45 CFR 164.506", "", False),
        ("Authorized representative, 34 CFR 99.35", "", False),
        ("", "", False),
    ],
)
def test_a_consent_named_as_another_way_is_not_demanded(authority, conditions, demanded):
    fact = term(CLINIC, R.HEALTH_PROVIDER, [C.MEDICAL], [P.TREATMENT], authority, conditions)
    assert fact.demands_consent is demanded


def test_the_same_remark_is_made_once():
    records = [C.EDUCATION, C.ATTENDANCE, C.DISCIPLINE]
    flow = term(DISTRICT, R.HEALTH_PROVIDER, records, [P.TREATMENT, P.CARE_COORDINATION], CONSENT)
    remark = only(remarks_on(flow, DAY))
    assert remark.categories == (C.ATTENDANCE, C.DISCIPLINE, C.EDUCATION)
    assert remark.purposes == (P.TREATMENT, P.CARE_COORDINATION)


@pytest.mark.parametrize("holder", [DISTRICT, CLINIC, PROGRAM, COUNTY, PROBATION, SHELTER])
def test_every_part_of_every_term_gets_an_answer_with_a_provision(holder):
    """No part is passed over, and every remark cites something."""
    for asker in (R.SCHOOL, R.HEALTH_PROVIDER, R.CASEWORKER, R.POLICE, R.COMMUNITY_ORG, R.HEALTH_DEPARTMENT):
        for remark in remarks_on(term(holder, asker, list(Category), list(Purpose), CONSENT), DAY):
            assert all((remark.citations, remark.categories, remark.purposes))
            assert "%(" not in str(remark.text)


def test_data_that_identify_nobody_are_no_error():
    remark = only(remarks_on(term(DISTRICT, R.COMMUNITY_ORG, [C.DEIDENTIFIED], [P.PUBLIC_REPORTING]), DAY))
    assert remark.kind is RemarkKind.NEEDS_MORE


def test_the_holders_state_pack_is_applied():
    """The invented state of the demonstration adds a duty to mental health records at school."""
    flow = term(CLINIC, R.SCHOOL, [C.MENTAL_HEALTH], [P.EDUCATIONAL_SUPPORT])
    (pack,) = (pack for pack in shipped() if pack.state == "XE")
    plain, there = (only(remarks_on(fact, DAY)) for fact in (flow, replace(flow, state="XE")))
    assert plain.kind is there.kind is RemarkKind.NEEDS_MORE
    added = set(there.citations) - set(plain.citations)
    assert added <= {rule.cite for rule in pack.rules}
    assert added
