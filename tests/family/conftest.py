"""A draft that North asks Maya's mother about, and links to it. Maya has a brother, Leo, with the same mother."""

from datetime import date, timedelta

import pytest

from agencies.acting import acting_as
from consents.actions import make_link, make_page_link
from consents.links import token_of
from consents.models import Consent, ConsentDraft, ConsentForm, FamilyLink
from disclosures import actions
from disclosures.actions.asking import Wanted
from sharing_portal.rls.context import acting_for
from tests import factories
from tests.conftest import PortalClient
from tests.mous import agreements
from youth.models import Guardian

Kind, Check = FamilyLink.Kind, FamilyLink.Check
BORN = date(2011, 3, 4)
REASON = "We are planning her care and need to know how often she misses school."


@pytest.fixture(autouse=True)
def _many_may_come(settings):
    """All families of these tests come from one address."""
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "family_door": "10000/m/ip"}


@pytest.fixture
def auditor(north, operator):
    """Of North, who reads its log and its history."""
    return factories.member("audrey", north, ["auditor"], by=operator)


@pytest.fixture
def maya(bob):
    return factories.youth(bob, born=BORN)


@pytest.fixture
def guardian_of(bob):
    def _guardian_of(youth, **fields):
        defaults = {
            "first_name": "Ana",
            "last_name": "Torres",
            "relation": "mother",
            "authority": "parent",
            "authority_evidence": "Birth certificate seen on September 3, 2026",
            "email": "ana@family.example",
        }
        with acting_as(bob):
            return Guardian.objects.create(agency_id=youth.agency_id, youth=youth, **{**defaults, **fields})

    return _guardian_of


@pytest.fixture
def mother(maya, guardian_of):
    return guardian_of(maya)


def flow(discloser, recipient, *categories, **fields):
    """What staff ask about in one direction."""
    defaults = {
        "discloser": str(discloser.pk),
        "recipient": str(recipient.pk),
        "categories": list(categories or ("attendance", "discipline")),
        "purposes": ["care_coordination", "educational_support"],
        "latest": (discloser.today() + timedelta(days=200)).isoformat(),
    }
    return {**defaults, **fields}


@pytest.fixture
def prepared(bob, maya, mother, north, south, west):
    """`prepared(language="en", siblings=(), **signer)`: a draft of bob's that the family can answer."""

    def _prepared(language="en", siblings=(), offer=None, **signer):
        form = ConsentForm.objects.get(version="2026-11", language=language, kind="uniform")
        answers = {
            "who": f"guardian:{mother.pk}",
            "signer_name": "Ana Torres",
            "authority_evidence": "",
            "minor_also_signed": False,
            "form": str(form.pk),
            "interpreter": "",
            "method": "link",
            **signer,
        }
        with acting_as(bob):
            draft = ConsentDraft(agency=maya.agency, youth=maya, author=bob, siblings=list(siblings))
            draft.answers = {
                "signer": answers,
                "offer": offer or [flow(north, south), flow(north, west, "attendance")],
            }
            draft.save()
        return draft

    return _prepared


@pytest.fixture
def linked(bob, mother):
    """`linked(opens, **fields)`: the link that bob made to the draft, or to the page of the consent, and its code."""

    def _linked(opens, **fields):
        if isinstance(opens, Consent):
            page = {"check": Check.BIRTH_DATE, "email": "ana@family.example", "language": "en", **fields}
            with acting_as(bob):
                return make_page_link(opens, by=bob, **page)
        defaults = {
            "kind": Kind.SIGN,
            "check": Check.BIRTH_DATE,
            "person_name": "Ana Torres",
            "guardian": mother,
            "email": "ana@family.example",
            "language": "en",
        }
        with acting_as(bob):
            return make_link(opens, by=bob, **{**defaults, **fields})

    return _linked


