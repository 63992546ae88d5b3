"""The pages of consents: recording step by step, the lists, one consent, its copy, and who may reach them."""

import io
import uuid
from datetime import timedelta

import pikepdf
import pytest
from django.urls import reverse

from agencies.acting import acting_as
from audit.models import AuditEvent
from consents.actions import revoke
from consents.models import Consent, ConsentDraft
from tests import factories


class Recorder:
    """bob at the browser, recording a consent for Maya."""

    def __init__(self, client, maya, mother, north, south, form):
        self.client, self.maya, self.mother, self.form = client, maya, mother, form
        self.north, self.south = north, south

    def url(self, step):
        return reverse("consents:step", args=[self.maya.pk, step])

    def post(self, step, query="", **fields):
        return self.client.post(self.url(step) + query, fields)

    def signer(self, **fields):
        mother = f"guardian:{self.mother.pk}" if self.mother else ""
        given = {"who": mother, "form": self.form.pk, "method": "on_screen"}
        return self.post("signer", **{**given, **fields})

    def sharing(self, query="", **fields):
        given = {
            "discloser": self.north.pk,
            "recipient": self.south.pk,
            "categories": ["attendance", "discipline"],
            "purposes": ["care_coordination"],
            "expires_on": self.north.today() + timedelta(days=90),
        }
        return self.post("sharing", query, **{**given, **fields})

    def to_sign(self, **signer):
        assert self.signer(**signer).status_code == 302
        assert self.sharing().status_code == 302
        assert self.post("read", read="on").status_code == 302

    def sha(self):
        return self.client.get(self.url("sign")).context["form"]["text_sha256"].value()


@pytest.fixture
def recorder(sign_in, bob, maya, mother, north, south, form):
    return Recorder(sign_in(bob), maya, mother, north, south, form)


def consents(user):
    with acting_as(user):
        return list(Consent.objects.all())


def test_from_the_first_question_to_the_copy(recorder, bob, maya, mother):
    begin = recorder.client.get(reverse("consents:record", args=[maya.pk]))
    assert begin.headers["Location"] == recorder.url("signer")
    recorder.to_sign()
    signed = recorder.post("sign", typed_name="ana  TORRES", agrees="on", text_sha256=recorder.sha())
    assert signed.headers["Location"] == recorder.url("check")
    page = recorder.client.get(recorder.url("check"))
    assert b"Step 5 of 5: Check your answers" in page.content
    assert consents(bob) == []
    done = recorder.client.post(recorder.url("check"), follow=True)
    (consent,) = consents(bob)
    assert consent.reference.encode() in done.content
    assert (consent.guardian_id, consent.signer_name, consent.method) == (
        mother.pk,
        "Ana Torres",
        "on_screen",
    )
    with acting_as(bob):
        assert {g.category for g in consent.grants.all()} == {"attendance", "discipline"}
        assert ConsentDraft.objects.count() == 0
    copy = recorder.client.get(reverse("consents:pdf", args=[consent.pk]))
    assert copy.headers["Content-Disposition"] == f'attachment; filename="{consent.reference}.pdf"'
    with pikepdf.open(io.BytesIO(copy.content)) as pdf:
        assert (str(pdf.Root.Lang), str(pdf.docinfo["/Title"])) == ("en", "Permission to share information")


def test_a_draft_survives_and_is_only_the_authors(recorder, sign_in, bob, north, operator, maya):
    recorder.signer(interpreter="Rosa Díaz, court interpreter")
    again = sign_in(bob).get(reverse("consents:record", args=[maya.pk]))
    assert again.headers["Location"] == recorder.url("sharing")
    assert "Rosa Díaz" in sign_in(bob).get(recorder.url("signer")).content.decode()
    cleo = factories.member("cleo", north, ["records_custodian"], by=operator)
    assert "Rosa Díaz" not in sign_in(cleo).get(recorder.url("signer")).content.decode()
    with acting_as(cleo):
        assert ConsentDraft.objects.count() == 0
    assert b"half filled in" in recorder.client.get(reverse("consents:for_youth", args=[maya.pk])).content
    recorder.client.post(reverse("consents:discard", args=[maya.pk]))
    with acting_as(bob):
        assert ConsentDraft.objects.count() == 0


def test_a_step_cannot_be_jumped_to(recorder):
    for step in ("sharing", "read", "sign", "check"):
        assert recorder.client.get(recorder.url(step)).headers["Location"] == recorder.url("signer")
    assert recorder.client.post(recorder.url("check")).headers["Location"] == recorder.url("signer")
    assert recorder.client.get(recorder.url("nonsense")).status_code == 404
    paper = recorder.client.get(reverse("consents:paper", args=[recorder.maya.pk]))
    assert paper.headers["Location"] == recorder.url("signer")


