"""Which questions the guide asks is the law engine's doing: what changes its answer is asked, and nothing else."""

from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from guide.answers import Answers
from guide.facts import contradict, facts_from, pack_for, together
from guide.questions import HAVE, NEEDED, NONE, QUESTIONS, by_code
from guide.tree import offers, walk
from law import Decision, decide
from law.packs import shipped
from law.vocabulary import AgencyKind, Category, Outcome, Purpose, RecipientKind

TODAY = date(2026, 11, 21)
SCHOOL = {"holder": "school", "records": "attendance"}
PROGRAM = {"holder": "part2_program", "records": "substance_use"}


def said(**answers: str) -> Answers:
    return Answers({name: tuple(codes.split()) for name, codes in answers.items()})


def offered(question: str, **answers: str) -> set[str]:
    return {choice.code for choice in offers(by_code(question), said(**answers), TODAY)}


def answered(stated) -> Decision:
    return decide(facts_from(stated, TODAY), pack_for(stated, TODAY))


def outcome(answers: Answers) -> Outcome:
    return answered(answers.stated).outcome


def test_the_four_that_every_answer_needs_are_asked_first():
    found = walk(Answers(), TODAY)
    for question in NEEDED:
        assert found.following.question is question
        found = walk(found.answers.plus(question, [question.choices[0].code]), TODAY)


@pytest.mark.parametrize(
    ("question", "kinds"),
    [("holder", AgencyKind), ("asker", RecipientKind), ("records", Category), ("purpose", Purpose)],
)
def test_every_kind_the_engine_knows_can_be_chosen_once(question, kinds):
    codes = [choice.code for choice in by_code(question).choices]
    assert sorted(codes) == sorted(kind.value for kind in kinds)


def test_what_never_opens_asks_nothing_more():
    found = walk(
        said(holder="community_organization", asker="police", records="victim_service", purpose="treatment"),
        TODAY,
    )
    assert found.following is None
    assert outcome(found.answers) is Outcome.DENY


def test_age_is_asked_where_it_decides_who_signs_and_not_where_it_does_not():
    assert offered("age", **SCHOOL, asker="police", purpose="investigation")
    assert not offered(
        "age", holder="hipaa_provider", asker="health_provider", records="medical", purpose="treatment"
    )


@pytest.mark.parametrize("state", ["", "XE"])
@pytest.mark.parametrize(
    ("holder", "record", "asker"),
    [
        ("school", "education", "parent"),
        ("university", "discipline", "parent"),
        ("part2_program", "substance_use", "parent"),
        ("hipaa_provider", "mental_health", "parent"),
    ],
)
def test_the_youngest_and_the_oldest_age_stand_for_all_below_and_above(holder, record, asker, state):
    base = said(
        holder=holder,
        records=record,
        asker=asker,
        purpose="own_review",
        have="enrollment",
        enrollment="alcohol_or_drug_violation",
    ).stated
    for code, ages in (("under-12", range(12)), ("21", range(21, 27))):
        stands_for = answered(together(base, {"us_state": state}, by_code("age").choice(code).facts))
        for age in ages:
            one = answered(together(base, {"us_state": state, "youth.age": age}))
            assert one.categories == stands_for.categories, age


def test_no_state_s_rules_turn_on_an_age_that_the_guide_does_not_tell_apart():
    for pack in shipped():
        ages = {slot.values["age"] for slot in pack.slots.values() if "age" in slot.values}
        ages |= {rule.match.min_age for rule in pack.rules} | {
            rule.match.max_age + 1 for rule in pack.rules if rule.match.max_age is not None
        }
        assert not ages & set(range(1, 12)), pack.name


def test_college_is_asked_of_a_minor_at_school_and_not_of_an_adult():
    case = {**SCHOOL, "asker": "parent", "purpose": "own_review"}
    assert offered("youth", **case, age="17") == {"attends_postsecondary"}
    assert not offered("youth", **case, age="19")


def test_a_provider_may_be_one_that_hipaa_does_not_bind():
    case = {
        "holder": "hipaa_provider",
        "asker": "health_provider",
        "records": "medical",
        "purpose": "treatment",
    }
    assert "no_electronic_billing" in offered("holder_is", **case)
    assert "no_electronic_billing" not in offered("holder_is", **SCHOOL, asker="teacher", purpose="personal")


def test_only_what_can_help_is_on_the_list_of_what_one_has():
    program = {**PROGRAM, "asker": "school_official", "purpose": "educational_support", "age": "15"}
    assert "consent" in offered("have", **program)
    assert "danger" not in offered("have", **program)
    medics = {**PROGRAM, "asker": "health_provider", "purpose": "treatment", "age": "15"}
    assert "danger" in offered("have", **medics)


def test_what_may_be_shared_already_asks_for_no_papers():
    case = {
        "holder": "hipaa_provider",
        "asker": "health_provider",
        "records": "medical",
        "purpose": "treatment",
    }
    assert not offered("have", **case)


