"""The edge of whose signature is asked for, what the next step says, and what proof and notices are attached."""

from dataclasses import replace

import pytest

from law.decide import decide
from law.duties import Condition
from law.evidence import MinorConsentRule
from law.nearest import in_words
from law.notices import NOTICES, PART2_LONG, PART2_SHORT, VIEW_ONLY, notices_for
from law.proof import documented, without
from law.vocabulary import AgencyKind, Category, Provenance, Purpose, RecipientKind, SignerCapacity
from tests.law.table import consent, row

C, H, P, R, S = Category, AgencyKind, Purpose, RecipientKind, SignerCapacity


def therapy(age=15, **facts):
    """A school asks a provider for the record of a patient."""
    return row(
        "", H.HIPAA_PROVIDER, R.SCHOOL, age, C.MENTAL_HEALTH, P.EDUCATIONAL_SUPPORT, "", "", **facts
    ).read()


def program(asks, purpose, **facts):
    """Somebody asks a substance use program for the record of a patient of 15."""
    return row("", H.PART2_PROGRAM, asks, 15, C.SUBSTANCE_USE, purpose, "", "", **facts).read()


@pytest.mark.parametrize(
    ("facts", "signers"),
    [
        ({}, (S.PARENT, S.GUARDIAN)),
        ({"family__minor_consented_alone": True}, (S.MINOR,)),
        ({"family__parent_agreed_to_confidentiality": True}, (S.MINOR,)),
        ({"state__minor_signs_from": 15}, (S.MINOR, S.PARENT, S.GUARDIAN)),
        ({"state__minor_signs_from": 16}, (S.PARENT, S.GUARDIAN)),
    ],
)
def test_who_is_named_as_signer_of_an_authorization(facts, signers):
    assert decide(therapy(**facts)).categories[0].signers == signers


@pytest.mark.parametrize(
    ("age", "facts", "parent", "both"),
    [
        # law.md 5.2: usually the minor's own. Where the state's age is not known, at any age.
        (15, {}, "needs_more", "permit"),
        (9, {}, "needs_more", "permit"),
        (15, {"state__minor_signs_from": 14}, "needs_more", "permit"),
        (13, {"state__minor_signs_from": 14}, "permit", "permit"),
        (15, {"family__parent_consented_to_care": True}, "permit", "permit"),
        (15, {"family__minor_consented_alone": True}, "needs_more", "permit"),
        (None, {}, "needs_more", "needs_more"),
        (18, {}, "needs_more", "needs_more"),
    ],
)
def test_a_record_of_hiv_sexual_or_reproductive_care_is_not_opened_by_a_parent_alone(
    age, facts, parent, both
):
    def said(*signers):
        paper = consent(C.SEXUAL_HEALTH, signers=signers)
        sheet = row("", H.HIPAA_PROVIDER, R.SCHOOL, age, C.SEXUAL_HEALTH, P.EDUCATIONAL_SUPPORT, "", "",
            consents=(paper,), **facts)  # fmt: skip
        return str(decide(sheet.read()).outcome)

    assert (said(S.PARENT), said(S.PARENT, S.MINOR)) == (parent, both)


def test_a_consent_for_general_health_does_not_reach_it():
    paper = consent(C.MEDICAL, signers=(S.PARENT, S.MINOR))
    sheet = row("", H.HIPAA_PROVIDER, R.SCHOOL, 15, C.SEXUAL_HEALTH, P.EDUCATIONAL_SUPPORT, "", "",
        consents=(paper,))  # fmt: skip
    assert str(decide(sheet.read()).outcome) == "deny"


def test_being_the_parent_opens_no_record_of_such_care_either():
    def said(category):
        sheet = row("", H.HIPAA_PROVIDER, R.PARENT, 15, category, P.OWN_REVIEW, "", "").read()
        return str(decide(sheet).outcome)

    assert said(C.MEDICAL) == "permit"
    assert said(C.SEXUAL_HEALTH) == "needs_more"


