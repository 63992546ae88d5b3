"""The last party signs; the worker seals; she downloads the file, and anybody verifies it, changed by a byte or not."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests import factories
from tests.e2e.browser import NARROW, Person
from tests.factories import PASSWORD
from tests.mous import agreements

pytestmark = [pytest.mark.browser, pytest.mark.processes]


@pytest.fixture(scope="module")
def door(portal_with) -> Iterator[SimpleNamespace]:
    """A portal with one agreement that only South has still to sign."""
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

    with portal_with(fill, 11) as made.address:
        yield made


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


def changed(content: bytes) -> bytes:
    place = content.index(b"stream\n") + 500
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def keep(shots: Path | None, name: str, content: bytes) -> None:
    if shots:
        (shots / f"{name}.pdf").write_bytes(content)