def test_each_law_asks_for_its_own_particulars_of_a_consent():
    case = {"asker": "school_official", "purpose": "educational_support", "age": "15", "have": "consent"}
    school = offered("consent", **SCHOOL, **(case | {"asker": "police"}))
    program = offered("consent", **PROGRAM, **case)
    assert "right_to_revoke" not in school
    assert {"right_to_revoke", "patient_name", "expiration"} <= program
    assert "minor" in offered("signed", **PROGRAM, **case)


def test_findings_of_part_2_are_asked_of_an_order_only_where_part_2_applies():
    case = {
        "asker": "court",
        "purpose": "court_proceeding",
        "age": "15",
        "have": "process",
        "paper": "court_order",
    }
    assert "part2_findings" in offered("paper_says", **PROGRAM, **case)
    assert "part2_findings" not in offered("paper_says", **SCHOOL, **case)


def test_what_speaks_against_is_asked_only_of_what_one_has():
    case = {"asker": "police", "purpose": "investigation", "age": "15"}
    paper = {"have": "process", "paper": "court_order", "paper_says": "signed_by_judge"}
    assert "not_covered" in offered("against", **SCHOOL, **case, **paper)
    assert "not_covered" not in offered("against", **SCHOOL, **case)


def test_answers_that_no_longer_matter_are_left_out_and_the_rest_is_kept():
    before = said(**SCHOOL, asker="parent", purpose="own_review", age="17", youth="attends_postsecondary")
    after = walk(before.plus(by_code("age"), ["19"]), TODAY)
    assert by_code("youth") not in after.answers
    assert after.answers.to(by_code("age")) == ("19",)


def test_a_complete_consent_opens_a_program_s_record():
    """Every answer the guide offers on the consent, ticked: the person has all that the law asks."""
    answers = said(**PROGRAM, asker="school_official", purpose="educational_support", age="19", origin="own")
    answers = answers.plus(HAVE, ["consent"])
    for code in ("consent", "signed"):
        answers = answers.plus(
            by_code(code), [choice.code for choice in offers(by_code(code), answers, TODAY)]
        )
    assert outcome(answers).allows


def test_two_answers_that_contradict_each_other_are_told_apart():
    question = by_code("state")
    alone, required = question.choice("minor_alone").facts, question.choice("parent_required").facts
    assert contradict(alone, required)
    assert not contradict(alone, question.choice("authorizes").facts)


@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.data())
def test_every_path_ends_in_an_answer(data):
    """A walk asks no question twice, offers only answers that exist, and comes to a decision."""
    answers, asked = Answers(), []
    while (found := walk(answers, TODAY)).following is not None:
        question = found.following.question
        codes = [choice.code for choice in found.following.offered]
        assert question not in asked
        assert len(asked) < len(QUESTIONS)
        asked.append(question)
        if question.several:
            chosen = data.draw(
                st.lists(st.sampled_from(codes), unique=True, max_size=3 if question in NEEDED else None)
            )
            chosen = chosen or ([codes[0]] if question in NEEDED else [NONE])
        else:
            chosen = [data.draw(st.sampled_from(codes))]
        answers = found.answers.plus(question, chosen)
    decision = answered(found.answers.stated)
    assert all(answer.citations and answer.reasons for answer in decision.categories)
    for question in QUESTIONS:
        if question not in asked:
            assert offers(question, found.answers.without(question), TODAY) == ()


@pytest.mark.parametrize(
    "case",
    [
        {
            **PROGRAM,
            "asker": "court",
            "purpose": "court_proceeding",
            "have": "process",
            "paper": "court_order",
        },
        {**SCHOOL, "asker": "police", "purpose": "health_or_safety_emergency", "have": "danger"},
        {**PROGRAM, "asker": "health_provider", "purpose": "treatment", "have": "danger"},
        {**SCHOOL, "asker": "caseworker", "purpose": "placement", "have": "custody"},
        {**SCHOOL, "asker": "probation_officer", "purpose": "juvenile_services", "have": "justice"},
        {**SCHOOL, "asker": "school", "purpose": "enrollment", "have": "enrollment"},
        {**SCHOOL, "asker": "contractor", "purpose": "institutional_service", "have": "service"},
    ],
    ids=lambda case: f"{case['asker']}-{case['have']}",
)
def test_each_way_opens_to_one_who_has_all_that_it_asks_for(case):
    answers = said(**case, age="15")
    while (found := walk(answers, TODAY)).following is not None:
        question, codes = found.following.question, [choice.code for choice in found.following.offered]
        if question.several and question.group and question.favorable:
            answers = answers.plus(question, codes)
        else:
            answers = answers.plus(question, [NONE] if question.several else codes[:1])
    assert outcome(found.answers).allows
