"""`python -m law`: lines, score, and files or scenarios that cannot be read."""

import io
import json
import runpy
import sys

import pytest

from law.__main__ import answer, main
from law.evidence import ParentAccessRule, ReceivedUnder
from law.facts import OrderKind
from law.scenarios import read_scenario
from law.scenarios.words import names_the_asker, parent_access_from, purpose_from, received_from
from law.vocabulary import Purpose, RecipientKind

SCENARIO = {
    "id": "one",
    "holder": {"type": "school"},
    "recipient": {"type": "parent", "role": "mother"},
    "youth": {"age": 10},
    "category": "education",
    "purpose": "parent's review",
    "evidence": {},
    "expected": "permit",
}


def told(**changes):
    """The plain scenario with other evidence or other parts."""
    evidence = changes.pop("evidence", {})
    return {**SCENARIO, "evidence": evidence, **changes}


def run(tmp_path, data, *options):
    """Exit code and lines of the command on a file with these data."""
    file = tmp_path / "scenarios.json"
    file.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    out = io.StringIO()
    return main([str(file), *options], out), out.getvalue().splitlines()


def test_one_scenario_gives_one_line(tmp_path):
    code, lines = run(tmp_path, SCENARIO)
    assert code == 0
    line = json.loads(lines[0])
    assert (line["id"], line["outcome"], line["conditions"], line["missing"]) == ("one", "permit", [], [])
    assert line["ground"]["rule"] == "ferpa.parent"


def test_the_score_comes_last_and_counts_what_has_an_expected_answer(tmp_path):
    unscored = {key: value for key, value in SCENARIO.items() if key != "expected"}
    wrong = {**SCENARIO, "expected": "deny", "acceptable": ["deny", "needs_more"]}
    code, lines = run(tmp_path, [SCENARIO, unscored, wrong], "--score")
    assert code == 0
    assert lines[-1] == "score strict 1/1 acceptable 1/2"


@pytest.mark.parametrize("data", ["{", "[1]", '"text"'])
def test_a_file_that_holds_no_scenario_is_refused(tmp_path, data, capsys):
    code, lines = run(tmp_path, data)
    assert (code, lines) == (2, [])
    assert "scenarios.json" in capsys.readouterr().err


def test_a_missing_file_is_refused(tmp_path, capsys):
    assert main([str(tmp_path / "none.json")]) == 2
    assert "none.json" in capsys.readouterr().err


def test_a_scenario_with_an_unknown_code_is_reported(tmp_path):
    code, lines = run(tmp_path, told(category="horoscope"))
    assert code == 2
    assert "horoscope" in json.loads(lines[0])["error"]


def test_the_module_runs_as_a_command(tmp_path, monkeypatch):
    file = tmp_path / "one.json"
    file.write_text(json.dumps(SCENARIO), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["law", str(file)])
    monkeypatch.delitem(sys.modules, "law.__main__")
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("law", run_name="__main__")
    assert ended.value.code == 0


def test_unknown_keys_and_wrong_types_are_reported_and_never_guessed():
    line = answer(
        told(
            youth={"age": True},
            evidence={
                "shoe": 9,
                "need_to_know": "yes",
                "fields": "name",
                "consent": {"as_of": "soon", "categories": ["moon"], "elements_present": ["stamp"]},
            },
        )
    )
    assert line["unknown"] == ["evidence.shoe"]
    assert line["unreadable"] == [
        "evidence.consent.as_of",
        "evidence.consent.elements_present:stamp",
        "evidence.fields",
        "evidence.need_to_know",
        "youth.age",
    ]
    assert line["missing"] == ["youth_age"]


def test_null_is_kept_apart_from_absent_and_false():
    asked = read_scenario(told(evidence={"irb_waiver": None})).facts
    silent = read_scenario(told()).facts
    known = read_scenario(told(evidence={"irb_waiver": False})).facts
    assert (asked.research.board_waiver, asked.not_shown) == (None, {"research.board_waiver"})
    assert (silent.research.board_waiver, silent.not_shown) == (None, frozenset())
    assert (known.research.board_waiver, known.not_shown) == (False, frozenset())


def test_papers_are_read_into_their_kinds():
    facts = read_scenario(
        told(
            evidence={
                "court_order": {"type": "dependency", "custody_to_agency": True},
                "part2_court_order": {"signed_by_judge": True, "notice_and_hearing": True},
                "subpoena": {"type": "grand_jury", "lawfully_issued": True},
                "letter": {"lawfully_issued": False},
                "consent": {
                    "signed": False,
                    "dated": False,
                    "elements_present": ["signature", "date", "purpose"],
                },
                "deidentified": {"method": "safe_harbor", "identifiers_removed": 17, "aggregate": True},
                "emergency": {"ended": "a week ago"},
            }
        )
    ).facts
    assert [paper.kind for paper in facts.orders] == [
        OrderKind.CUSTODY_ORDER,
        OrderKind.COURT_ORDER,
        OrderKind.GRAND_JURY_SUBPOENA,
        OrderKind.LETTER,
    ]
    assert [str(element) for element in facts.consents[0].elements] == ["purpose"]
    assert (facts.data.safe_harbor, facts.data.identifiers_removed, facts.data.aggregate) == (
        False,
        False,
        True,
    )
    assert facts.emergency.current is False


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("state law prohibits it", ParentAccessRule.PROHIBIT),
        ("the provider must give access", ParentAccessRule.REQUIRE),
        ("access is permitted", ParentAccessRule.PERMIT),
        ("state law is silent", ParentAccessRule.SILENT),
        ("who knows", None),
    ],
)
def test_state_law_on_parent_access_is_read_by_words(text, rule):
    assert parent_access_from(text) is rule


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("42 CFR 2.35 consent", ReceivedUnder.PART2_JUSTICE_CONSENT),
        ("Part 2 TPO consent", ReceivedUnder.PART2_TPO_CONSENT),
        ("Part 2 consent naming only the nurse", ReceivedUnder.PART2_CONSENT),
        ("42 CFR 2.51", ReceivedUnder.PART2_OTHER),
        ("USA exception", ReceivedUnder.FERPA_CHILD_WELFARE),
        ("34 CFR 99.31(a)(9)", ReceivedUnder.FERPA_OTHER),
        ("gossip", None),
    ],
)
def test_the_basis_of_receipt_is_read_by_words(text, basis):
    assert received_from(text) is basis


@pytest.mark.parametrize(
    ("named", "kind", "role", "same"),
    [
        (
            "Riverside Youth Center",
            RecipientKind.HEALTH_PROVIDER,
            "therapist at Riverside Youth Center",
            True,
        ),
        ("Riverside Youth Center", RecipientKind.HEALTH_PROVIDER, "therapist at Hillside Clinic", False),
        ("county probation", RecipientKind.PROBATION_OFFICER, "intake officer", True),
        ("county probation", RecipientKind.POLICE, "detective", False),
        ("district attorney", RecipientKind.SCHOOL, "school office", False),
        ("", RecipientKind.POLICE, "detective", None),
    ],
)
def test_the_party_on_a_form_is_compared_with_the_asker(named, kind, role, same):
    assert names_the_asker(named, kind, role) is same


def test_a_purpose_without_known_words_stays_unknown():
    assert purpose_from("because") is Purpose.UNKNOWN
