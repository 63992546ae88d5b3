"""The calendar of agreements: read by another eye than wrote it, by nobody without the secret, and holding only dates."""

import re
from datetime import date, timedelta

import icalendar
import pytest
from django.db import connection
from django.urls import reverse

from agencies.acting import acting_as
from agencies.actions import suspend
from agencies.models import Membership
from mous import actions
from mous.models import CalendarFeed
from tests.masking import masked
from tests.mous import agreements
from tests.mous.test_agreement_rows import GRANT, POLICY, refused, run

PAGE = reverse("mous:calendar")


def made(client):
    """The address that the page shows once."""
    page = client.post(PAGE).content.decode()
    return re.search(r"http://testserver(\S+\.ics)", page).group(1)


def events(client, address):
    """Day and words of each event, by its UID."""
    calendar = icalendar.Calendar.from_ical(client.get(address).content)
    return {str(e["UID"]): (e.decoded("DTSTART"), str(e["SUMMARY"])) for e in calendar.walk("VEVENT")}


@pytest.fixture
def reviewed_soon(dana, north, south, parties, nora, sam):
    mou = agreements.drafted(
        dana, parties, [(north, south, ["attendance"], ["care_coordination"])], title="Help; at, once"
    )
    with acting_as(dana):
        mou.review_on = mou.ends_on - timedelta(days=30)
        actions.edit(
            mou,
            by=dana,
            title=mou.title,
            starts_on=mou.starts_on,
            ends_on=mou.ends_on,
            review_on=mou.review_on,
        )
    return agreements.signed(agreements.sent(mou, dana), [nora, sam])


def test_it_holds_the_day_of_review_and_the_last_day(client, sign_in, reviewed_soon, nora):
    address = made(sign_in(nora))
    found = events(client, address)
    assert sorted(found.values()) == [
        (reviewed_soon.review_on, "Review: Help; at, once"),
        (reviewed_soon.ends_on, "Last day: Help; at, once"),
    ]
    assert all(type(day) is date for day, _words in found.values())
    assert set(found) == set(events(client, address))


def test_the_file_is_as_programs_want_it(client, sign_in, reviewed_soon, nora):
    response = client.get(made(sign_in(nora)))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "no-store"
    lines = response.content.decode().split("\r\n")
    assert "\n" not in "".join(lines)
    assert all(len(line.encode()) <= 75 for line in lines)
    names = {line.split(":")[0].split(";")[0] for line in lines if line and line[0] != " "}
    assert names == {
        "BEGIN", "END", "VERSION", "PRODID", "METHOD", "X-WR-CALNAME", "UID", "DTSTAMP", "DTSTART", "SUMMARY", "URL",
        "TRANSP",
    }  # fmt: skip


def test_drafts_and_what_one_left_are_not_in_it(client, sign_in, three, draft, wendy, nora):
    address = made(sign_in(nora))
    assert len(events(client, address)) == 1
    west = made(sign_in(wendy))
    assert len(events(client, west)) == 1
    with acting_as(wendy):
        actions.withdraw(three, by=wendy, reason="We close.")
    assert events(client, west) == {}
    assert len(events(client, address)) == 1


def test_a_new_address_replaces_the_old_and_a_removed_one_is_not_found(client, sign_in, signed, nora):
    browser = sign_in(nora)
    old = made(browser)
    new = made(browser)
    assert old != new
    random = reverse("mous:calendar_file", args=["x" * 43])
    assert client.get(new).status_code == 200
    assert "It is not shown again" in browser.get(PAGE).content.decode()
    assert browser.post(PAGE, {"do": "remove"}).status_code == 302
    answers = [client.get(address) for address in (old, new, random)]
    assert [answer.status_code for answer in answers] == [404] * 3
    secrets = [address.split("/")[-1].removesuffix(".ics") for address in (old, new, random)]
    assert len({masked(answer, *secrets) for answer in answers}) == 1


def test_it_ends_with_the_membership(client, sign_in, signed, nora, dana, north):
    address = made(sign_in(nora))
    with acting_as(dana):
        membership = Membership.objects.get(user=nora, agency=north)
        suspend(membership, by=dana)
    assert client.get(address).status_code == 404


@pytest.mark.data_layer
def test_a_calendar_is_ones_own(sign_in, signed, nora, dana, north, south):
    made(sign_in(nora))
    add = """INSERT INTO mous_calendarfeed (id, user_id, agency_id, token_sha256)
      VALUES (gen_random_uuid(), %(user)s, %(agency)s, 'x')"""
    refused(POLICY, dana, add, user=nora.pk, agency=north.pk)
    refused(POLICY, dana, add, user=dana.pk, agency=south.pk)
    refused(GRANT, nora, "UPDATE mous_calendarfeed SET token_sha256 = 'x'")
    assert run(dana, "SELECT 1 FROM mous_calendarfeed") == 0
    assert run(dana, "DELETE FROM mous_calendarfeed") == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal.calendar_of('')")
        assert cursor.fetchone() == (None,)
    with acting_as(nora):
        assert len(CalendarFeed.objects.get().token_sha256) == 64


def test_one_address_may_not_ask_without_end(db, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"read_calendar": "2/m/ip"}
    address = reverse("mous:calendar_file", args=["x" * 43])
    assert [client.get(address).status_code for _ in range(3)] == [404, 404, 429]
