"""Recording a consent: what is stored, and who or what is refused."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import ProgrammingError, transaction

from agencies.acting import acting_as
from audit.models import AuditEvent
from consents.actions import record_consent
from consents.expiry import latest_end, turns_18_on
from consents.models import Consent, ConsentGrant
from consents.queries import standing_among
from consents.text import full_text, is_untouched
from law.vocabulary import REFUSED_ON_ENTRY, SignerCapacity
from sharing_portal.errors import Forbidden, RefusedInput
from tests import factories
from youth.actions import edit_guardian


def test_a_parent_signs_and_every_line_becomes_a_grant(consented, line, bob, north, south, maya, mother):
    consent = consented(line("attendance"), line("discipline", purposes=["treatment", "care_coordination"]))
    with acting_as(bob):
        consent = Consent.objects.select_related("guardian").get(pk=consent.pk)
        rows = list(
            consent.grants.order_by("category").values_list(
                "agency", "youth", "discloser", "recipient", "category", "purposes", "revoked_at"
            )
        )
        event = AuditEvent.objects.get(event="consent.recorded")
    assert rows == [
        (north.pk, maya.pk, north.pk, south.pk, "attendance", ["care_coordination"], None),
        (north.pk, maya.pk, north.pk, south.pk, "discipline", ["treatment", "care_coordination"], None),
    ]
    assert (consent.youth_name, consent.signer_name, consent.guardian) == (
        "Maya Torres",
        "Ana Torres",
        mother,
    )
    assert consent.signer_authority_evidence == "Birth certificate seen on September 3, 2026"
    assert (event.youth_id, event.details["grants"]) == (maya.pk, 2)
    assert "Torres" not in str(event.details)


def test_the_exact_text_is_stored_and_its_hash_tells_a_change(consented, line, form):
    with time_machine.travel(datetime(2026, 11, 21, 20, tzinfo=UTC), tick=False):
        consent = consented(
            line("attendance", starts_on=date(2026, 11, 21), expires_on=date(2027, 5, 31)),
            line("discipline", starts_on=date(2026, 11, 21), expires_on=date(2027, 5, 31)),
        )
    assert consent.particulars.splitlines() == [
        "What you agree to",
        "Young person: Maya Torres, born March 4, 2011",
        "1. North School District may share with South Community Mental Health",
        "Records: Attendance; Discipline",
        "Reasons: Coordination of care",
        "How: send documents",
        "From November 21, 2026 through May 31, 2027",
        "Nothing else is shared under this form.",
        "Signed by Ana Torres, Parent, on November 21, 2026",
        "Signed in person on a screen",
    ]
    assert full_text(form, consent.particulars).startswith("Permission to share information\n2026-11 en\n\n")
    assert is_untouched(consent)
    consent.particulars = consent.particulars.replace("Discipline", "Education")
    assert not is_untouched(consent)


def test_the_spanish_form_is_filled_in_in_spanish(consented, line, spanish_form):
    today = date(2026, 11, 21)
    with time_machine.travel(datetime(2026, 11, 21, 20, tzinfo=UTC), tick=False):
        consent = consented(
            line(starts_on=today, expires_on=date(2027, 5, 31)), form=spanish_form, interpreter="Rosa Díaz"
        )
    assert consent.particulars.splitlines()[2:] == [
        "1. North School District puede compartir con South Community Mental Health",
        "Expedientes: Asistencia",
        "Razones: Coordinación de la atención",
        "Cómo: enviar documentos",
        "Desde el 21 de noviembre de 2026 hasta el 31 de mayo de 2027",
        "Nada más se comparte con este formulario.",
        "Intérprete: Rosa Díaz",
        "Firmado por Ana Torres, padre o madre, el 21 de noviembre de 2026",
        "Firmado en persona en una pantalla",
    ]


def test_a_paper_signed_before_keeps_its_day(consented, line, north):
    yesterday = north.today() - timedelta(days=1)
    noon = datetime.combine(yesterday, datetime.min.time(), tzinfo=UTC) + timedelta(hours=20)
    consent = consented(line(starts_on=yesterday), method=Consent.Method.PAPER, signed_at=noon)
    assert (consent.signed_at, consent.method) == (noon, "paper")
    with pytest.raises(RefusedInput, match="in the future"):
        consented(signed_at=noon + timedelta(days=3))


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"authority": "unknown", "authority_evidence": ""}, "is not known whether Ana Torres may decide"),
        ({"authority": "none", "authority_evidence": ""}, "has no right to decide"),
        ({"rights_revoked": True}, "has no right to decide"),
        ({"authority": "guardian"}, "on file in another capacity"),
    ],
)
def test_a_signer_without_authority_is_refused(consented, guardian_of, maya, fields, reason):
    with pytest.raises(RefusedInput, match=reason):
        consented(guardian=guardian_of(maya, **fields))


def test_a_barred_person_cannot_sign_by_being_typed_in(consented, guardian_of, maya):
    guardian_of(maya, first_name="José", last_name="Ruiz-Vega", rights_revoked=True)
    with pytest.raises(RefusedInput, match="has no right to decide"):
        consented(guardian=None, signer_name="jose ruiz vega", authority_evidence="Says so")


def test_another_spelling_of_the_name_does_not_help_a_barred_person(consented, guardian_of, maya):
    barred = guardian_of(maya, first_name="Luis", rights_revoked=True)
    with pytest.raises(RefusedInput, match="Luis Torres has no right"):
        consented(guardian=barred, signer_name="L. Torres")


def test_a_guardian_of_another_youth_is_refused(consented, guardian_of, bob):
    other = guardian_of(factories.youth(bob, "Noah", "Reyes"))
    with pytest.raises(RefusedInput, match="not on file for this young person"):
        consented(guardian=other)


def test_a_parent_not_on_file_needs_evidence(consented):
    with pytest.raises(RefusedInput, match="Say how you know"):
        consented(guardian=None)
    with pytest.raises(RefusedInput, match="first and last name"):
        consented(guardian=None, signer_name="Kim", authority_evidence="Birth certificate")
    for name in ("Kim Lee", "Sosa, Rita Maria"):
        kim = consented(guardian=None, signer_name=name, authority_evidence="Birth certificate").guardian
        assert (kim.authority, kim.authority_evidence) == ("parent", "Birth certificate")
    assert (kim.first_name, kim.last_name) == ("Rita Maria", "Sosa")


@pytest.mark.parametrize("name", ["Ana Torres", "TORRES ana", "Ána Tórres", "Ana Maria Torres"])
@pytest.mark.parametrize("capacity", ["parent", "guardian", "court_appointed"])
def test_whoever_is_on_file_is_chosen_there(consented, name, capacity):
    with pytest.raises(RefusedInput, match="Ana Torres is on file: choose this person"):
        consented(guardian=None, signer_name=name, capacity=capacity, authority_evidence="Seen")


def test_who_may_decide_must_be_known_of_a_typed_name_too(consented, guardian_of, maya):
    guardian_of(maya, first_name="Luis", authority="unknown", authority_evidence="")
    with pytest.raises(RefusedInput, match="not known whether Luis Torres may decide"):
        consented(guardian=None, signer_name="Torres Luis", authority_evidence="Seen")


def test_the_rights_of_a_parent_who_was_typed_in_can_end(consented, bob):
    consent = consented(guardian=None, signer_name="Kim Lee", authority_evidence="Birth certificate")
    with acting_as(bob):
        assert standing_among(consent.grants.all())
        edit_guardian(consent.guardian, {"authority": "none", "rights_revoked": True}, by=bob)
        assert not standing_among(consent.grants.all())


def test_who_may_add_nobody_to_the_record_says_so_before_anybody_signs(maya, form, line, north, operator):
    priya = factories.member("priya", north, ["privacy_officer"], by=operator)
    with acting_as(priya), pytest.raises(RefusedInput, match="Somebody who may change the youth’s record"):
        record_consent(
            maya, by=priya, form=form, signer_name="Kim Lee", capacity="parent", lines=[line()],
            authority_evidence="Birth certificate",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"capacity": "child_welfare_agency", "guardian": None}, "Say how the authority to decide"),
        ({"capacity": "minor"}, "on file as a parent or guardian"),
        ({"capacity": "eligible_student", "guardian": None}, "Say how you know that they decide"),
        ({"capacity": "adult_youth", "guardian": None}, "Say how you know that they decide"),
        ({"capacity": "friend"}, "in which capacity"),
        ({"signer_name": "  "}, "Write the name"),
    ],
)
def test_a_capacity_that_does_not_fit_is_refused(consented, fields, reason):
    with pytest.raises(RefusedInput, match=reason):
        consented(**fields)


def test_child_welfare_signs_with_an_order_and_never_as_a_parent_on_file(consented, mother):
    order = {
        "capacity": "child_welfare_agency",
        "signer_name": "Kim Lee",
        "authority_evidence": "Order of October 2, 2026, seen",
        "grounds": ["custody"],
    }
    with pytest.raises(RefusedInput, match="on file as a parent or guardian"):
        consented(**order)
    assert consented(**order, guardian=None).signer_capacity == "child_welfare_agency"


def test_nobody_signs_for_a_youth_of_18(consented, bob, line, guardian_of):
    adult = factories.youth(bob, "Sam", "Okafor", born=date(2008, 1, 2))
    with pytest.raises(RefusedInput, match="18 or over and decides alone"):
        consented(youth=adult, guardian=guardian_of(adult))
    with pytest.raises(RefusedInput, match="signs once"):
        consented(youth=adult, guardian=None, capacity="adult_youth", minor_also_signed=True)
    own = consented(youth=adult, guardian=None, capacity="adult_youth", signer_name="Sam Okafor")
    assert own.signer_capacity == "adult_youth"


def test_a_minor_alone_cannot_sign_for_school_records_but_for_her_own_care(consented, line, south, west):
    with pytest.raises(RefusedInput, match=r"“Attendance” of North .* The signature of the parent"):
        consented(guardian=None, capacity="minor", signer_name="Maya Torres")
    care = line("mental_health", discloser=south, recipient=west)
    maya = {"guardian": None, "capacity": "minor", "signer_name": "Maya Torres"}
    with pytest.raises(
        RefusedInput, match="“The young person agreed to this care alone, as state law allows”"
    ):
        consented(care, **maya)
    alone = {"grounds": ["care_alone"], "authority_evidence": "State law, RCW 71.34.530: from 13"}
    assert consented(care, **maya, **alone).signer_grounds == ["care_alone"]


def test_substance_use_treatment_needs_the_minor_too_and_no_court(consented, line, operator, north, bob):
    program = factories.agency("Harbor Youth Treatment", "part2_program", ["part2_program"], by=operator)
    care = line("substance_use", discloser=program, recipient=north)
    with pytest.raises(RefusedInput, match="the young person signs, too"):
        consented(care)
    assert consented(care, minor_also_signed=True).minor_also_signed
    court = line("substance_use", discloser=program, recipient=north, purposes=["court_proceeding"])
    with pytest.raises(RefusedInput, match="A consent of its own"):
        consented(court, minor_also_signed=True)


@pytest.mark.parametrize("category", sorted(REFUSED_ON_ENTRY))
def test_notes_that_need_a_form_of_their_own_are_refused(consented, line, category):
    with pytest.raises(RefusedInput):
        consented(line(category))


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"category": "any_and_all"}, "Any and all records"),
        ({"category": "deidentified"}, "not a kind of record"),
        ({"purposes": []}, "for what purpose"),
        ({"purposes": ["marketing"]}, "purpose is unknown"),
        ({"purposes": ["unknown"]}, "purpose is unknown"),
        ({"purposes": ["gossip"]}, "purpose is unknown"),
        ({"purposes": ["treatment", "accreditation"]}, "purpose is unknown"),
        ({"may_send": False, "may_talk": False}, "at least one way"),
    ],
)
def test_lines_that_say_too_little_are_refused(consented, line, fields, reason):
    with pytest.raises(RefusedInput, match=reason):
        consented(line(**fields))


def test_no_lines_no_consent_and_no_line_twice(consented, line, bob, maya, form, mother):
    with acting_as(bob), pytest.raises(RefusedInput, match="at least one agency"):
        record_consent(
            maya, by=bob, form=form, signer_name="Ana Torres", capacity="parent", guardian=mother, lines=[]
        )
    with pytest.raises(RefusedInput, match="listed twice"):
        consented(line(), line())


def test_an_agency_does_not_share_with_itself_nor_with_one_that_left(consented, line, north, operator):
    with pytest.raises(RefusedInput, match="choose two agencies"):
        consented(line(recipient=north))
    gone = factories.agency("Gone Center", "community_organization", ["community"], by=operator)
    gone.state = "left"
    with pytest.raises(RefusedInput, match="does not take part"):
        consented(line(recipient=gone))


@pytest.mark.parametrize(
    ("starts", "ends", "reason"),
    [
        (-1, 30, "before the day it is signed"),
        (10, 9, "must not be before the first"),
        (0, -1, "must not be before the first"),
        (0, 367, "12 months after the signature"),
    ],
)
def test_impossible_periods_are_refused(consented, line, north, starts, ends, reason):
    today = north.today()
    with pytest.raises(RefusedInput, match=reason):
        consented(line(starts_on=today + timedelta(days=starts), expires_on=today + timedelta(days=ends)))


def test_a_paper_whose_last_day_has_passed_is_refused(consented, line, north):
    long_ago = north.today() - timedelta(days=60)
    signed = datetime.combine(long_ago, datetime.min.time(), tzinfo=UTC) + timedelta(hours=20)
    with pytest.raises(RefusedInput, match="has passed"):
        consented(line(starts_on=long_ago, expires_on=long_ago + timedelta(days=30)), signed_at=signed)


def test_a_parents_signature_never_reaches_the_18th_birthday(consented, line, bob, guardian_of, north):
    today = north.today()
    birthday = today + timedelta(days=100)
    nearly = factories.youth(bob, "Ivy", "Chen", born=birthday.replace(year=birthday.year - 18))
    parent = guardian_of(nearly)
    with pytest.raises(RefusedInput, match="before the 18th birthday"):
        consented(line(expires_on=birthday), youth=nearly, guardian=parent)
    assert consented(line(expires_on=birthday - timedelta(days=1)), youth=nearly, guardian=parent)


@pytest.mark.parametrize(
    ("born", "capacity", "latest"),
    [
        (date(2011, 3, 4), SignerCapacity.PARENT, date(2027, 11, 21)),
        (date(2009, 3, 4), SignerCapacity.PARENT, date(2027, 3, 3)),
        (date(2009, 3, 4), SignerCapacity.MINOR, date(2027, 3, 3)),
        (date(2000, 3, 4), SignerCapacity.ADULT_YOUTH, date(2027, 11, 21)),
    ],
)
def test_the_last_day_proposed(born, capacity, latest):
    assert latest_end(born=born, capacity=capacity, signed_on=date(2026, 11, 21)) == latest


def test_leap_days():
    assert turns_18_on(date(2008, 2, 29)) == date(2026, 3, 1)
    assert turns_18_on(date(2012, 2, 29)) == date(2030, 3, 1)
    adult = latest_end(
        born=date(2000, 1, 1), capacity=SignerCapacity.ADULT_YOUTH, signed_on=date(2028, 2, 29)
    )
    assert adult == date(2029, 2, 28)


def test_who_may_not_record(alice, bob, carol, maya, mother, form, line, operator, north):
    def attempt(user):
        with acting_as(user):
            return record_consent(
                maya,
                by=user,
                form=form,
                signer_name="Ana Torres",
                capacity="parent",
                guardian=mother,
                lines=[line()],
            )

    auditor = factories.member("iris", north, ["auditor"], by=operator)
    colleague = factories.member("cole", north, ["staff"], by=operator)
    for user in (alice, carol, auditor, colleague):
        with pytest.raises(Forbidden):
            attempt(user)
    assert attempt(bob).recorded_by == bob


@pytest.mark.data_layer
def test_the_database_keeps_a_recorded_consent_as_it_is(consented, bob):
    consent = consented()
    with acting_as(bob):
        for change in (
            lambda: Consent.objects.filter(pk=consent.pk).update(signer_name="Other"),
            lambda: ConsentGrant.objects.filter(consent=consent).update(expires_on=date(2030, 1, 1)),
            lambda: ConsentGrant.objects.filter(consent=consent)._raw_delete("default"),
            lambda: Consent.objects.filter(pk=consent.pk)._raw_delete("default"),
        ):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                change()
