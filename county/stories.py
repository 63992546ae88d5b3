"""Whom the consents and requests are about: the young people the story needs, and what must be known of each."""

import re
from collections.abc import Iterator
from dataclasses import replace

from county import consents, requests
from county.consent_plans import CONSENTS, SignedBy
from county.offices import WORKING
from county.place import Need, Place
from county.request_plan import RequestPlan
from county.request_plans import REQUESTS
from county.young_people import Wanted, Young

Story = RequestPlan | SignedBy


def stories() -> Iterator[tuple[Story, int]]:
    """Every consent and request with the number of the young person it is about."""
    numbers: dict[str, int] = {}
    every: list[Story] = [*REQUESTS, *CONSENTS]
    for place, plan in enumerate(every):
        name = (isinstance(plan, RequestPlan) and plan.young) or str(place)
        yield plan, numbers.setdefault(name, len(numbers))


def what_the_story_wants(place_number: int) -> tuple[list[Wanted], dict[tuple[int, str], Need]]:
    """The young people in the order of their numbers, and what each agency must hold about them.

    Mateo himself lives in the first place only.
    """
    wanted: dict[int, Wanted] = {}
    needs: dict[tuple[int, str], Need] = {}
    for plan, number in stories():
        if isinstance(plan, RequestPlan):
            known = plan.wanted.known_to or (plan.holder, plan.asker)
            wanted[number] = replace(plan.wanted, known_to=known, sex=_sex(plan))
            held = needs.get((number, plan.holder), Need())
            needs[number, plan.holder] = replace(held, categories=held.categories | set(plan.categories))
            needs[number, plan.asker] = Need(hand=plan.hand)
        else:
            wanted[number] = plan.wanted
            needs[number, plan.consent.at] = Need()
    if place_number:
        wanted[0] = replace(wanted[0], facts={})
    return list(wanted.values()), needs


def _sex(plan: RequestPlan) -> str:
    """As the reason speaks of the young person: the first pronoun says it."""
    found = re.search(r"\b(he|him|his|she|her)\b", plan.reason, re.IGNORECASE)
    return (
        ("male" if found[1].lower().startswith("hi") or found[1].lower() == "he" else "female")
        if found
        else ""
    )


def tell(plan: Story, young: Young, place: Place) -> None:
    """Make it happen."""
    if isinstance(plan, RequestPlan):
        requests.carry(plan, young, place)
        return
    recorder = place.offices[plan.consent.at].one(*WORKING)
    consent = consents.sign(plan.consent, young.number, by=recorder, offices=place.offices, today=place.today)
    if plan.consent.revoke:
        consents.revoke(plan.consent, consent, by=recorder, offices=place.offices)
