"""No pack opens what federal law closes: the check that says so, and packs drawn at random through the real loader."""

import io
import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from law import decide
from law.__main__ import main
from law.duties import Condition
from law.evidence import ChildWelfareFact
from law.facts import Facts, HolderFact
from law.layers import Layer
from law.packs import SLOTS, Delegation, PackError, for_state, limits, load, overlay
from law.packs.limits import KEPT, prove, questions, settles_a_signature
from law.packs.loader import NEVER_OPENED
from law.packs.proofs import SUPPLIED
from law.packs.states import BLANK, FOLDER
from law.scenarios.reading import put
from law.vocabulary import AgencyKind, Category, LegalStatus, Outcome, Purpose, RecipientKind
from tests.law.test_packs import EXAMPLE, SUBSTANCE, asked, consent, opening, pack
from tests.law.test_packs_loading import HEAD, OPENING
from tests.law.test_properties import any_facts

DAY = date(2026, 1, 1)
PART2 = {str(Layer.PART2), str(Layer.PART2_ONWARD)}


def few(monkeypatch, *facts: Facts) -> None:
    """Let the check ask only these."""
    monkeypatch.setattr(limits, "questions", lambda pack: iter(facts))


def test_the_grid_asks_about_every_holder_recipient_category_purpose_age_and_paper():
    asked_about = list(questions(pack()))
    for seen, wanted in [
        ({facts.holder.kind for facts in asked_about}, set(AgencyKind)),
        ({facts.recipient.kind for facts in asked_about}, set(RecipientKind)),
        ({facts.categories[0] for facts in asked_about}, set(Category)),
        ({facts.purpose for facts in asked_about}, set(Purpose)),
        ({facts.youth.age for facts in asked_about}, set(limits.AGES)),
    ]:
        assert seen == wanted
    assert any(facts.consents for facts in asked_about)
    assert any(facts.orders for facts in asked_about)


def test_around_a_rule_that_opens_all_purposes_are_asked():
    facts = asked(AgencyKind.PROBATION, RecipientKind.SCHOOL, Category.JUVENILE_JUSTICE)
    opened = pack(opening(Delegation.NO_FEDERAL_RULE, facts))
    assert len(list(questions(opened))) - len(list(questions(pack()))) == len(Purpose) * len(limits.AGES) * 15


def test_a_slot_that_opens_without_a_delegation_is_refused(monkeypatch):
    facts = asked(AgencyKind.CHILD_WELFARE, RecipientKind.SCHOOL, Category.CHILD_WELFARE)
    opened = pack(child_welfare_access={"recipients": (RecipientKind.SCHOOL,)})
    few(monkeypatch, facts)
    assert prove(opened) == 1
    monkeypatch.setitem(
        SLOTS, "child_welfare_access", replace(SLOTS["child_welfare_access"], delegation=None)
    )
    with pytest.raises(PackError, match="opens what federal law closes, without a delegation"):
        prove(opened, "a file")


def test_a_rule_that_opens_a_part_2_record_is_refused(monkeypatch):
    facts = replace(
        asked(AgencyKind.PART2_PROGRAM, RecipientKind.POLICE, Category.SUBSTANCE_USE),
        holder=HolderFact(AgencyKind.PART2_PROGRAM, frozenset({LegalStatus.HIPAA_COVERED})),
        child_welfare=ChildWelfareFact(abuse_report=True, report_is_initial=True),
    )
    few(monkeypatch, facts)
    opened = pack(opening(Delegation.HIPAA_512B, facts))
    assert prove(opened) == 1
    monkeypatch.setattr(overlay, "CLOSED", frozenset())
    with pytest.raises(PackError, match="opens what no state can open"):
        prove(opened)


