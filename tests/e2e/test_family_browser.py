"""A family on a telephone, in Spanish: link, door, choosing, signing, copy, and stopping; and a device that is handed over."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser

from agencies.acting import acting_as
from consents.links import token_of
from consents.models import ConsentDraft, ConsentForm
from disclosures import actions
from disclosures.actions.asking import Wanted
from tests import factories, sealing
from tests.e2e.browser import NARROW, Person
from tests.e2e.people import PASSWORD
from tests.family.conftest import BORN, born, flow
from tests.mous import agreements
from youth.models import Guardian

pytestmark = [pytest.mark.browser, pytest.mark.processes]
REASON = "We are planning her care and need to know how often she misses school."
PHONE = {
    "viewport": NARROW,
    "locale": "es-US",
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
MADE: dict[str, str] = {}


def _fill() -> None:
    """North asks Maya's mother about South and West, and both have asked North for her attendance."""
    operator = factories.operator()
    kinds = (
        ("North School District", "school_district", "ferpa_bound"),
        ("South Community Mental Health", "hipaa_provider", "hipaa_covered"),
        ("West After-School", "after_school_provider", "community"),
    )
    north, south, west = (
        factories.agency(name, kind, [status], by=operator, phone="509-555-0100")
        for name, kind, status in kinds
    )
    for agency in (north, south, west):
        agreements.give_address(agency, by=operator)
    bob = factories.member("bob", north, ["records_custodian"], by=operator)
    askers = [
        factories.member("alice", south, ["records_custodian"], by=operator),
        factories.member("carol", west, ["records_custodian"], by=operator),
    ]
    nora = factories.member("nora", north, ["signatory"], by=operator)
    signers = [
        factories.member("sam", south, ["signatory"], by=operator),
        factories.member("wilma", west, ["signatory"], by=operator),
    ]
    for agency, signer in zip((south, west), signers, strict=True):
        term = (north, agency, ["attendance"], ["care_coordination"])
        agreements.signed(
            agreements.sent(agreements.drafted(nora, [north, agency], [term]), nora), [nora, signer]
        )
    maya = factories.youth(bob, born=BORN)
    factories.item(bob, maya)
    _prepare(bob, maya, [flow(north, south), flow(north, west, "attendance")])
    for asker in askers:
        MADE[asker.name] = str(_asked(asker, bob, maya))
    sealing.call_off()


def _prepare(bob: Any, maya: Any, offer: list[dict[str, Any]]) -> None:
    """Staff's part of the form is answered; the rest is the family's."""
    with acting_as(bob):
        mother = Guardian.objects.create(
            agency=maya.agency,
            youth=maya,
            first_name="Ana",
            last_name="Torres",
            relation="mother",
            authority="parent",
            authority_evidence="Birth certificate seen",
            email="ana@family.example",
        )
        form = ConsentForm.objects.get(kind="uniform", version="2026-11", language="es")
        signer = {
            "who": f"guardian:{mother.pk}",
            "signer_name": "Ana Torres",
            "authority_evidence": "",
            "minor_also_signed": False,
            "form": str(form.pk),
            "interpreter": "",
            "method": "link",
        }
        draft = ConsentDraft(agency=maya.agency, youth=maya, author=bob)
        draft.answers = {"signer": signer, "offer": offer}
        draft.save()
    MADE["maya"] = str(maya.pk)


def _asked(asker: Any, bob: Any, maya: Any) -> UUID:
    with acting_as(asker):
        described = {"first_name": "Maya", "last_name": "Torres", "birth_date": BORN}
        given = {"purpose": "care_coordination", "reason": REASON, "basis": "consent", **described}
        asked = actions.compose(by=asker, holder=maya.agency, **given)
        actions.edit(asked, by=asker, wanted=[Wanted("attendance")])
        actions.submit(asked, by=asker)
    with acting_as(bob):
        actions.match(asked, maya, by=bob)
    return asked.pk


