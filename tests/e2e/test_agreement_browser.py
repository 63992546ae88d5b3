"""Five agencies make an agreement in real browsers: from the first draft to its amendment, joinder and end."""

import hashlib
import io
import re
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

import pikepdf
import pytest
from django.utils import timezone

from agencies.acting import acting_as
from mous import actions
from mous.document import canonical, compose, fingerprint
from mous.models import Mou
from mous.states import TRANSITIONS, State
from sharing_portal.transitions import move
from tests import factories
from tests.e2e.browser import Person
from tests.factories import PASSWORD
from tests.mous import agreements

pytestmark = [pytest.mark.browser, pytest.mark.processes]

PARTIES = {
    "north": ("North School District", "school_district", "ferpa_bound"),
    "south": ("South Center", "hipaa_provider", "hipaa_covered"),
    "east": ("East Family Services", "child_welfare", "child_welfare"),
    "west": ("West Juvenile Probation", "probation", "juvenile_justice"),
    "lake": ("Lake School District", "school_district", "ferpa_bound"),
    "hill": ("Hill School District", "school_district", "ferpa_bound"),
}
FIVE = list(PARTIES)[:5]
OLD = "An agreement that ran out"


@pytest.fixture(scope="module")
def county(portal_with) -> Iterator[SimpleNamespace]:
    """Six agencies, each with somebody who drafts and signs and with counsel; two share one that ran out."""
    made = SimpleNamespace(signers={}, counsel={}, ids={})

    def fill() -> None:
        operator = factories.operator()
        agencies = {}
        for key, (name, kind, status) in PARTIES.items():
            agency = factories.agency(name, kind, [status], by=operator)
            agencies[key] = agreements.give_address(agency, by=operator)
            signer = factories.member(f"{key}-head", agency, ["signatory", "agency_admin"], by=operator)
            made.signers[key], made.ids[key] = signer.email, str(agency.pk)
            made.counsel[key] = agreements.counsel_of(agency).email
            if key == "south":
                factories.member("ana", agency, ["staff"], by=operator)
        made.old = str(_ran_out(agencies["north"], agencies["south"]).pk)

    with portal_with(fill, 12) as made.address:
        yield made


def _ran_out(north, south) -> Mou:
    """An agreement that ended yesterday; one cannot send such a draft any more, so it is frozen by hand."""
    today = timezone.localdate()
    heads = [factories.User.objects.get(email=f"{key}-head@portal.example") for key in ("north", "south")]
    mou = agreements.drafted(
        heads[0],
        [north, south],
        [(north, south, ["attendance"], ["care_coordination"])],
        starts_on=today - timedelta(days=300),
        ends_on=today - timedelta(days=2),
        title=OLD,
    )
    with acting_as(heads[0]):
        text = canonical(compose(mou))
        move(mou, State.REVIEW, TRANSITIONS, frozen_text=text, text_sha256=fingerprint(text))
    for agency in (north, south):
        with acting_as(agreements.counsel_of(agency)) as counsel:
            actions.approve_text(Mou.objects.get(pk=mou.pk), by=counsel, text_sha256=mou.text_sha256)
    with acting_as(heads[0]):
        actions.send(mou, by=heads[0])
    return agreements.signed(mou, heads)


class Table:
    """The people around one agreement, each at a browser of their own."""

    def __init__(self, browser, county, shots) -> None:
        self.county, self.looked = county, set()
        self.people: dict[str, Person] = {}
        self._new = lambda: Person(browser, county.address, shots, self.looked)

    def head(self, key: str) -> Person:
        return self._at(self.county.signers[key])

    def counsel(self, key: str) -> Person:
        return self._at(self.county.counsel[key])

    def _at(self, email: str) -> Person:
        if email not in self.people:
            self.people[email] = self._new().sign_in(email, PASSWORD)
        return self.people[email]

    def guest(self) -> Person:
        return self.people.setdefault("", self._new())

    def close(self) -> None:
        for person in self.people.values():
            person.close()


