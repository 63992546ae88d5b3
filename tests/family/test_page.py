"""The family's page: what stands, what was shared with whom and when, and stopping it at once."""

import pytest

from agencies.acting import acting_as
from consents.actions import make_own_page, record_consent
from consents.lines import GrantLine
from consents.models import Consent, ConsentForm, ConsentGrant, FamilyLink, FamilyMail
from consents.states import GrantState
from disclosures import actions
from disclosures.actions.releasing import AccessEnded
from disclosures.models import LogEntry, Release
from law.vocabulary import SignerCapacity
from notices.models import Notice
from sharing_portal.errors import Forbidden, StaleState
from sharing_portal.rls.context import acting_for
from tests import factories
from tests.disclosures.agreement_states import AHEAD, BEHIND
from tests.disclosures.conftest import guardians_consent
from tests.family.conftest import BORN, REASON, Check, Family, Kind, approved_for, released_to
from youth.models import Guardian, YouthRecord


@pytest.mark.parametrize("now", ["rights revoked", "no authority", "18"])
def test_whose_rights_have_ended_sees_nothing_any_more(page, bob, maya, mother, now):
    family, _consent = page()
    shown = "Maya Torres"
    assert shown in family.get("/family/page/").content.decode()
    with acting_as(bob):
        if now == "rights revoked":
            Guardian.objects.filter(pk=mother.pk).update(rights_revoked=True)
        elif now == "no authority":
            Guardian.objects.filter(pk=mother.pk).update(authority="none")
        else:
            grown_up = north_today_less(maya, 18)
            YouthRecord.objects.filter(pk=maya.pk).update(birth_date=grown_up)
    closed = family.get("/family/page/").content.decode()
    assert shown not in closed
    assert "This page is closed" in closed


def test_a_line_stands_on_the_page_as_it_stands_in_the_database(prepared, linked, bob, maya, agreed):
    """Who signed as an adult turns out to be a minor: the date of birth on file was put right."""
    with acting_as(bob):
        YouthRecord.objects.filter(pk=maya.pk).update(birth_date=north_today_less(maya, 19))
        maya.refresh_from_db()
    draft = prepared(who="adult_youth", signer_name="Maya Torres")
    link, code = linked(draft, check=Check.CODE, guardian=None, person_name="Maya Torres")
    family = Family()
    family.come(link, code=code)
    family.choose("attendance")
    family.choose(number=1)
    assert family.sign(typed_name="Maya Torres").status_code == 302
    with acting_as(bob):
        consent = Consent.objects.get()
    page, code = linked(consent, check=Check.CODE)
    family.come(page, code=code)
    assert str(GrantState.NO_RIGHT.label) not in family.get("/family/page/").content.decode()
    with acting_as(bob):
        YouthRecord.objects.filter(pk=maya.pk).update(birth_date=BORN)
    assert str(GrantState.NO_RIGHT.label) in family.get("/family/page/").content.decode()


def north_today_less(youth, years):
    today = youth.agency.today()
    return today.replace(year=today.year - years, day=min(today.day, 28))


def test_the_link_of_a_parent_whose_rights_ended_opens_nothing(signed, linked, bob, mother):
    signed()
    with acting_as(bob):
        link, _code = linked(Consent.objects.get())
        Guardian.objects.filter(pk=mother.pk).update(rights_revoked=True)
    assert Family().come(link).status_code == 200


@pytest.mark.parametrize("now", ["rights revoked", "18"])
def test_a_brothers_part_of_the_sitting_closes_with_the_right_to_decide_for_him(
    prepared, linked, guardian_of, bob, now
):
    leo = factories.youth(bob, "Leo", "Torres", born=BORN)
    hers = guardian_of(leo)
    first, _code = linked(prepared(siblings=[leo.pk]))
    family = Family()
    family.come(first)
    family.choose("attendance")
    family.choose(number=1)
    family.sign()
    with acting_as(bob):
        for_maya, for_leo = Consent.objects.order_by("-youth_name")
        link, _code = linked(for_maya)
    page = Family()
    page.come(link)
    assert b"Leo Torres" in page.get("/family/page/").content
    copy = f"/family/copy/{for_leo.pk}/consent.pdf"
    assert page.get(copy).status_code == 200
    with acting_as(bob):
        if now == "18":
            YouthRecord.objects.filter(pk=leo.pk).update(birth_date=north_today_less(leo, 18))
        else:
            Guardian.objects.filter(pk=hers.pk).update(rights_revoked=True)
    shown = page.get("/family/page/").content
    assert b"Leo Torres" not in shown
    assert b"Maya Torres" in shown
    assert page.get(copy).status_code == 404
    assert page.post(f"/family/page/{for_leo.pk}/stop/", {"scope": "all"}).status_code == 404


