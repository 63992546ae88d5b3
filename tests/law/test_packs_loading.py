"""Reading state packs: the packs that we ship, the blank one, and everything that a file can get wrong."""

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from law.packs import SLOTS, Delegation, Effect, PackError, load, shipped
from law.packs.limits import prove
from law.packs.slots import LONGEST_TEXT
from law.packs.states import BLANK, FOLDER
from law.vocabulary import Category

EXAMPLE = (FOLDER / "example.toml").read_text(encoding="utf-8")
HEAD = """
schema = 1
state = "QQ"
name = "Test"
version = 1
effective_from = 2026-01-01
effective_to = 2026-12-31
reviewed_by = "A person"
reviewed_on = 2026-01-01
cites = ["Test Code 1"]
"""
RULE = """
[[rule]]
id = "one"
title = { en = "A title", es = "Un título" }
reason = { en = "Half of it: 50%", es = "La mitad: 50%" }
cite = "Test Code 2"
effective_from = 2026-01-01
effect = "deny"
[rule.match]
holders = ["probation"]
recipients = ["school"]
categories = ["juvenile_justice"]
"""
OPENING = RULE.replace('"deny"', '"authorize"\ndelegated_to_state = true\ndelegation = "no_federal_rule"')


def written(tmp_path: Path, content: str | bytes) -> Path:
    file = tmp_path / "pack.toml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def refusal(tmp_path: Path, content: str | bytes) -> tuple[str, str]:
    """At which key the pack is refused, and why."""
    file = written(tmp_path, content)
    with pytest.raises(PackError) as caught:
        load(file)
    assert caught.value.file == str(file)
    assert str(caught.value).startswith(f"{file}: ")
    assert "\n" not in str(caught.value)
    return caught.value.key, caught.value.reason


@pytest.mark.parametrize("pack", shipped(), ids=lambda pack: pack.id)
def test_a_pack_that_we_ship_keeps_within_federal_law(pack):
    assert prove(pack) > 10_000


def test_the_example_fills_every_slot_but_one_and_uses_every_effect():
    (example,) = shipped()
    assert set(SLOTS) - set(example.slots) == {"minor_consent_general", "child_welfare_access"}
    assert {rule.effect for rule in example.rules} == set(Effect)
    assert "Example" in example.name
    assert all("Example Code" in slot.cite for slot in example.slots.values())


def test_the_blank_pack_says_nothing_and_is_never_in_force_today():
    blank = load(BLANK)
    assert (blank.slots, blank.rules) == ({}, ())
    assert not blank.in_force(date.today())
    assert blank not in shipped()


def test_the_blank_pack_shows_every_slot_field_and_rule_key_in_the_right_form(tmp_path):
    filled = load(written(tmp_path, re.sub(r"(?m)^#(?=\S)", "", BLANK.read_text(encoding="utf-8"))))
    assert set(filled.slots) == set(SLOTS)
    for name, kind in SLOTS.items():
        assert set(filled.slots[name].values) >= set(kind.fields) - {"note", "sessions"}, name
    assert len(filled.rules) == 1


def test_a_rule_is_read_whole(tmp_path):
    (rule,) = load(written(tmp_path, HEAD + OPENING)).rules
    assert (rule.id, rule.effect, rule.delegation) == ("one", Effect.AUTHORIZE, Delegation.NO_FEDERAL_RULE)
    assert rule.match.categories == {Category.JUVENILE_JUSTICE}
    assert (str(rule.reason), rule.reason.translations) == ("Half of it: 50%", (("es", "La mitad: 50%"),))
    assert (rule.effective_from, rule.effective_to, rule.cite) == (date(2026, 1, 1), None, "Test Code 2")


def test_a_field_of_every_slot_is_read_as_its_type(tmp_path):
    slots = '[slots.signature]\nelectronic = true\ncite = "C"\n[slots.majority]\nage = 19\nnote = " N "\ncite = "D"'
    pack = load(written(tmp_path, HEAD + slots))
    assert pack.value("signature", "electronic") is True
    assert (pack.value("majority", "age"), pack.value("majority", "note"), pack.slots["majority"].cite) == (
        19,
        "N",
        "D",
    )
    assert pack.value("tribal", "statute") is None