def test_a_wrong_signer_is_told_on_the_same_page_and_nothing_is_lost(recorder, guardian_of, maya):
    unknown = guardian_of(maya, first_name="Luis", authority="unknown", authority_evidence="")
    page = recorder.signer(who=f"guardian:{unknown.pk}", interpreter="Rosa Díaz")
    assert page.status_code == 200
    text = page.content.decode()
    assert "It is not known whether Luis Torres may decide" in text
    assert "<title>Error: " in text
    assert "Rosa Díaz" in text
    assert "Write the name" in recorder.signer(who="court_appointed").content.decode()
    assert recorder.signer(who="").status_code == 200
    assert recorder.signer(who=f"guardian:{uuid.uuid4()}").status_code == 200


def test_lines_are_added_changed_and_removed(recorder, west):
    recorder.signer()
    assert recorder.sharing(discloser=recorder.south.pk).status_code == 200
    assert "choose two agencies" in recorder.sharing(recipient=recorder.north.pk).content.decode()
    assert "12 months" in recorder.sharing(expires_on="2099-01-01").content.decode()
    recorder.sharing()
    assert "listed twice" in recorder.sharing("?line=new").content.decode()
    recorder.sharing("?line=new", recipient=west.pk, categories=["attendance"])
    page = recorder.client.get(recorder.url("sharing")).content.decode()
    assert page.count("may share with") == 2
    recorder.sharing("?line=1", recipient=west.pk, categories=["discipline"])
    recorder.post("sharing", remove="0")
    page = recorder.client.get(recorder.url("sharing")).content.decode()
    assert "West After-School" in page
    assert "South Community" not in page
    assert "Attendance" not in page
    recorder.post("sharing", remove="0")
    assert recorder.client.get(recorder.url("read")).headers["Location"] == recorder.url("sharing")


def test_the_name_typed_must_be_the_signers_and_the_text_the_one_read(recorder, bob):
    recorder.to_sign()
    sha = recorder.sha()
    wrong = recorder.post("sign", typed_name="Bob", agrees="on", text_sha256=sha)
    assert "Type the name as it stands on the form: Ana Torres" in wrong.content.decode()
    assert (
        "Enter or choose an answer"
        in recorder.post("sign", typed_name="Ana Torres", text_sha256=sha).content.decode()
    )
    other = recorder.post("sign", typed_name="Ana Torres", agrees="on", text_sha256="0" * 64)
    assert "The text has changed" in other.content.decode()
    assert other.context["form"]["text_sha256"].value() == sha
    assert recorder.client.get(recorder.url("check")).headers["Location"] == recorder.url("sign")


def test_a_change_after_signing_must_be_read_and_signed_anew(recorder):
    recorder.to_sign()
    recorder.post("sign", typed_name="Ana Torres", agrees="on", text_sha256=recorder.sha())
    recorder.sharing("?line=0", categories=["education"])
    assert recorder.client.post(recorder.url("check")).headers["Location"] == recorder.url("read")
    assert recorder.client.get(recorder.url("sign")).headers["Location"] == recorder.url("read")


def test_what_became_impossible_meanwhile_is_refused_at_the_end(recorder, bob, mother):
    recorder.to_sign()
    recorder.post("sign", typed_name="Ana Torres", agrees="on", text_sha256=recorder.sha())
    with acting_as(bob):
        type(mother).objects.filter(pk=mother.pk).update(rights_revoked=True)
    page = recorder.client.post(recorder.url("check"))
    assert "has no right to decide" in page.content.decode()
    assert consents(bob) == []
    assert "This cannot be signed" in recorder.client.get(recorder.url("read")).content.decode()


def test_a_text_that_is_not_the_one_signed_is_not_recorded(recorder, bob, maya):
    recorder.to_sign()
    recorder.post("sign", typed_name="Ana Torres", agrees="on", text_sha256=recorder.sha())
    with acting_as(bob):
        type(maya).objects.filter(pk=maya.pk).update(first_name="Mayra")
    assert "Read and sign it again" in recorder.client.post(recorder.url("check")).content.decode()
    assert consents(bob) == []


def test_on_paper_in_spanish_with_the_young_person(recorder, bob, spanish_form, north):
    recorder.to_sign(form=spanish_form.pk, method="paper", minor_also_signed="on")
    read = recorder.client.get(recorder.url("read")).content.decode()
    assert 'lang="es"' in read
    assert "Puede dejar de compartir en cualquier momento" in read
    paper = recorder.client.get(reverse("consents:paper", args=[recorder.maya.pk]))
    assert paper.content.startswith(b"%PDF")
    today = north.today()
    assert "future" in recorder.post("sign", signed_on=today + timedelta(days=2), seen="on").content.decode()
    long_ago = recorder.post("sign", signed_on=today - timedelta(days=400), seen="on")
    assert "12 months" in long_ago.content.decode()
    recorder.post("sign", signed_on=today - timedelta(days=3), seen="on")
    recorder.client.post(recorder.url("check"))
    (consent,) = consents(bob)
    assert (consent.method, consent.form, consent.minor_also_signed) == ("paper", spanish_form, True)
    assert "Maya Torres también firmó." in consent.particulars
    copy = recorder.client.get(reverse("consents:pdf", args=[consent.pk]))
    with pikepdf.open(io.BytesIO(copy.content)) as pdf:
        assert (str(pdf.Root.Lang), str(pdf.docinfo["/Title"])) == (
            "es",
            "Permiso para compartir información",
        )


