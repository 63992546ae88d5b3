"""State packs over the federal rules: what they fill, what they add, when they count, and what they never open."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from law import UNIFORM_FORM_ELEMENTS, decide
from law.duties import Missing
from law.evidence import ChildWelfareFact, FamilyFact, JusticeFact, ParentAccessRule, StateLawFact
from law.facts import ConsentFact, Facts, HolderFact, OrderFact, OrderKind, RecipientFact, YouthFact
from law.message import Message
from law.packs import Delegation, Effect, Match, Pack, PackRule, Slot, for_state, longest_consent
from law.vocabulary import AgencyKind, Category, Outcome, Provenance, Purpose, RecipientKind, SignerCapacity

DAY = date(2026, 11, 21)
EXAMPLE = for_state("XE", DAY)


def pack(*rules: PackRule, **slots: dict) -> Pack:
    """A pack of a state that says nothing but this."""
    return Pack(
        state="QQ", name="Test", version=7, effective_from=DAY, effective_to=DAY, reviewed_by="T", reviewed_on=DAY,
        cites=("T 1",), slots={name: Slot(values, f"T {name}") for name, values in slots.items()}, rules=rules,
    )  # fmt: skip


def rule(effect: Effect, **changes) -> PackRule:
    """A rule that concerns every request unless changed."""
    return replace(
        PackRule(
            "one",
            Message("A title", translations=(("es", "Un título"),)),
            Message("A reason", translations=(("es", "Un motivo"),)),
            "T 2",
            DAY,
            None,
            Match(),
            effect,
        ),
        **changes,
    )


def asked(holder: AgencyKind, recipient: RecipientKind, category: Category, **changes) -> Facts:
    """A request about a youth of 15, for coordination of care."""
    youth = YouthFact(age=changes.pop("age", 15))
    purpose = changes.pop("purpose", Purpose.CARE_COORDINATION)
    return Facts(HolderFact(holder), RecipientFact(recipient), youth, (category,), purpose, DAY, **changes)


def consent(*signers: SignerCapacity, **changes) -> ConsentFact:
    """A complete consent of a month ago for everything asked in these tests."""
    paper = ConsentFact(
        elements=UNIFORM_FORM_ELEMENTS, categories=frozenset(Category), signers=frozenset(signers),
        signed_on=DAY - timedelta(days=30), written=True, names_recipient=True, names_discloser=True,
        covers_purpose=True, combined=False,
    )  # fmt: skip
    return replace(paper, **changes)


def outcome(facts: Facts, over: Pack | None = None) -> str:
    return str(decide(facts, over).outcome)


PARENT_ASKS = asked(AgencyKind.HIPAA_PROVIDER, RecipientKind.PARENT, Category.MENTAL_HEALTH)
SCHOOL_ASKS = asked(AgencyKind.HIPAA_PROVIDER, RecipientKind.SCHOOL, Category.MENTAL_HEALTH)
POLICE_ASK = asked(AgencyKind.SCHOOL, RecipientKind.PROBATION_OFFICER, Category.ATTENDANCE)
SUBSTANCE = asked(AgencyKind.PART2_PROGRAM, RecipientKind.SCHOOL, Category.SUBSTANCE_USE)
JUSTICE = asked(AgencyKind.PROBATION, RecipientKind.SCHOOL, Category.JUVENILE_JUSTICE)
WELFARE = asked(AgencyKind.CHILD_WELFARE, RecipientKind.SCHOOL, Category.CHILD_WELFARE)


def test_the_pack_of_a_state_is_the_newest_in_force_on_the_day(monkeypatch):
    newer = replace(EXAMPLE, version=2, effective_from=DAY)
    monkeypatch.setattr("law.packs.states.shipped", lambda: (newer, EXAMPLE))
    assert for_state("XE", DAY) is newer
    assert for_state("XE", DAY - timedelta(days=1)) is EXAMPLE
    assert for_state("XE", EXAMPLE.effective_to + timedelta(days=1)) is None
    assert for_state("WA", DAY) is None


@pytest.mark.parametrize("days", [-1, 1])
def test_a_pack_out_of_its_time_counts_as_none(days):
    facts = replace(JUSTICE, on=DAY + timedelta(days=days))
    closed = pack(
        rule(Effect.DENY, effective_from=date(2000, 1, 1)), juvenile_records={"recipients": ("school",)}
    )
    assert decide(facts, closed) == decide(facts)


def test_an_answer_that_turns_on_state_law_says_that_no_pack_is_in_force():
    answer = decide(JUSTICE).answer(Category.JUVENILE_JUSTICE)
    assert answer.outcome is Outcome.NEEDS_MORE
    assert Missing.STATE_LAW in answer.missing
    assert "No state rules are loaded for this state and day. What state law decides stays open." in map(
        str, answer.reasons
    )
    assert "state.no_pack" not in {route.rule for route in decide(JUSTICE, pack()).categories[0].routes}
    assert "state.no_pack" not in {route.rule for route in decide(SUBSTANCE).categories[0].routes}


def test_the_decision_stores_which_pack_it_used():
    assert ("state.QQ", 7) in decide(JUSTICE, pack()).rule_versions
    assert not [name for name, _ in decide(JUSTICE).rule_versions if name.startswith("state.QQ")]


def test_a_rule_refuses_asks_or_adds_and_says_so_in_both_languages():
    school = asked(
        AgencyKind.HIPAA_PROVIDER, RecipientKind.HEALTH_PROVIDER, Category.MEDICAL, purpose=Purpose.TREATMENT
    )
    assert decide(school).allows_release
    refused = decide(school, pack(rule(Effect.DENY))).categories[0]
    assert (refused.outcome, refused.ground.rule, refused.ground.citation) == (
        Outcome.DENY,
        "state.QQ.one",
        "T 2",
    )
    assert (refused.ground.title, dict(refused.ground.title_translations)) == ("A title", {"es": "Un título"})
    assert dict(refused.ground.reason.translations) == {"es": "Un motivo"}
    held = decide(school, pack(rule(Effect.NEEDS_MORE, missing=(Missing.COURT_ORDER,)))).categories[0]
    assert (held.outcome, held.missing) == (Outcome.NEEDS_MORE, (Missing.COURT_ORDER,))
    conditions = tuple(EXAMPLE.rules[-1].conditions)
    bound = decide(school, pack(rule(Effect.CONDITIONS, conditions=conditions))).categories[0]
    assert set(bound.conditions) == {*decide(school).categories[0].conditions, *conditions}


def test_a_rule_acts_only_in_its_time():
    ended = rule(Effect.DENY, effective_from=date(2000, 1, 1), effective_to=DAY - timedelta(days=1))
    assert decide(PARENT_ASKS, pack(ended)).allows_release
    assert not decide(PARENT_ASKS, pack(replace(ended, effective_to=DAY))).allows_release


@pytest.mark.parametrize(
    ("match", "matches"),
    [
        ({"holders": {AgencyKind.HIPAA_PROVIDER}}, True),
        ({"holders": {AgencyKind.SCHOOL}}, False),
        ({"statuses": {"ferpa_bound"}}, False),
        ({"recipients": {RecipientKind.PARENT}}, True),
        ({"recipients": {RecipientKind.POLICE}}, False),
        ({"categories": {Category.MENTAL_HEALTH}}, True),
        ({"categories": {Category.MEDICAL}}, False),
        ({"purposes": {Purpose.CARE_COORDINATION}}, True),
        ({"purposes": {Purpose.TREATMENT}}, False),
        ({"min_age": 15, "max_age": 15}, True),
        ({"min_age": 16}, False),
        ({"max_age": 14}, False),
    ],
)
def test_a_rule_concerns_what_it_matches(match, matches):
    sets = {name: frozenset(item) if isinstance(item, set) else item for name, item in match.items()}
    refusing = pack(rule(Effect.DENY, match=Match(**sets)))
    assert (outcome(PARENT_ASKS, refusing) == "deny") is matches


def test_a_refusal_that_depends_on_an_unknown_fact_asks_for_it():
    refusing = pack(rule(Effect.DENY, match=Match(purposes=frozenset({Purpose.PERSONAL}), min_age=3)))
    unknown = replace(PARENT_ASKS, youth=YouthFact(emancipated=False), purpose=Purpose.UNKNOWN)
    answer = decide(unknown, refusing).categories[0]
    assert answer.outcome is Outcome.NEEDS_MORE
    assert {Missing.YOUTH_AGE, Missing.STATED_PURPOSE} <= set(answer.missing)


ORDER = OrderFact(OrderKind.COURT_ORDER, signed_by_judge=True, covers=True)


@pytest.mark.parametrize(
    ("missing", "supplied"),
    [
        (Missing.COURT_ORDER, {"orders": (ORDER,)}),
        (Missing.CONSENT, {"consents": (consent(SignerCapacity.PARENT),)}),
        (Missing.MINOR_SIGNATURE, {"consents": (consent(SignerCapacity.MINOR),)}),
        (Missing.PARENT_SIGNATURE, {"consents": (consent(SignerCapacity.PARENT),)}),
        (Missing.SEPARATE_CONSENT, {"consents": (consent(SignerCapacity.PARENT),)}),
        (Missing.LAWFUL_CUSTODY, {"justice": JusticeFact(lawful_custody=True)}),
        (Missing.NEED_SHOWN, {"justice": JusticeFact(need_represented=True)}),
        (Missing.WRITTEN_CERTIFICATION, {"justice": JusticeFact(certified_in_writing=True)}),
        (Missing.LEGAL_RESPONSIBILITY, {"child_welfare": ChildWelfareFact(legally_responsible=True)}),
    ],
)
def test_what_a_rule_asks_for_satisfies_it_when_supplied(missing, supplied):
    asking = pack(rule(Effect.NEEDS_MORE, missing=(missing,)))
    assert missing in decide(PARENT_ASKS, asking).categories[0].missing
    assert decide(replace(PARENT_ASKS, **supplied), asking).allows_release


@pytest.mark.parametrize("missing", [Missing.COURT_ORDER, Missing.EXPLICIT_RULE])
def test_what_is_only_stated_or_left_to_counsel_satisfies_nothing(missing):
    asking = pack(rule(Effect.NEEDS_MORE, missing=(missing,)))
    stated = replace(PARENT_ASKS, orders=(replace(ORDER, provenance=Provenance.ASSERTED),))
    assert outcome(stated, asking) == "needs_more"


def test_a_consent_ends_when_state_law_ends_it():
    signed = replace(SCHOOL_ASKS, consents=(consent(SignerCapacity.PARENT),))
    assert decide(signed, pack(consent_duration={"days": 30})).allows_release
    ended = decide(signed, pack(consent_duration={"days": 29})).categories[0]
    assert not ended.allows_release
    assert "State law ends a consent 29 days after it was signed." in map(
        str, (r.reason for r in ended.routes)
    )
    shorter = pack(consent_duration={"days": 30}, mental_health_records={"consent_days": 29})
    assert not decide(signed, shorter).allows_release
    assert decide(replace(signed, categories=(Category.MEDICAL,)), shorter).allows_release
    assert [longest_consent(over, Category.MENTAL_HEALTH) for over in (None, pack(), shorter)] == [
        None,
        None,
        29,
    ]


def test_a_consent_of_an_unknown_day_cannot_outlast_the_state_s_limit():
    undated = replace(SCHOOL_ASKS, consents=(consent(SignerCapacity.PARENT, signed_on=None),))
    assert decide(undated).allows_release
    assert Missing.DATE in decide(undated, pack(consent_duration={"days": 30})).categories[0].missing


def test_no_electronic_signature_where_state_law_wants_ink():
    paper = consent(SignerCapacity.PARENT, electronic=True, authenticated=True, indicates_approval=True)
    signed = replace(SCHOOL_ASKS, consents=(paper,))
    assert decide(signed, pack(signature={"electronic": True})).allows_release
    assert Missing.SIGNATURE in decide(signed, pack(signature={"electronic": False})).categories[0].missing


def test_a_later_majority_moves_the_signature_to_the_parent():
    facts = replace(SCHOOL_ASKS, youth=YouthFact(18))
    later = pack(majority={"age": 19})
    own, parents = consent(SignerCapacity.ADULT_YOUTH), consent(SignerCapacity.PARENT)
    assert decide(replace(facts, consents=(own,))).allows_release
    assert not decide(replace(facts, consents=(own,)), later).allows_release
    assert decide(replace(facts, consents=(parents,)), later).allows_release


@pytest.mark.parametrize("service", ["outpatient", "inpatient"])
def test_from_the_age_of_consent_to_mental_health_care_a_parent_s_signature_is_not_enough(service):
    own = pack(**{f"minor_consent_{service}_mental_health": {"age": 14}})
    parents = replace(SCHOOL_ASKS, consents=(consent(SignerCapacity.PARENT),))
    answer = decide(parents, own).categories[0]
    assert Missing.MINOR_SIGNATURE in answer.missing
    assert SignerCapacity.MINOR in answer.signers
    both = replace(SCHOOL_ASKS, consents=(consent(SignerCapacity.PARENT, SignerCapacity.MINOR),))
    assert decide(both, own).allows_release
    assert decide(replace(parents, youth=YouthFact(13)), own).allows_release
    assert decide(replace(parents, family=FamilyFact(parent_consented_to_care=True)), own).allows_release


def test_from_that_age_it_must_be_known_who_consented_before_a_parent_sees_the_record():
    own = pack(minor_consent_outpatient_mental_health={"age": 14})
    assert decide(PARENT_ASKS).allows_release
    assert Missing.RECORD_STATUS in decide(PARENT_ASKS, own).categories[0].missing
    assert decide(replace(PARENT_ASKS, family=FamilyFact(minor_consented_alone=False)), own).allows_release


@pytest.mark.parametrize(
    ("age", "signers", "allowed"),
    [
        (15, [SignerCapacity.MINOR], True),
        (15, [SignerCapacity.PARENT], False),
        (12, [SignerCapacity.MINOR], False),
        (12, [SignerCapacity.MINOR, SignerCapacity.PARENT], True),
        (None, [SignerCapacity.MINOR], False),
    ],
)
def test_state_law_says_who_signs_for_a_substance_use_record(age, signers, allowed):
    own = pack(minor_consent_substance_use={"age": 14})
    facts = replace(SUBSTANCE, youth=YouthFact(age), consents=(consent(*signers),))
    assert decide(facts, own).allows_release is allowed


@pytest.mark.parametrize(
    ("access", "expected"), [("permit", "permit"), ("prohibit", "deny"), ("silent", "needs_more")]
)
def test_state_law_says_whether_a_parent_sees_what_the_minor_consented_to(access, expected):
    alone = replace(PARENT_ASKS, family=FamilyFact(minor_consented_alone=True))
    assert outcome(alone) == "needs_more"
    assert outcome(alone, pack(parent_access={"rule": ParentAccessRule(access)})) == expected


def test_what_the_facts_say_goes_before_the_pack():
    told = replace(JUSTICE, state=StateLawFact(authorizes=False, authorizes_citation="Counsel"))
    assert outcome(told, pack(juvenile_records={"recipients": (RecipientKind.SCHOOL,)})) == "deny"


def test_a_pack_proves_what_the_asker_merely_states():
    stated = replace(JUSTICE, state=StateLawFact(authorizes=True), asserted=frozenset({"state.authorizes"}))
    assert not decide(stated, pack()).allows_release
    answer = decide(stated, pack(juvenile_records={"recipients": (RecipientKind.SCHOOL,)})).categories[0]
    assert answer.allows_release
    assert "State law authorizes this disclosure: T juvenile_records." in map(str, answer.reasons)


@pytest.mark.parametrize(
    ("facts", "slot"), [(JUSTICE, "juvenile_records"), (WELFARE, "child_welfare_access")]
)
def test_state_law_lists_who_may_receive_where_federal_law_leaves_it_open(facts, slot):
    assert outcome(facts) == "needs_more"
    assert decide(facts, pack(**{slot: {"recipients": (RecipientKind.SCHOOL,)}})).allows_release
    assert not decide(facts, pack(**{slot: {"recipients": (RecipientKind.POLICE,)}})).allows_release


@pytest.mark.parametrize(
    ("facts", "slot"),
    [
        (JUSTICE, {"juvenile_records": {"consent_suffices": True}}),
        (WELFARE, {"child_protection_consent": {"suffices": True}}),
    ],
)
def test_state_law_says_whether_a_consent_opens_the_record(facts, slot):
    signed = replace(facts, consents=(consent(SignerCapacity.PARENT),))
    assert not decide(signed, pack()).allows_release
    assert decide(signed, pack(**slot)).allows_release


def test_state_law_says_who_decides_on_the_care_of_a_child_in_custody():
    facts = asked(
        AgencyKind.HIPAA_PROVIDER, RecipientKind.CASEWORKER, Category.MEDICAL,
        child_welfare=ChildWelfareFact(legally_responsible=True),
    )  # fmt: skip
    assert not decide(facts, pack(foster_decisions={"medical": "court"})).allows_release
    assert decide(facts, pack(foster_decisions={"medical": "agency"})).allows_release


CERTIFIED = JusticeFact(certified_in_writing=True, certified_no_redisclosure=True)


@pytest.mark.parametrize(
    ("after", "justice", "allowed"),
    [(True, CERTIFIED, True), (True, JusticeFact(), False), (False, JusticeFact(), True)],
)
def test_the_statute_on_juvenile_justice_opens_what_99_31_a_5_leaves_to_the_state(after, justice, allowed):
    facts = replace(POLICE_ASK, youth=YouthFact(15, adjudicated=False), justice=justice)
    assert not decide(facts).allows_release
    slot = {"recipients": (RecipientKind.PROBATION_OFFICER,), "after_1974": after}
    assert decide(facts, pack(school_notification=slot)).allows_release is allowed
    assert not decide(facts, pack(school_notification={"after_1974": after})).allows_release


def opening(delegation: Delegation, facts: Facts, **match) -> PackRule:
    """A rule that authorizes exactly this request."""
    place = Match(
        frozenset({facts.holder.kind}),
        frozenset(),
        frozenset({facts.recipient.kind}),
        frozenset(facts.categories),
        **match,
    )
    return rule(Effect.AUTHORIZE, delegation=delegation, match=place)


IMMUNIZATION = asked(
    AgencyKind.HIPAA_PROVIDER,
    RecipientKind.SCHOOL,
    Category.IMMUNIZATION,
    family=FamilyFact(immunization_agreement=True),
)
CUSTODY = replace(
    asked(AgencyKind.SCHOOL, RecipientKind.CASEWORKER, Category.EDUCATION),
    child_welfare=ChildWelfareFact(case_plan_access=True),
    orders=(OrderFact(OrderKind.CUSTODY_ORDER, signed_by_judge=True, custody_to_agency=True),),
)


@pytest.mark.parametrize(
    ("delegation", "facts"),
    [
        (Delegation.FERPA_A5, replace(POLICE_ASK, youth=YouthFact(15, adjudicated=False), justice=CERTIFIED)),
        (Delegation.CAPTA_VI, WELFARE),
        (Delegation.NO_FEDERAL_RULE, JUSTICE),
        (Delegation.HIPAA_512A, SCHOOL_ASKS),
        (Delegation.HIPAA_512B, IMMUNIZATION),
        (Delegation.HIPAA_502G, replace(PARENT_ASKS, family=FamilyFact(minor_consented_alone=True))),
    ],
)
def test_a_rule_opens_what_federal_law_delegates(delegation, facts):
    opened = opening(delegation, facts)
    assert not decide(facts, pack()).allows_release
    assert decide(facts, pack(opened)).allows_release
    assert not decide(facts, pack(replace(opened, effective_to=DAY - timedelta(days=1)))).allows_release
    elsewhere = Delegation.CAPTA_VI if delegation is not Delegation.CAPTA_VI else Delegation.HIPAA_512A
    assert not decide(facts, pack(opening(elsewhere, facts))).allows_release


def test_a_rule_does_not_open_on_what_is_not_known():
    unknown = replace(JUSTICE, youth=YouthFact())
    assert not decide(unknown, pack(opening(Delegation.NO_FEDERAL_RULE, JUSTICE, max_age=17))).allows_release


def test_the_state_s_definition_of_custody_reaches_a_child_with_an_order_only():
    defined = pack(opening(Delegation.USA_CUSTODY, CUSTODY))
    assert not decide(CUSTODY, pack()).allows_release
    assert decide(CUSTODY, defined).allows_release
    assert not decide(replace(CUSTODY, orders=()), defined).allows_release


@pytest.mark.parametrize("delegation", [item for item in Delegation if item is not Delegation.PART2_2_14])
@pytest.mark.parametrize("category", [Category.SUBSTANCE_USE, Category.MEDICAL, Category.PSYCHOTHERAPY_NOTES])
def test_no_delegation_opens_the_record_of_a_part_2_program(delegation, category):
    facts = asked(AgencyKind.PART2_PROGRAM, RecipientKind.POLICE, category)
    facts = replace(facts, child_welfare=ChildWelfareFact(abuse_report=True, report_is_initial=True))
    assert decide(facts, pack(opening(delegation, facts))).outcome is decide(facts).outcome


def test_the_example_state_gives_its_own_answers():
    assert outcome(WELFARE, EXAMPLE) == "permit_with_conditions"
    assert outcome(replace(WELFARE, recipient=RecipientFact(RecipientKind.EMPLOYER)), EXAMPLE) == "deny"
    police = asked(
        AgencyKind.HIPAA_PROVIDER, RecipientKind.POLICE, Category.MENTAL_HEALTH, purpose=Purpose.INVESTIGATION,
        consents=(consent(SignerCapacity.PARENT),),
    )  # fmt: skip
    assert outcome(police, EXAMPLE) == "needs_more"
    assert decide(replace(police, orders=(ORDER,)), EXAMPLE).allows_release