def test_what_rests_on_another_persons_yes_is_not_told(page, bob, alice, maya, north, south):
    """The father alone agreed to discipline, and one release rests on both: the mother's page tells of hers."""
    with acting_as(bob):
        father = Guardian.objects.create(
            agency=north, youth=maya, first_name="Luis", last_name="Torres", relation="father",
            authority="parent", authority_evidence="Birth certificate seen",
        )  # fmt: skip
    mothers, consent = page()
    mothers.post(f"/family/page/{consent.pk}/stop/", {"scope": "of:discipline"})
    guardians_consent(maya, father, bob, north, south, ["discipline"], {})
    request = approved_for(alice, bob, maya, north, "attendance", "discipline")
    with acting_as(bob):
        items = [factories.item(bob, maya), factories.item(bob, maya, "discipline", title="Left class")]
        actions.release(request, by=bob, items=items)
    told = mothers.get("/family/page/").content.decode().partition("shared with South")[2]
    assert "<p>Attendance (1 item)</p>" in told.partition("</section>")[0]


def test_one_recipient_is_stopped_at_once_and_the_other_reads_on(page, bob, alice, carol, maya, north, south):
    family, consent = page()
    item = factories.item(bob, maya)
    to_south = released_to(alice, bob, maya, north, item)
    to_west = released_to(carol, bob, maya, north, item)
    with acting_as(alice):
        assert actions.open_release(to_south, by=alice)
    text = family.get("/family/page/").content.decode()
    assert "North School District shared with South Community Mental Health" in text
    assert "Opened 1 time" in text
    for name in ("Bob", "Alice", "Carol", "Absences in October", REASON):
        assert name not in text
    assert family.post(f"/family/page/{consent.pk}/stop/", {"scope": f"to:{south.pk}"}).status_code == 302
    with acting_as(alice):
        to_south.refresh_from_db()
        with pytest.raises(AccessEnded, match="revoked"):
            actions.open_release(to_south, by=alice)
        assert Notice.objects.filter(user=alice, kind="release.ended").exists()
    with acting_as(carol):
        assert actions.open_release(to_west, by=carol)
    with acting_as(bob):
        revoked = ConsentGrant.objects.filter(revoked_at__isnull=False)
        assert {grant.recipient_id for grant in revoked} == {south.pk}
        assert {(grant.revoked_by_id, grant.revocation_asked) for grant in revoked} == {(None, "link")}
        assert Notice.objects.filter(user=bob, kind="consent.revoked").count() == 1
    assert "Access ended on" in family.get("/family/page/").content.decode()


def live_in(zone, agency, operator):
    """Move the agency to a time zone, so that another day begins."""
    with acting_for(user_id=operator.pk):
        type(agency).objects.filter(pk=agency.pk).update(time_zone=zone)
    agency.time_zone = zone


def test_access_that_ended_by_itself_is_told_before_it_is_recorded(
    agreed, linked, bob, alice, maya, mother, north, south, operator
):
    """Nothing has to run: the page asks what an opening asks."""
    maya.agency = north
    live_in(BEHIND, north, operator)
    today = north.today()
    line = GrantLine(
        discloser=north, recipient=south, category="attendance", purposes=["care_coordination"],
        starts_on=today, expires_on=today,
    )  # fmt: skip
    form = ConsentForm.objects.get(kind="uniform", version="2026-11", language="en")
    with acting_as(bob):
        consent = record_consent(
            maya, by=bob, form=form, signer_name="Ana Torres", capacity=SignerCapacity.PARENT,
            guardian=mother, lines=[line],
        )  # fmt: skip
    link, _code = linked(consent)
    family = Family()
    family.come(link)
    release = released_to(alice, bob, maya, north, factories.item(bob, maya))
    assert "Access has ended." not in family.get("/family/page/").content.decode()
    live_in(AHEAD, north, operator)
    assert "Access has ended." in family.get("/family/page/").content.decode()
    with acting_as(alice):
        assert Release.objects.get(pk=release.pk).ended_at is None


