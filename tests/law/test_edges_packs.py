"""The edge of what a state pack does, from both sides."""

from datetime import date

import pytest

from law.decide import decide
from law.packs.loader import read
from law.vocabulary import AgencyKind, Category, Purpose, RecipientKind, SignerCapacity
from tests.law.table import consent, row

C, H, P, R = Category, AgencyKind, Purpose, RecipientKind
TEXT = {"en": "A rule of the state", "es": "Una regla del estado"}


def pack(*rules, **slots):
    """A pack in force with these rules and slots."""
    return read(
        {
            "schema": 1, "state": "XE", "name": "Edge", "version": 1, "effective_from": date(2020, 1, 1),
            "effective_to": date(2030, 1, 1), "reviewed_by": "Nobody", "reviewed_on": date(2026, 1, 1),
            "cites": ["Code 1"], "rule": list(rules),
            "slots": {name: {**values, "cite": "Code 1"} for name, values in slots.items()},
        }
    )  # fmt: skip


def opens(name, delegation, **match):
    """A rule that authorizes where federal law delegates it."""
    return {
        "id": name, "title": TEXT, "reason": TEXT, "cite": "Code 1", "effective_from": date(2020, 1, 1),
        "effect": "authorize", "delegated_to_state": True, "delegation": delegation,
        "match": {name: [value] for name, value in match.items()},
    }  # fmt: skip


def outcome(facts, state=None):
    return str(decide(facts, state).outcome)


SCHOOL = {"holders": "school", "recipients": "caseworker", "categories": "education"}
CUSTODY = opens("custody", "usa_custody", **SCHOOL)


@pytest.mark.parametrize(
    ("letter", "expected"), [(True, "permit_with_conditions"), (False, "needs_more"), (None, "needs_more")]
)
def test_a_state_defines_custody_and_a_letter_shows_it(letter, expected):
    facts = row("", H.SCHOOL, R.CASEWORKER, 10, C.EDUCATION, P.EDUCATIONAL_SUPPORT, "", "",
                child_welfare__placement_letter=letter, child_welfare__case_plan_access=True).read()  # fmt: skip
    assert outcome(facts) == "needs_more"
    assert outcome(facts, pack(CUSTODY)) == expected


@pytest.mark.parametrize("first", [CUSTODY, opens("elsewhere", "capta_vi", **SCHOOL)])
def test_a_rule_that_opens_nothing_here_does_not_hide_the_next(first):
    statute = opens("statute", "ferpa_a5", **SCHOOL)
    facts = row("", H.SCHOOL, R.CASEWORKER, 10, C.EDUCATION, P.JUVENILE_SERVICES, "", "",
                justice__certified_in_writing=True).read()  # fmt: skip
    tried = decide(facts, pack(first, statute)).categories[0].routes
    assert decide(facts, pack(first, statute)).outcome == decide(facts, pack(statute)).outcome
    assert [route.rule for route in tried] == [
        route.rule for route in decide(facts, pack(statute)).categories[0].routes
    ]


@pytest.mark.parametrize(("majority", "expected"), [(18, "permit_with_conditions"), (19, "needs_more")])
def test_a_later_majority_asks_for_other_signatures(majority, expected):
    signed = consent(C.SUBSTANCE_USE, signers=(SignerCapacity.ADULT_YOUTH,), combined=False)
    facts = row("", H.PART2_PROGRAM, R.SCHOOL, 18, C.SUBSTANCE_USE, P.EDUCATIONAL_SUPPORT, "", "",
                consents=(signed,)).read()  # fmt: skip
    assert outcome(facts) == "permit_with_conditions"
    assert outcome(facts, pack(majority={"age": majority})) == expected


@pytest.mark.parametrize(("age", "expected"), [(14, "permit_with_conditions"), (13, "needs_more")])
def test_a_minor_signs_alone_from_the_birthday_that_the_state_sets(age, expected):
    signed = consent(C.SUBSTANCE_USE, signers=(SignerCapacity.MINOR,), combined=False)
    facts = row("", H.PART2_PROGRAM, R.SCHOOL, age, C.SUBSTANCE_USE, P.EDUCATIONAL_SUPPORT, "", "",
                consents=(signed,)).read()  # fmt: skip
    assert outcome(facts) == "needs_more"
    assert outcome(facts, pack(minor_consent_substance_use={"age": 14})) == expected


def test_a_later_majority_opens_no_record_of_an_18_year_old_to_a_parent():
    director = dict.fromkeys(
        ("health__lacks_rational_choice", "health__threat_to_life", "health__telling_parent_may_help"), True
    )
    ages = {
        age: row("", H.PART2_PROGRAM, R.PARENT, age, C.SUBSTANCE_USE, P.OWN_REVIEW, "", "", **director).read()
        for age in (17, 18)
    }
    assert outcome(ages[17], pack(majority={"age": 21})) == "permit_with_conditions"
    assert outcome(ages[18], pack(majority={"age": 21})) == "deny"


def test_an_answer_without_a_pack_says_so_with_a_version():
    facts = row("", H.PROBATION, R.SCHOOL, 15, C.JUVENILE_JUSTICE, P.SUPERVISION, "", "").read()
    assert ("state.no_pack", 1) in decide(facts).rule_versions
    assert all("no_pack" not in rule for rule, _version in decide(facts, pack()).rule_versions)
