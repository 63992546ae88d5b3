"""Asking in turn, a deputy who signs, a time that runs out, a decline, and what changed: by keyboard and on a telephone."""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from agencies.acting import acting_as
from mous import actions
from mous.models import Mou
from tests import factories
from tests.e2e.browser import Person
from tests.e2e.test_sealed_browser import fits
from tests.factories import PASSWORD
from tests.mous import agreements

pytestmark = [pytest.mark.browser, pytest.mark.processes]
AUTHORITY = "Resolution 14 of the board, November 3, 2026"


@pytest.fixture(scope="module")
def door(portal_with) -> Iterator[SimpleNamespace]:
    """A portal with an agreement that counsel approved in its second version, and one that South is late to sign."""
    made = SimpleNamespace()

    def fill() -> None:
        operator = factories.operator()
        north = factories.agency("North School District", "school_district", ["ferpa_bound"], by=operator)
        south = factories.agency("South Center", "hipaa_provider", ["hipaa_covered"], by=operator)
        nora = factories.member("nora", north, ["signatory", "agency_admin"], by=operator)
        sam = factories.member("sam", south, ["signatory", "agency_admin"], by=operator)
        dan = factories.member("dan", south, ["staff"], by=operator)
        made.nora, made.sam, made.dan = nora.email, sam.email, dan.email
        made.north, made.south = str(north.pk), str(south.pk)
        parties = [agreements.give_address(agency, by=operator) for agency in (north, south)]
        flow = (north, south, ["attendance"], ["care_coordination"])
        made.mou = _second_version(agreements.drafted(nora, parties, [flow]), nora)
        late = agreements.sent(agreements.drafted(nora, parties, [flow], title="A late one"), nora)
        with acting_as(nora):
            late.signing_requests.update(until=timezone.now() - timedelta(days=1))
        made.late = late.pk

    with portal_with(fill, 13) as made.address:
        yield made


def _second_version(mou: Mou, nora) -> object:
    with acting_as(nora):
        actions.send_for_review(mou, by=nora)
        actions.send_back(mou, by=nora, reason="Name the steward.")
        agreements.reword(mou, nora, "governance", text="The steward is Ann Lee.")
    return agreements.reviewed(mou, nora).pk


@pytest.fixture
def enter(chromium, door, shots) -> Iterator:
    people = []

    def _enter(email: str) -> Person:
        people.append(Person(chromium, door.address, shots).sign_in(email, PASSWORD))
        return people[-1]

    yield _enter
    for person in people:
        person.close()


def test_asked_in_turn_signed_by_a_deputy_and_declined(enter, door):
    nora, sam = enter(door.nora), enter(door.sam)
    page = f"/agreements/{door.mou}/"
    nora.open(f"{page}changes/").sees("Ann Lee")
    fits(nora, "agreement-changes")
    nora.open(f"{page}send/")
    fits(nora, "agreement-send")
    nora.page.locator("main [name='order'][value='turns']").focus()
    nora.type(" ")
    fields = {f"place-{door.north}": "2", f"place-{door.south}": "1"}
    for name, place in fields.items():
        nora.page.locator(f"[name='{name}']").select_option(place)
    nora.tab_to("main button[type=submit]").enter().sees("1. South Center", "2. North School District")
    fits(nora, "agreement-send-check")
    nora.send("Ask for signatures").sees("Not yet its turn")
    fits(nora, "agreement-turns")
    nora.open(f"{page}sign/", status=409)
    sam.open("/agreements/deputies/").follow("Name a deputy")
    today = timezone.localdate()
    sam.send(
        "Name the deputy",
        signatory="Sam",
        deputy="Dan",
        starts_on=(today - timedelta(days=1)).isoformat(),
        ends_on=(today + timedelta(days=2)).isoformat(),
        evidence=AUTHORITY,
    ).sees("May sign today")
    fits(sam, "deputies")
    dan = enter(door.dan).open(f"{page}sign/").sees("You sign in the place of Sam")
    dan.send("Sign for my agency", typed_name="Dan", title="Deputy director", attested=True)
    dan.send("Confirm", password=PASSWORD).sees("in the place of Sam", AUTHORITY)
    fits(dan, "agreement-signed-by-deputy")
    nora.open(f"{page}sign/")
    nora.open(f"{page}decline/").send("Decline to sign", reason="Our board said no.")
    nora.open(page).sees("Our board said no.", "Declined to sign")


def test_who_is_late_asks_for_time(enter, door):
    sam, page = enter(door.sam), f"/agreements/{door.late}/"
    sam.open(f"{page}sign/").sees("The agreement has not ended")
    fits(sam, "agreement-late")
    sam.send("Ask for more time to sign").sees("You are told when you can sign")
    nora = enter(door.nora).open(page).follow("Give more time to sign")
    nora.send("Ask again", until=(timezone.localdate() + timedelta(days=9)).isoformat())
    sam.open(f"{page}sign/").sees("Your signature")