@pytest.fixture
def table(chromium, county, shots) -> Iterator[Table]:
    table = Table(chromium, county, shots)
    yield table
    table.close()


def give_flow(person: Person, base: str, holder: str, asker: str, *cells: str) -> None:
    """Let one party ask another, in the table of their pair."""
    person.open(f"{base}terms/{holder}/{asker}/")
    main = person.page.locator("main")
    for cell in cells:
        main.locator(f"[name$='-cells'][value='{cell}']").check()
    main.locator("[name$='-authority']").fill("Written consent of the parent (34 CFR 99.30)")
    main.locator("[name$='-need']").fill("They keep the student in school.")
    for role in main.locator("[name$='-roles']").all():
        role.check()
    person.send("Save for this pair")


def approve(table: Table, base: str, keys) -> None:
    for key in keys:
        table.counsel(key).open(f"{base}review/").send("Approve for my agency")


def ask_for_signatures(table: Table, base: str) -> None:
    person = table.head("north").open(f"{base}send/")
    person.send("Continue")
    person.send("Ask for signatures")


def write_signature(person: Person, base: str) -> None:
    """Everything up to the button: read, type, tick; the second time she also proves who she is."""
    person.open(f"{base}sign/")
    person.page.locator("main [name='typed_name']").fill(_name_of(person))
    person.page.locator("main [name='title']").fill("Director")
    person.page.locator("main [name='attested']").check()


def sign(person: Person, base: str) -> None:
    write_signature(person, base)
    person.send("Sign for my agency")
    prove(person)


def prove(person: Person) -> None:
    if person.page.get_by_role("button", name="Confirm", exact=True).count():
        person.send("Confirm", password=PASSWORD)


def _name_of(person: Person) -> str:
    hint = person.page.locator("main").inner_text()
    found = re.search(r"Type it as it stands in your account: (.+?)\.", hint)
    assert found, "the page says which name to type"
    return found.group(1)


def sealed_file(person: Person, base: str) -> bytes:
    for _ in range(90):
        person.open(base)
        if person.page.get_by_text("It is being prepared").count() == 0:
            break
        person.page.wait_for_timeout(500)
    return person.page.request.get(f"{person.address}{base}agreement.pdf").body()


