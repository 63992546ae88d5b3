"""Loads the county: one transaction a place, so that a place is there whole or not at all."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from agencies.models import Agency
from county.cast import AGENCIES
from county.facts import grade_place
from county.offices import Office, open_offices, operator
from county.plan import AgencyPlan, further
from county.records import write_records
from county.young_people import Young, young_people
from sharing_portal.rls.context import acting_for

RECORDS = 2000
COUNTY = "Larkspur"
Say = Callable[[str], None]


@dataclass
class Place:
    """One place of the county while it is loaded: its agencies and the young people they know."""

    number: int
    today: date
    offices: dict[str, Office]
    young: list[Young]


def load_county(*, scale: int = 1, records: int = RECORDS, say: Say = print) -> int:
    """Load the places that are not there yet, `scale` in all; answers how many were loaded."""
    loaded = 0
    for number in range(scale):
        plans = AGENCIES if number == 0 else further(AGENCIES, number - 1)
        if is_loaded(plans):
            continue
        with transaction.atomic():
            load_place(number, plans, records, say)
        loaded += 1
    return loaded


def is_loaded(plans: tuple[AgencyPlan, ...]) -> bool:
    """Whether this place is there: its agencies come first and nothing stays of a place that did not come whole."""
    with acting_for(principal="county"):
        return Agency.objects.filter(name=plans[0].name).exists()


def load_place(number: int, plans: tuple[AgencyPlan, ...], records: int, say: Say) -> Place:
    """Agencies and people first, then what they hold, then what they have agreed and asked of each other."""
    today = timezone.localdate()
    offices = open_offices(plans, by=operator(), today=today, county=COUNTY)
    people = {email for office in offices.values() for email in office.people}
    say(f"  {len(offices)} agencies, {len(people)} people")
    young = young_people(random.Random(f"young people of place {number}"), today, records)
    place = Place(number, today, offices, young)
    schools = schools_of(place)
    items = sum(write_records(office, young, {}, schools, today) for office in offices.values())
    say(f"  {sum(len(office.records) for office in offices.values())} youth records with {items} items")
    return place


def schools_of(place: Place) -> dict[int, str]:
    """The school each pupil goes to, by grade."""
    found = {}
    for young in place.young:
        office = next((place.offices[key] for key in ("cedar", "alder") if key in young.known_to), None)
        if office is not None:
            found[young.number] = _school(office.plan.sites, young, place.today)
    return found


def _school(sites: tuple[str, ...], young: Young, today: date) -> str:
    grade = grade_place(young, today)
    level = "Elementary" if grade is not None and grade < 6 else "Middle" if grade is not None and grade < 9 else "High"
    fitting = [site for site in sites if level in site]
    return fitting[young.number % len(fitting)]