def test_a_pack_that_takes_a_notice_away_is_refused(monkeypatch):
    own = pack(minor_consent_substance_use={"age": 14})
    both = replace(SUBSTANCE, consents=(consent("minor", "parent"),))
    few(monkeypatch, both)
    assert prove(own) == 1
    real = limits.decide

    def silent(facts, over=None):
        answer = real(facts, over)
        bare = tuple(replace(item, conditions=()) for item in answer.categories)
        return replace(answer, categories=bare) if over is not None else answer

    monkeypatch.setattr(limits, "decide", silent)
    with pytest.raises(PackError, match="takes away copy_of_consent, part2_notice"):
        prove(own, "a file")


def run(*arguments: str) -> tuple[int, list[str]]:
    out = io.StringIO()
    return main(list(arguments), out), out.getvalue().splitlines()


def test_the_command_checks_a_pack(monkeypatch):
    few(monkeypatch, SUBSTANCE)
    code, lines = run("--check-pack", str(FOLDER / "example.toml"))
    assert (code, lines) == (0, ["state.XE@1 may be used: 1 answers compared with federal law"])


def test_the_command_says_what_is_wrong_with_a_pack(tmp_path, capsys):
    file = tmp_path / "pack.toml"
    file.write_text(HEAD + OPENING.replace("true", "false"), encoding="utf-8")
    scenario = tmp_path / "one.json"
    scenario.write_text("[]", encoding="utf-8")
    for arguments in (["--check-pack", str(file)], [str(scenario), "--pack", str(file)]):
        assert run(*arguments) == (2, [])
        said = capsys.readouterr().err
        assert said.startswith(f"{file}: rule one.delegated_to_state: ")
        assert said.count("\n") == 1


def test_the_command_answers_under_a_pack(tmp_path):
    file = tmp_path / "one.json"
    scenario = {
        "id": "one", "holder": {"type": "probation"}, "recipient": {"type": "school", "role": "principal"},
        "youth": {"age": 15}, "category": "juvenile_justice", "purpose": "supervision", "evidence": {},
    }  # fmt: skip
    file.write_text(json.dumps(scenario), encoding="utf-8")
    found = {}
    for name in ("none", "example", "blank"):
        options = [] if name == "none" else ["--pack", str(FOLDER / f"{name}.toml")]
        code, (line,) = run(str(file), *options)
        assert code == 0
        found[name] = json.loads(line)["outcome"]
    assert found == {"none": "needs_more", "example": "permit_with_conditions", "blank": "needs_more"}


def codes(kind, *left_out):
    return st.lists(
        st.sampled_from([str(item) for item in kind if item not in left_out]),
        unique=True,
        min_size=1,
        max_size=8,
    )


SLOT_VALUES = {
    "majority": st.fixed_dictionaries({"age": st.integers(18, 21)}),
    "minor_consent_substance_use": st.fixed_dictionaries({"age": st.integers(0, 21)}),
    "minor_consent_outpatient_mental_health": st.fixed_dictionaries({"age": st.integers(0, 21)}),
    "minor_consent_general": st.fixed_dictionaries({"age": st.integers(0, 21)}),
    "parent_access": st.fixed_dictionaries(
        {"rule": st.sampled_from(["require", "permit", "prohibit", "silent"])}
    ),
    "mental_health_records": st.fixed_dictionaries({"consent_days": st.integers(1, 400)}),
    "consent_duration": st.fixed_dictionaries({"days": st.integers(1, 800)}),
    "signature": st.fixed_dictionaries({"electronic": st.booleans()}),
    "child_welfare_access": st.fixed_dictionaries({"recipients": codes(RecipientKind)}),
    "child_protection_consent": st.fixed_dictionaries({"suffices": st.booleans()}),
    "juvenile_records": st.fixed_dictionaries(
        {"recipients": codes(RecipientKind), "consent_suffices": st.booleans()}
    ),
    "school_notification": st.fixed_dictionaries(
        {"recipients": codes(RecipientKind), "after_1974": st.booleans()}
    ),
    "foster_decisions": st.fixed_dictionaries({"medical": st.sampled_from(["agency", "parent", "court"])}),
}


