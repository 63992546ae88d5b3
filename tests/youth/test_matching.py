"""Matching a described youth: what agrees, what differs, who comes first, and how sure that is."""

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bench import matching as bench
from youth.matching import LABELS, Candidate, Description, Grade, blocking_keys, rank, record_keys
from youth.matching.dates import date_slip, likely_slips
from youth.matching.weights import WEIGHTS

ELIZABETH = Candidate(
    key=1, first_name="Elizabeth", middle_name="Rose", last_name="García-López", birth_date=date(2009, 4, 12),
    sex="female", address="12 Oak Street, Fairview 98501", school="Fairview High School",
    guardian_names=("Carmen López", "Luis García"), state_id="WA-1234567",
)  # fmt: skip
TWIN = Candidate(
    key=2, first_name="Daniela", last_name="García-López", birth_date=date(2009, 4, 12), sex="female",
    address="12 Oak Street, Fairview 98501", school="Fairview High School", guardian_names=("Carmen López",),
)  # fmt: skip
OTHERS = (
    Candidate(key=3, first_name="Marcus", last_name="Green", birth_date=date(2010, 1, 30), sex="male"),
    Candidate(key=4, first_name="Elizabeth", last_name="Young", birth_date=date(2006, 7, 2)),
)
AGENCY = (ELIZABETH, TWIN, *OTHERS)


def described(**changes):
    known = {"first_name": "Elizabeth", "last_name": "García-López", "birth_date": date(2009, 4, 12)}
    return Description(**(known | changes))


def answers(match):
    return {finding.field: finding.answer for finding in match.findings}


def found(description, candidates=AGENCY):
    """The real path: only records whose keys meet are ranked."""
    wanted = blocking_keys(description)
    return rank(description, [record for record in candidates if record_keys(record) & wanted])


def test_names_and_birth_date_that_agree_are_a_strong_match():
    best = found(described())[0]
    assert (best.candidate, best.grade, best.cautions) == (ELIZABETH, Grade.STRONG, ())
    assert answers(best)["last_name"] == answers(best)["birth_date"] == "same"
    assert best.likelihood > 0.99


@pytest.mark.parametrize(
    ("changes", "field", "answer"),
    [
        ({"first_name": "Beth"}, "first_name", "nickname"),
        ({"first_name": "Elisabet"}, "first_name", "misspelt"),
        ({"first_name": "E"}, "first_name", "initial"),
        ({"first_name": "Eliz"}, "first_name", "shortened"),
        ({"first_name": "Rose"}, "first_name", "goes_by_middle"),
        ({"last_name": "Lopez"}, "last_name", "part"),
        ({"last_name": "garcia lopez"}, "last_name", "same"),
        ({"last_name": "Garsia-Lopes"}, "last_name", "misspelt"),
        ({"first_name": "García-López", "last_name": "Elizabeth"}, "names_swapped", "same"),
        ({"first_name": "Lopez", "last_name": "Beth"}, "names_swapped", "close"),
        ({"birth_date": date(2009, 12, 4)}, "birth_date", "day_month_swapped"),
        ({"birth_date": date(2009, 4, 21)}, "birth_date", "digits_transposed"),
        ({"birth_date": date(2009, 4, 17)}, "birth_date", "one_digit"),
        ({"birth_date": date(2010, 4, 12)}, "birth_date", "year_off_by_one"),
    ],
)
def test_a_slip_is_named_and_the_right_record_still_comes_first(changes, field, answer):
    best = found(described(**changes))[0]
    assert best.candidate is ELIZABETH
    assert answers(best)[field] == answer
    assert best.grade in (Grade.STRONG, Grade.POSSIBLE)


@pytest.mark.parametrize(
    ("changes", "field", "answer"),
    [
        ({"middle_name": "R"}, "middle_name", "initial"),
        ({"sex": "F"}, "sex", "same"),
        ({"sex": "male"}, "sex", "differs"),
        ({"sex": "X"}, "sex", "unknown"),
        ({"address": "98501 Fairview, 12 Oak St."}, "address", "same"),
        ({"address": "12 Oak Street"}, "address", "close"),
        ({"address": "77 River Road, Lakeside 98999"}, "address", "differs"),
        ({"school": "Fairview HS"}, "school", "same"),
        ({"school": "Lakeside Elementary"}, "school", "differs"),
        ({"guardian_name": "Lopez, Carmen"}, "guardian_name", "same"),
        ({"guardian_name": "Carmina Lopez"}, "guardian_name", "close"),
        ({"guardian_name": "Peter Smith"}, "guardian_name", "differs"),
        ({"state_id": "wa 1234567"}, "state_id", "same"),
        ({"state_id": "WA-1234576"}, "state_id", "close"),
        ({"state_id": "7654321"}, "state_id", "differs"),
    ],
)
def test_every_other_field_says_what_lies_between_the_two_sides(changes, field, answer):
    match = rank(described(**changes), [ELIZABETH])[0]
    assert answers(match)[field] == answer


def test_a_twin_is_never_strong_though_all_else_agrees():
    description = described(
        address=TWIN.address,
        school=TWIN.school,
        guardian_name="Carmen López",
        sex="female",
        first_name="Noemi",
    )
    matches = rank(description, [TWIN, ELIZABETH])
    assert [match.grade for match in matches] == [Grade.POSSIBLE, Grade.POSSIBLE]
    assert all(match.cautions[0] == "caution.may_be_sibling" for match in matches)
    assert all("caution.close_second" in match.cautions for match in matches)


