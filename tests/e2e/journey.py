"""`./run journey DIR`: the main job on a real roster, through HTTP with real sign-ins and real processes.

Each step prints what was done and the status it got, and the journey ends non-zero when any step differs from what
must happen.
"""

import csv
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from tests.e2e.people import PASSWORD
from tests.e2e.portal import ROOT, connect, named, own_broker, running
from tests.e2e.visitor import Visitor

DATABASE = "portal_journey"
REASON = "We plan her care together with the family and need to know how often she misses school."


class Differs(Exception):
    """A step did not do what it must."""


class Journey:
    """The steps in order; each returns the status to print and raises `Differs` when something else happened."""

    def __init__(self, address: str, bundle: Path, data: Path) -> None:
        self.address, self.bundle, self.data = address, bundle, data
        self.people: dict[str, Visitor] = {}
        self.student = self.request = self.release = self.consent = ""
        self.name = ("", "", date.min)

    def person(self, name: str) -> Visitor:
        """Her browser, signed in."""
        if name not in self.people:
            visitor = Visitor(self.address)
            visitor.open("/accounts/login/")
            visitor.submit(login=f"{name}@portal.example", password=PASSWORD)
            self.people[name] = visitor
        return self.people[name]

    def sign_in(self) -> int:
        """Everybody signs in and lands on the work list"""
        for name in ("bob", "dora", "audrey", "alice", "sam"):
            visitor = self.person(name)
            expect(visitor, 200, "Work list", f"{name} did not reach the work list")
        return 200

    def import_roster(self) -> int:
        """The district's custodian imports the roster: dry run first, then apply"""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
            for file in sorted(self.bundle.glob("*.csv")):
                bundle.write(file, file.name)
        bob = self.person("bob").open("/youth/roster/")
        bob.submit(file=("file", "roster.zip", packed.getvalue()))
        expect(bob, 200, "960")
        expect(self.person("bob").open("/youth/"), 200, absent="960")
        bob.open(self._latest(bob.open("/youth/roster/"), r"/youth/roster/[0-9a-f-]{36}/"))
        bob.submit("apply/")
        expect(bob, 200, "960")
        return bob.status

    def find_student(self) -> int:
        """A student is found by the start of her last and first name"""
        self.name = student_of(self.bundle)
        first, last, _born = self.name
        bob = self.person("bob").open(f"/youth/?q={last[:4]}+{first[:3]}")
        expect(bob, 200, last)
        self.student = self._latest(bob, r"/youth/[0-9a-f-]{36}/")
        expect(bob.open(self.student), 200, first)
        return bob.status

    def add_items(self) -> int:
        """Attendance and discipline items are added to her record"""
        bob = self.person("bob")
        for category, title, text in (
            ("attendance", "Absences in October", "Absent 6 of 22 school days, four of them Mondays."),
            ("attendance", "Late arrivals", "Late on nine mornings since September; the bus was on time."),
            (
                "discipline",
                "Left class",
                "Left mathematics without leave and was found in the library, crying.",
            ),
        ):
            bob.open(self.student + "items/new/")
            bob.submit(
                category=category,
                occurred_on=(date.today() - timedelta(days=20)).isoformat(),
                title=title,
                text=text,
            )
            expect(bob, 200, title)
        return bob.status

    def agree(self) -> int:
        """The agreement is drafted, reviewed by counsel and signed by both agencies"""
        dora = self.person("dora").open("/agreements/new/")
        today = date.today()
        dora.submit(
            title="Sharing to keep students in school",
            # The agencies' day may still be the one before ours.
            starts_on=(today - timedelta(days=1)).isoformat(),
            ends_on=(today + timedelta(365)).isoformat(),
        )
        agreement = re.search(r"/agreements/[0-9a-f-]{36}/", dora.url)
        if agreement is None:
            raise Differs(f"no agreement was drafted: {dora.url}")
        path = agreement.group()
        asker = self._choice(dora, "Lakeshore")
        dora.submit(agencies=[asker])
        pair = re.search(rf"{path}terms/[0-9a-f-]{{36}}/{asker}/", dora.text)
        if pair is None:
            raise Differs(f"{dora.url} offers no pair of parties")
        dora.open(pair.group()).submit(
            **{
                "flows-0-cells": ["care_coordination:attendance", "care_coordination:discipline"],
                "flows-0-authority": "Written consent of the parent (34 CFR 99.30)",
                "flows-0-need": "They work with the student.",
            }
        )
        dora.open(path + "check/").submit()
        for name in ("carl", "cora"):
            expect(self.person(name).open(path + "review/").submit(note=""), 200)
        dora.open(path + "send/").submit(order="any").submit(confirm="1")
        for name in ("dora", "sam"):
            signatory = self.person(name).open(path + "sign/")
            signatory.submit(typed_name=name.title(), title="Director", attested="on")
            self._confirm(signatory)
            expect(signatory, 200)
        expect(self.person("alice").open(path), 200, "In force")
        return 200

    def ask(self) -> int:
        """The mental health center asks the district for attendance and discipline, step by step"""
        alice = self.person("alice").open("/requests/new/")
        first, last, born = self.name
        alice.submit(
            holder=self._choice(alice, "Grand Bend"),
            first_name=first,
            last_name=last,
            birth_date_month=born.month,
            birth_date_day=born.day,
            birth_date_year=born.year,
        )
        alice.submit(categories=["attendance", "discipline"])
        alice.submit(purpose="care_coordination", reason=REASON, urgency="routine")
        alice.submit(basis="consent")
        expect(alice, 200, "Check your answers")
        alice.submit()
        expect(alice, 200, "Request sent")
        found = re.search(r"/requests/[0-9a-f-]{36}/", alice.url)
        if found is None:
            raise Differs(f"the request was not sent: {alice.url}")
        self.request = found.group()
        return alice.status

    def without_consent(self) -> int:
        """With no consent the engine says what is missing and by whom it must be signed, and nothing can be approved"""
        bob = self.person("bob").open(self.request + "match/")
        expect(bob, 200, "Strong match")
        bob.submit(youth=self.student.split("/")[2])
        expect(bob, 200, "What is missing")
        expect(bob, 200, "34 CFR 99.30")
        expect(bob, 200, "Parent", absent="Approve what I chose")
        return bob.status

    def record_consent(self) -> int:
        """The parent's authority is checked, and on the device handed over she signs her consent for attendance"""
        bob = self.person("bob").open(self.student)
        guardian = self._latest(bob, r"/requests/youth/[0-9a-f-]{36}/guardians/[0-9a-f-]{36}/")
        bob.open(guardian).submit(authority="parent", authority_evidence="Birth certificate seen at the desk")
        expect(bob, 200, "Parent with full rights")
        start = f"/consents/youth/{self.student.split('/')[2]}/record/"
        bob.open(start)
        signer = next(value for value in self._values(bob, "who") if guardian.split("/")[5] in value)
        bob.submit(who=signer, form=self._values(bob, "form")[0], method="on_screen")
        bob.submit(
            discloser=self._choice(bob, "Grand Bend"),
            recipient=self._choice(bob, "Lakeshore"),
            categories=["attendance"],
            purposes=["care_coordination"],
        )
        bob.open(start + "ways/").submit(f"hand-over/{self.student.split('/')[2]}/")
        self._parent_signs(bob)
        bob.open("/accounts/login/").submit(login="bob@portal.example", password=PASSWORD)
        expect(bob.open(self.consent), 200, "In force")
        return bob.status

    def _parent_signs(self, device: Visitor) -> None:
        """On the device that bob has handed over, from which nothing else can be reached."""
        expect(device, 200, "You are asked to decide")
        name = self._latest(device, r"(?<=Who decides</h2><p>)[^<]+")
        expect(device.open("/youth/"), 200, "You are asked to decide")
        device.open("/family/records/0/").submit(**{"attendance": "on", "attendance-initials": "XY"})
        until = (date.today() + timedelta(days=60)).isoformat()
        device.submit(purposes=["care_coordination"], ways=["may_send"], expires_on=until)
        expect(device, 200, "Who will see what")
        device.open("/family/read/").submit()
        device.submit(typed_name=name, agrees="on")
        expect(device, 200, "Signed. Thank you.")
        self.consent = f"/consents/{self._latest(device, r'(?<=/family/copy/)[0-9a-f-]{36}')}/"

    def approve_in_part(self) -> int:
        """Attendance is approved, discipline is not"""
        bob = self.person("bob").open(self.request + "decide/")
        expect(bob, 200, "May be shared, with conditions")
        bob.submit("approve/", categories=["attendance"])
        expect(bob, 200, "Choose what goes out")
        return bob.status

    def release_items(self) -> int:
        """Exactly the chosen item is released"""
        bob = self.person("bob").open(self.request + "release/")
        expect(bob, 200, "Absences in October", absent="Left class")
        bob.submit(items=self._values(bob, "items")[:1])
        expect(bob, 200, "1 item goes out")
        bob.submit(items=self._values(bob, "items"), step="release")
        expect(bob, 200)
        found = re.search(r"/requests/releases/[0-9a-f-]{36}/", bob.url)
        if found is None:
            raise Differs(f"nothing was released: {bob.url}")
        self.release = found.group()
        return bob.status

    def read_it(self) -> int:
        """The recipient opens it with its notice, acknowledges it and downloads the PDF"""
        alice = self.person("alice").open(self.release)
        expect(alice, 200, "Do not give them", absent="crying")
        alice.submit("acknowledge/")
        expect(alice, 200, "Acknowledged by")
        for _ in range(60):
            alice.open(self.release + "package/")
            if alice.body.startswith(b"%PDF-"):
                return alice.status
            subprocess.run(["sleep", "0.5"], check=True)
        raise Differs("the PDF package did not come")

    def log_and_export(self) -> int:
        """The auditor finds every step in the log and exports it"""
        audrey = self.person("audrey").open("/log/")
        for word in ("Requested", "Approved", "Released", "Opened", "Acknowledged", "Downloaded"):
            expect(audrey, 200, word)
        audrey.open("/log/export/").submit()
        self._confirm(audrey)
        expect(audrey, 200, "Number of entries")
        audrey.submit()
        expect(audrey, 200, self.name[1])
        if "csv" not in audrey.headers.get("Content-Type", ""):
            raise Differs("the export is not CSV")
        return audrey.status

    def revoke(self) -> int:
        """The consent is revoked"""
        bob = self.person("bob").open(f"/requests{self.consent}revoke/")
        bob.submit(scope="all", how="written")
        expect(bob, 200, "Sharing has stopped")
        return bob.status

    def access_has_ended(self) -> int:
        """The next open answers that access has ended"""
        alice = self.person("alice").open(self.release)
        expect(alice, 403, "Access has ended", absent="Absent 6 of 22")
        expect(self.person("alice").open(self.release + "package/"), 403)
        return 403

    def verified(self) -> int:
        """verify_log passes"""
        return self._verify(0)

    def tampering_is_found(self) -> int:
        """One byte of the log changed by the database's administrator is found, and so is a deleted last entry"""
        entry = "SELECT id FROM disclosures_logentry WHERE kind = 'released' ORDER BY at LIMIT 1"
        with self._administrator() as cursor:
            cursor.execute(f"UPDATE disclosures_logentry SET reason = reason || '.' WHERE id = ({entry})")
        self._verify(1, "changed")
        with self._administrator() as cursor:
            cursor.execute(f"UPDATE disclosures_logentry SET reason = left(reason, -1) WHERE id = ({entry})")
        self._verify(0)
        with self._administrator() as cursor:
            self._cut_the_tail(cursor)
        return self._verify(1, "cut off")

    def _administrator(self):  # type: ignore[no-untyped-def]
        cursor = connect(named(os.environ["DATABASE_ADMIN_URL"], DATABASE)).cursor()
        cursor.execute("SET session_replication_role = replica; SET row_security = off")
        return cursor

    def _cut_the_tail(self, cursor) -> None:  # type: ignore[no-untyped-def]
        """Delete the last entry of the longest chain, its link, and set the head back as if it had never been."""
        cursor.execute("SELECT agency_id, position FROM audit_chainhead ORDER BY position DESC LIMIT 1")
        agency, place = cursor.fetchone()
        cursor.execute(
            "DELETE FROM audit_chainlink WHERE agency_id = %s AND position = %s RETURNING entry_id",
            [agency, place],
        )
        (entry,) = cursor.fetchone()
        cursor.execute("DELETE FROM audit_auditevent WHERE id = %s", [entry])
        cursor.execute("DELETE FROM disclosures_logentry WHERE id = %s", [entry])
        cursor.execute(
            "UPDATE audit_chainhead h SET position = %s, hash = l.hash FROM audit_chainlink l "
            "WHERE h.agency_id = %s AND l.agency_id = h.agency_id AND l.position = %s",
            [place - 1, agency, place - 1],
        )

    def _confirm(self, visitor: Visitor) -> None:
        """Signing and exporting want the password again; what was typed before is kept."""
        expect(visitor, 200, "Confirm that it is you")
        visitor.submit(password=PASSWORD)

    def _verify(self, code: int, word: str = "") -> int:
        command = [sys.executable, "manage.py", "verify_log"]
        result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if result.returncode != code or word not in result.stderr:
            raise Differs(f"verify_log ended {result.returncode}: {result.stdout}{result.stderr}")
        return result.returncode

    def _latest(self, visitor: Visitor, pattern: str) -> str:
        found = re.search(pattern, visitor.text)
        if found is None:
            raise Differs(f"{visitor.url} has no link like {pattern}")
        return found.group()

    def _values(self, visitor: Visitor, field: str) -> list[str]:
        """The values offered by the boxes or buttons of one field, in order."""
        return re.findall(rf'name="{field}"[^>]*?value="([^"]+)"', visitor.text)

    def _choice(self, visitor: Visitor, label: str) -> str:
        """The value of the choice with this label: an option, or a box with its label."""
        found = re.search(rf'<option value="([^"]+)"[^>]*>\s*{label}', visitor.text)
        if found is None:
            boxed = re.search(rf'value="([0-9a-f-]{{36}})"(?:(?!value=).)*?{label}', visitor.text, re.DOTALL)
            found = boxed
        if found is None:
            raise Differs(f"{visitor.url} offers no {label}")
        return found.group(1)