def test_five_parties_from_draft_to_end(table, county, shots, tmp_path):
    ids = county.ids
    nora, sam = table.head("north"), table.head("south")

    # Draft: title, parties, flows.
    today = timezone.localdate()
    nora.open("/agreements/new/").send(
        "Save and continue",
        title="Keeping students in school together",
        starts_on=(today - timedelta(days=2)).isoformat(),
        ends_on=(today + timedelta(days=360)).isoformat(),
    )
    base = nora.link(r"/agreements/[0-9a-f-]{36}/")
    nora.open(f"{base}parties/").send("Save and continue", agencies=[ids[key] for key in FIVE[1:]])
    give_flow(nora, base, ids["north"], ids["south"], "care_coordination:attendance", "treatment:attendance")
    give_flow(nora, base, ids["lake"], ids["south"], "care_coordination:attendance")
    give_flow(nora, base, ids["south"], ids["north"], "educational_support:medical")
    give_flow(nora, base, ids["north"], ids["east"], "placement:attendance")
    give_flow(nora, base, ids["north"], ids["west"], "juvenile_services:attendance")
    nora.shoot("agreement-terms")
    nora.open(f"{base}edit/").send(
        "Save and continue",
        review_on=(today + timedelta(days=180)).isoformat(),
        open_to_joinder=True,
    )

    # Others are let in; South rewords a section and says something; North answers and settles it.
    nora.open(f"{base}text/together/").send("Save", agencies=[ids["south"], ids["east"]])
    sam.open(f"{base}text/section/purpose/").send("Edit this section")
    sam.shoot("agreement-section")
    sam.page.locator("#id_text").fill("To keep every student **in school** and well.")
    sam.send("Save this section")
    sam.open(f"{base}comments/").send("Add a comment", text="May we also name the shelter?")
    thread = nora.open(f"{base}comments/").sees("May we also name the shelter?")
    thread.shoot("agreement-comments")
    table.head("lake").open(base, status=404)

    # Check and send to counsel; one counsel wants a change.
    nora.open(f"{base}checklist/").shoot("agreement-checklist")
    nora.open(f"{base}check/").shoot("agreement-check")
    nora.send("Send to counsel for review")
    nora.open(f"{base}send/", status=409)
    approve(table, base, FIVE[:4])
    counsel = table.counsel("lake").open(f"{base}send-back/")
    counsel.send("Send back", reason="Please name the steward of each party.")

    # The change sends it to everybody's counsel again, who see what changed.
    nora.open(base).sees("Please name the steward of each party.")
    nora.open(f"{base}text/section/governance/").send("Edit this section")
    words = nora.page.locator("#id_text")
    words.fill(f"{words.input_value()}\n\nThe stewards are named in the portal.")
    nora.send("Save this section")
    nora.open(f"{base}check/").send("Send to counsel for review")
    table.counsel("south").open(f"{base}changes/").sees("The stewards are named in the portal.")
    table.counsel("south").shoot("agreement-changes")
    approve(table, base, FIVE)
    ask_for_signatures(table, base)

    # Three sign; the last two press the button at the same moment, and it is completed once.
    for key in ("north", "south", "east"):
        sign(table.head(key), base)
    last = [table.head("west"), table.head("lake")]
    for person in last:
        write_signature(person, base)
        person.send("Sign for my agency")
    for person in last:
        person.page.locator("main [name='password']").fill(PASSWORD)
    for person in last:
        button = person.page.get_by_role("button", name="Confirm", exact=True)
        button.evaluate("button => setTimeout(() => button.click(), 50)")
    for person in last:
        person.page.wait_for_url(f"**{base}")
    nora.open(base).sees("In force")
    assert nora.text().count("Signed by all parties") == 1
    nora.shoot("agreement-in-force")

    # The sealed file: five seals, which pyHanko and a stranger's eye on the public page confirm.
    content = sealed_file(nora, base)
    (shots or tmp_path).joinpath("agreement.pdf").write_bytes(content)
    with pikepdf.open(io.BytesIO(content)) as file:
        assert len(file.Root.AcroForm.Fields) == 5
        reasons = [str(field.V.Reason) for field in file.Root.AcroForm.Fields]
    for key in FIVE:
        assert sum(PARTIES[key][0] in reason for reason in reasons) == 1
    guest, file = table.guest(), tmp_path / "agreement.pdf"
    file.write_bytes(content)
    guest.open("/verify/").send("Verify the file", file=str(file))
    guest.sees(
        "This is exactly the file that the portal sealed", "5 of 5", hashlib.sha256(content).hexdigest()
    )
    place = content.index(b"stream\n") + 400
    file.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
    guest.open("/verify/").send("Verify the file", file=str(file))
    guest.sees("Do not rely on this file")

    join(table, county, base)
    new = amend(table, county, base)
    leave(table, new)


def join(table: Table, county, base: str) -> None:
    """Hill joins on the terms of Lake."""
    nora, hugo = table.head("north"), table.head("hill")
    hugo.open(base, status=404)
    nora.open(f"{base}offers/new/").send("Make the offer", agency=PARTIES["hill"][0], like=PARTIES["lake"][0])
    hugo.open(base)
    hugo.shoot("agreement-offered")
    hugo.open(hugo.link(rf"{base}offers/[0-9a-f-]{{36}}/"))
    hugo.page.locator("main [name='typed_name']").fill(_name_of(hugo))
    hugo.page.locator("main [name='title']").fill("Superintendent")
    hugo.page.locator("main [name='attested']").check()
    hugo.shoot("agreement-exhibit")
    hugo.send("Sign and join")
    prove(hugo)
    hugo.open(base).sees("In force", PARTIES["hill"][0])
    table.head("south").open(base).sees("South Center may ask Hill School District")


