"""Who may sign: by kind of record, age and state; what evidence is asked for; and what the pages say before anybody does."""

from datetime import timedelta

import pytest
from django.urls import reverse

from agencies.acting import acting_as
from audit.models import AuditEvent
from consents import drafting
from consents.actions import send_back
from consents.evidence import facts
from consents.models import Consent, ConsentDraft
from law.vocabulary import SignerCapacity
from sharing_portal.errors import RefusedInput
from tests import factories
from tests.consents.recorder import Recorder

MINOR, PARENT = SignerCapacity.MINOR, SignerCapacity.PARENT
TEXAS, EXAMPLE = "TX", "XE"


@pytest.fixture
def agency_in(operator):
    """`agency_in("XE", kind, *statuses)`: an agency that holds records in this state; XE has a pack, TX has none."""

    def _agency_in(state, kind, *statuses):
        agency = factories.agency(f"{kind} of {state}", kind, list(statuses), by=operator)
        with acting_as(operator):
            type(agency).objects.filter(pk=agency.pk).update(us_state=state)
        agency.us_state = state
        return agency

    return _agency_in


@pytest.fixture
def young(bob, north, guardian_of):
    """`young(years)`: a youth of this age, with a mother who may decide."""

    def _young(years):
        today = north.today()
        youth = factories.youth(bob, f"Young{years}", "Torres", born=today - timedelta(days=years * 366))
        return youth, guardian_of(youth)

    return _young


@pytest.fixture
def sign(consented, line, north):
    """`sign(youth, mother, by, category, holder)`: the mother, the minor alone, or both sign for one kind of record.

    After a colon stands what the right of the one who signs rests on.
    """

    def _sign(youth, mother, by, category, holder):
        who, _colon, ground = by.partition(": ")
        alone = who == "minor"
        return consented(
            line(category, discloser=holder, recipient=north, purposes=["treatment"]),
            youth=youth,
            guardian=None if alone else mother,
            signer_name=youth.full_name if alone else str(mother),
            capacity=MINOR if alone else PARENT,
            grounds=[ground] if ground else [],
            authority_evidence="The clinic’s form of May 2, seen" if ground else "",
            minor_also_signed=who == "both",
        )

    return _sign


@pytest.mark.parametrize(
    ("state", "years", "may", "may_not"),
    [
        # Example Code 12-5: from 14 the young person consents to the treatment alone; before that with a parent.
        (EXAMPLE, 15, {"minor", "both"}, {"mother"}),
        (EXAMPLE, 12, {"both"}, {"mother", "minor"}),
        # Where no rules of the state are loaded, it is not known whether the minor alone is enough.
        (TEXAS, 15, {"both"}, {"mother", "minor", "minor: care_alone"}),
    ],
)
def test_substance_use_records(agency_in, young, sign, state, years, may, may_not):
    program = agency_in(state, "part2_program", "part2_program")
    youth, mother = young(years)
    for by in sorted(may):
        assert sign(youth, mother, by, "substance_use", program).text_sha256
    for by in sorted(may_not):
        with pytest.raises(RefusedInput):
            sign(youth, mother, by, "substance_use", program)


@pytest.mark.parametrize(
    ("category", "state", "years", "may", "may_not"),
    [
        # Example Code 12-3: from 16 a young person may have agreed to counseling alone, and then holds the right.
        (
            "mental_health",
            EXAMPLE,
            17,
            {"minor: care_alone", "both", "mother: agreed_to_care"},
            {"minor", "mother"},
        ),
        ("mental_health", EXAMPLE, 12, {"both", "mother"}, {"minor", "minor: care_alone"}),
        ("mental_health", TEXAS, 12, {"minor: care_alone", "both", "mother"}, {"minor"}),
        # Example Code 12-6 and 12-7: from 14 to care for HIV, infections and reproductive health.
        (
            "sexual_health",
            EXAMPLE,
            14,
            {"minor: care_alone", "both", "mother: agreed_to_care"},
            {"minor", "mother"},
        ),
        ("sexual_health", EXAMPLE, 12, {"both", "mother"}, {"minor", "minor: care_alone"}),
        # Where no rules of the state are loaded, a parent alone never opens it unless it is known who agreed.
        (
            "sexual_health",
            TEXAS,
            12,
            {"minor: care_alone", "both", "mother: agreed_to_care"},
            {"minor", "mother"},
        ),
    ],
)
def test_records_of_care_to_which_a_minor_may_have_agreed_alone(
    agency_in, young, sign, category, state, years, may, may_not
):
    clinic = agency_in(state, "hipaa_provider", "hipaa_covered")
    youth, mother = young(years)
    for by in sorted(may):
        assert sign(youth, mother, by, category, clinic).text_sha256
    for by in sorted(may_not):
        with pytest.raises(RefusedInput):
            sign(youth, mother, by, category, clinic)


def test_school_records_of_a_minor_are_the_parents(consented, line, maya):
    with pytest.raises(RefusedInput):
        consented(line(), guardian=None, signer_name=maya.full_name, capacity=MINOR)


