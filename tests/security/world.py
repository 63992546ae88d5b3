"""One small world in which every address of the portal leads to something, and all its texts are hostile.

North (a school district) holds records about Maya, South (a mental health center) asks for them, West is a stranger
to both. Every text that a person can type carries `PAYLOAD`, so that a page which forgets to escape one shows it.
The world is committed, once a test module; what a test does to it is rolled back.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import User
from agencies import actions as agency_actions
from agencies.acting import acting_as
from agencies.models import Agency, AgencyContact, Membership
from agencies.roles import ROLES
from agencies.states import AgencyState
from consents import actions as consent_actions
from consents.actions import record_consent, save_step
from consents.actions.links import verify
from consents.lines import GrantLine
from consents.links import code_hash, token_of
from consents.models import ConsentDraft, ConsentForm, FamilyLink
from consents.sealing import seal_queued_consent
from disclosures import actions
from disclosures.actions.asking import Wanted
from disclosures.models import LogEntry
from disclosures.pdf import render_queued_package
from law.vocabulary import SignerCapacity
from mous.actions import (
    agree_to_end,
    ask_to_confirm,
    comment,
    edit,
    name_deputy,
    offer_to_join,
    send_back,
    send_for_review,
)
from mous.sealing import seal_queued_agreement
from notices.models import Notice, OutboxEntry
from sharing_portal.rls.context import acting_for
from tests import factories
from tests.consents.recorder import scan_file
from tests.mous import agreements
from tests.youth.oneroster_bundles import DEMOGRAPHICS, USERS, bundle
from youth.actions import ItemContent, add_item, assign, check_roster
from youth.models import Guardian

# Leaves a quoted attribute, then brings an element that would run at once.
PAYLOAD = "'\"><svg onload=alert(1)>"
BORN = date(2011, 3, 4)
CATEGORIES = ["attendance", "discipline", "special_education"]
PURPOSES = ["care_coordination"]


def hostile(words: str) -> str:
    """The words with the payload behind them."""
    return words + PAYLOAD


@dataclass
class World:
    """People and things by the names that the table of addresses uses."""

    people: dict[str, Any] = field(default_factory=lambda: {"anonymous": AnonymousUser()})
    things: dict[str, Any] = field(default_factory=dict)
    files: Path = Path()
    # What people were answered: tests/security/opened.py.
    seen: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    def id_of(self, name: str) -> Any:
        """The id that stands in the address; a word that names nothing stands for itself."""
        thing = self.things.get(name) or self.people.get(name) or name
        return getattr(thing, "pk", thing)


def build(files: Path) -> World:
    """Make everything by the portal's own verbs, each in the right person's name."""
    world = World(files=files)
    _agencies(world)
    _members(world)
    _youth(world, files)
    _agreements(world)
    _consents(world)
    _papers(world)
    _doors_of_families(world)
    _requests(world)
    _last_things(world)
    return world


def _agencies(world: World) -> None:
    operator = world.people["olive"] = factories.operator()
    made = {
        "north": ("North School District", "school_district", ["ferpa_bound"]),
        "south": ("South Mental Health", "hipaa_provider", ["hipaa_covered"]),
        "west": ("West After-School", "after_school_provider", ["community"]),
        "waiting": ("Waiting Agency", "after_school_provider", ["community"]),
        "closed": ("Closed Agency", "after_school_provider", ["community"]),
        "empty": ("Agency without an administrator", "after_school_provider", ["community"]),
    }
    for key, (name, kind, statuses) in made.items():
        agency = factories.agency(hostile(name), kind, statuses, by=operator, phone=hostile("509"))
        agreements.give_address(agency, by=operator)
        world.things[key] = agency
    with acting_for(user_id=operator.pk):
        for key, state in (("waiting", AgencyState.INVITED), ("closed", AgencyState.SUSPENDED)):
            Agency.objects.filter(pk=world.things[key].pk).update(state=state)


# name: (agency, roles). wes does everything in his own agency and nothing in any other.
MEMBERS = {
    "ada": ("north", ["agency_admin"]),
    "bob": ("north", ["records_custodian"]),
    "nick": ("north", ["staff"]),
    "nell": ("north", ["counselor"]),
    "nora": ("north", ["signatory"]),
    "coral": ("north", ["counsel"]),
    "audrey": ("north", ["auditor"]),
    "priya": ("north", ["privacy_officer"]),
    "sid": ("north", ["staff"]),
    "alice": ("south", ["staff"]),
    "stan": ("south", ["staff"]),
    "sam": ("south", ["signatory"]),
    "sia": ("south", ["agency_admin"]),
    "sonia": ("south", ["records_custodian"]),
    "wes": ("west", list(ROLES)),
    "jo": ("empty", ["signatory"]),
    "winnie": ("waiting", ["agency_admin"]),
}


def _members(world: World) -> None:
    people, things, operator = world.people, world.things, world.people["olive"]
    for name, (agency, roles) in MEMBERS.items():
        people[name] = factories.member(name, things[agency], roles, by=operator)
    for name in MEMBERS:
        User.objects.filter(pk=people[name].pk).update(name=hostile(name.title()), title=hostile("Title"))
        people[name].refresh_from_db()
    ada = people["ada"]
    with acting_as(ada):
        for name in ("bob", "sid"):
            things[f"membership of {name}"] = Membership.objects.get(user=people[name])
        agency_actions.suspend(things["membership of sid"], by=ada)
        invited = agency_actions.invite(
            things["north"], by=ada, email="ivy@portal.example", name=hostile("Ivy"), roles=["staff"]
        )
        things["invitation"] = invited
        for number in (1, 2):
            things[f"contact{number}"] = agency_actions.add_contact(
                things["north"], by=ada, purpose=AgencyContact.Purpose.CHAIN, **_contact()
            )
    people["ivy"] = User.objects.get(email="ivy@portal.example")
    with acting_as(people["alice"]):
        things["membership of alice"] = Membership.objects.get(user=people["alice"])


def _contact() -> dict[str, str]:
    names = ("name", "title", "hours")
    return {**{name: hostile(name) for name in names}, "phone": hostile("509"), "email": "c@portal.example"}


def _youth(world: World, files: Path) -> None:
    bob, things = world.people["bob"], world.things
    maya = things["maya"] = factories.youth(
        bob,
        hostile("Maya"),
        hostile("Torres"),
        BORN,
        address=hostile("12 Oak Street"),
        site=hostile("School"),
    )
    things["item"] = factories.item(
        bob, maya, title=hostile("Absences"), text=hostile("Absent."), source=hostile("Office")
    )
    with acting_as(bob):
        upload = SimpleUploadedFile(f"{PAYLOAD}.txt", b"Absent 6 days.\n")
        content = ItemContent("attendance", date(2026, 10, 30), hostile("Letter"), "See file.", "", upload)
        things["letter"] = add_item(maya, content, by=bob)
        things["mother"] = Guardian.objects.create(
            agency=maya.agency,
            youth=maya,
            first_name=hostile("Ana"),
            last_name=hostile("Torres"),
            relation="mother",
            authority="parent",
            authority_evidence=hostile("Birth certificate"),
            phone=hostile("509"),
            language=hostile("Spanish"),
            address=hostile("Oak"),
        )
        things["assignment"] = assign(maya, world.people["nick"], by=bob)
        roster = bundle(
            files / "roster",
            users=USERS.replace("María", "<svg onload=alert(1)>").replace("Lee", "<svg onload=alert(1)>"),
            demographics=DEMOGRAPHICS,
        )
        things["roster"] = check_roster(roster, by=bob)


def _agreements(world: World) -> None:
    people, things = world.people, world.things
    nora, north, south = people["nora"], things["north"], things["south"]
    flow = (north, south, CATEGORIES, PURPOSES)
    for key, days in (("agreement", 0), ("offer", 1), ("proposal", 2)):
        mou = agreements.drafted(
            nora,
            [north, south],
            [flow],
            title=hostile(key),
            ends_on=timezone.localdate() + timedelta(300 + days),
        )
        with acting_as(nora):
            code = mou.sections.first().code
            agreements.reword(mou, nora, code, heading=hostile("Heading")[:120], text=hostile("Text"))
            things[f"term of {key}"], things[f"section of {key}"] = mou.terms.get(), code
        things[key] = mou
    agreements.signed(agreements.sent(things["agreement"], nora), [nora, people["sam"]])
    agreements.sent(things["offer"], nora)
    _asked(world, [north, south], flow)
    _open_to_others(world, [north, south], flow)
    with acting_as(nora):
        things["comment"] = comment(things["proposal"], by=nora, text=hostile("Why?"))
    for key in ("on paper", "entered"):
        things[key] = agreements.on_paper(nora, [south], flow, title=hostile(key))
    with acting_as(nora):
        ask_to_confirm(things["entered"], by=nora)


def _open_to_others(world: World, parties: list[Agency], flow: agreements.Flow) -> None:
    """An agreement that an agency is invited to join, and that South would end."""
    nora, sam, things = world.people["nora"], world.people["sam"], world.things
    mou = things["open"] = agreements.drafted(nora, parties, [flow], title=hostile("open"))
    with acting_as(nora):
        dates = {"starts_on": mou.starts_on, "ends_on": mou.ends_on}
        edit(mou, by=nora, title=mou.title, open_to_joinder=True, **dates)
    agreements.signed(agreements.sent(mou, nora), [nora, sam])
    with acting_as(nora):
        things["joinder"] = offer_to_join(mou, by=nora, agency=things["empty"], like=things["south"])
    with acting_as(sam):
        agree_to_end(mou, by=sam, reason=hostile("Reason"))


def _asked(world: World, parties: list[Agency], flow: agreements.Flow) -> None:
    """An agreement that counsel approved in its second version, one whose time to sign is over, and a deputy to come."""
    nora, things = world.people["nora"], world.things
    for key in ("reviewed", "late"):
        things[key] = agreements.drafted(nora, parties, [flow], title=hostile(key))
    with acting_as(nora):
        send_for_review(things["reviewed"], by=nora)
        send_back(things["reviewed"], by=nora, reason=hostile("Reason"))
    agreements.reviewed(things["reviewed"], nora)
    agreements.sent(things["late"], nora)
    with acting_as(nora):
        things["late"].signing_requests.update(until=timezone.now() - timedelta(days=1))
    with acting_as(world.people["ada"]) as ada:
        tomorrow = ada.acting_agency.today() + timedelta(days=1)
        things["deputy"] = name_deputy(
            by=ada, deputy=world.people["nick"], signatory=nora, starts_on=tomorrow, ends_on=tomorrow,
            evidence=hostile("Resolution"),
        )  # fmt: skip


def _consents(world: World) -> None:
    bob, things = world.people["bob"], world.things
    today = things["north"].today()
    line = {
        "discloser": things["north"],
        "recipient": things["south"],
        "purposes": PURPOSES,
        "starts_on": today,
        "expires_on": today + timedelta(days=90),
    }
    maya, form = things["maya"], ConsentForm.objects.get(kind="uniform", language="en")
    things["uniform form"] = form
    with acting_as(bob):
        things["consent"] = record_consent(
            maya,
            by=bob,
            form=form,
            signer_name=str(things["mother"]),
            capacity=SignerCapacity.PARENT,
            guardian=things["mother"],
            interpreter=hostile("Rosa"),
            lines=[GrantLine(category=category, **line) for category in ("attendance", "discipline")],
        )
        draft = ConsentDraft(agency=maya.agency, youth=maya, author=bob)
        answers = {**_signer(things["mother"], form), "method": "paper"}
        save_step(draft, by=bob, step="signer", answers=answers)
        flow = {
            "discloser": str(things["north"].pk),
            "recipient": str(things["south"].pk),
            "categories": ["attendance"],
            "purposes": PURPOSES,
            "expires_on": (today + timedelta(days=30)).isoformat(),
        }
        save_step(draft, by=bob, step="sharing", answers=[flow])


def _papers(world: World) -> None:
    """Signed on paper: one that waits for a second person, one typed wrongly; and one stopped by word of mouth."""
    bob, priya, things = world.people["bob"], world.people["priya"], world.things
    mother, north = things["mother"], things["north"]
    line = GrantLine(
        north,
        things["south"],
        "attendance",
        PURPOSES,
        north.today(),
        north.today() + timedelta(days=90),
        ends_when="leaves_school",
    )
    signed = {
        "form": things["consent"].form,
        "signer_name": str(mother),
        "capacity": SignerCapacity.PARENT,
        "guardian": mother,
        "lines": [line],
    }
    with acting_as(bob):
        for key in ("paper", "wrong paper"):
            now = timezone.now()
            things[key] = record_consent(things["maya"], by=bob, method="paper", signed_at=now, **signed)
            consent_actions.put_in_scan(things[key], by=bob, file=scan_file())
        things["stopped"] = record_consent(things["maya"], by=bob, **signed)
        consent_actions.revoke(things["stopped"], by=bob, how="spoken", reason=hostile("Reason"))
    with acting_as(priya):
        consent_actions.send_back(things["wrong paper"], by=priya, reason=hostile("Differs"))


def _doors_of_families(world: World) -> None:
    """A draft that the family is asked about, the link to the page of a consent, and a parent who disagrees."""
    bob, priya, things = world.people["bob"], world.people["priya"], world.things
    maya, mother, consent = things["maya"], things["mother"], things["consent"]
    until = things["north"].today() + timedelta(days=30)
    offer = {
        "discloser": str(things["north"].pk),
        "recipient": str(things["south"].pk),
        "categories": ["attendance"],
        "purposes": PURPOSES,
        "latest": until.isoformat(),
    }
    with acting_as(priya):
        draft = ConsentDraft(agency=maya.agency, youth=maya, author=priya)
        save_step(draft, by=priya, step="signer", answers=_signer(mother, consent.form))
        things["asked draft"] = save_step(draft, by=priya, step="offer", answers=[offer])
    with acting_as(bob):
        things["page link"], code = consent_actions.make_page_link(
            consent, by=bob, check=FamilyLink.Check.CODE, email="ana@portal.example"
        )
        things["objection"] = consent_actions.record_objection(
            maya, by=bob, guardian=mother, words=hostile("I disagree.")
        )
    link = things["page link"]
    assert verify(token_of(link.pk), code_hash(link.pk, code))
    with acting_for(principal="family", agency_id=link.agency_id, family_link=link.pk):
        words = hostile("It is wrong.")
        things["wish"] = actions.ask_agency(consent, by=link, kind="correction", words=words)


def _signer(mother: Guardian, form: ConsentForm) -> dict[str, Any]:
    return {
        "who": f"guardian:{mother.pk}",
        "signer_name": str(mother),
        "authority_evidence": "",
        "minor_also_signed": False,
        "form": str(form.pk),
        "interpreter": hostile("Rosa"),
        "method": "on_screen",
    }


def _requests(world: World) -> None:
    people, things = world.people, world.things
    alice, bob = people["alice"], people["bob"]
    for key in ("draft", "submitted", "questioned", "matched", "approved", "released"):
        with acting_as(alice):
            things[key] = actions.compose(by=alice, holder=things["north"], **_described(key))
            wanted = [Wanted(category) for category in ("attendance", "discipline")]
            actions.edit(things[key], by=alice, wanted=wanted)
            if key != "draft":
                actions.submit(things[key], by=alice)
    with acting_as(bob):
        actions.ask_for_more(things["questioned"], by=bob, text=hostile("Which school?"))
        for key in ("matched", "approved", "released"):
            actions.match(things[key], things["maya"], by=bob)
        for key in ("approved", "released"):
            said = {"reason": hostile("Reason"), "note": hostile("Note")}
            actions.approve(things[key], by=bob, categories=["attendance"], **said)
        items = [things["item"], things["letter"]]
        release = things["release"] = actions.release(things["released"], by=bob, items=items)
        things["released letter"] = release.items.exclude(file="").get()
    _work_off("disclosures.tasks.render_package", render_queued_package)
    _work_off("mous.tasks.seal_agreement", seal_queued_agreement)
    _work_off("consents.tasks.seal_consent", seal_queued_consent)


def _described(key: str) -> dict[str, Any]:
    return {
        "first_name": hostile("Maya"),
        "last_name": hostile("Torres"),
        "birth_date": BORN,
        "details": hostile("Details"),
        "purpose": "care_coordination",
        "reason": hostile(f"We plan her care ({key})."),
        "basis": "consent",
    }


def _work_off(task: str, work: Callable[[str], None]) -> None:
    """Do what the worker would with every entry of this task that waits."""
    with acting_for(principal="outbox"):
        waiting = list(OutboxEntry.objects.filter(task=task).values_list("pk", flat=True))
    assert waiting, task
    for pk in waiting:
        work(str(pk))


def _last_things(world: World) -> None:
    things, bob, priya = world.things, world.people["bob"], world.people["priya"]
    with acting_as(bob):
        things["notice"] = Notice.objects.filter(user=bob).first()
    with acting_as(priya):
        things["log entry"] = LogEntry.objects.filter(agency_id=things["north"].pk).first()
    assert things["notice"]
    assert things["log entry"]
