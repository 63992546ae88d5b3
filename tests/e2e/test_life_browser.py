"""The life of an agreement in a browser: an agency joins, a renewal is begun, one party leaves, the others end it."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from agencies.acting import acting_as
from mous import actions
from tests import factories
from tests.e2e.browser import Person
from tests.e2e.test_sealed_browser import fits
from tests.factories import PASSWORD
from tests.mous import agreements

pytestmark = [pytest.mark.browser, pytest.mark.processes]


@pytest.fixture(scope="module")
def door(portal_with) -> Iterator[SimpleNamespace]:
    """A portal with an agreement in force of North and South, which others may join."""
    made = SimpleNamespace()

    def fill() -> None:
        operator = factories.operator()
        north = factories.agency("North School District", "school_district", ["ferpa_bound"], by=operator)
        south = factories.agency("South Center", "hipaa_provider", ["hipaa_covered"], by=operator)
        west = factories.agency("West Clinic", "hipaa_provider", ["hipaa_covered"], by=operator)
        for agency in (north, south, west):
            agreements.give_address(agency, by=operator)
        nora, sam, wendy = (
            factories.member(name, agency, ["signatory"], by=operator)
            for name, agency in (("nora", north), ("sam", south), ("wendy", west))
        )
        made.nora, made.sam, made.wendy = nora.email, sam.email, wendy.email
        flow = (north, south, ["attendance"], ["care_coordination"])
        mou = agreements.drafted(nora, [north, south], [flow])
        with acting_as(nora):
            dates = {"starts_on": mou.starts_on, "ends_on": mou.ends_on}
            actions.edit(mou, by=nora, title=mou.title, open_to_joinder=True, **dates)
        made.mou = agreements.signed(agreements.sent(mou, nora), [nora, sam]).pk

    with portal_with(fill, 14) as made.address:
        yield made


@pytest.fixture
def enter(chromium, door, shots) -> Iterator:
    people = []

    def _enter(email: str) -> Person:
        people.append(Person(chromium, door.address, shots).sign_in(email, PASSWORD))
        return people[-1]

    yield _enter
    for person in people:
        person.close()


def test_joined_renewed_left_and_ended(enter, door):
    nora, wendy, sam = enter(door.nora), enter(door.wendy), enter(door.sam)
    page = f"/agreements/{door.mou}/"
    nora.open(f"{page}offers/new/")
    fits(nora, "agreement-offer")
    nora.send("Make the offer", agency="West Clinic", like="South Center").sees(
        "The offer was made", "Offered"
    )
    wendy.open(page).follow("Read and sign").sees(
        "The exhibit you sign", "on the terms that bind South Center"
    )
    fits(wendy, "agreement-join")
    wendy.send("Sign and join", typed_name="Wendy", title="Director", attested=True)
    wendy.send("Confirm", password=PASSWORD).sees("Your agency is a party from now on", "joined")
    fits(wendy, "agreement-joined")
    nora.open(page).send("Draft the renewal").sees("draft of version 2")
    nora.open(page).sees("Followed by")
    wendy.open(f"/requests/agreements/{door.mou}/withdraw/")
    fits(wendy, "agreement-withdraw")
    wendy.send("Withdraw now", reason="We merge.").sees("Your agency has withdrawn")
    sam.open(f"/requests/agreements/{door.mou}/end/").sees("North School District")
    sam.send("Agree to end it", reason="The grant is over.").sees("It ends when these have agreed too")
    sam.send("Take back that it shall end").sees("no longer agrees")
    sam.open(f"/requests/agreements/{door.mou}/end/").send("Agree to end it", reason="The grant is over.")
    nora.open(f"/requests/agreements/{door.mou}/end/").sees("Every other party has agreed")
    nora.send("Agree to end it", reason="Over.").sees("Ended by its parties")
    fits(nora, "agreement-ended")
