"""Law × element removed: exactly the grants of that law are void, the others stand, in the decision of a request.

One consent form, three lines: a school district (FERPA), a clinic (HIPAA) and a substance use program (42 CFR Part 2)
may each share with South, which recorded the consent and shows it with a request to each of them.
"""

from copy import copy
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connections, transaction

from agencies.acting import acting_as
from consents.actions import record_consent
from consents.elements import PART2_REDISCLOSURE, STATED, elements_ahead, elements_of
from consents.lines import GrantLine
from consents.models import Consent, ConsentForm, ConsentGrant
from consents.text import Signing
from consents.wording import statements
from disclosures import actions
from disclosures.actions.asking import Wanted
from disclosures.facts import facts_for
from law import decide
from law.consent import FERPA_ELEMENTS, HIPAA_ELEMENTS, PART2_ELEMENTS
from law.vocabulary import Category, Element, SignerCapacity
from sharing_portal.errors import NoLegalBasis
from tests import factories
from tests.mous import agreements

BORN = date(2006, 3, 4)
LAWS = {
    "ferpa": ("attendance", "school_district", "ferpa_bound", FERPA_ELEMENTS),
    "hipaa": ("medical", "hipaa_provider", "hipaa_covered", HIPAA_ELEMENTS),
    "part2": ("substance_use", "part2_program", "part2_program", PART2_ELEMENTS),
}
ALL = frozenset(LAWS)
# Written out, so that a change of the engine's own lists does not change what is expected here.
VOID = {
    Element.PATIENT_NAME: {"part2"},
    Element.DISCLOSER: {"hipaa", "part2"},
    Element.DESCRIPTION: ALL,
    Element.RECIPIENT: ALL,
    Element.PURPOSE: ALL,
    Element.EXPIRATION: {"hipaa", "part2"},
    Element.SIGNATURE: ALL,
    Element.DATE: ALL,
    Element.RIGHT_TO_REVOKE: {"hipaa", "part2"},
    Element.CONDITIONING_STATEMENT: {"hipaa"},
    Element.REDISCLOSURE_STATEMENT: {"hipaa"},
    Element.CONSEQUENCES_OF_REFUSAL: set(),
}
# What a line would lack if this had not been filled in: the field of the consent or of the line.
FILLED_IN = {
    Element.PATIENT_NAME: ("consent", "youth_name", ""),
    Element.SIGNATURE: ("consent", "signer_name", ""),
    Element.DATE: ("consent", "signed_at", None),
    Element.DISCLOSER: ("grant", "discloser_id", None),
    Element.RECIPIENT: ("grant", "recipient_id", None),
    Element.DESCRIPTION: ("grant", "category", ""),
    Element.PURPOSE: ("grant", "purposes", []),
    Element.EXPIRATION: ("grant", "expires_on", None),
}


class Cast:
    """South's alice asks bob of the district, heidi of the clinic and pia of the program for one young adult."""

    def __init__(self):
        operator = factories.operator()
        self.south = factories.agency("South", "community_organization", ["community"], by=operator)
        self.alice = factories.member("alice", self.south, ["staff", "records_custodian"], by=operator)
        self.holders, self.deciders, flows = {}, {}, []
        for law, (category, kind, status, _elements) in LAWS.items():
            holder = factories.agency(law.title(), kind, [status], by=operator)
            self.holders[law] = holder
            self.deciders[law] = factories.member(
                f"decider-{law}", holder, ["records_custodian"], by=operator
            )
            flows.append((holder, self.south, [category], ["educational_support"]))
        self._agree(flows, operator)
        self.maya = factories.youth(self.alice, born=BORN)

    def _agree(self, flows, operator):
        parties = [self.south, *self.holders.values()]
        signers = []
        for agency in parties:
            agreements.give_address(agency, by=operator)
            signers.append(factories.member(f"signs-{agency.name}", agency, ["signatory"], by=operator))
        mou = agreements.sent(agreements.drafted(signers[0], parties, flows), signers[0])
        agreements.signed(mou, signers)

    def consent(self, form):
        """Maya signs the form herself: three lines, one for each holder."""
        today = self.south.today()
        lines = [
            GrantLine(
                self.holders[law],
                self.south,
                row[0],
                ["educational_support"],
                today,
                today + timedelta(days=90),
            )
            for law, row in LAWS.items()
        ]
        with acting_as(self.alice):
            return record_consent(
                self.maya,
                by=self.alice,
                form=form,
                signer_name="Maya Torres",
                capacity=SignerCapacity.ADULT_YOUTH,
                lines=lines,
            )

    def asked(self, law, consent):
        """A request to the holder with the consent, matched to the holder's own record."""
        with acting_as(self.alice):
            draft = actions.compose(
                by=self.alice,
                holder=self.holders[law],
                first_name="Maya",
                last_name="Torres",
                birth_date=BORN,
                purpose="educational_support",
                reason="We are planning her care and need to know what was done.",
                basis="consent",
            )
            draft = actions.edit(draft, by=self.alice, wanted=[Wanted(LAWS[law][0])])
            actions.attach_consent(draft, consent, by=self.alice)
            request = actions.submit(draft, by=self.alice)
        decider = self.deciders[law]
        youth = factories.youth(decider, born=BORN)
        with acting_as(decider):
            actions.match(request, youth, by=decider)
        return request

    def void(self, consent):
        """The laws under which nothing can be approved on this consent."""
        return {law for law in LAWS if not self._approves(law, self.asked(law, consent))}

    def _approves(self, law, request):
        category, decider = LAWS[law][0], self.deciders[law]
        with acting_as(decider):
            stands = decide(facts_for(request)).answer(Category(category)).allows_release
            try:
                actions.approve(request, by=decider, categories=[category])
            except NoLegalBasis:
                assert not stands
                return False
            assert stands
            return True