@pytest.mark.parametrize(
    ("content", "key", "reason"),
    [
        ("schema = ", "", "not valid TOML"),
        (HEAD + "name = 'again'", "", "not valid TOML"),
        (HEAD.encode("utf-16"), "", "not written in UTF-8"),
        (HEAD.replace("A person", "José").encode("latin-1"), "", "not written in UTF-8"),
        (HEAD + "x = " + "[" * 5000 + "]" * 5000, "", "nested too deeply"),
        ("#" * (256 * 1024 + 1), "", "larger than 256 KB"),
        (HEAD + "colour = 'red'", "colour", "unknown key"),
        (HEAD.replace("schema = 1", "schema = 2"), "schema", "this version reads schema 1"),
        (HEAD.replace("schema = 1", "schema = true"), "schema", "this version reads schema 1"),
        (HEAD.replace('"QQ"', '"Qu"'), "state", "two capital letters"),
        (HEAD.replace('"QQ"', "7"), "state", "two capital letters"),
        (HEAD.replace("version = 1", "version = 0"), "version", "whole number from 1"),
        (HEAD.replace("version = 1", "version = true"), "version", "whole number from 1"),
        (HEAD.replace("2026-12-31", "2025-12-31"), "effective_to", "ends before it starts"),
        (HEAD.replace("2026-12-31", '"2026-12-31"'), "effective_to", "expected a date"),
        (HEAD.replace("2026-12-31", "2026-12-31T00:00:00"), "effective_to", "expected a date"),
        (HEAD.replace('"A person"', '"  "'), "reviewed_by", "not empty"),
        (HEAD.replace('"A person"', '"A\\u0000B"'), "reviewed_by", "one line"),
        (HEAD.replace("A person", "x" * (LONGEST_TEXT + 1)), "reviewed_by", "at most 500"),
        (HEAD.replace('["Test Code 1"]', "[]"), "cites", "list that is not empty"),
        (HEAD.replace('["Test Code 1"]', '"Test Code 1"'), "cites", "list that is not empty"),
        (HEAD.replace('["Test Code 1"]', '["A", "A"]'), "cites", "twice"),
        (HEAD + "slots = 3", "slots", "expected a table"),
        (HEAD + "[slots]\nmajority = 18", "slots.majority", "expected a table"),
        (HEAD + "[slots.weather]\ncite = 'C'", "slots.weather", "unknown slot"),
        (HEAD + "[slots.majority]\ncite = 'C'", "slots.majority", "says nothing"),
        (HEAD + "[slots.majority]\nage = 19", "slots.majority.cite", "missing"),
        (HEAD + "[slots.majority]\nage = 17\ncite = 'C'", "slots.majority.age", "from 18 to 21"),
        (HEAD + "[slots.majority]\nages = 18\ncite = 'C'", "slots.majority.ages", "unknown key"),
        (HEAD + "[slots.parent_access]\nrule = 'maybe'\ncite = 'C'", "slots.parent_access.rule", "none of: require"),
        (HEAD + "[slots.mature_minor]\nrecognized = 1\ncite = 'C'", "slots.mature_minor.recognized", "true or false"),
        (HEAD + "rule = 3", "rule", "double brackets"),
        (HEAD + "rule = [3]", "rule[1]", "expected a table"),
        (HEAD + RULE + RULE, "rule one", "two rules have this id"),
        (HEAD + RULE.replace('id = "one"', 'id = "One"'), "rule One.id", "lower-case"),
        (HEAD + RULE.replace('id = "one"', "id = 1"), "rule[1].id", "lower-case"),
        (HEAD + RULE.replace('id = "one"', ""), "rule[1].id", "missing"),
        (HEAD + RULE.replace(', es = "Un título"', ""), "rule one.title.es", "missing"),
        (HEAD + RULE.replace('{ en = "A title", es = "Un título" }', '"A title"'), "rule one.title", "expected a table"),
        (HEAD + RULE.replace('"school"', '"scool"'), "rule one.match.recipients", "'scool' is none of"),
        (HEAD + RULE + "ages = 3", "rule one.match.ages", "unknown key"),
        (HEAD + RULE + "min_age = 9\nmax_age = 8", "rule one.match.max_age", "below min_age"),
        (HEAD + RULE + "min_age = 99", "rule one.match.min_age", "from 0 to 21"),
        (HEAD + RULE.replace('"deny"', '"permit"'), "rule one.effect", "'permit' is none of: deny"),
        (HEAD + RULE.replace('"deny"', '"deny"\neffective_to = 2025-01-01'), "rule one.effective_to", "ends before"),
        (HEAD + RULE.replace('"deny"', '"deny"\nmissing = ["consent"]'), "rule one.missing", "belongs to the effect needs_more"),
        (HEAD + RULE.replace('"deny"', '"needs_more"'), "rule one.missing", "missing"),
        (HEAD + RULE.replace('"deny"', '"needs_more"\nmissing = ["date"]'), "rule one.missing", "'date' is none of"),
        (HEAD + RULE.replace('"deny"', '"conditions"'), "rule one.conditions", "missing"),
        (HEAD + RULE.replace('"deny"', '"deny"\nremoves = ["part2_notice"]'), "rule one.removes", "unknown key"),
        (HEAD + RULE.replace('"deny"', '"deny"\ndelegated_to_state = true'), "rule one.delegation", "belongs to the effect authorize"),
        (HEAD + RULE.replace('"deny"', '"authorize"'), "rule one.delegated_to_state", "needs delegated_to_state = true"),
        (HEAD + OPENING.replace("true", "false"), "rule one.delegated_to_state", "needs delegated_to_state = true"),
        (HEAD + OPENING.replace('delegation = "no_federal_rule"', ""), "rule one.delegated_to_state", "the delegation it rests on"),
        (HEAD + OPENING.replace("no_federal_rule", "part2_anything"), "rule one.delegation", "none of: ferpa_a5"),
        (HEAD + OPENING.replace("no_federal_rule", "part2_2_14"), "rule one.delegation", "not who receives"),
        (HEAD + OPENING.replace('recipients = ["school"]', ""), "rule one.match.recipients", "names them"),
        (HEAD + OPENING.replace("juvenile_justice", "substance_use"), "rule one.match.categories", "no state can open: substance_use"),
        (HEAD + OPENING.replace("juvenile_justice", "psychotherapy_notes"), "rule one.match.categories", "no state can open"),
        (HEAD + OPENING.replace("juvenile_justice", "sud_counseling_notes"), "rule one.match.categories", "no state can open"),
        (HEAD + OPENING.replace('"probation"', '"part2_program"'), "rule one.match.holders", "Part 2 program"),
        (HEAD + OPENING + 'statuses = ["part2_program"]', "rule one.match.holders", "Part 2 program"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_pack_is_said_in_one_sentence(tmp_path, content, key, reason):
    found = refusal(tmp_path, content)
    assert found[0] == key
    assert reason in found[1]


@pytest.mark.parametrize("name", re.findall(r"(?m)^(\w+) =", HEAD))
def test_metadata_may_not_be_missing(tmp_path, name):
    assert refusal(tmp_path, re.sub(rf"(?m)^{name} = .*$", "", HEAD)) == (name, "missing")


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(PackError, match="No such file"):
        load(tmp_path / "none.toml")


def test_packs_are_found_from_any_folder(tmp_path):
    found = subprocess.run(
        [sys.executable, "-P", "-c", "from law.packs import shipped; print([pack.id for pack in shipped()])"],
        cwd=tmp_path, env={"PYTHONPATH": str(FOLDER.parent.parent)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert found.stdout.strip() == "['state.XE']"
