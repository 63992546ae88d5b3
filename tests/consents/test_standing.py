"""Every state of a line: what Python says in a word and what the database answers are the same.

The clock of the database cannot be set: what has run out by now was recorded, in these tests, in its own time.
"""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from agencies.acting import acting_as
from consents import actions, queries
from consents.expiry import turns_18_on
from consents.standing import IN_FORCE, standing_of
from consents.states import GrantState
from law.vocabulary import SignerCapacity
from tests import factories
from tests.consents.recorder import scan_file
from youth.models import Guardian, YouthRecord

pytestmark = pytest.mark.data_layer
DAY = timedelta(days=1)


def states(consent, user):
    """The word for each line in Python, once the database has been heard and says the same."""
    with acting_as(user):
        fresh = queries.visible_to(user).get(pk=consent.pk)
        found = queries.states_of(fresh)
        stand = queries.standing_among([grant for grant, _state in found])
        assert {grant.pk for grant, state in found if state in IN_FORCE} == stand
        assert standing_of(fresh).badge.startswith(f"{len(stand)} of {len(found)} line")
    return [state for _grant, state in found]


def at(day, agency):
    """A moment of this day where the agency is."""
    return time_machine.travel(datetime.combine(day, time(12), tzinfo=agency.zone), tick=False)


def test_in_force_not_begun_and_ended(consented, line, bob, north):
    today = north.today()
    with at(today - 40 * DAY, north):
        consent = consented(
            line(starts_on=today),
            line("discipline", starts_on=today + DAY),
            line("education", starts_on=today - 40 * DAY, expires_on=today),
            line("special_education", starts_on=today - 40 * DAY, expires_on=today - DAY),
        )
    assert states(consent, bob) == [
        GrantState.IN_FORCE,
        GrantState.NOT_BEGUN,
        GrantState.ENDS_SOON,
        GrantState.ENDED,
    ]


def test_revoked_and_ended_by_its_event(consented, line, bob):
    consent = consented(line(), line("discipline", ends_when="case_closes"), line("education"))
    with acting_as(bob):
        actions.revoke(consent, by=bob, category="attendance")
        actions.record_event(consent, by=bob, event="case_closes")
    assert states(consent, bob) == [GrantState.REVOKED, GrantState.ENDED, GrantState.IN_FORCE]


def test_on_paper_it_waits_for_the_second_person(consented, bob, cleo):
    consent = consented(method="paper", signed_at=timezone.now())
    assert states(consent, bob) == [GrantState.UNCONFIRMED]
    with acting_as(bob):
        actions.put_in_scan(consent, by=bob, file=scan_file())
    with acting_as(cleo):
        actions.confirm(consent, by=cleo)
    assert states(consent, bob) == [GrantState.IN_FORCE]


@pytest.mark.parametrize(
    ("days_to_birthday", "state"),
    [(1, GrantState.IN_FORCE), (0, GrantState.PAUSED), (-1, GrantState.PAUSED)],
)
def test_what_a_parent_signed_pauses_on_the_18th_birthday(
    consented, line, bob, north, guardian_of, days_to_birthday, state
):
    """No parent can name a day so late; but the birth date on the record may be put right afterwards."""
    today = north.today()
    with at(today - 90 * DAY, north):
        young = factories.youth(bob, "Sol", "Torres", born=(today - 15 * 365 * DAY))
        mother = guardian_of(young)
        consent = consented(
            line(starts_on=today - 90 * DAY, expires_on=today + 90 * DAY), youth=young, guardian=mother
        )
    assert states(consent, bob) == [GrantState.IN_FORCE]
    birthday = today + days_to_birthday * DAY
    with acting_as(bob):
        YouthRecord.objects.filter(pk=young.pk).update(birth_date=birthday.replace(year=birthday.year - 18))
    assert states(consent, bob) == [state]


def test_a_date_put_right_to_a_later_one_does_not_lengthen_what_was_signed(
    consented, line, bob, north, guardian_of
):
    today = north.today()
    with at(today - 90 * DAY, north):
        young = factories.youth(bob, "Sol", "Torres", born=today.replace(year=today.year - 18))
        consent = consented(
            line(starts_on=today - 90 * DAY, expires_on=today - DAY), youth=young, guardian=guardian_of(young)
        )
        with acting_as(bob):
            YouthRecord.objects.filter(pk=young.pk).update(birth_date=today.replace(year=today.year - 17))
    assert states(consent, bob) == [GrantState.ENDED]