@pytest.mark.parametrize(
    ("asks", "age", "signers", "reads_only"),
    [
        (R.SCHOOL, 15, (S.MINOR,), True),
        (R.SCHOOL_NURSE, 17, (S.MINOR,), True),
        (R.SCHOOL, 15, (S.MINOR, S.PARENT), False),
        (R.SCHOOL, 18, (S.ADULT_YOUTH,), False),
        (R.HEALTH_PROVIDER, 15, (S.MINOR,), False),
        (R.CASEWORKER, 15, (S.MINOR,), False),
    ],
)
@pytest.mark.parametrize("holder", [H.PART2_PROGRAM, H.COMMUNITY_ORGANIZATION])
def test_a_school_only_reads_what_a_young_person_agreed_to_alone(holder, asks, age, signers, reads_only):
    onward = {} if holder is H.PART2_PROGRAM else {"record__part2_content": True}
    sheet = row("", holder, asks, age, C.SUBSTANCE_USE, P.EDUCATIONAL_SUPPORT, "", "",
        state__minor_consent_substance_use=MinorConsentRule.MINOR_ALONE,
        consents=(consent(C.SUBSTANCE_USE, signers=signers),), **onward)  # fmt: skip
    found = decide(sheet.read()).categories[0]
    assert found.allows_release
    assert (Condition.VIEW_ONLY in found.conditions) is reads_only
    assert (VIEW_ONLY.id in notices_for(found)) is reads_only


@pytest.mark.parametrize(
    ("agreed", "signer", "outcome"),
    [
        (False, S.PARENT, "needs_more"),
        (None, S.PARENT, "needs_more"),
        (True, S.MINOR, "permit"),
        (False, S.MINOR, "needs_more"),
    ],
)
def test_a_parent_who_promised_no_confidence_does_not_sign_alone(agreed, signer, outcome):
    facts = therapy(
        state__minor_signs_from=14,
        family__parent_agreed_to_confidentiality=agreed,
        consents=(consent(C.MENTAL_HEALTH, signers=(signer,)),),
    )
    assert str(decide(facts).outcome) == outcome


@pytest.mark.parametrize(
    ("purpose", "section"), [(P.INVESTIGATION, "2.65"), (P.COURT_PROCEEDING, "2.64"), (P.TREATMENT, "2.64")]
)
def test_the_section_of_the_order_to_ask_for(purpose, section):
    assert f"42 CFR {section}." in str(decide(program(R.POLICE, purpose)).categories[0].next_step)


def test_youth_and_parent_sign_together_and_parents_one_for_the_other():
    together = decide(program(R.SCHOOL, P.EDUCATIONAL_SUPPORT)).categories[0]
    either = decide(therapy()).categories[0]
    assert str(together.next_step) == str(in_words(together.nearest))
    assert f"{S.MINOR.label} and {S.PARENT.label}" in str(together.next_step)
    assert f"{S.PARENT.label} or {S.GUARDIAN.label}" in str(either.next_step)


def test_papers_and_facts_that_are_only_stated_are_all_left_out():
    spoken = consent(C.SPECIAL_EDUCATION, provenance=Provenance.ASSERTED)
    names = ("consents", "family.written_notice_given")
    facts = row("", H.SCHOOL, R.MEDICAID_AGENCY, 8, C.SPECIAL_EDUCATION, P.PAYMENT, "", "",
                consents=(spoken,), family__written_notice_given=True).read()  # fmt: skip
    left = without(facts, frozenset(names), documented(*names))
    assert (left.consents, left.family.written_notice_given) == ((), None)
    stated = decide(replace(facts, asserted=frozenset({"family.written_notice_given"}))).categories[0]
    billing = next(route for route in stated.routes if route.rule == "idea.public_insurance")
    assert {str(code) for code in billing.missing} == {"consent", "written_notice"}


def test_the_texts_of_part_2_are_fixed_and_no_others():
    assert {notice for notice in NOTICES.values() if notice.fixed} == {PART2_LONG, PART2_SHORT}
