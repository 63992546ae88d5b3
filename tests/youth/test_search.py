"""Finding one's own agency's youth: by the start of a name or number, never beyond what one may see."""

from datetime import date

import pytest

from agencies.acting import acting_as
from tests import factories
from youth import queries
from youth.actions import assign
from youth.matching import Description, Grade


@pytest.fixture
def maya(bob):
    return factories.youth(
        bob, "María José", "García-López", middle_name="Inés", preferred_name="Coco", number="S-604821"
    )


@pytest.mark.parametrize(
    "text",
    [
        "mar",
        "MARÍA",
        "jose",
        "ine",
        "gar",
        "López",
        "garcia-lo",
        "coco",
        "s604",
        "S-6048",
        "gar mar",
        "lopez ines",
    ],
)
def test_found_by_the_start_of_any_part(bob, maya, text):
    factories.youth(bob, "Ben", "Stone")
    with acting_as(bob):
        assert list(queries.search(bob, text)) == [maya]


@pytest.mark.parametrize("text", ["arcia", "gar ben", "604821", "%", "_ar", "'; drop table youth_youthkey"])
def test_not_found_by_anything_else(bob, maya, text):
    ben = factories.youth(bob, "Ben", "Stone")
    with acting_as(bob):
        expected = [maya, ben] if text == "%" else []
        assert list(queries.search(bob, text)) == expected


def test_another_agency_s_youth_is_never_found(bob, carol, maya):
    with acting_as(carol):
        assert list(queries.search(carol, "garcia")) == []
        assert list(queries.visible_to(carol)) == []


def test_staff_find_only_their_caseload(alice, south, operator):
    keeper = factories.member("kim", south, ["records_custodian"], by=operator)
    hidden = factories.youth(keeper, "Maya", "Torres")
    with acting_as(alice):
        assert list(queries.search(alice, "torres")) == []
    with acting_as(keeper):
        assert list(queries.search(keeper, "torres")) == [hidden]


def test_roles_without_reach_see_none(north, operator, bob):
    factories.youth(bob)
    person = factories.member("pat", north, ["agency_admin", "counsel", "auditor"], by=operator)
    with acting_as(person):
        assert list(queries.visible_to(person)) == []


def test_who_acts_for_no_agency_sees_none(operator, bob):
    factories.youth(bob)
    with acting_as(operator):
        assert list(queries.visible_to(operator)) == []


def test_candidates_are_ranked_with_their_records(bob, maya):
    factories.youth(bob, "Mario", "Garcia", date(2009, 9, 9))
    described = Description(first_name="Maria", last_name="Lopez", birth_date=date(2011, 4, 3))
    with acting_as(bob):
        found = queries.candidates(bob.acting_agency_id, described)
    assert found[0].record == maya
    assert found[0].match.grade in (Grade.STRONG, Grade.POSSIBLE)


def test_candidates_of_another_agency_are_none(bob, carol, maya):
    described = Description(first_name="María José", last_name="García-López", birth_date=date(2011, 3, 4))
    with acting_as(carol):
        assert queries.candidates(bob.acting_agency_id, described) == []
        assert queries.candidates(carol.acting_agency_id, described) == []


@pytest.mark.parametrize("text", ["s", "sto", "b", "stone ben", "cora"])
def test_a_broad_search_answers_the_same_as_a_narrow_one(bob, monkeypatch, text):
    for number in range(5):
        factories.youth(bob, f"Ben{number}", "Stone")
    factories.youth(bob, "Cora", "Smith")
    with acting_as(bob):
        narrow = list(queries.search(bob, text))
        monkeypatch.setattr(queries, "MOST_IDS", 2)
        assert list(queries.search(bob, text)) == narrow


def test_a_broad_search_shows_staff_only_their_caseload(bob, north, operator, monkeypatch):
    cora = factories.member("cora", north, ["counselor"], by=operator)
    mine = [factories.youth(bob, f"Ben{number}", "Stone") for number in range(4)]
    with acting_as(bob):
        for record in mine[:3]:
            assign(record, cora, by=bob)
    monkeypatch.setattr(queries, "MOST_IDS", 1)
    with acting_as(cora):
        assert list(queries.search(cora, "sto")) == mine[:3]


@pytest.mark.parametrize("most", [1, 2000])
def test_the_number_found_counts_each_youth_once(bob, monkeypatch, most):
    monkeypatch.setattr(queries, "MOST_IDS", most)
    factories.youth(bob, "Stone", "Stoner")
    with acting_as(bob):
        assert queries.count_and_search(bob, "sto").count == 1
        assert queries.count_and_search(bob, "zz").count == 0
        assert queries.count_and_search(bob, " ").count is None
