"""A family opens its link, chooses, signs, and has its copy at once."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.acting import acting_as
from audit.models import AuditEvent
from consents.actions import close_link
from consents.links import address_of, code_hash, token_of
from consents.mailing import send_queued_link
from consents.models import Consent, ConsentCopy, ConsentDraft, FamilyLink
from notices.kinds import address
from notices.models import Notice, OutboxEntry
from sharing_portal.rls.context import acting_for
from tests import factories
from tests.family.conftest import Check, Family, as_family


def the_consents(bob):
    with acting_as(bob):
        return list(Consent.objects.prefetch_related("grants__recipient").order_by("youth_name"))


def test_the_mail_holds_the_link_alone_and_nothing_secret_is_kept(prepared, linked, maya, north):
    link, code = linked(prepared(), check=Check.CODE, language="es")
    with acting_for(principal="outbox", agency_id=north.pk):
        entry = OutboxEntry.objects.get(task="consents.tasks.send_family_mail")
        assert (entry.to_address, entry.body, entry.reference) == ("", "", link.pk)
    send_queued_link(str(entry.pk))
    send_queued_link(str(entry.pk))
    (sent,) = mail.outbox
    assert sent.to == ["ana@family.example"]
    assert address_of(link) in sent.body
    assert "language=es" in sent.body
    for secret in ("Maya", "Torres", "Ana", "North", "South", "consent", code):
        assert secret not in sent.subject + sent.body
    assert link.code_hash == code_hash(link.pk, code)
    assert code not in (link.code_hash, link.token_sha256)


def test_a_closed_link_is_not_sent(prepared, linked, bob, north):
    link, _code = linked(prepared())
    with acting_as(bob):
        close_link(link, by=bob)
    with acting_for(principal="outbox", agency_id=north.pk):
        entry = OutboxEntry.objects.get(task="consents.tasks.send_family_mail")
    send_queued_link(str(entry.pk))
    assert mail.outbox == []


def test_the_door_is_the_same_for_every_token(prepared, linked, family):
    link, _code = linked(prepared())
    pages = [
        Family().get(f"/family/{token}/")
        for token in (token_of(link.pk), "A" * 43, "x", token_of(link.youth_id))
    ]
    bodies = {page.content.replace(page.context["csrf_token"].encode(), b"") for page in pages}
    for page in pages:
        assert page.status_code == 200
        assert page["Referrer-Policy"] == "strict-origin"
        assert page["Cache-Control"] == "no-store"
        assert b"Maya" not in page.content
    # The address itself stands on the page once: where the button for the other language leads back to.
    assert len({len(body) for body in bodies}) <= 2


def test_the_whole_way_to_a_signed_consent(prepared, linked, family, bob, south, west):
    link, _code = linked(prepared())
    answered = family.come(link)
    assert answered["Location"] == "/family/"
    who = family.get("/family/", follow=True)
    assert "North School District" in who.content.decode()
    assert family.get("/family/records/0/").content.decode().count(" checked") == 0
    assert family.choose("attendance")["Location"] == "/family/records/1/"
    assert family.choose(number=1)["Location"] == "/family/summary/"
    summary = family.get("/family/summary/").content.decode()
    assert "West After-School will see nothing from North School District" in summary
    read = family.get("/family/read/").content.decode()
    assert "Attendance" in read
    assert family.sign()["Location"] == "/family/done/"
    (consent,) = the_consents(bob)
    (grant,) = consent.grants.all()
    assert (grant.category, grant.recipient, grant.initials) == ("attendance", south, "AT")
    assert (grant.may_send, grant.may_talk, grant.purposes) == (True, False, ["care_coordination"])
    assert (consent.method, consent.link_id, consent.recorded_by) == ("link", link.pk, bob)
    assert consent.signature_evidence["check"] == "birth_date"
    assert token_of(link.pk) not in str(consent.signature_evidence)
    with acting_as(bob):
        (notice,) = Notice.objects.filter(user=bob)
    assert (notice.kind, address(notice)) == ("consent.signed", f"/consents/{consent.pk}/")


def test_a_link_signs_once_and_its_draft_is_empty(signed, family, bob):
    link = signed()
    with acting_as(bob):
        assert ConsentDraft.objects.get().answers == {}
    assert b"That did not work" in family.come(link).content


def test_a_copy_taken_is_a_copy_given(prepared, linked, family, bob):
    link, _code = linked(prepared())
    family.come(link)
    family.choose("attendance")
    family.choose(number=1)
    family.sign()
    (consent,) = the_consents(bob)
    assert consent.reference in family.get("/family/done/").content.decode()
    response = family.get(f"/family/copy/{consent.pk}/consent.pdf")
    assert response.content.startswith(b"%PDF-")
    with acting_as(bob):
        assert ConsentCopy.objects.get().method == "link"


def test_brothers_and_sisters_get_a_consent_each_signed_in_one_act(
    prepared, linked, family, bob, maya, guardian_of
):
    leo = factories.youth(bob, "Leo", "Torres")
    same = guardian_of(leo)
    link, _code = linked(prepared(siblings=[leo.pk]))
    family.come(link)
    family.choose("attendance")
    family.choose(number=1)
    assert "Leo Torres" in family.get("/family/read/").content.decode()
    assert family.sign().status_code == 302
    first, second = the_consents(bob)
    assert [first.youth_name, second.youth_name] == ["Leo Torres", "Maya Torres"]
    assert first.guardian_id == same.pk
    assert first.text_sha256 != second.text_sha256


def test_a_young_person_signs_too_where_asked(prepared, linked, family, bob):
    link, _code = linked(prepared(minor_also_signed=True))
    family.come(link)
    family.choose("attendance")
    family.choose(number=1)
    refused = family.sign(**{"minor-0": "Somebody"})
    assert list(refused.context["form"].errors) == ["minor-0"], "beside the name that is wrong"
    assert the_consents(bob) == []
    assert family.sign(**{"minor-0": "maya torres"}).status_code == 302
    assert the_consents(bob)[0].minor_also_signed


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"typed_name": "Somebody Else"}, "Type the name as it stands"),
        ({"agrees": ""}, "agree"),
        ({"text_sha256": "0" * 64}, "has changed"),
        ({"drawing": '[[[0.5,"<svg>"]]]'}, "cannot be read"),
    ],
)
def test_what_is_no_signature_records_nothing(prepared, linked, family, bob, fields, words):
    link, _code = linked(prepared())
    family.come(link)
    family.choose("attendance")
    family.choose(number=1)
    answered = family.sign(**fields)
    assert answered.status_code == 200
    assert words in answered.content.decode()
    assert the_consents(bob) == []


def test_a_drawing_is_kept_as_numbers(prepared, linked, family, bob):
    link, _code = linked(prepared())
    family.come(link)
    family.choose("attendance")
    family.choose(number=1)
    family.sign(drawing="[[[0.1,0.2],[0.333333,1]],[[0,0]]]")
    assert the_consents(bob)[0].drawing == "[[[0.1,0.2],[0.3333,1.0]],[[0.0,0.0]]]"


def test_saying_no_shares_nothing_and_tells_who_asked(prepared, linked, family, bob):
    link, _code = linked(prepared())
    family.come(link)
    assert b"I say no" in family.get("/family/no/").content
    assert family.post("/family/no/")["Location"] == "/family/done/"
    assert b"You said no" in family.get("/family/done/").content
    assert the_consents(bob) == []
    with acting_as(bob):
        assert Notice.objects.filter(user=bob, kind="consent.refused").count() == 1
        assert FamilyLink.objects.get().used_at is not None
        assert ConsentDraft.objects.count() == 1
    assert family.get("/family/who/")["Location"] == "/family/"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"attendance": "on"}, "Write your initials"),
        ({"attendance-initials": "AT"}, "Tick the box"),
    ],
)
def test_each_kind_of_record_wants_tick_and_initials(prepared, linked, family, given, words):
    link, _code = linked(prepared())
    family.come(link)
    assert words in family.post("/family/records/0/", given).content.decode()


def test_nothing_that_was_not_asked_can_be_chosen(prepared, linked, family, bob, maya):
    link, _code = linked(prepared())
    family.come(link)
    family.post("/family/records/0/", {"special_education": "on", "special_education-initials": "AT"})
    with acting_as(bob):
        assert ConsentDraft.objects.get().answers["chosen"]["0"]["categories"] == []
    family.post("/family/records/0/", {"attendance": "on", "attendance-initials": "AT"})
    late = family.post(
        "/family/how/0/",
        {"purposes": ["research"], "ways": ["may_send"], "expires_on": "2099-01-01"},
    )
    assert late.status_code == 200
    assert family.get("/family/how/1/")["Location"] == "/family/records/1/"
    assert family.get("/family/records/7/").status_code == 404


def test_the_agencies_are_asked_for_once_a_page(prepared, linked, family, sign_in, bob, maya):
    link, _code = linked(prepared())
    family.come(link)
    family.choose("attendance")
    family.choose(number=1)
    assert times_asked(family, "/family/summary/") == 1
    assert times_asked(sign_in(bob), reverse("consents:step", args=[maya.pk, "offer"])) == 1


def times_asked(client, path):
    """How often a page asks for the agencies of flows."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return sum('"agencies_agency"."id" IN (' in query["sql"] for query in asked)


def test_a_choice_changed_is_read_anew_before_it_is_signed(prepared, linked, family):
    link, _code = linked(prepared())
    family.come(link)
    family.choose("attendance")
    family.choose(number=1)
    family.post("/family/read/")
    family.choose("attendance", "discipline")
    assert family.get("/family/sign/")["Location"] == "/family/read/"


def test_the_form_follows_the_language_of_the_family(prepared, linked, family, bob):
    link, _code = linked(prepared())
    family.come(link)
    family.choose("attendance")
    family.choose(number=1)
    family.cookies["django_language"] = "es"
    page = family.get("/family/read/").content.decode()
    assert 'lang="es"' in page
    assert "Asistencia" in page
    family.sign()
    assert the_consents(bob)[0].form.language == "es"


def test_a_family_reads_no_audit_trail(signed):
    with as_family(signed()):
        assert not AuditEvent.objects.exists()
