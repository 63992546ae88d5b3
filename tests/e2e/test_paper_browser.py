"""A consent on paper: two people of one agency, from the lines typed off it to the comparison with its scan."""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from agencies.acting import acting_as
from county.scans import scan_of
from tests import factories
from tests.e2e.browser import NARROW, Person
from tests.factories import PASSWORD
from youth.models import Guardian

pytestmark = [pytest.mark.browser, pytest.mark.processes]


@pytest.fixture(scope="module")
def portal(portal_with) -> Iterator[SimpleNamespace]:
    """North with two people who record consents, and Maya with both parents."""
    made = SimpleNamespace()

    def fill() -> None:
        operator = factories.operator()
        north = factories.agency("North School District", "school_district", ["ferpa_bound"], by=operator)
        factories.agency("South Center", "hipaa_provider", ["hipaa_covered"], by=operator)
        bob = factories.member("bob", north, ["records_custodian"], by=operator)
        factories.member("cleo", north, ["privacy_officer"], by=operator)
        maya = factories.youth(bob)
        with acting_as(bob):
            for first_name, relation in (("Ana", "mother"), ("Luis", "father")):
                Guardian.objects.create(
                    agency=north,
                    youth=maya,
                    first_name=first_name,
                    last_name="Torres",
                    relation=relation,
                    authority="parent",
                    authority_evidence="Birth certificate seen on September 3, 2026",
                )
        made.youth = f"/consents/youth/{maya.pk}/"

    with portal_with(fill, 14) as made.address:
        yield made


def drawn(path):
    """The scan of the county, of a paper with these words."""
    form = SimpleNamespace(title="Permission to share information")
    words = (
        "North School District may share with South Center:\nAttendance. Discipline.\nSigned by Ana Torres"
    )
    paper = SimpleNamespace(form=form, particulars=words, signer_name="Ana Torres")
    path.write_bytes(scan_of(paper).read())
    return path


def test_typed_by_one_compared_by_another_and_stopped_by_a_call(chromium, portal, shots, tmp_path):
    bob = Person(chromium, portal.address, shots).sign_in("bob@portal.example", PASSWORD)
    bob.open(f"{portal.youth}disagree/")
    luis = bob.page.get_by_label("Luis Torres").get_attribute("value")
    bob.send("Record the objection", guardian=luis, words="Not with South.").sees("Not with South.")
    consent = _typed(bob, portal, drawn(tmp_path / "signed.png"))
    cleo = Person(chromium, portal.address, shots, bob.looked).sign_in("cleo@portal.example", PASSWORD)
    cleo.shoot("paper-work")
    cleo.follow("Compare").sees("Initials: AT").shoot("paper-compare")
    cleo.page.set_viewport_size(NARROW)
    cleo.shoot("paper-compare-narrow")
    cleo.send("Confirm: both say the same", same=True).sees("2 of 2 lines in force").shoot(
        "paper-detail-narrow"
    )
    bob.open(consent).shoot("paper-detail")
    bob.follow("Stop sharing").shoot("paper-stop")
    bob.send("Stop sharing now", scope="of:discipline", how="spoken").sees("Sharing has stopped")
    bob.shoot("paper-letter")
    bob.send("The letter was sent").sees("Confirmed by letter")
    bob.follow("An event has happened").shoot("paper-event")
    bob.send("End these lines now", event="leaves_school").sees("0 of 2 lines in force")


def _typed(bob, portal, scan):
    """Everything the first person does; gives the address of the consent."""
    bob.open(f"{portal.youth}record/").shoot("paper-signer")
    who = bob.page.locator("main [name='who']").first.get_attribute("value")
    form = bob.page.locator("main [name='form']").first.get_attribute("value")
    bob.send("Save and continue", who=who, form=form, method="paper")
    until = (timezone.localdate() + timedelta(days=90)).isoformat()
    kinds = {"categories": ["attendance", "discipline"], "purposes": ["educational_support"]}
    sides = {"discloser": "North School District", "recipient": "South Center"}
    how = {"ways": ["send", "talk"], "expires_on": until, "ends_when": "leaves_school"}
    bob.shoot("paper-line")
    bob.send("Save this line", **sides, **kinds, **how).follow("Continue").shoot("paper-print")
    bob.follow("It is signed: put in the scan").shoot("paper-scan")
    signed_on = (timezone.localdate() - timedelta(days=2)).isoformat()
    initials = {f"initials_0_of_{category}": "AT" for category in kinds["categories"]}
    bob.send("Save and check", file=str(scan), signed_on=signed_on, seen=True, **initials)
    bob.shoot("paper-check")
    bob.send("Record the consent").follow("See the consent for")
    bob.sees("0 of 2 lines in force: Waits for a second person", "Not in force yet", "Not with South.")
    return bob.path