def test_what_was_approved_and_not_yet_released_goes_out_no_more(page, bob, alice, maya, north, auditor):
    family, consent = page()
    request = approved_for(alice, bob, maya, north)
    family.post(f"/family/page/{consent.pk}/stop/", {"scope": "all"})
    with acting_as(bob):
        with pytest.raises(StaleState, match="taken back"):
            actions.release(request, by=bob, items=[factories.item(bob, maya)])
        request.refresh_from_db()
        assert (request.state, request.decided_anew) == ("submitted", True)
        assert Notice.objects.filter(user=bob, kind="request.consent_ended").count() == 1
    with acting_as(alice):
        assert Notice.objects.filter(user=alice, kind="request.consent_ended").count() == 1
    with acting_as(auditor):
        entry = LogEntry.objects.get(kind="reopened")
    assert (entry.disclosure_request_id, entry.youth_id) == (request.pk, maya.pk)
    assert (entry.actor_id, entry.actor_name) == (None, "Family, by its link")


def test_what_stopped_names_no_last_day_and_the_page_speaks_the_familys_language(page, bob, south):
    family, consent = page()
    assert "until" in family.get("/family/page/").content.decode()
    family.cookies["django_language"] = "es"
    stop = family.get(f"/family/page/{consent.pk}/stop/").content.decode()
    assert "Asistencia" in stop
    assert "Attendance" not in stop
    family.cookies["django_language"] = "en"
    family.post(f"/family/page/{consent.pk}/stop/", {"scope": "all"})
    stopped = family.get("/family/page/").content.decode()
    assert "until" not in stopped
    assert "No longer shared: the permission was taken back" in stopped
    assert "Revoked" not in stopped


@pytest.mark.parametrize(("scope", "left"), [("all", 0), ("of:attendance", 1), ("of:discipline", 2)])
def test_everything_or_one_kind_of_record_can_be_stopped(page, bob, scope, left):
    family, consent = page()
    family.post(f"/family/page/{consent.pk}/stop/", {"scope": scope})
    with acting_as(bob):
        assert ConsentGrant.objects.filter(revoked_at=None).count() == left


def test_what_is_stopped_already_says_so_and_changes_nothing(page, bob):
    family, consent = page()
    for _twice in range(2):
        assert (
            family.post(f"/family/page/{consent.pk}/stop/", {"scope": "all"})["Location"] == "/family/page/"
        )
    assert family.get(f"/family/page/{consent.pk}/stop/")["Location"] == "/family/page/"


def test_reminders_are_turned_on_and_off(page, bob):
    family, consent = page()
    address = f"/family/page/{consent.pk}/reminders/"
    family.post(address, {"email": "no address"})
    with acting_as(bob):
        assert not FamilyMail.objects.exists()
    family.post(address, {"email": "ana@family.example"})
    with acting_as(bob):
        assert FamilyMail.objects.get().stopped_at is None
    family.post(address, {"stop": "1"})
    with acting_as(bob):
        assert FamilyMail.objects.get().stopped_at is not None
    family.post(address, {"email": "new@family.example"})
    with acting_as(bob):
        mail = FamilyMail.objects.get()
        assert (mail.email, mail.stopped_at) == ("new@family.example", None)


def test_the_family_sends_itself_its_page_after_signing(prepared, linked, family, bob):
    link, _code = linked(prepared())
    family.come(link)
    family.choose("attendance")
    family.choose(number=1)
    family.sign()
    given = {"email": "mine@family.example", "remind": "on"}
    assert family.post("/family/done/page/", given).status_code == 302
    with acting_as(bob):
        own = type(link).objects.get(kind=Kind.PAGE)
        assert (own.email, own.check_by, own.created_by) == ("mine@family.example", Check.BIRTH_DATE, bob)
        assert FamilyMail.objects.get().email == "mine@family.example"
    for _again in range(4):
        answered = family.post("/family/done/page/", given)
    assert b"several times already" in answered.content
    with acting_as(bob):
        assert type(link).objects.filter(kind=Kind.PAGE).count() == 3
    later = Family()
    later.come(own)
    assert b"Maya Torres" in later.get("/family/page/").content


def test_no_link_is_sent_to_a_page_that_is_not_the_familys_own(signed, bob, south):
    signed()
    with acting_as(bob):
        consent = Consent.objects.get()
        stranger = FamilyLink(agency=south, youth=consent.youth, kind=Kind.SIGN, language="en")
        with pytest.raises(Forbidden):
            make_own_page(consent, by=stranger, email="else@family.example")
        assert not FamilyLink.objects.filter(kind=Kind.PAGE).exists()


def test_the_log_keeps_both_lines_of_the_end(page, bob, alice, maya, north, auditor):
    family, consent = page()
    released_to(alice, bob, maya, north, factories.item(bob, maya))
    family.post(f"/family/page/{consent.pk}/stop/", {"scope": "all"})
    with acting_as(auditor):
        entry = LogEntry.objects.get(kind="ended")
    assert (entry.actor_id, entry.actor_name) == (None, "Family, by its link")
