"""What a decision tells: the main job, grounds, signers, notices, stored form, and what no rule covers."""

import json
from dataclasses import replace
from datetime import date

import pytest

from law import (
    RECIPIENT_OF_AGENCY,
    REFUSED_ON_ENTRY,
    STORED_CATEGORIES,
    decide,
    facts_from_json,
    facts_to_json,
    notices_for,
    refusal_on_entry,
)
from law.answers import Decision
from law.duties import Condition, Missing
from law.facts import AgreementFact, ConsentFact, Facts, HolderFact, RecipientFact, YouthFact
from law.message import gettext_noop, message
from law.notices import FERPA_REDISCLOSURE, HIPAA_REDISCLOSURE, NOTICES, PART2_LONG, PART2_SHORT, VIEW_ONLY
from law.vocabulary import AgencyKind, Category, Outcome, Provenance, Purpose, RecipientKind, SignerCapacity
from tests.law.table import DAY, consent

ASKED = (Category.ATTENDANCE, Category.DISCIPLINE)
TERM = AgreementFact("mou-1", True, frozenset(ASKED), frozenset({Purpose.CARE_COORDINATION}))
MAIN = Facts(
    HolderFact(AgencyKind.SCHOOL_DISTRICT, reference="district"),
    RecipientFact(RecipientKind.HEALTH_PROVIDER, reference="clinic"),
    YouthFact(14),
    ASKED,
    Purpose.CARE_COORDINATION,
    DAY,
    agreement_required=True,
    agreement=TERM,
)
GRANT = consent(
    Category.ATTENDANCE,
    names_recipient=None,
    names_discloser=None,
    covers_purpose=None,
    recipients=frozenset({"clinic"}),
    disclosers=frozenset({"district"}),
    purposes=frozenset({Purpose.CARE_COORDINATION}),
)


def test_an_agreement_without_consent_permits_nothing_and_says_what_is_missing():
    decision = decide(MAIN)
    assert not decision.allows_release
    assert decision.permitted_categories == ()
    found = decision.answer(Category.ATTENDANCE)
    assert found.missing == (Missing.CONSENT,)
    assert found.signers == (SignerCapacity.PARENT, SignerCapacity.GUARDIAN)
    assert "34 CFR 99.30" in str(found.reasons[0])
    assert "consent" in str(found.next_step)


def test_the_student_signs_from_eighteen():
    found = decide(replace(MAIN, youth=YouthFact(18))).answer(Category.ATTENDANCE)
    assert found.signers == (SignerCapacity.ELIGIBLE_STUDENT,)
    unknown = decide(replace(MAIN, youth=YouthFact())).answer(Category.ATTENDANCE)
    assert unknown.signers == (SignerCapacity.PARENT, SignerCapacity.ELIGIBLE_STUDENT)


def test_a_consent_for_attendance_permits_attendance_only():
    decision = decide(replace(MAIN, consents=(GRANT,)))
    assert decision.permitted_categories == (Category.ATTENDANCE,)
    assert not decision.allows_release
    assert decision.outcome is Outcome.DENY
    found = decision.answer(Category.ATTENDANCE)
    assert found.outcome is Outcome.PERMIT_WITH_CONDITIONS
    assert found.conditions == (Condition.REDISCLOSURE_NOTICE,)
    assert found.relies_on == ("grant-1",)
    assert notices_for(found) == (FERPA_REDISCLOSURE.id,)
    refused = decision.answer(Category.DISCIPLINE)
    assert refused.relies_on == ()
    assert notices_for(refused) == ()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"revoked": True}, "The consent was revoked. It supports no new disclosure."),
        ({"expires_on": date(2026, 11, 20)}, "The consent ended on 2026-11-20."),
        ({"recipients": frozenset({"other"})}, "The consent names another recipient."),
        ({"disclosers": frozenset({"other"})}, "The consent does not allow this agency to disclose."),
        ({"purposes": frozenset({Purpose.RESEARCH})}, "The consent was given for another purpose."),
        (
            {"signers": frozenset({SignerCapacity.MINOR})},
            "The consent is not signed by the person, or all the persons, whom the law asks.",
        ),
        ({"written": None}, "There is a consent, but it lacks something that the law requires."),
    ],
)
def test_a_consent_with_a_defect_permits_nothing_and_says_why(change, reason):
    facts = replace(MAIN, categories=(Category.ATTENDANCE,), consents=(replace(GRANT, **change),))
    found = decide(facts).answer(Category.ATTENDANCE)
    assert not found.allows_release
    assert [str(item) for item in found.reasons] == [reason]


def test_one_valid_consent_among_defective_ones_is_enough():
    facts = replace(
        MAIN, consents=(replace(GRANT, revoked=True), GRANT, replace(GRANT, reference="x", written=None))
    )
    assert decide(facts).answer(Category.ATTENDANCE).relies_on == ("grant-1",)


def test_a_consent_compared_with_nothing_is_not_enough():
    facts = replace(MAIN, consents=(replace(GRANT, recipients=frozenset(), disclosers=frozenset()),))
    assert decide(facts).answer(Category.ATTENDANCE).missing == (Missing.CONSENT_RECIPIENT,)


