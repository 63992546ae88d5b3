"""What a work list is made of: lines with one thing to do, in groups."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format

# More than this many of one kind are left to the page that lists them all.
SHOWN = 8


@dataclass(frozen=True)
class Task:
    """One line: what it is, why it is here, and the one thing to do about it. `urgent` says why it cannot wait."""

    what: str
    url: str
    action: str
    detail: str = ""
    when: str = ""
    state: str = ""
    tone: str = "neutral"
    urgent: str = ""
    names_youth: bool = False


@dataclass(frozen=True)
class Group:
    """Tasks of one kind. `all_url` leads to the page that lists every one of them."""

    heading: str
    tasks: list[Task]
    all_url: str
    more: bool


def group(heading: str, tasks: Iterable[Task], name: str) -> Group:
    """At most `SHOWN` of the tasks; `name` is the page that lists every one."""
    found = list(tasks)
    return Group(heading, found[:SHOWN], all_url=reverse(name) if found else "", more=len(found) > SHOWN)


def day(value: date) -> str:
    """A day as people write it."""
    return date_format(value, "DATE_FORMAT")
