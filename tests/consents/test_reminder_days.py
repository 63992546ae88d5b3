"""Days are counted where the agency is: in every zone of the United States, over changes of the clock and leap days."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from agencies.models import Agency
from consents.reminders.sweep import queue_ending_consents
from sharing_portal.rls.context import acting_for

ZONES = (
    "Pacific/Guam",
    "Pacific/Saipan",
    "Pacific/Pago_Pago",
    "Pacific/Honolulu",
    "America/Adak",
    "America/Anchorage",
    "America/Juneau",
    "America/Los_Angeles",
    "America/Phoenix",
    "America/Shiprock",
    "America/Boise",
    "America/Denver",
    "America/Chicago",
    "America/Menominee",
    "America/North_Dakota/Center",
    "America/Indiana/Indianapolis",
    "America/Kentucky/Louisville",
    "America/Detroit",
    "America/New_York",
    "America/Puerto_Rico",
    "America/St_Thomas",
)
SPRING, AUTUMN, LEAP = date(2027, 3, 14), date(2027, 11, 7), date(2028, 2, 29)
SECOND = timedelta(seconds=1)


def moved(agency, zone, operator):
    """The agency in another zone of the country."""
    with acting_for(user_id=operator.pk):
        assert Agency.objects.filter(pk=agency.pk).update(time_zone=zone) == 1
    agency.time_zone = zone
    return agency


@pytest.fixture
def ending_on(consented, line):
    """`ending_on(agency, day)`: a consent whose one line ends on this day, signed 100 days before."""

    def _ending_on(agency, day):
        signed = datetime.combine(day - timedelta(days=100), time(12), agency.zone)
        with time_machine.travel(signed, tick=False):
            return consented(line(starts_on=agency.today(), expires_on=day), signed_at=signed)

    return _ending_on


def queued_at(moment):
    with time_machine.travel(moment, tick=False):
        return queue_ending_consents()


@pytest.mark.parametrize("zone", ZONES)
def test_each_reminder_begins_with_its_day_at_the_agency(ending_on, north, maya, operator, zone):
    """Not a second sooner, whether that night has 23, 24 or 25 hours."""
    agency = moved(north, zone, operator)
    maya.agency = agency
    for last in (
        SPRING,
        SPRING + timedelta(days=1),
        AUTUMN,
        AUTUMN + timedelta(days=1),
        LEAP,
        date(2028, 3, 1),
    ):
        ending_on(agency, last)
        for days in (30, 14, 7, 1):
            midnight = datetime.combine(last - timedelta(days=days), time.min, ZoneInfo(zone)).astimezone(UTC)
            assert (last, days, queued_at(midnight - SECOND), queued_at(midnight)) == (last, days, 0, 1)
        assert queued_at(midnight + timedelta(days=1)) == 0


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "America/Phoenix", "America/Adak", "Pacific/Guam"])
@pytest.mark.parametrize("last", [SPRING, AUTUMN, LEAP])
def test_a_run_every_hour_sends_each_once(ending_on, north, maya, operator, zone, last):
    maya.agency = moved(north, zone, operator)
    ending_on(maya.agency, last)
    start = datetime.combine(last - timedelta(days=32), time(12), UTC)
    hours = [start + timedelta(hours=hour) for hour in range(34 * 24)]
    # Every hour of the nights in question, every sixth of the others.
    wanted = [moment for moment in hours if moment.hour % 6 == 0 or moment > start + timedelta(days=29)]
    sent = [moment for moment in wanted if queued_at(moment)]
    local = [moment.astimezone(maya.agency.zone).date() for moment in sent]
    assert [(last - day).days for day in local] == [30, 14, 7, 1]


def test_a_beat_that_was_away_for_days_sends_the_closest_one(ending_on, north):
    ending_on(north, LEAP)
    noon = datetime(2028, 2, 1, 20, tzinfo=UTC)
    assert [queued_at(noon + timedelta(days=day)) for day in (0, 18, 19, 28)] == [1, 1, 0, 1]


def test_a_clock_that_is_set_back_sends_none_again_and_no_earlier_one(ending_on, north):
    ending_on(north, LEAP)
    noon = datetime(2028, 2, 22, 20, tzinfo=UTC)
    assert queued_at(noon) == 1
    assert [queued_at(noon - timedelta(days=days)) for days in (1, 5, 20)] == [0, 0, 0]
    assert [queued_at(noon + timedelta(days=days)) for days in (0, 6)] == [0, 1]