class Family:
    """Who takes part, each at a window of her own; pictures are numbered."""

    def __init__(self, browser: Browser, address: str, shots: Path | None) -> None:
        self.browser, self.address, self.shots = browser, address, shots
        self.looked: set[str] = set()
        self.people: list[Person] = []
        self.pictures = 0

    def person(self, name: str) -> Person:
        """A member of staff, signed in at her desk."""
        return self._window().sign_in(f"{name}@portal.example", PASSWORD)

    def at_home(self) -> Person:
        """The mother with her telephone."""
        return self._window(**PHONE)

    def _window(self, **context: Any) -> Person:
        found = Person(self.browser, self.address, self.shots, self.looked, **context)
        self.people.append(found)
        return found

    def shoot(self, person: Person, words: str) -> None:
        self.pictures += 1
        person.shoot(f"family-{self.pictures:02}-{words}")


@pytest.fixture
def family(chromium: Browser, portal_with: Callable, shots: Path | None) -> Iterator[Family]:
    with portal_with(_fill, 5) as address:
        taking_part = Family(chromium, address, shots)
        yield taking_part
        for person in taking_part.people:
            person.close()


def _link_on(page: Person) -> str:
    """The address of the only open link on a page of staff: its secret is derived from its id."""
    found = page.link(r"/consents/links/[0-9a-f-]{36}/close/")
    return f"/family/{token_of(UUID(found.split('/')[3]))}/?language=es"


def _memorable() -> dict[str, str]:
    return born(BORN)


def _choose(mother: Person, family: Family, *codes: str) -> None:
    """The two pages of one recipient."""
    for code in codes:
        mother.page.locator(f"label[for='id_{code}']").click()
        mother.page.locator(f"[name='{code}-initials']").fill("AT")
    family.shoot(mother, "records")
    mother.send("Continuar")
    day = mother.page.evaluate("new Date(Date.now() + 100 * 864e5).toISOString().slice(0, 10)")
    mother.page.get_by_label("Enviar documentos").check()
    mother.page.locator("[name='purposes'][value='care_coordination']").check()
    mother.page.locator("[name='expires_on']").fill(day)
    family.shoot(mother, "how")
    mother.send("Continuar")


def _sign(mother: Person, family: Family) -> None:
    mother.follow("Lea todo el formulario")
    family.shoot(mother, "read")
    mother.send("Lo he leído. Continuar")
    mother.page.locator("canvas").scroll_into_view_if_needed()
    pad = mother.page.locator("canvas").bounding_box()
    mother.page.mouse.move(pad["x"] + 20, pad["y"] + 40)
    mother.page.mouse.down()
    mother.page.mouse.move(pad["x"] + 150, pad["y"] + 20, steps=8)
    mother.page.mouse.up()
    assert mother.page.locator("[name='drawing']").input_value().startswith("[[[0.")
    mother.send("Firmar", typed_name="Ana", agrees=True).sees("Escriba el nombre")
    inked = "pad => pad.getContext('2d').getImageData(0, 0, pad.width, pad.height).data.some(Boolean)"
    assert mother.page.locator("canvas").evaluate(inked), "what was drawn is shown again"
    family.shoot(mother, "sign")
    mother.send("Firmar", typed_name="Ana Torres")


def _release(bob: Person, request: str) -> str:
    """Approve attendance and release the one item; gives the address of the release."""
    bob.open(f"/requests/{request}/decide/").send("Approve what I chose", categories=["attendance"])
    bob.page.get_by_label("Absences in October").check()
    bob.send("Check what goes out").send("Release now")
    return bob.path