STEPS: tuple[Callable[[Journey], int], ...] = (
    Journey.sign_in,
    Journey.import_roster,
    Journey.find_student,
    Journey.add_items,
    Journey.agree,
    Journey.ask,
    Journey.without_consent,
    Journey.record_consent,
    Journey.approve_in_part,
    Journey.release_items,
    Journey.read_it,
    Journey.log_and_export,
    Journey.revoke,
    Journey.access_has_ended,
    Journey.verified,
    Journey.tampering_is_found,
)


def student_of(bundle: Path) -> tuple[str, str, date]:
    """First name, last name and birth date of the roster's first student under 16 with adults on file."""
    with (bundle / "demographics.csv").open(encoding="utf-8-sig", newline="") as file:
        born = {row["sourcedId"]: date.fromisoformat(row["birthDate"]) for row in csv.DictReader(file)}
    with (bundle / "users.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            young = born.get(row["sourcedId"], date.min) > date.today() - timedelta(days=16 * 365)
            if row["role"] == "student" and young and row["agentSourcedIds"]:
                return row["givenName"], row["familyName"], born[row["sourcedId"]]
    raise Differs("the roster has no student under 16 with adults on file")


def expect(visitor: Visitor, status: int, text: str = "", message: str = "", absent: str = "") -> None:
    """The page has this status, says `text` and does not say `absent`."""
    if visitor.status != status:
        raise Differs(message or f"{visitor.url} answered {visitor.status}, not {status}")
    if text and text not in visitor.text:
        raise Differs(message or f"{visitor.url} does not say “{text}”")
    if absent and absent in visitor.text:
        raise Differs(f"{visitor.url} says “{absent}”")


def prepare(data: Path) -> dict[str, str]:
    """A fresh database with the cast in it; returns the environment the portal's processes run in."""
    with connect(os.environ["DATABASE_ADMIN_URL"]).cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{DATABASE}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{DATABASE}" OWNER portal_owner')
    environment = {
        "DATABASE_URL": named(os.environ["DATABASE_URL"], DATABASE),
        "DATABASE_OWNER_URL": named(os.environ["DATABASE_OWNER_URL"], DATABASE),
        "REDIS_URL": own_broker(os.environ["REDIS_URL"], 7),
        "PORTAL_DATA_DIR": str(data),
        "PORTAL_DEMO": "1",
        "SIGN_IN_LIMIT": "1000/m/ip",
        "DJANGO_SETTINGS_MODULE": "sharing_portal.settings",
    }
    os.environ.update(environment)
    (data / "chain-heads.jsonl").unlink(missing_ok=True)
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--database", "owner", "-v0"], cwd=ROOT, check=True
    )
    import django

    django.setup()
    from tests.e2e import cast

    cast.make()
    return environment


def main(bundle: Path) -> int:
    """Walk every step; 0 when each did what it must."""
    data = ROOT / "var" / "journey"
    environment = prepare(data)
    with running(environment, data / "logs") as address:
        journey = Journey(address, bundle, data)
        for number, step in enumerate(STEPS, start=1):
            words = (step.__doc__ or "").strip()
            try:
                status = step(journey)
            except (Differs, LookupError, StopIteration) as difference:
                print(f"{number:2} FAILED     {words}\n   {difference}")
                for name, visitor in journey.people.items():
                    (data / f"{name}.html").write_bytes(visitor.body)
                print(f"   the last page of each person is in {data.relative_to(ROOT)}/")
                return 1
            print(f"{number:2} ok {status:>6}  {words}", flush=True)
    print(f"journey complete: {len(STEPS)} steps as they must be")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
