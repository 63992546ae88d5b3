"""What a young person signed herself opens by a code: her parents know when she was born (42 CFR 2.14)."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from agencies.acting import acting_as
from consents.models import Consent, ConsentDraft, FamilyLink
from sharing_portal.errors import RefusedInput
from tests.family.conftest import Check, Family, Kind, as_family, born

ALONE = "Parents know the date of birth"
HERSELF = {"guardian": None, "person_name": "Maya Torres"}


@pytest.fixture
def asked(prepared):
    """What Maya, who is at a college, signs herself."""
    known = {"grounds": ["college"], "authority_evidence": "Enrolled, seen on November 2"}
    return prepared(who="eligible_student", signer_name="Maya Torres", **known)


@pytest.fixture
def hers(asked, linked):
    """Maya after her signature at home, and the link through which she signed."""
    link, code = linked(asked, check=Check.CODE, **HERSELF)
    family = Family()
    assert family.come(link, code=code).status_code == 302
    family.choose("attendance")
    family.choose(number=1)
    assert family.sign(typed_name="Maya Torres").status_code == 302
    return family, link


def test_a_link_to_sign_for_herself_is_not_opened_by_the_date_of_birth(asked, linked, bob, maya, sign_in):
    with pytest.raises(RefusedInput, match=ALONE):
        linked(asked, **HERSELF)
    staff, address = sign_in(bob), reverse("consents:send_link", args=[maya.pk])
    form = staff.get(address).context["form"]
    assert [code for code, _words in form.fields["check"].choices] == ["code"]
    given = {"email": "maya@young.example", "check": "birth_date", "language": "en"}
    assert "check" in staff.post(address, given).context["form"].errors
    with acting_as(bob):
        assert not FamilyLink.objects.exists()


def test_nor_is_a_page_that_staff_send(hers, linked, bob, sign_in):
    with acting_as(bob):
        consent = Consent.objects.get()
    with pytest.raises(RefusedInput, match=ALONE):
        linked(consent)
    body = {"email": "maya@young.example", "check_by": "birth_date"}
    address = reverse("api-consent-links", args=[consent.pk])
    refusal = sign_in(bob).post(address, body, content_type="application/json")
    assert (refusal.status_code, refusal.json()["detail"]) == (400, {"field": "check"})


def test_the_page_she_sends_herself_has_a_code_that_is_shown_once(hers, bob):
    family, _link = hers
    sent = family.post("/family/done/page/", {"email": "maya@young.example"})
    code = sent.context["code"]
    assert f"<strong>{code}</strong>" in sent.content.decode()
    assert code not in family.get("/family/done/").content.decode()
    with acting_as(bob):
        page = FamilyLink.objects.get(kind=Kind.PAGE)
        assert (page.check_by, page.guardian_id, page.person_name) == (Check.CODE, None, "Maya Torres")
    parent = Family()
    assert parent.come(page, **born()).status_code == 200
    assert b"Maya Torres" not in parent.get("/family/page/").content
    assert family.come(page, code=code).status_code == 302
    assert b"Maya Torres" in family.get("/family/page/").content


def test_not_by_sql_either(hers, bob):
    """The policy lets a family make the one page, with the check that the law wants."""
    _family, link = hers
    with acting_as(bob):
        consent = Consent.objects.get()

    def insert(**fields):
        page = FamilyLink(
            pk=uuid4(), agency_id=link.agency_id, youth_id=link.youth_id, kind=Kind.PAGE, consent=consent,
            created_by_id=consent.recorded_by_id, person_name="Maya Torres", email="maya@young.example",
            token_sha256=uuid4().hex * 2, expires_at=consent.created_at.replace(year=2099), **fields,
        )  # fmt: skip
        with as_family(link), transaction.atomic():
            page.save(force_insert=True)

    with pytest.raises(DatabaseError, match="row-level security"):
        insert(check_by="birth_date")
    insert(check_by="code", code_hash="0" * 64)


def test_who_comes_by_a_new_link_finds_nothing_chosen(prepared, linked, family, bob):
    """Whoever ticked and initialed through the link before need not have been the mother."""
    draft = prepared()
    stranger = Family()
    stranger.come(linked(draft)[0])
    stranger.choose("attendance")
    with acting_as(bob):
        draft.refresh_from_db()
    assert draft.answers["chosen"]
    family.come(linked(draft)[0])
    assert " checked" not in family.get("/family/records/0/").content.decode()
    with acting_as(bob):
        kept = ConsentDraft.objects.get().answers
        assert {"chosen", "sharing", "read"} & set(kept) == set()
        assert len(kept["offer"]) == 2


def test_a_no_keeps_nothing_that_was_chosen(prepared, linked, family, bob):
    family.come(linked(prepared())[0])
    family.choose("attendance")
    assert family.post("/family/no/").status_code == 302
    with acting_as(bob):
        kept = ConsentDraft.objects.get().answers
        assert {"chosen", "sharing", "read"} & set(kept) == set()


def test_mail_and_reminders_are_in_the_language_that_was_signed(prepared, linked, family, bob):
    """The link was made in English; the family went over to Spanish and signed the Spanish form."""
    family.come(linked(prepared())[0])
    family.post("/i18n/setlang/", {"language": "es"})
    family.choose("attendance")
    family.choose(number=1)
    assert family.sign().status_code == 302
    family.post("/family/done/page/", {"email": "ana@family.example", "remind": "on"})
    with acting_as(bob):
        consent = Consent.objects.get()
        assert consent.form.language == "es"
        assert FamilyLink.objects.get(kind=Kind.PAGE).language == "es"
        assert consent.family_mail.language == "es"