def test_a_family_signs_on_its_telephone_and_stops_one_recipient(family):
    bob = family.person("bob")
    bob.open(f"/consents/youth/{MADE['maya']}/record/send-link/")
    family.shoot(bob, "send-link")
    bob.send("Send the link", check="code")
    code = bob.link(r"(?<=<strong>)\d{6}(?=</strong>)")
    family.shoot(bob, "code")
    mother = family.at_home().open(_link_on(bob.open(f"/consents/youth/{MADE['maya']}/record/ways/")))
    family.shoot(mother, "door")
    mother.misses("Maya", "North").send("Continuar", code="111111" if code != "111111" else "222222")
    mother.sees("Eso no funcionó").send("Continuar", code=code)
    mother.sees("Le pedimos que decida", "North School District quisiera compartir con West After-School")
    assert mother.path == "/family/who/", "no secret in the address"
    family.shoot(mother, "who")
    mother.follow("Empezar")
    assert mother.page.locator("main :checked").count() == 0, "nothing is ticked beforehand"
    _choose(mother, family, "attendance")
    _choose(mother, family, "attendance")
    mother.sees(
        "North School District podrá mostrar a West After-School",
        "No se compartirá con este formulario",
        "Disciplina",
    )
    family.shoot(mother, "summary")
    _sign(mother, family)
    mother.sees("Firmado. Gracias.", "Su propia página")
    family.shoot(mother, "done")
    with mother.page.expect_download() as coming:
        mother.page.locator("a[href$='consent.pdf']").first.click()
    assert Path(coming.value.path()).read_bytes().startswith(b"%PDF-")
    mother.send("Enviarme el enlace", email="ana@family.example", remind=True).sees(
        "Le estamos enviando el enlace"
    )
    _stops_south(family, bob, mother)


def _stops_south(family: Family, bob: Person, mother: Person) -> None:
    to_south, to_west = (_release(bob, MADE[name]) for name in ("Alice", "Carol"))
    alice = family.person("alice").open(to_south).sees("Absent 6 of 22")
    carol = family.person("carol").open(to_west).sees("Absent 6 of 22")
    bob.open(f"/consents/youth/{MADE['maya']}/")
    bob.open(bob.link(r"/consents/[0-9a-f]{8}-[0-9a-f-]{27}/"))
    mother.open(_link_on(bob)).send("Continuar", **_memorable())
    mother.sees(
        "Lo que usted aceptó compartir", "North School District compartió con South Community Mental Health"
    )
    family.shoot(mother, "page")
    mother.page.get_by_text("Recordatorios por correo").click()
    mother.send("No más recordatorios").page.get_by_text("Recordatorios por correo").click()
    mother.send("Escríbanme antes de que termine", email="ana en casa")
    assert mother.page.locator("details[open] [name='email']").input_value() == "ana en casa"
    family.shoot(mother, "reminders")
    mother.follow("Dejar de compartir")
    mother.page.get_by_label("Todo lo que recibe South Community Mental Health").check()
    family.shoot(mother, "stop")
    mother.send("Detenerlo ahora").sees("Listo.", "El acceso terminó el")
    family.shoot(mother, "page-after")
    alice.open(to_south, status=403).sees("Access has ended").misses("Absent 6 of 22")
    family.shoot(alice, "access-has-ended")
    carol.open(to_west).sees("Absent 6 of 22")


def test_a_device_that_is_handed_over_cannot_be_left(family):
    bob = family.person("bob")
    bob.open(f"/youth/{MADE['maya']}/").open(f"/consents/youth/{MADE['maya']}/record/ways/")
    family.shoot(bob, "ways")
    page = bob.page
    other_tab = page.context.new_page()
    other_tab.goto(page.url)
    bob.send("Hand over this device").sees("Le pedimos que decida")
    other_tab.wait_for_url("**/family/who/")
    other_tab.close()
    family.shoot(bob, "kiosk")
    for _step in range(3):
        page.go_back()
        assert "/family/" in page.url or page.url == "about:blank", page.url
        assert "Bob" not in page.content()
        assert "Absences" not in page.content()
    for path in (
        "/",
        "/youth/",
        f"/youth/{MADE['maya']}/",
        "/log/",
        "/api/schema/",
        "/accounts/settings/",
        "/nowhere/",
    ):
        bob.open(path)
        assert bob.path == "/family/who/", path
    bob.follow("No quiero compartir nada").sees("No tiene que dar un motivo")
    family.shoot(bob, "say-no")
    bob.follow("Volver").follow("Empezar")
    page.go_back()
    page.go_forward()
    assert re.search(r"/family/(who|records)", page.url)
    bob.open("/family/").send("Cerrar esta página").sees("Devuelva el dispositivo")
    family.shoot(bob, "hand-back")
    bob.open("/youth/").sees("Devuelva el dispositivo")
    bob.follow("Para el personal: iniciar sesión")
    bob.send("Iniciar sesión", login="bob@portal.example", password=PASSWORD)
    bob.open("/youth/").sees("Torres")