@pytest.mark.parametrize(
    ("capacity", "grounds", "asked"),
    [
        (SignerCapacity.CHILD_WELFARE_AGENCY, ["custody"], "how the authority to decide was checked"),
        (SignerCapacity.COURT_APPOINTED, ["education_decisions"], "how the authority to decide was checked"),
        (SignerCapacity.CARETAKER, [], "how you know that this person may decide"),
        (SignerCapacity.ELIGIBLE_STUDENT, ["college"], "enrollment in a college"),
        (SignerCapacity.ADULT_YOUTH, ["emancipated"], "emancipation"),
    ],
)
def test_in_place_of_a_parent_evidence_is_asked_for(
    consented, line, agency_in, north, capacity, grounds, asked
):
    """An emancipated minor decides on health care; school records stay the parents' until 18 or college."""
    clinic = agency_in(EXAMPLE, "hipaa_provider", "hipaa_covered")
    medical = line("medical", discloser=clinic, recipient=north, purposes=["treatment"])
    lines = [medical if capacity is SignerCapacity.ADULT_YOUTH else line()]
    signer = {"guardian": None, "signer_name": "Kim Kaplan", "capacity": capacity, "lines": lines}
    with pytest.raises(RefusedInput, match=asked):
        consented(**signer)
    evidence = "Order of October 2, seen on October 5"
    if grounds:
        with pytest.raises(RefusedInput, match=r"what the order gives|say by what right|signed in this way"):
            consented(**signer, authority_evidence=evidence)
    consent = consented(**signer, authority_evidence=evidence, grounds=grounds)
    assert (consent.signer_authority_evidence, consent.signer_grounds) == (evidence, grounds)
    signer["guardian"] = consent.guardian
    with pytest.raises(RefusedInput, match="does not go with"):
        consented(**signer, authority_evidence=evidence, grounds=["placed_by_agency", "college", "custody"])
    with pytest.raises(RefusedInput, match="nothing that a right to decide rests on"):
        consented(**signer, authority_evidence=evidence, grounds=["because"])


def test_a_parent_whose_rights_a_court_revoked_does_not_sign_by_any_name(consented, mother, bob):
    with acting_as(bob):
        type(mother).objects.filter(pk=mother.pk).update(rights_revoked=True)
        mother.refresh_from_db()
    for guardian in (mother, None):
        with pytest.raises(RefusedInput, match="no right to decide"):
            consented(guardian=guardian, authority_evidence="She told me")


def test_the_page_offers_nobody_without_the_right_and_says_so(sign_in, mother, bob, maya):
    with acting_as(bob):
        type(mother).objects.filter(pk=mother.pk).update(authority="none")
    page = sign_in(bob).get(f"/consents/youth/{maya.pk}/record/signer/")
    assert str(mother.pk) not in page.content.decode()
    assert f"On file, but without the right to decide: {mother}." in page.content.decode()


@pytest.mark.parametrize("name", ["Unknown", "N/A", "parent", " ", "X"])
def test_an_unknown_signer_is_none(consented, name):
    with pytest.raises(RefusedInput, match=r"who signed|person who signs"):
        consented(guardian=None, signer_name=name, authority_evidence="Seen")


def test_a_paper_without_a_day_and_any_agency_are_none(consented, line):
    with pytest.raises(RefusedInput, match="no day of signature"):
        consented(method="paper")
    for side in ("discloser", "recipient"):
        with pytest.raises(RefusedInput, match="Any agency"):
            consented(line(**{side: None}))
    for words in ("any and all", "ALL", "*"):
        with pytest.raises(RefusedInput, match="Any and all records"):
            consented(line(words))


def test_the_pages_say_for_each_line_that_the_young_person_signs_too(
    sign_in, bob, young, north, south, form, agency_in
):
    program = agency_in(EXAMPLE, "part2_program", "part2_program")
    youth, mother = young(12)
    recorder = Recorder(sign_in(bob), youth, mother, north, south, form)
    recorder.signer(method="on_screen")
    asked = {"discloser": program.pk, "recipient": north.pk, "categories": ["substance_use"]}
    refused = recorder.offer(**asked, purposes=["treatment"]).content.decode()
    assert "the young person signs, too" in refused
    recorder.signer(method="on_screen", minor_also_signed="on")
    recorder.offer(**asked, purposes=["treatment"])
    page = recorder.get("ways").content.decode()
    assert "For “Substance use” the young person signs (42 CFR 2.14)." in page
    with acting_as(bob):
        draft = ConsentDraft.objects.get()
        school = {**draft.answers["offer"][0], "categories": ["attendance"], "discloser": str(north.pk)}
        flows = [{**school, "recipient": str(south.pk)}]
        assert drafting.signing_notes(draft, flows, drafting.agencies_of(flows)) == [[]]