def test_both_know_the_same_18th_birthday():
    born = [date(2008, 2, 29), date(2008, 2, 28), date(2008, 3, 1), date(2007, 12, 31), date(2012, 2, 29)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal.turns_18_on(day) FROM unnest(%s::date[]) day", [born])
        assert [row[0] for row in cursor.fetchall()] == [turns_18_on(day) for day in born]
    assert turns_18_on(date(2008, 2, 29)) == date(2026, 3, 1)


def test_what_an_adult_signed_does_not_pause(consented, line, bob, north):
    adult = factories.youth(bob, "Sam", "Okafor", born=north.today() - timedelta(days=19 * 366))
    consent = consented(
        line(), youth=adult, guardian=None, signer_name="Sam Okafor", capacity=SignerCapacity.ADULT_YOUTH
    )
    assert states(consent, bob) == [GrantState.IN_FORCE]


@pytest.mark.parametrize("found", [{"rights_revoked": True}, {"authority": "none"}])
def test_what_a_parent_signed_stops_when_she_may_not_decide_and_stands_again_when_she_may(
    consented, line, bob, mother, maya, guardian_of, found
):
    consent = consented(line(), line("discipline"))
    fathers = consented(guardian=guardian_of(maya, first_name="Luis"), signer_name="Luis Torres")
    with acting_as(bob):
        Guardian.objects.filter(pk=mother.pk).update(**found)
    assert states(consent, bob) == [GrantState.NO_RIGHT, GrantState.NO_RIGHT]
    assert states(fathers, bob) == [GrantState.IN_FORCE]
    with acting_as(bob):
        Guardian.objects.filter(pk=mother.pk).update(rights_revoked=False, authority="parent")
    assert states(consent, bob) == [GrantState.IN_FORCE, GrantState.IN_FORCE]


@pytest.mark.parametrize(
    ("capacity", "age_by_the_form", "age_now_known", "state"),
    [
        ("adult_youth", 19, 17, GrantState.NO_RIGHT),
        ("eligible_student", 19, 17, GrantState.NO_RIGHT),
        ("adult_youth", 19, 18, GrantState.IN_FORCE),
        ("adult_youth", 19, 20, GrantState.IN_FORCE),
        ("eligible_student", 16, 17, GrantState.IN_FORCE),
        ("eligible_student", 16, 19, GrantState.IN_FORCE),
    ],
)
def test_a_date_of_birth_put_right_undoes_what_a_minor_signed_as_an_adult(
    consented, line, bob, north, capacity, age_by_the_form, age_now_known, state
):
    """Not what one under 18 signed by right, and the form said why."""
    born = {age: north.today() - age * 366 * DAY for age in (age_by_the_form, age_now_known)}
    young = factories.youth(bob, "Sam", "Okafor", born=born[age_by_the_form])
    consent = consented(
        line(),
        youth=young,
        guardian=None,
        signer_name="Sam Okafor",
        capacity=capacity,
        authority_evidence="Enrolled at the college" if age_by_the_form < 18 else "",
        grounds=["college"] if age_by_the_form < 18 else [],
    )
    with acting_as(bob):
        YouthRecord.objects.filter(pk=young.pk).update(birth_date=born[age_now_known])
    assert states(consent, bob) == [state]


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Honolulu", "Pacific/Guam"])
def test_the_last_day_is_the_agencys_own(consented, line, bob, north, operator, zone):
    with acting_as(operator):
        type(north).objects.filter(pk=north.pk).update(time_zone=zone)
    north.time_zone = zone
    today = north.today()
    with at(today - 9 * DAY, north):
        consent = consented(
            line(starts_on=today - 9 * DAY, expires_on=today),
            line("discipline", starts_on=today - 9 * DAY, expires_on=today - DAY),
            line("education", starts_on=today + DAY, expires_on=today + DAY),
        )
    assert states(consent, bob) == [GrantState.ENDS_SOON, GrantState.ENDED, GrantState.NOT_BEGUN]


def test_the_badge_says_which_lines_stand_or_why_none_does(consented, line, bob, west):
    consent = consented(line(), line("discipline"), line("attendance", recipient=west))

    def label():
        with acting_as(bob):
            return standing_of(queries.visible_to(bob).get(pk=consent.pk)).label

    assert label() == (
        "3 of 3 lines in force: Attendance, Discipline to South Community Mental Health; Attendance to West After-School"
    )
    with acting_as(bob):
        actions.revoke(consent, by=bob, recipient=west)
    assert label() == "2 of 3 lines in force: Attendance, Discipline to South Community Mental Health"
    with acting_as(bob):
        actions.revoke(consent, by=bob)
    assert label() == "0 of 3 lines in force: Revoked"
