"""Which fact each key and wording of a scenario becomes."""

import pytest

from law.scenarios import read_scenario
from tests.law.strategies import known

PLAIN = {
    "holder": {"type": "school"},
    "recipient": {"type": "police", "role": "officer"},
    "youth": {"age": 15},
    "category": "education",
    "purpose": "investigation",
    "evidence": {},
}


def read(**parts):
    return read_scenario({**PLAIN, **parts}).facts


@pytest.mark.parametrize(
    ("evidence", "target", "value"),
    [
        (
            {"initiated_by_parent": True, "initiated_by_student": False},
            "enrollment.initiated_by_family",
            True,
        ),
        (
            {"initiated_by_parent": False, "initiated_by_student": False},
            "enrollment.initiated_by_family",
            False,
        ),
        (
            {"direct_control_of_records": True, "mou": {"direct_control_of_records": False}},
            "school_official.direct_control",
            False,
        ),
        (
            {"direct_control_of_records": True, "mou": {"direct_control_of_records": True}},
            "school_official.direct_control",
            True,
        ),
        ({"position": "deputy"}, "justice.position_in_agency", True),
        ({"position": "cook"}, "justice.position_in_agency", None),
        ({"position": "national-security post"}, "justice.national_security_position", True),
        ({"request": {"about": "final_disposition"}}, "request.about", "final_disposition"),
        ({"record": {"held_by": "principal"}}, "record.kept_by_school", True),
        ({"record": {"held_by": "campus unit"}}, "record.kept_by_school", None),
        ({"legal_action": {"started_by": "parent"}}, "justice.litigation_with_school", True),
        ({"legal_action": {}}, "justice.litigation_with_school", None),
        ({"tax_dependency": True}, "family.tax_dependent", True),
        ({"tax_dependency": {"most_recent_return_shown": False}}, "family.tax_dependent", False),
        ({"mandated_report": {"stage": "initial report"}}, "child_welfare.report_is_initial", True),
        ({"mandated_report": {"stage": "after the report"}}, "child_welfare.report_is_initial", False),
    ],
)
def test_a_key_becomes_a_fact(evidence, target, value):
    assert known(read(evidence=evidence), target) == value


@pytest.mark.parametrize(
    ("role", "supervises", "covered"),
    [
        ("officer supervising the release", True, None),
        ("HIPAA-covered clinic", None, True),
        ("officer", None, None),
    ],
)
def test_a_role_may_carry_a_fact(role, supervises, covered):
    asker = read(recipient={"type": "probation_officer", "role": role}).recipient
    assert (asker.supervises_release, asker.hipaa_covered) == (supervises, covered)


@pytest.mark.parametrize(
    ("enrolled", "attends"),
    [("university", True), ("high school", False), ("high school and community college", None)],
)
def test_where_the_youth_is_enrolled(enrolled, attends):
    assert read(youth={"age": 17, "enrolled": enrolled}).youth.attends_postsecondary is attends


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ({"scope": "psychotherapy notes"}, {"covers": True}),
        ({"scope": "medical chart"}, {"covers": None}),
        ({}, {"covers": None, "child_protection_case": None}),
        ({"type": "dependency"}, {"child_protection_case": True}),
        ({"type": "dependency", "issued_in_that_case": False}, {"child_protection_case": False}),
        ({"type": "civil", "issued_in_that_case": True}, {"child_protection_case": True}),
    ],
)
def test_what_an_order_says(order, expected):
    (paper,) = read(evidence={"court_order": {"signed_by_judge": True, **order}}).orders
    assert {name: getattr(paper, name) for name in expected} == expected
    assert paper.signed_by_judge is True


def test_an_order_under_part_2_has_its_findings():
    (paper,) = read(
        evidence={"part2_court_order": {"signed_by_judge": True, "notice_and_hearing": False}}
    ).orders
    assert (paper.part2_findings, paper.signed_by_judge, paper.notice_and_hearing) == (True, True, False)
