"""The calendar file of an agency's agreements: the days of review and the last days, and nothing else."""

import json
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from mous.actions.calendar import hash_of


def calendar_for(token: str) -> bytes | None:
    """The calendar at a secret address, for whoever knows it; None when no active member's calendar has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal.calendar_of(%s)", [hash_of(token)])
        (found,) = cursor.fetchone()
    return None if found is None else _written(json.loads(found))


def _written(agreements: list[dict[str, Any]]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Sharing Portal//Agreements//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Agreements"))
    for agreement in agreements:
        if agreement["review_on"]:
            calendar.add_component(
                _event(agreement, "review", _("Review: %(title)s"), agreement["review_on"])
            )
        calendar.add_component(_event(agreement, "end", _("Last day: %(title)s"), agreement["ends_on"]))
    return calendar.to_ical()


def _event(agreement: dict[str, Any], kind: str, words: str, day: str) -> Event:
    """A day without hours. Its UID stays, so that a calendar program moves a day that changed instead of adding one."""
    event = Event()
    event.add("uid", f"{agreement['id']}-{kind}@agreements.sharing-portal")
    event.add("dtstamp", datetime.fromisoformat(agreement["changed_at"]).astimezone(UTC))
    event.add("dtstart", date.fromisoformat(day))
    event.add("summary", words % {"title": agreement["title"]})
    event.add("url", settings.PORTAL_URL + reverse("mous:detail", args=[agreement["id"]]))
    event.add("transp", "TRANSPARENT")
    return event
