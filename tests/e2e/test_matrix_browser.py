"""What may be shared is chosen by keyboard alone, the checklist leads to it, and the dry run shows what it opens."""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from accounts.models import User
from tests import factories
from tests.e2e.browser import NARROW, Person
from tests.factories import PASSWORD
from tests.mous import agreements

pytestmark = [pytest.mark.browser, pytest.mark.processes]


@pytest.fixture(scope="module")
def portal(portal_with) -> Iterator[SimpleNamespace]:
    """Twelve parties of a draft without flows."""
    made = SimpleNamespace()

    def fill() -> None:
        operator = factories.operator()
        north = factories.agency("North School District", "school_district", ["ferpa_bound"], by=operator)
        south = factories.agency("South Center", "hipaa_provider", ["hipaa_covered"], by=operator)
        others = [
            factories.agency(
                f"Community Partner {number}", "after_school_provider", ["community"], by=operator
            )
            for number in range(10)
        ]
        for agency in (north, south, *others):
            agreements.give_address(agency, by=operator)
            factories.member(f"head-{agency.pk}", agency, ["signatory", "agency_admin"], by=operator)
        made.email = f"head-{north.pk}@portal.example"
        head = User.objects.get(email=made.email)
        today = timezone.localdate()
        mou = agreements.drafted(head, [north, south, *others], [], ends_on=today + timedelta(days=300))
        made.mou = f"/agreements/{mou.pk}/"
        made.pair = f"{made.mou}terms/{north.pk}/{south.pk}/"

    with portal_with(fill, 13) as made.address:
        yield made


def keys(person: Person, *names: str) -> None:
    for name in names:
        person.page.keyboard.press(name)


def test_the_matrix_by_keyboard(chromium, portal, shots):
    head = Person(chromium, portal.address, shots).sign_in(portal.email, PASSWORD)
    head.open(portal.mou + "terms/")
    head.page.locator("table[data-grid] a[tabindex='0']").focus()
    keys(head, "ArrowRight", "ArrowDown")
    assert head.page.evaluate("document.activeElement.matches('.matrix__pair')")
    head.open(portal.pair)
    head.page.locator("[name='flows-0-cells'][tabindex='0']").focus()
    keys(head, "Space", "ArrowRight", "Space", "ArrowDown", "Space", "Home", "Enter")
    ticked = head.page.locator("[name='flows-0-cells']:checked")
    # Two cells of the first purpose, and the button at the head of the second row.
    assert ticked.count() > 10
    keys(head, "Enter")
    assert head.page.evaluate("document.querySelector('form[data-guard-leave]').dataset.changed") == "yes"
    chosen = ticked.count()
    head.shoot("matrix-pair")
    head.send(
        "Save for this pair",
        **{
            "flows-0-authority": "Written consent (34 CFR 99.30)",
            "flows-0-need": "They work with the young person.",
        },
    )
    assert chosen
    assert "The flows so far" in head.page.content()
    head.shoot("matrix-parties")
    head.open(portal.pair)
    assert head.page.locator("[name='flows-0-cells']:checked").count() == chosen
    head.open(portal.mou + "checklist/")
    assert "Everything that is needed is there." in head.page.content()
    head.shoot("checklist")
    head.open(f"/requests{portal.mou}opening/")
    assert "Nothing is open yet" in head.page.content()
    head.shoot("opening")
    head.page.set_viewport_size(NARROW)
    head.open(portal.pair)
    head.shoot("matrix-narrow")


def test_the_pages_work_without_javascript(chromium, portal, shots):
    head = Person(chromium, portal.address, shots, java_script_enabled=False).sign_in(portal.email, PASSWORD)
    head.open(portal.pair)
    head.send(
        "Save for this pair",
        **{
            "flows-0-cells": ["treatment:attendance"],
            "flows-0-authority": "Written consent (34 CFR 99.30)",
            "flows-0-need": "They work with the young person.",
        },
    )
    assert "Treatment" in head.page.content()