def amend(table: Table, county, base: str) -> str:
    """A new version that all six sign; the old one stands aside in the same moment."""
    nora = table.head("north")
    nora.open(base)
    nora.send("Draft a change")
    new = nora.link(r"/agreements/[0-9a-f-]{36}/")
    assert new != base
    nora.open(f"{new}check/").send("Send to counsel for review")
    approve(table, new, PARTIES)
    ask_for_signatures(table, new)
    nora.open(base).sees("In force")
    for key in PARTIES:
        sign(table.head(key), new)
    nora.open(new).sees("In force")
    nora.open(base).sees("Replaced by a new version")
    nora.shoot("agreement-replaced")
    return new


def leave(table: Table, base: str) -> None:
    """One party withdraws, and what it held or asked for ends; an agreement past its last day says so."""
    lena = table.head("lake")
    lena.open(base).follow("Withdraw from this agreement")
    lena.send("Withdraw now", reason="We now share through the region.")
    prove(lena)
    table.head("south").open(base).sees("Lake School District (withdrew")
    table.head("south").shoot("agreement-withdrawn")
    table.head("north").open(f"/agreements/{table.county.old}/").sees("Past its last day")


def press(person: Person, *names: str) -> None:
    for name in names:
        person.page.keyboard.press(name)


def go_on(person: Person, button: str) -> Person:
    return person.tab_to(f"main button:has-text('{button}')").enter()


def test_a_whole_draft_by_keyboard(table, county):
    """From the list to counsel's desk without a mouse; wherever the focus rests, it is seen."""
    west, hill = table.head("west"), county.ids["hill"]
    today = timezone.localdate()
    west.open("/agreements/").tab_to("a[href='/agreements/new/']").enter()
    west.tab_to("[name=title]").type("Keys are enough")
    west.tab_to("[name=starts_on]").type((today + timedelta(days=1)).strftime("%m%d%Y"))
    west.tab_to("[name=ends_on]").type((today + timedelta(days=300)).strftime("%m%d%Y"))
    go_on(west, "Save and continue")
    base = west.link(r"/agreements/[0-9a-f-]{36}/")
    west.tab_to(f"[name=agencies][value='{hill}']")
    press(west, "Space")
    go_on(west, "Save and continue")
    # One stop for the grid; arrows lead to the pair in which Hill holds and West asks.
    west.tab_to("table[data-grid] a")
    goal = f"{base}terms/{hill}/{county.ids['west']}/"
    for key in ("ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft"):
        if west.page.locator(f"a[href='{goal}']:focus").count():
            break
        press(west, key)
    assert west.page.locator(f"a[href='{goal}']:focus").count() == 1
    west.enter().tab_to("[name='flows-0-cells']")
    press(west, "Space")
    west.tab_to("[name='flows-0-authority']").type("Written consent of the parent (34 CFR 99.30)")
    west.tab_to("[name='flows-0-need']").type("They work with the student.")
    go_on(west, "Save for this pair")
    west.tab_to(f"a[href='{base}text/']").enter()
    west.tab_to(f"a[href='{base}text/section/purpose/']").enter()
    go_on(west, "Edit this section").tab_to("#id_text")
    press(west, "Control+a")
    west.type("To help students stay in school.")
    go_on(west, "Save this section")
    # The outline has several links a section; the button that goes on stands below it.
    west.tab_to(f"main a.usa-button[href='{base}check/']", most=250).enter()
    go_on(west, "Send to counsel for review")
    west.sees("Waiting for counsel", PARTIES["hill"][0])
    table.counsel("hill").open(f"{base}review/").sees("To help students stay in school.")