def test_a_minor_signs_beside_the_parent_on_screen(recorder, bob):
    recorder.to_sign(minor_also_signed="on")
    given = {"typed_name": "Ana Torres", "agrees": "on", "text_sha256": recorder.sha()}
    assert recorder.post("sign", **given, minor_typed_name="Ana Torres").status_code == 200
    assert recorder.post("sign", **given, minor_typed_name="Maya Torres").status_code == 302


def test_an_adult_signs_for_herself_and_is_offered_nothing_else(sign_in, bob, north, south, form):
    adult = factories.youth(bob, "Sam", "Okafor", born=north.today() - timedelta(days=19 * 366))
    recorder = Recorder(sign_in(bob), adult, None, north, south, form)
    page = recorder.client.get(recorder.url("signer"))
    assert [value for value, _ in page.context["form"].fields["who"].choices] == ["adult_youth"]
    assert recorder.signer(who="adult_youth").status_code == 302


def test_one_consent_says_how_each_line_stands(sign_in, consented, line, bob, west):
    consent = consented(
        line(), line("discipline", recipient=west, expires_on=line().starts_on + timedelta(days=9))
    )
    page = sign_in(bob).get(reverse("consents:detail", args=[consent.pk])).content.decode()
    assert "2 of 2 lines stand" in page
    assert page.count("In force") == 1
    assert page.count("Ends soon") == 1
    assert reverse("disclosures:revoke_consent", args=[consent.pk]) in page
    with acting_as(bob):
        revoke(consent, by=bob, reason="Moved away")
    page = sign_in(bob).get(reverse("consents:detail", args=[consent.pk])).content.decode()
    assert "No line of this consent stands" in page
    assert page.count("Moved away") == 2
    assert reverse("disclosures:revoke_consent", args=[consent.pk]) not in page


def test_a_changed_text_is_shown_as_changed(sign_in, consented, bob, monkeypatch):
    consent = consented()
    monkeypatch.setattr("consents.views.reading.is_untouched", lambda consent: False)
    page = sign_in(bob).get(reverse("consents:detail", args=[consent.pk])).content.decode()
    assert "Do not rely on this consent" in page


def test_lists_say_who_agreed_to_what_and_what_to_do_when_empty(sign_in, consented, bob, maya):
    client = sign_in(bob)
    empty = client.get(reverse("consents:list")).content.decode()
    assert "No consent is recorded yet" in empty
    assert (
        "No consent is recorded" in client.get(reverse("consents:for_youth", args=[maya.pk])).content.decode()
    )
    consent = consented()
    assert "1 of 1" in client.get(reverse("consents:list")).content.decode()
    page = client.get(reverse("consents:for_youth", args=[maya.pk])).content.decode()
    assert consent.reference in page


def test_each_page_is_in_the_audit_trail(sign_in, consented, bob, maya, recorder):
    consent = consented()
    for name, pk in (
        ("detail", consent.pk),
        ("recorded", consent.pk),
        ("pdf", consent.pk),
        ("for_youth", maya.pk),
    ):
        recorder.client.get(reverse(f"consents:{name}", args=[pk]))
    recorder.client.get(recorder.url("signer"))
    with acting_as(bob):
        events = AuditEvent.objects.filter(actor_id=bob.pk, youth_id=maya.pk).exclude(
            event="consent.recorded"
        )
        assert sorted(events.values_list("event", flat=True)) == [
            "consent.downloaded",
            "consent.drafted",
            "consent.listed",
            "consent.viewed",
            "consent.viewed",
        ]


@pytest.mark.parametrize("name", ["detail", "recorded", "pdf", "for_youth", "record", "paper"])
def test_a_stranger_finds_nothing(sign_in, consented, carol, alice, maya, name):
    consent = consented()
    pk = maya.pk if name in ("for_youth", "record", "paper") else consent.pk
    for user in (carol, alice):
        client = sign_in(user)
        assert client.get(reverse(f"consents:{name}", args=[pk])).status_code == 404
        assert client.get(reverse(f"consents:{name}", args=[uuid.uuid4()])).status_code == 404


def test_roles_without_youth_reach_nothing_and_a_privacy_officer_records(
    sign_in, consented, operator, north, maya
):
    consent = consented()
    auditor = sign_in(factories.member("iris", north, ["auditor"], by=operator))
    assert auditor.get(reverse("consents:list")).status_code == 403
    assert auditor.get(reverse("consents:detail", args=[consent.pk])).status_code == 404
    assert auditor.get(reverse("consents:record", args=[maya.pk])).status_code == 404
    officer = sign_in(factories.member("petra", north, ["privacy_officer"], by=operator))
    assert officer.get(reverse("consents:record", args=[maya.pk])).status_code == 302
    assert officer.post(reverse("consents:record", args=[maya.pk])).status_code == 405
    assert officer.get(reverse("consents:discard", args=[maya.pk])).status_code == 405
