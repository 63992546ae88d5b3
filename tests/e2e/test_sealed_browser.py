"""What is signed is sealed by the worker and downloaded; anybody verifies the file, changed by a byte or not."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest

from accounts.models import User
from agencies.acting import acting_as
from agencies.models import Agency
from consents.actions import record_consent
from consents.lines import GrantLine
from consents.queries import newest_forms
from law.vocabulary import SignerCapacity
from tests import factories
from tests.e2e.browser import NARROW, Person
from tests.factories import PASSWORD
from tests.mous import agreements
from youth.models import Guardian

pytestmark = [pytest.mark.browser, pytest.mark.processes]


@pytest.fixture(scope="module")
def door(portal_with) -> Iterator[SimpleNamespace]:
    """A portal with one agreement that only South has still to sign, and a consent that was just recorded."""
    made = SimpleNamespace()

    def fill() -> None:
        operator = factories.operator()
        north = factories.agency("North School District", "school_district", ["ferpa_bound"], by=operator)
        south = factories.agency("South Center", "hipaa_provider", ["hipaa_covered"], by=operator)
        nora = factories.member("nora", north, ["signatory", "agency_admin"], by=operator)
        made.sam = factories.member("sam", south, ["signatory"], by=operator).email
        parties = [agreements.give_address(agency, by=operator) for agency in (north, south)]
        flow = (north, south, ["attendance"], ["care_coordination"])
        mou = agreements.sent(agreements.drafted(nora, parties, [flow]), nora)
        agreements.signed(mou, [nora])
        made.mou = mou.pk
        bob = factories.member("bob", north, ["records_custodian"], by=operator)
        made.bob, made.consent = bob.email, recorded(bob, north, south)

    with portal_with(fill, 11) as made.address:
        yield made


def recorded(bob: User, north: Agency, south: Agency) -> UUID:
    """The consent of a mother, on the Spanish form."""
    maya, today = factories.youth(bob), north.today()
    with acting_as(bob):
        mother = Guardian.objects.create(
            agency=north,
            youth=maya,
            first_name="Ana",
            last_name="Torres",
            relation="mother",
            authority="parent",
            authority_evidence="Birth certificate seen",
        )
        line = GrantLine(
            discloser=north,
            recipient=south,
            category="attendance",
            purposes=["care_coordination"],
            starts_on=today,
            expires_on=today + timedelta(days=90),
        )
        return record_consent(
            maya,
            by=bob,
            form=newest_forms().get(language="es"),
            signer_name="Ana Torres",
            capacity=SignerCapacity.PARENT,
            guardian=mother,
            lines=[line],
            interpreter="Luz Vega",
            drawing="[[[0.1,0.7],[0.2,0.2],[0.3,0.7],[0.5,0.4],[0.9,0.6]]]",
        ).pk


@pytest.fixture
def guest(chromium, door, shots) -> Iterator[Person]:
    person = Person(chromium, door.address, shots)
    yield person
    person.close()


def fits(person: Person, name: str) -> None:
    """A picture of the page, wide and on a telephone, where nothing reaches beyond the screen."""
    person.shoot(name)
    person.page.set_viewport_size(NARROW)
    assert person.page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], person.path
    person.look()
    person.shoot(f"{name}-narrow")
    person.page.set_viewport_size({"width": 1280, "height": 900})


def test_signed_sealed_downloaded_and_verified(chromium, door, shots, guest, tmp_path):
    sam = Person(chromium, door.address, shots).sign_in(door.sam, PASSWORD)
    sam.open(f"/agreements/{door.mou}/sign/")
    sam.send("Sign for my agency", typed_name="Sam", title="Director", attested=True)
    sam.send("Confirm", password=PASSWORD)
    detail = f"/agreements/{door.mou}/"
    for _ in range(60):
        sam.open(detail)
        if sam.page.get_by_text("It is being prepared").count() == 0:
            break
        sam.page.wait_for_timeout(500)
    fits(sam, "agreement-sealed")
    sealed = sam.page.request.get(f"{door.address}{detail}agreement.pdf").body()
    evidence = sam.page.request.get(f"{door.address}{detail}evidence.pdf").body()
    assert evidence.startswith(b"%PDF-")
    sam.close()
    for name, content, words in (
        ("genuine", sealed, "This is exactly the file that the portal sealed"),
        ("changed", changed(sealed), "Do not rely on this file"),
    ):
        file = tmp_path / f"{name}.pdf"
        file.write_bytes(content)
        guest.open("/verify/").send("Verify the file", file=str(file))
        assert guest.page.get_by_text(words).count() == 1
        fits(guest, f"verify-{name}")
        keep(shots, name, content)
    keep(shots, "evidence", evidence)


def test_a_consent_is_sealed_downloaded_and_verified_in_spanish(chromium, door, shots, guest, tmp_path):
    bob = Person(chromium, door.address, shots).sign_in(door.bob, PASSWORD)
    page = f"/consents/{door.consent}/"
    for _ in range(60):
        bob.open(page)
        if bob.page.get_by_text("It is being prepared").count() == 0:
            break
        bob.page.wait_for_timeout(500)
    fits(bob, "consent-sealed")
    sealed = bob.page.request.get(f"{door.address}{page}consent.pdf").body()
    bob.close()
    guest.open("/verify/")
    guest.page.get_by_role("button", name="Español").click()
    for name, content, words in (
        ("genuine", sealed, "Este es exactamente el archivo que selló el portal"),
        ("changed", changed(sealed), "No confíe en este archivo"),
    ):
        file = tmp_path / f"{name}.pdf"
        file.write_bytes(content)
        guest.open("/verify/").send("Verificar el archivo", file=str(file))
        assert guest.page.get_by_text(words).count() == 1
        fits(guest, f"verify-consent-{name}")
        keep(shots, f"consent-{name}", content)


def changed(content: bytes) -> bytes:
    place = content.index(b"stream\n") + 500
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def keep(shots: Path | None, name: str, content: bytes) -> None:
    if shots:
        (shots / f"{name}.pdf").write_bytes(content)