def test_brothers_and_sisters_get_one_consent_each_in_one_sitting(
    sign_in, bob, maya, mother, guardian_of, north, south, form
):
    luz = factories.youth(bob, "Luz", "Torres")
    hers = guardian_of(luz)
    other = factories.youth(bob, "Sol", "Torres")
    guardian_of(other, first_name="Rex")
    recorder = Recorder(sign_in(bob), maya, mother, north, south, form)
    page = recorder.get("signer").content.decode()
    assert "Luz Torres" in page
    assert "Sol Torres" not in page
    unfit = recorder.signer(
        siblings=[luz.pk], who="parent", signer_name="Kim", authority_evidence="Birth certificate"
    )
    assert "not on file as one who may decide for Luz Torres" in unfit.content.decode()
    ordered = recorder.signer(
        siblings=[luz.pk], grounds=["agreed_to_care"], authority_evidence="Form of May 2"
    )
    assert "is about one young person. Prepare a form for each." in ordered.content.decode()
    recorder.to_check(siblings=[luz.pk])
    assert "Luz Torres" in recorder.get("check").content.decode()
    recorder.client.post(recorder.url("check"))
    with acting_as(bob):
        consents = {consent.youth_id: consent for consent in Consent.objects.select_related("scan")}
        assert set(consents) == {maya.pk, luz.pk}
        assert consents[luz.pk].guardian_id == hers.pk
        assert "Luz Torres" in consents[luz.pk].particulars
        assert "Luz Torres" not in consents[maya.pk].particulars
        assert consents[luz.pk].text_sha256 != consents[maya.pk].text_sha256
        assert consents[luz.pk].scan.file == consents[maya.pk].scan.file


def test_at_the_end_of_one_paper_every_young_person_on_it_has_a_reference_and_a_copy(
    sign_in, bob, cleo, maya, mother, guardian_of, north, south, form
):
    luz = factories.youth(bob, "Luz", "Torres")
    guardian_of(luz)
    recorder = Recorder(sign_in(bob), maya, mother, north, south, form)
    recorder.to_check(siblings=[luz.pk])
    done = recorder.client.post(recorder.url("check"), follow=True).content.decode()
    assert "The consents are recorded" in done
    assert "Print the copies and give them to the person who signed, now." in done
    with acting_as(bob):
        for_maya, for_luz = Consent.objects.order_by("-youth_name")
        events = AuditEvent.objects.filter(event="consent.viewed", actor_id=bob.pk)
        assert set(events.values_list("youth_id", flat=True)) == {maya.pk, luz.pk}
    for consent, youth in ((for_maya, maya), (for_luz, luz)):
        assert f'<p class="file__name">{consent.reference}</p>' in done
        assert f"PDF · {youth.full_name}" in done
        assert f"See the consent for {youth.full_name}" in done
        for page in (
            reverse("consents:pdf", args=[consent.pk]),
            reverse("consents:detail", args=[consent.pk]),
            reverse("consents:for_youth", args=[youth.pk]),
        ):
            assert f'href="{page}"' in done
    with acting_as(cleo):
        send_back(for_luz, by=cleo, reason="Another day")
    left = recorder.client.get(reverse("consents:recorded", args=[for_maya.pk])).content.decode()
    assert "The consent is recorded" in left
    assert for_luz.reference not in left


def test_only_what_is_on_paper_has_a_page_that_says_a_scan_will_be_compared(consented, sign_in, bob):
    address = reverse("consents:recorded", args=[consented().pk])
    assert sign_in(bob).get(address).status_code == 404


def test_what_one_of_them_may_not_be_asked_is_said_by_name(
    sign_in, bob, maya, mother, guardian_of, north, south, form
):
    """Luz turns 18 before the last day of the line."""
    luz = factories.youth(bob, "Luz", "Torres", born=_turns_18_in(north, 30))
    guardian_of(luz)
    recorder = Recorder(sign_in(bob), maya, mother, north, south, form)
    recorder.signer(siblings=[luz.pk])
    assert "Luz Torres: The last day can be" in recorder.sharing().content.decode()
    paper = recorder.client.get(reverse("consents:paper", args=[maya.pk]))
    assert paper.status_code == 302


def _turns_18_in(agency, days):
    birthday = agency.today() + timedelta(days=days)
    return birthday.replace(year=birthday.year - 18)


def test_by_what_right_is_asked_on_the_page_and_stands_on_what_was_signed(
    sign_in, bob, maya, north, south, form
):
    recorder = Recorder(sign_in(bob), maya, None, north, south, form)
    page = recorder.get("signer").content.decode()
    for words in (
        "under 18, but an adult by law",
        "In place of a parent",
        "The young person attends a college",
    ):
        assert words in page
    agency = {
        "who": "child_welfare_agency",
        "signer_name": "Kim Kaplan",
        "authority_evidence": "Order of May 2",
    }
    assert "Say what the order gives" in recorder.signer(**agency).content.decode()
    recorder.to_check(**agency, grounds=["custody"])
    assert "A court order or state law gives custody" in recorder.get("check").content.decode()
    recorder.client.post(recorder.url("check"))
    with acting_as(bob):
        consent = Consent.objects.get()
    shown = recorder.client.get(reverse("consents:detail", args=[consent.pk])).content.decode()
    assert "A court order or state law gives custody of the young person" in shown
    with acting_as(bob):
        assert consent.signer_grounds == ["custody"]
        assert "By what right: A court order or state law gives custody" in consent.particulars
        assert ("By what right", "A court order or state law gives custody of the young person") in facts(
            consent
        )