def published_without(*codes):
    """The form of a version that lacks these statements, as a migration would have published it."""
    kept = [statement for statement in statements("en") if statement["code"] not in codes]
    name = f"without {len(codes)} {sum(map(ord, ''.join(codes)))}"
    return ConsentForm.objects.using("owner").create(
        version=name[:20], language="en", title="Lacking", statements=kept, published_on=date(2026, 1, 1)
    )


def test_a_statement_that_is_not_on_the_form_voids_the_lines_of_the_laws_that_want_it(committed_db):
    try:
        cast = Cast()
        whole = ConsentForm.objects.get(kind="uniform", language="en")
        assert cast.void(cast.consent(whole)) == set()
        found = {
            element: cast.void(cast.consent(ConsentForm.objects.get(pk=published_without(code).pk)))
            for element, code in STATED.items()
        }
        assert found == {element: VOID[element] for element in STATED}
        everything = published_without(*STATED.values())
        assert cast.void(cast.consent(ConsentForm.objects.get(pk=everything.pk))) == {"hipaa", "part2"}
    finally:
        connections.close_all()


def test_a_line_without_a_part_that_is_filled_in_is_void_under_the_laws_that_want_it(db):
    cast = Cast()
    consent = cast.consent(ConsentForm.objects.get(kind="uniform", language="en"))
    facts = {}
    for law in LAWS:
        request = cast.asked(law, consent)
        with acting_as(cast.deciders[law]):
            facts[law] = facts_for(request)
    with acting_as(cast.alice):
        grants = {law: consent.grants.get(category=row[0]) for law, row in LAWS.items()}
    for element, (which, field, nothing) in FILLED_IN.items():
        found = set()
        for law, row in LAWS.items():
            blank = {"consent": copy(consent), "grant": copy(grants[law])}
            setattr(blank[which], field, nothing)
            elements = elements_of(blank["consent"], blank["grant"])
            assert elements >= set(Element) - {element, Element.REDISCLOSURE_STATEMENT}
            assert element not in elements
            weighed = tuple(replace(fact, elements=elements) for fact in facts[law].consents)
            decision = decide(replace(facts[law], consents=weighed))
            if not decision.answer(Category(row[0])).allows_release:
                found.add(law)
        assert found == set(VOID[element]), element


def test_every_element_is_stated_or_filled_in_and_stands_on_todays_form(db):
    assert set(STATED) | set(FILLED_IN) == set(Element) == set(VOID)
    assert not set(STATED) & set(FILLED_IN)
    cast = Cast()
    consent = cast.consent(ConsentForm.objects.get(kind="uniform", language="en"))
    with acting_as(cast.alice):
        assert {elements_of(consent, grant) for grant in consent.grants.all()} == {frozenset(Element)}
    line = GrantLine(
        cast.holders["part2"], cast.south, "substance_use", ["treatment"], BORN, BORN + timedelta(days=1)
    )
    signing = Signing("Maya Torres", BORN, "Maya Torres", SignerCapacity.ADULT_YOUTH, BORN, "on_screen")
    assert elements_ahead(signing, line) == frozenset(Element)
    assert Element.PATIENT_NAME not in elements_ahead(replace(signing, youth_name=""), line)


def test_what_happens_afterwards_is_said_apart_for_substance_use_records():
    codes = [statement for statement in statements("en") if statement["code"] != PART2_REDISCLOSURE]
    consent = Consent(form=ConsentForm(statements=codes))
    said = {
        category: Element.REDISCLOSURE_STATEMENT in elements_of(consent, ConsentGrant(category=category))
        for category in ("medical", "substance_use", "attendance")
    }
    assert said == {"medical": True, "substance_use": False, "attendance": True}


@pytest.mark.data_layer
@pytest.mark.parametrize(
    ("field", "nothing"),
    [("purposes", []), ("expires_on", None), ("discloser_id", None), ("recipient_id", None)],
)
def test_the_database_keeps_no_line_without_its_parts(consented, bob, field, nothing):
    consent = consented()
    with acting_as(bob):
        grant = consent.grants.get()
        grant.pk, grant.category, grant._state.adding = None, "discipline", True
        setattr(grant, field, nothing)
        with pytest.raises(IntegrityError), transaction.atomic():
            grant.save(force_insert=True)