def born(day: date = BORN) -> dict[str, str]:
    """The date of birth as the door asks for it."""
    return {"born_year": str(day.year), "born_month": str(day.month), "born_day": str(day.day)}


class Family(PortalClient):
    """A family at its browser."""

    def come(self, link, **answer):
        """Open the link and answer the question of the door; by default with Maya's date of birth."""
        return self.post(f"/family/{token_of(link.pk)}/", answer or born())

    def choose(self, *records, number=0, **how):
        """Answer both pages of one flow."""
        given = {code: "on" for code in records} | {f"{code}-initials": "AT" for code in records}
        answered = self.post(f"/family/records/{number}/", given)
        if not records:
            return answered
        fields = {
            "purposes": ["care_coordination"],
            "ways": ["may_send"],
            "expires_on": (date.today() + timedelta(days=100)).isoformat(),
            "ends_when": "",
            **how,
        }
        return self.post(f"/family/how/{number}/", fields)

    def sign(self, **fields):
        """Read the form and sign it."""
        self.post("/family/read/")
        page = self.get("/family/sign/")
        carried = page.context["form"]["text_sha256"].value()
        return self.post(
            "/family/sign/",
            {"text_sha256": carried, "typed_name": "Ana Torres", "agrees": "on", "drawing": "", **fields},
        )


@pytest.fixture
def family():
    return Family()


def as_family(link):
    """Act as the family that came through this link."""
    return acting_for(principal="family", agency_id=link.agency_id, family_link=link.pk)


@pytest.fixture
def link(prepared, linked):
    """Verified, nothing signed yet."""
    made, _code = linked(prepared())
    Family().come(made)
    return made


@pytest.fixture
def signed(prepared, linked):
    """`signed()`: what the mother signed at home, and the link she used."""

    def _signed(**fields):
        draft = prepared(**fields)
        link, _code = linked(draft)
        family = Family()
        family.come(link)
        family.choose("attendance", "discipline")
        family.choose("attendance", number=1)
        assert family.sign().status_code == 302
        return link

    return _signed


@pytest.fixture
def agreed(north, south, west, operator):
    """South and West may each ask North for attendance."""
    for agency in (north, south, west):
        agreements.give_address(agency, by=operator)
    nora, sam, wilma = (
        factories.member(name, agency, ["signatory"], by=operator)
        for name, agency in (("nora", north), ("sam", south), ("wilma", west))
    )
    for other, signatory in ((south, sam), (west, wilma)):
        flow = (north, other, ["attendance", "discipline"], ["care_coordination"])
        mou = agreements.sent(agreements.drafted(nora, [north, other], [flow]), nora)
        agreements.signed(mou, [nora, signatory])


@pytest.fixture
def page(signed, linked, bob, agreed):
    """`page()`: Maya's mother on her own page, and what she signed there before."""

    def _page():
        signed()
        with acting_as(bob):
            consent = Consent.objects.get()
        link, _code = linked(consent)
        family = Family()
        assert family.come(link).status_code == 302
        return family, consent

    return _page


def approved_for(person, bob, maya, north, *categories):
    """bob approves what this person asks about Maya; attendance, when nothing else is named."""
    categories = list(categories or ["attendance"])
    with acting_as(person):
        described = {"first_name": "Maya", "last_name": "Torres", "birth_date": BORN}
        asked = actions.compose(
            by=person,
            holder=north,
            purpose="care_coordination",
            reason=REASON,
            basis="consent",
            **described,
        )
        actions.edit(asked, by=person, wanted=[Wanted(category) for category in categories])
        actions.submit(asked, by=person)
    with acting_as(bob):
        actions.match(asked, maya, by=bob)
        actions.approve(asked, by=bob, categories=categories)
    return asked


def released_to(person, bob, maya, north, item):
    """bob releases an item about Maya to this person."""
    asked = approved_for(person, bob, maya, north)
    with acting_as(bob):
        return actions.release(asked, by=bob, items=[item])
