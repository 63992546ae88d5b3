"""The journey of `tests/e2e/journey.py` in Chromium: the main job, each page looked over, each step a picture."""

import zipfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e import cast
from tests.e2e.browser import Person
from tests.e2e.journey import REASON, student_of
from tests.e2e.people import PASSWORD
from tests.e2e.portal import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.processes]
ROSTER = ROOT.parent / "shared" / "data" / "oneroster-1.1-from-grand-bend"
ITEMS = (
    ("attendance", "Absences in October", "Absent 6 of 22 school days, four of them Mondays."),
    ("discipline", "Left class", "Left mathematics without leave and was found in the library, crying."),
)


class Journey:
    """The people of the journey, each at a window of her own, and what they have made so far."""

    def __init__(self, browser: Browser, address: str, shots: Path | None, folder: Path) -> None:
        self.browser, self.address, self.shots, self.folder = browser, address, shots, folder
        self.people: dict[str, Person] = {}
        self.looked: set[str] = set()
        self.student = self.guardian = self.request = self.release = self.consent = ""
        self.who = ("Hayley", "Prescott", date.today() - timedelta(days=12 * 365))
        self.pictures = 0

    def person(self, name: str) -> Person:
        """Her window, signed in."""
        if name not in self.people:
            person = Person(self.browser, self.address, self.shots, self.looked)
            self.people[name] = person.sign_in(f"{name}@portal.example", PASSWORD).sees("Work list")
        return self.people[name]

    def shoot(self, person: Person, words: str) -> None:
        """A numbered picture of where she is."""
        self.pictures += 1
        person.shoot(f"journey-{self.pictures:02}-{words}")

    def import_roster(self) -> None:
        bob = self.person("bob")
        self.shoot(bob, "work-list")
        packed = self.folder / "roster.zip"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
            for file in sorted(ROSTER.glob("*.csv")):
                bundle.write(file, file.name)
        bob.open("/youth/roster/").send("Check this bundle", file=str(packed)).sees("960")
        if not bob.path.count("-"):
            bob.open(bob.link(r"/youth/roster/[0-9a-f-]{36}/"))
        self.shoot(bob, "roster-dry-run")
        bob.send("Import now").sees("960")
        self.who = student_of(ROSTER)
        first, last, _born = self.who
        bob.open(f"/youth/?q={last[:4]}+{first[:3]}").sees(last)
        self.shoot(bob, "youth-found")
        self.student = bob.link(r"/youth/[0-9a-f-]{36}/")

    def enter_student(self) -> None:
        first, last, born = self.who
        bob = self.person("bob").open("/youth/new/")
        bob.send("Add", first_name=first, last_name=last, **_memorable("birth_date", born))
        self.student = bob.path
        bob.open(self.student + "guardians/new/")
        bob.send("Add", first_name="Iris", last_name="Prescott", relation="mother", authority="unknown")

    def add_items(self) -> None:
        bob = self.person("bob")
        day = (date.today() - timedelta(days=20)).isoformat()
        for category, title, text in ITEMS:
            bob.open(self.student + "items/new/")
            bob.send("Add", category=category, occurred_on=day, title=title, text=text)
            bob.sees(title)
        bob.open(self.student)
        self.shoot(bob, "record")

    def agree(self) -> None:
        today = date.today()
        dora = self.person("dora").open("/agreements/new/")
        dora.send(
            "Save and continue",
            title="Sharing to keep students in school",
            # The agencies' day may still be the one before ours.
            starts_on=(today - timedelta(days=1)).isoformat(),
            ends_on=(today + timedelta(days=365)).isoformat(),
        )
        path = dora.link(r"/agreements/[0-9a-f-]{36}/")
        asker = dora.choice("Lakeshore")
        dora.send("Save and continue", agencies=asker)
        dora.open(dora.link(rf"{path}terms/[0-9a-f-]{{36}}/{asker}/")).send(
            "Save for this pair",
            **{
                "flows-0-cells": ["care_coordination:attendance", "care_coordination:discipline"],
                "flows-0-authority": "Written consent of the parent (34 CFR 99.30)",
                "flows-0-need": "They work with the student.",
            },
        )
        dora.open(path + "check/")
        self.shoot(dora, "agreement-check")
        dora.send("Send to counsel for review")
        for name in ("carl", "cora"):
            self.person(name).open(path + "review/").send("Approve for my agency")
        dora.open(path + "send/").send("Continue")
        dora.send("Ask for signatures")
        for name in ("dora", "sam"):
            signatory = self.person(name).open(path + "sign/")
            signatory.send("Sign for my agency", typed_name=name.title(), title="Director", attested=True)
            _confirm(signatory)
        self.shoot(self.person("alice").open(path).sees("In force"), "agreement-in-force")

    def ask(self) -> None:
        first, last, born = self.who
        alice = self.person("alice").open("/requests/new/")
        self.shoot(alice, "ask-whom")
        named = {"holder": "Grand Bend", "first_name": first, "last_name": last}
        alice.send("Save and continue", **named, **_memorable("birth_date", born))
        alice.send("Save and continue", categories=["attendance", "discipline"])
        alice.send("Save and continue", purpose="care_coordination", reason=REASON, urgency="routine")
        self.shoot(alice, "ask-basis")
        alice.send("Save and continue", basis="consent").sees("Check your answers")
        self.shoot(alice, "ask-check")
        alice.send("Send the request").sees("Request sent")
        self.shoot(alice, "ask-sent")
        self.request = alice.path.removesuffix("sent/")

    def without_consent(self) -> None:
        bob = self.person("bob").open(self.request + "decide/")
        bob.open(self.request + "match/").sees("Strong match")
        self.shoot(bob, "match")
        bob.send("This is the record", youth=self.student.split("/")[2])
        bob.sees("What is missing", "34 CFR 99.30", "Nothing that was asked for may be shared now")
        self.shoot(bob, "law-without-consent")

    def record_consent(self) -> None:
        bob = self.person("bob").open(self.student)
        guardian = bob.link(r"/requests/youth/[0-9a-f-]{36}/guardians/[0-9a-f-]{36}/")
        bob.open(guardian)
        bob.send("Save", authority="parent", authority_evidence="Birth certificate seen at the desk")
        bob.sees("Parent with full rights")
        start = f"/consents/youth/{self.student.split('/')[2]}/record/"
        bob.open(start)
        signer = bob.value("who", guardian.split("/")[5])
        bob.send("Save and continue", who=signer, form=bob.value("form", ""), method="on_screen")
        bob.send(
            "Save this line",
            discloser=bob.choice("Grand Bend"),
            recipient=bob.choice("Lakeshore"),
            categories=["attendance"],
            purposes=["care_coordination"],
        )
        bob.open(start + "ways/")
        self.shoot(bob, "consent-ways")
        bob.send("Hand over this device").sees("You are asked to decide")
        self._parent_signs(bob)
        bob.sign_in("bob@portal.example", PASSWORD).open(self.consent)
        self.shoot(bob, "consent-recorded")

    def _parent_signs(self, device: Person) -> None:
        name = device.link(r"(?<=Who decides</h2><p>)[^<]+")
        device.follow("Begin").page.locator("label[for='id_attendance']").click()
        device.send("Continue", **{"attendance-initials": "XY"})
        until = (date.today() + timedelta(days=60)).isoformat()
        device.send("Continue", purposes=["care_coordination"], ways=["may_send"], expires_on=until)
        self.shoot(device, "consent-summary")
        device.follow("Read the whole form").send("I have read it. Continue")
        device.send("Sign", typed_name=name, agrees=True).sees("Signed. Thank you.")
        self.consent = f"/consents/{device.link(r'(?<=/family/copy/)[0-9a-f-]{36}')}/"

    def approve_and_release(self) -> None:
        bob = self.person("bob").open(self.request + "decide/").sees("May be shared, with conditions")
        self.shoot(bob, "law-with-consent")
        bob.send("Approve what I chose", categories=["attendance"]).sees("Choose what goes out", ITEMS[0][2])
        bob.misses("Left class")
        bob.page.get_by_label("Absences in October").check()
        self.shoot(bob, "choose-items")
        bob.send("Check what goes out").sees("1 item goes out", "Do not give them").misses("Left class")
        self.shoot(bob, "check-what-goes-out")
        bob.send("Release now").misses("Left class")
        self.shoot(bob, "released")
        self.release = bob.path

    def read_it(self) -> None:
        alice = self.person("alice").open("/").sees("Released to you")
        self.shoot(alice, "work-list-released")
        alice.open(self.release).sees("Do not give them", ITEMS[0][2]).misses("crying")
        self.shoot(alice, "release-open")
        alice.send("I confirm").sees("Acknowledged by")
        assert _downloaded(alice, self.release + "package/").startswith(b"%PDF-")

    def log_and_export(self) -> None:
        audrey = self.person("audrey").open("/log/")
        audrey.sees("Requested", "Approved", "Released", "Opened", "Acknowledged", "Downloaded")
        self.shoot(audrey, "log")
        _confirm(audrey.open("/log/export/"))
        exported = audrey.download("Export")
        assert self.who[1] in exported.decode("utf-8-sig")

    def revoke(self) -> None:
        bob = self.person("bob").open(f"/requests{self.consent}revoke/")
        self.shoot(bob, "revoke")
        bob.send("Stop sharing now", scope="all", how="written").sees("Sharing has stopped")
        alice = self.person("alice").open(self.release, status=403).sees("Access has ended")
        self.shoot(alice.misses("Absent 6 of 22"), "access-has-ended")