def test_before_april_2024_no_single_consent_for_all_of_care_was_valid():
    """The same paper is valid on the day of the amendment and was not on the day before."""
    both = {SignerCapacity.MINOR, SignerCapacity.PARENT}
    paper = consent(
        Category.SUBSTANCE_USE,
        signers=both,
        signed_on=date(2024, 1, 2),
        all_treatment_payment_operations=True,
    )
    facts = replace(
        MAIN,
        holder=HolderFact(AgencyKind.PART2_PROGRAM),
        categories=(Category.SUBSTANCE_USE,),
        agreement_required=False,
        consents=(paper,),
    )
    before, after = replace(facts, on=date(2024, 4, 15)), replace(facts, on=date(2024, 4, 16))
    assert decide(before).answer(Category.SUBSTANCE_USE).ground.rule == "part2.consent_before_2024"
    assert not decide(before).allows_release
    assert decide(after).allows_release
    ordinary = replace(before, consents=(replace(paper, all_treatment_payment_operations=None),))
    assert decide(ordinary).allows_release
    assert decide(replace(before, consents=())).answer(Category.SUBSTANCE_USE).ground.rule == "part2.none"


def test_a_part2_release_carries_notice_and_copy():
    facts = replace(
        MAIN,
        holder=HolderFact(AgencyKind.PART2_PROGRAM, reference="district"),
        categories=(Category.SUBSTANCE_USE,),
        agreement_required=False,
        consents=(
            replace(
                GRANT,
                categories=frozenset({Category.SUBSTANCE_USE}),
                signers=frozenset({SignerCapacity.MINOR, SignerCapacity.PARENT}),
            ),
        ),
    )
    found = decide(facts).answer(Category.SUBSTANCE_USE)
    assert {Condition.PART2_NOTICE, Condition.COPY_OF_CONSENT} <= set(found.conditions)
    assert notices_for(found) == (PART2_LONG.id,)


def test_a_health_release_carries_the_health_notice():
    facts = replace(
        MAIN,
        holder=HolderFact(AgencyKind.HIPAA_PROVIDER),
        categories=(Category.MENTAL_HEALTH,),
        agreement_required=False,
    )
    assert notices_for(decide(facts).answer(Category.MENTAL_HEALTH)) == (HIPAA_REDISCLOSURE.id,)


def test_notices_are_versioned_and_the_fixed_ones_keep_their_words():
    assert set(NOTICES) == {
        PART2_LONG.id,
        PART2_SHORT.id,
        VIEW_ONLY.id,
        FERPA_REDISCLOSURE.id,
        HIPAA_REDISCLOSURE.id,
    }
    assert PART2_SHORT.text == "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
    assert PART2_LONG.fixed
    assert "2.64 or 2.65" in PART2_LONG.text


def test_a_decision_is_stored_as_plain_data_with_rule_versions():
    decision = decide(replace(MAIN, consents=(GRANT,)))
    stored = json.loads(json.dumps(decision.to_json()))
    assert stored["permitted_categories"] == ["attendance"]
    assert stored["rule_versions"] == [["ferpa.consent", 1]]
    assert [entry["category"] for entry in stored["categories"]] == ["attendance", "discipline"]
    assert stored["categories"][1]["missing"] == [{"code": "consent", "label": Missing.CONSENT.label}]


def test_facts_are_stored_and_read_without_loss():
    facts = replace(
        MAIN, consents=(GRANT, ConsentFact(provenance=Provenance.VERIFIED)), not_shown=frozenset({"data"})
    )
    assert facts_from_json(json.loads(json.dumps(facts_to_json(facts)))) == facts


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"schema": 1}, "schema 1"),
        ({"shoe_size": 9}, "shoe_size"),
        ({"purpose": "fun"}, "fun"),
        ({"agreement_required": "yes"}, "bool"),
        ({"on": "tomorrow"}, "tomorrow"),
    ],
)
def test_stored_facts_that_cannot_be_read_are_refused(change, words):
    with pytest.raises(ValueError, match=words):
        facts_from_json({**facts_to_json(MAIN), **change})


def test_before_any_rule_the_answer_says_that_none_covers_it():
    found = decide(replace(MAIN, on=date(1970, 1, 1), agreement_required=False)).answer(Category.ATTENDANCE)
    assert found.outcome is Outcome.NEEDS_MORE
    assert found.missing == (Missing.EXPLICIT_RULE,)
    assert found.ground.rule == "law.uncovered"


def test_no_category_releases_nothing_and_a_category_not_asked_for_is_an_error():
    assert not Decision(DAY, (), ()).allows_release
    assert Decision(DAY, (), ()).outcome is Outcome.DENY
    with pytest.raises(KeyError):
        decide(MAIN).answer(Category.MEDICAL)


def test_a_category_asked_twice_is_answered_once():
    assert len(decide(replace(MAIN, categories=(*ASKED, *ASKED))).categories) == 2


def test_what_may_never_be_entered_is_refused_with_a_reason():
    assert {*REFUSED_ON_ENTRY} == {
        Category.PSYCHOTHERAPY_NOTES,
        Category.SUD_COUNSELING_NOTES,
        Category.VICTIM_SERVICE,
    }
    assert refusal_on_entry(Category.PSYCHOTHERAPY_NOTES)
    assert refusal_on_entry(Category.ATTENDANCE) is None
    assert not set(STORED_CATEGORIES) & {*REFUSED_ON_ENTRY, Category.DEIDENTIFIED}


def test_every_kind_of_agency_is_some_kind_of_recipient():
    assert set(RECIPIENT_OF_AGENCY) == set(AgencyKind)


def test_a_message_puts_values_into_its_template():
    assert str(message("Ends on %(date)s.", date="Monday")) == "Ends on Monday."
    assert str(message("See %(what)s.", what=message("the %(x)s", x="law"))) == "See the law."
    assert gettext_noop("as it is") == "as it is"
