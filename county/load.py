"""Loads the county: one transaction a place, so that a place is there whole or not at all."""

import random
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from agencies.models import Agency
from county.agreements import AGREEMENTS, make_agreements
from county.cast import AGENCIES
from county.consent_plans import CONSENTS
from county.offices import open_offices, operator
from county.place import Place
from county.plan import AgencyPlan, further
from county.records import write_records
from county.request_plans import REQUESTS
from county.stories import stories, tell, what_the_story_wants
from county.story_records import write_story
from county.young_people import young_people
from sharing_portal.rls.context import acting_for

RECORDS = 2000
COUNTY = "Larkspur"
Say = Callable[[str], None]


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
    wanted, needs = what_the_story_wants(number)
    young = young_people(random.Random(f"young people of place {number}"), today, records, wanted)
    place = Place(number, today, offices, young, needs)
    items = sum(write_records(office, place) for office in offices.values())
    items += write_story(place)
    say(f"  {sum(len(office.records) for office in offices.values())} youth records with {items} items")
    make_agreements(offices, today)
    say(f"  {len(AGREEMENTS)} agreements")
    for plan, about in stories():
        tell(plan, young[about], place)
    say(f"  {len(CONSENTS)} consents beside the requests, {len(REQUESTS)} requests")
    return place