def test_two_records_that_fit_alike_are_both_shown_as_possible():
    double = Candidate(key=9, first_name="Elizabeth", last_name="García-López", birth_date=date(2009, 4, 12))
    matches = rank(described(), [ELIZABETH, double])
    assert {match.grade for match in matches} == {Grade.POSSIBLE}
    assert all("caution.close_second" in match.cautions for match in matches)


def test_another_birth_date_is_cautioned_unless_the_state_id_agrees():
    other_day = {"birth_date": date(2002, 9, 30)}
    assert rank(described(**other_day), [ELIZABETH])[0].cautions == ("caution.birth_date_differs",)
    assert rank(described(**other_day), [ELIZABETH])[0].grade is not Grade.STRONG
    assert rank(described(**other_day, state_id="WA-1234567"), [ELIZABETH])[0].grade is Grade.STRONG


def test_the_preferred_name_counts_as_the_first_name():
    record = Candidate(key=5, first_name="Alejandro", preferred_name="Sky", last_name="Green")
    description = Description(first_name="sky", last_name="Green")
    assert answers(found(description, [record])[0])["first_name"] == "same_as_preferred"


def test_the_larger_the_agency_the_more_must_agree():
    record = Candidate(key=6, first_name="Ana", last_name="Diaz")
    description = Description(first_name="Ana", last_name="Diaz")
    small, large = (rank(description, [record], population=size)[0] for size in (50, 1_000_000))
    assert (small.grade, large.grade) == (Grade.STRONG, Grade.WEAK)
    assert small.score == large.score


def test_a_stranger_is_not_found():
    stranger = Description(first_name="Quentin", last_name="Vandermeer", birth_date=date(2015, 11, 3))
    assert found(stranger) == []


def test_order_limit_and_score_do_not_depend_on_the_order_given():
    records = [Candidate(key=key, first_name="Ana", last_name="Diaz") for key in range(30)] + list(AGENCY)
    expected = rank(described(first_name="Ana"), records, limit=7)
    random.Random(7).shuffle(records)
    assert rank(described(first_name="Ana"), records, limit=7) == expected
    assert len(expected) == 7


@pytest.mark.parametrize("key_of", [blocking_keys])
def test_nothing_known_asks_for_nothing(key_of):
    assert key_of(Description()) == set()
    assert record_keys(Candidate(key=1)) == set()


def test_a_record_stores_few_keys():
    assert record_keys(OTHERS[0]) == {"d2010-01-30", "fmrks:j", "ljrm:m", "ymrks:2010", "yjrm:2010"}
    assert len(record_keys(ELIZABETH)) <= 16


def test_every_answer_has_its_sentence():
    expected = {f"{field}.{answer}" for field, weights in WEIGHTS.items() for answer in weights}
    expected |= {f"{field}.unknown" for field in WEIGHTS if field != "names_swapped"}
    expected |= {f"grade.{grade}" for grade in Grade}
    cautions = {f"caution.{code}" for code in ("may_be_sibling", "close_second", "birth_date_differs")}
    assert set(LABELS) == expected | cautions
    assert all(label.strip() for label in LABELS.values())


DATES = st.dates(date(1990, 1, 1), date(2026, 12, 31))
TEXT = st.text(max_size=30)
DESCRIPTIONS = st.builds(
    Description, first_name=TEXT, middle_name=TEXT, last_name=TEXT, birth_date=st.none() | DATES, sex=TEXT,
    address=TEXT, school=TEXT, guardian_name=TEXT, state_id=TEXT,
)  # fmt: skip
CANDIDATES = st.builds(
    Candidate, key=st.integers(), first_name=TEXT, middle_name=TEXT, last_name=TEXT, preferred_name=TEXT,
    birth_date=st.none() | DATES, sex=TEXT, address=TEXT, school=TEXT,
    guardian_names=st.lists(TEXT, max_size=3).map(tuple), state_id=TEXT,
)  # fmt: skip


@settings(deadline=None)
@given(DESCRIPTIONS, st.lists(CANDIDATES, max_size=5))
def test_any_text_is_ranked_with_sentences_and_likelihoods(description, candidates):
    for match in rank(description, candidates):
        assert 0 <= match.likelihood <= 1
        assert all(finding.sentence in LABELS for finding in match.findings)
        assert {finding.verdict for finding in match.findings} <= {"agrees", "close", "differs", "unknown"}


@given(CANDIDATES)
def test_a_record_described_as_it_stands_is_found(record):
    same = Description(
        first_name=record.first_name, last_name=record.last_name, birth_date=record.birth_date,
        address=record.address, state_id=record.state_id,
    )  # fmt: skip
    stored, wanted = record_keys(record), blocking_keys(same)
    assert bool(stored & wanted) == bool(wanted and stored)


@given(DATES, DATES)
def test_a_slip_is_the_same_from_either_side(one, other):
    assert date_slip(one, other) == date_slip(other, one)
    assert one in likely_slips(one)
    assert len(likely_slips(one)) <= 12


def test_leap_days_and_neighbouring_days():
    assert date(2008, 2, 29) in likely_slips(date(2008, 2, 29))
    assert date_slip(date(2009, 9, 30), date(2009, 10, 1)) == "next_day"
    assert date_slip(date(2009, 9, 30), date(2009, 9, 11)) == "two_parts"
    assert date_slip(date(2009, 9, 30), date(2001, 1, 2)) == "differs"


@pytest.mark.skipif(not bench.DATA.is_dir(), reason="the FEBRL sample people are not in ../shared/data")
def test_precision_and_recall_on_the_small_febrl_set():
    score = bench.run(bench.read("dataset1.csv"), bench.WITH_ADDRESS, "dataset1")
    assert score.asked == 500
    assert score.recall("possible") >= 0.98
    assert score.precision("possible") >= 0.99