def _memorable(field: str, day: date) -> dict[str, int]:
    return {f"{field}_month": day.month, f"{field}_day": day.day, f"{field}_year": day.year}


def _confirm(person: Person) -> None:
    """Signing and exporting want the password again, and go on where she was."""
    person.sees("Confirm that it is you").send("Confirm", password=PASSWORD)


def _downloaded(person: Person, path: str) -> bytes:
    """The package, which the worker makes: asked for until it is there."""
    for _ in range(60):
        answer = person.page.request.get(person.address + path)
        if answer.body().startswith(b"%PDF-"):
            return answer.body()
        person.page.wait_for_timeout(500)
    return b""


@pytest.fixture
def journey(
    chromium: Browser, portal_with: Callable, shots: Path | None, tmp_path: Path
) -> Iterator[Journey]:
    with portal_with(cast.make, 8) as address:
        travelling = Journey(chromium, address, shots, tmp_path)
        yield travelling
        for person in travelling.people.values():
            person.close()


def test_a_request_goes_from_asking_to_ended_access(journey):
    if ROSTER.is_dir():
        journey.import_roster()
    else:
        journey.enter_student()
    journey.add_items()
    journey.agree()
    journey.ask()
    journey.without_consent()
    journey.record_consent()
    journey.approve_and_release()
    journey.read_it()
    journey.log_and_export()
    journey.revoke()
    if journey.shots:
        assert len(list(journey.shots.glob("journey-*.png"))) == journey.pictures