@st.composite
def any_rule(draw, number: int):
    """The TOML of a rule that the loader takes."""
    effect = draw(st.sampled_from(["deny", "needs_more", "conditions", "authorize", "authorize"]))
    match = {
        "holders": draw(codes(AgencyKind, AgencyKind.PART2_PROGRAM)),
        "recipients": draw(codes(RecipientKind)),
        "categories": draw(codes(Category, *NEVER_OPENED)),
    }
    if effect != "authorize":
        match = {name: value for name, value in match.items() if draw(st.booleans())}
    if draw(st.booleans()):
        match["purposes"] = draw(codes(Purpose))
    lines = [f'id = "rule{number}"', f'effect = "{effect}"', 'cite = "C"', "effective_from = 2000-01-01"]
    lines += ['title = { en = "T", es = "T" }', 'reason = { en = "R", es = "R" }']
    if effect == "needs_more":
        lines.append(f"missing = {json.dumps(draw(codes(SUPPLIED)))}")
    if effect == "conditions":
        lines.append(f"conditions = {json.dumps(draw(codes(Condition)))}")
    if effect == "authorize":
        delegation = draw(st.sampled_from([item for item in Delegation if item is not Delegation.PART2_2_14]))
        lines += ["delegated_to_state = true", f'delegation = "{delegation}"']
    lines += ["[rule.match]", *(f"{name} = {json.dumps(value)}" for name, value in match.items())]
    return "\n".join(["[[rule]]", *lines])


@st.composite
def any_pack_text(draw):
    """The TOML of a pack in force for any day of the scenarios."""
    head = HEAD.replace("2026-01-01", "1900-01-01").replace("2026-12-31", "2100-12-31")
    names = draw(st.lists(st.sampled_from(sorted(SLOT_VALUES)), unique=True))
    slots = [
        "\n".join([f"[slots.{name}]", 'cite = "C"', *(f"{key} = {json.dumps(value)}" for key, value in draw(SLOT_VALUES[name]).items())])
        for name in names
    ]  # fmt: skip
    rules = [draw(any_rule(number)) for number in range(draw(st.integers(0, 4)))]
    return "\n".join([head, *slots, *rules])


@st.composite
def substance_facts(draw):
    """Facts of any case, often moved into the hands of a substance use program."""
    facts = draw(any_facts())
    if draw(st.booleans()):
        facts = put(facts, "holder.kind", AgencyKind.PART2_PROGRAM)
    if draw(st.booleans()):
        facts = put(facts, "holder.statuses", frozenset({LegalStatus.PART2_PROGRAM}))
    return facts


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(any_pack_text(), substance_facts())
def test_no_pack_loosens_part_2(tmp_path_factory, text, facts):
    file = tmp_path_factory.getbasetemp() / "random.toml"
    file.write_text(text, encoding="utf-8")
    over = load(file)
    for federal, state in zip(decide(facts).categories, decide(facts, over).categories, strict=True):
        if not PART2 & {route.layer for route in federal.routes} or not state.allows_release:
            continue
        assert federal.outcome is not Outcome.DENY
        assert federal.allows_release or settles_a_signature(facts, federal, over)
        if federal.allows_release:
            assert KEPT & set(federal.conditions) <= set(state.conditions)


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(any_pack_text(), any_facts())
def test_without_what_is_delegated_a_pack_only_tightens(tmp_path_factory, text, facts):
    file = tmp_path_factory.getbasetemp() / "random.toml"
    file.write_text(text, encoding="utf-8")
    over = limits._without_delegated(load(file))
    for federal, state in zip(decide(facts).categories, decide(facts, over).categories, strict=True):
        assert federal.allows_release or not state.allows_release


@settings(max_examples=50, deadline=None)
@given(any_facts())
def test_a_pack_that_is_not_in_force_changes_nothing(facts):
    assert decide(facts, load(BLANK)) == decide(facts)
    assert for_state("XX", facts.on) is None
    assert EXAMPLE is not None
