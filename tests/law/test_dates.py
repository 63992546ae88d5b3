"""Every rule begins on the day on which its statute or regulation took effect, and ends when it was replaced."""

from datetime import date

import pytest

from law.register import RULES

TOOK_EFFECT = {
    date(1974, 9, 7): "Juvenile Justice and Delinquency Prevention Act; 18 USC 5038 as amended",
    date(1974, 11, 19): "FERPA",
    date(1975, 6, 19): "28 CFR part 20, criminal history",
    date(1976, 12, 15): "28 CFR part 22, research and statistics",
    date(1987, 8, 10): "42 CFR Part 2 of 1987",
    date(1992, 7, 23): "Higher Education Amendments of 1992: law enforcement units",
    date(1994, 10, 20): "Improving America's Schools Act: conduct that is a risk",
    date(1998, 10, 7): "Higher Education Amendments of 1998",
    date(2000, 10, 28): "Campus Sex Crimes Prevention Act",
    date(2001, 10, 26): "USA PATRIOT Act: ex parte orders",
    date(2002, 1, 8): "No Child Left Behind Act: surveys",
    date(2003, 1, 1): "Student visa reporting",
    date(2003, 4, 14): "HIPAA Privacy Rule, compliance date",
    date(2004, 5, 21): "FERPA regulations of 2004: electronic consent",
    date(2006, 1, 5): "Violence Against Women Act of 2005",
    date(2006, 10, 13): "IDEA regulations of 2006",
    date(2007, 3, 12): "7 CFR part 245, meal eligibility",
    date(2009, 1, 8): "FERPA regulations of 2008",
    date(2010, 12, 13): "Healthy, Hunger-Free Kids Act",
    date(2010, 12, 20): "CAPTA Reauthorization Act of 2010",
    date(2012, 1, 3): "FERPA regulations of 2011",
    date(2012, 8, 20): "28 CFR part 115, prison rape elimination",
    date(2013, 1, 14): "Uninterrupted Scholars Act",
    date(2013, 3, 18): "IDEA regulations of 2013: public insurance",
    date(2013, 9, 23): "HIPAA Omnibus Rule, compliance date",
    date(2015, 12, 10): "Every Student Succeeds Act",
    date(2016, 10, 1): "Every Student Succeeds Act: youth without stable housing",
    date(2017, 3, 21): "42 CFR Part 2 of 2017",
    date(2024, 4, 16): "42 CFR Part 2 of 2024",
}


def test_every_rule_begins_with_a_statute_or_regulation_of_that_day():
    assert {entry.effective_from for entry in RULES.values()} == set(TOOK_EFFECT)


def test_only_what_42_cfr_part_2_of_2024_replaced_has_ended():
    ended = {entry.id: entry.effective_to for entry in RULES.values() if entry.effective_to is not None}
    assert ended == {
        "part2.consent_before_2024": date(2024, 4, 15),
        "part2.medical_emergency_before_2024": date(2024, 4, 15),
    }


def test_a_rule_of_ferpa_begins_in_2009_only_where_the_regulations_of_2008_brought_it_or_its_wording():
    assert {entry.id for entry in RULES.values() if entry.effective_from == date(2009, 1, 8)} == {
        "ferpa.after_attendance",
        "ferpa.emergency",
        "ferpa.enrollment",
        "ferpa.former_student",
        "ferpa.identity",
        "ferpa.litigation",
        "ferpa.outsourced_service",
        "ferpa.peer_graded",
        "ferpa_onward.for_school",
        "ferpa_onward.order",
        "ferpa_onward.unlimited",
    }


@pytest.mark.parametrize(
    ("first_day", "rule"),
    [
        (date(1974, 11, 19), "ferpa.other_parent"),
        (date(1974, 11, 19), "ferpa.statement_of_disagreement"),
        (date(1974, 11, 19), "ferpa.administrative_warrant"),
        (date(1974, 11, 19), "ferpa_onward.none"),
        (date(1974, 11, 19), "ferpa_onward.rights_revoked"),
        (date(1974, 11, 19), "ferpa_onward.family"),
        (date(1994, 10, 20), "ferpa.juvenile_justice"),
        (date(1994, 10, 20), "ferpa_onward.juvenile_justice"),
        (date(2004, 5, 21), "ferpa.consent"),
        (date(2004, 5, 21), "ferpa_onward.consent"),
        (date(2013, 3, 18), "ferpa.public_insurance"),
    ],
)
def test_the_older_provisions_of_ferpa_begin_before_and_the_younger_after(first_day, rule):
    assert RULES[rule].effective_from == first_day
