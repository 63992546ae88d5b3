"""The pages of consents: recording step by step, the lists, one consent, its copy, and who may reach them."""

import io
import uuid
from datetime import timedelta

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from agencies.acting import acting_as
from audit.models import AuditEvent
from consents.actions import revoke
from consents.models import Consent, ConsentDraft
from tests import factories
from tests.consents.recorder import Recorder
from youth.models import Guardian


@pytest.fixture
def recorder(sign_in, bob, maya, mother, north, south, form):
    return Recorder(sign_in(bob), maya, mother, north, south, form)


def consents(user):
    with acting_as(user):
        return list(Consent.objects.all())


def test_no_code_that_a_draft_holds_breaks_a_page(recorder, bob, maya):
    """A purpose that was asked for once, and is not any more, is named on every page, and can be put right."""
    assert recorder.signer(method="on_screen").status_code == 302
    assert recorder.offer().status_code == 302
    with acting_as(bob):
        draft = ConsentDraft.objects.get()
        draft.answers["offer"][0]["purposes"] = ["accreditation"]
        draft.save()
    for page in ("offer", "ways"):
        shown = recorder.get(page)
        assert shown.status_code == 200
        assert "Accreditation" in shown.content.decode()
    assert "A purpose is unknown, or cannot be agreed to" in recorder.get("ways").content.decode()
    assert recorder.offer("?line=0", purposes=["treatment"]).status_code == 302


def test_from_the_first_question_to_the_record_that_waits_for_a_second_person(recorder, bob, maya, mother):
    begin = recorder.client.get(reverse("consents:record", args=[maya.pk]))
    assert begin.headers["Location"] == recorder.url("signer")
    assert recorder.signer().headers["Location"] == recorder.url("sharing")
    recorder.sharing()
    printed = recorder.get("print").content.decode()
    assert "Ana Torres" in printed
    assert recorder.url("scan") in printed
    assert recorder.scan().headers["Location"] == recorder.url("check")
    page = recorder.get("check")
    assert b"Step 5 of 5: Check your answers" in page.content
    assert b"signed.png" in page.content
    assert consents(bob) == []
    done = recorder.client.post(recorder.url("check"), follow=True)
    (consent,) = consents(bob)
    assert consent.reference.encode() in done.content
    assert "Another member of your agency compares the scan" in done.content.decode()
    assert (consent.guardian_id, consent.signer_name, consent.method) == (mother.pk, "Ana Torres", "paper")
    with acting_as(bob):
        assert {(g.category, g.initials) for g in consent.grants.all()} == {
            ("attendance", "AT"),
            ("discipline", "AT"),
        }
        assert ConsentDraft.objects.count() == 0
    copy = recorder.client.get(reverse("consents:pdf", args=[consent.pk]))
    assert copy.headers["Content-Disposition"] == f'attachment; filename="{consent.reference}.pdf"'
    with pikepdf.open(io.BytesIO(copy.content)) as pdf:
        assert (str(pdf.Root.Lang), str(pdf.docinfo["/Title"])) == ("en", "Permission to share information")


def test_a_draft_survives_and_is_only_the_authors(recorder, sign_in, bob, cleo, maya):
    recorder.signer(interpreter="Rosa Díaz, court interpreter")
    again = sign_in(bob).get(reverse("consents:record", args=[maya.pk]))
    assert again.headers["Location"] == recorder.url("sharing")
    assert "Rosa Díaz" in sign_in(bob).get(recorder.url("signer")).content.decode()
    assert "Rosa Díaz" not in sign_in(cleo).get(recorder.url("signer")).content.decode()
    with acting_as(cleo):
        assert ConsentDraft.objects.count() == 0
    assert b"unfinished consent" in recorder.client.get(reverse("consents:for_youth", args=[maya.pk])).content
    recorder.client.post(reverse("consents:discard", args=[maya.pk]))
    with acting_as(bob):
        assert ConsentDraft.objects.count() == 0


def test_a_step_cannot_be_jumped_to(recorder):
    for step in ("sharing", "print", "scan", "check", "offer", "ways"):
        assert recorder.client.get(recorder.url(step)).headers["Location"] == recorder.url("signer")
    assert recorder.client.post(recorder.url("check")).headers["Location"] == recorder.url("signer")
    assert recorder.client.get(recorder.url("nonsense")).status_code == 404
    paper = recorder.client.get(reverse("consents:paper", args=[recorder.maya.pk]))
    assert paper.headers["Location"] == recorder.url("signer")


def test_a_wrong_signer_is_told_on_the_same_page_and_nothing_is_lost(recorder):
    page = recorder.signer(who="parent", signer_name="Kim Lee", interpreter="Rosa Díaz")
    assert page.status_code == 200
    text = page.content.decode()
    assert "Say how you know that this person may decide" in text
    assert "<title>Error: " in text
    assert "Rosa Díaz" in text
    assert "Write the name" in recorder.signer(who="court_appointed").content.decode()
    assert recorder.signer(who="").status_code == 200
    assert recorder.signer(who=f"guardian:{uuid.uuid4()}").status_code == 200


def test_who_may_not_decide_is_named_and_not_offered(recorder, guardian_of, maya):
    unknown = guardian_of(maya, first_name="Luis", authority="unknown", authority_evidence="")
    barred = guardian_of(maya, first_name="<b>Rex</b>", rights_revoked=True)
    page = recorder.client.get(recorder.url("signer")).content.decode()
    assert "not known whether they may decide: Luis Torres. Check it" in page
    assert "without the right to decide: &lt;b&gt;Rex&lt;/b&gt; Torres." in page
    for person in (unknown, barred):
        assert f"guardian:{person.pk}" not in page
        assert recorder.signer(who=f"guardian:{person.pk}").status_code == 200
    assert ConsentDraft.objects.count() == 0


def test_another_right_is_folded_away_until_it_is_used_or_wrong(recorder):
    """A parent on file needs none."""
    folded, open_ = '<details class="usa-form-group">', '<details class="usa-form-group" open>'
    page = recorder.client.get(recorder.url("signer")).content.decode()
    assert folded in page
    assert open_ not in page
    adult = recorder.signer(who="adult_youth", authority_evidence="Says so").content.decode()
    assert "say by what right" in adult
    assert open_ in adult
    recorder.signer(grounds=["agreed_to_care"], authority_evidence="Form of May 2")
    assert open_ in recorder.client.get(recorder.url("signer")).content.decode()


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
    assert recorder.get("print").headers["Location"] == recorder.url("sharing")


def test_how_when_and_until_which_event_are_typed_with_each_line(recorder, bob, north):
    recorder.signer()
    assert "Enter or choose an answer" in recorder.sharing(ways=[]).content.decode()
    later = north.today() + timedelta(days=10)
    recorder.sharing(ways=["send", "talk"], starts_on=later, ends_when="leaves_school")
    page = recorder.get("sharing").content.decode()
    for words in (
        "Send documents",
        "Talk with each other",
        "or sooner, when the young person leaves the school",
    ):
        assert words in page
    assert "leaves the school" in recorder.client.get(recorder.url("sharing") + "?line=0").content.decode()
    recorder.scan()
    recorder.client.post(recorder.url("check"))
    (consent,) = consents(bob)
    with acting_as(bob):
        grants = list(consent.grants.all())
    assert {(g.may_send, g.may_talk, g.starts_on, g.ends_when) for g in grants} == {
        (True, True, later, "leaves_school")
    }
    assert "when the young person leaves the school" in consent.particulars


def test_a_paper_without_a_day_initials_or_a_scan_is_not_taken(recorder, north):
    recorder.signer()
    recorder.sharing()
    missing = "Enter or choose an answer"
    assert missing in recorder.scan(file="").content.decode()
    assert missing in recorder.scan(signed_on="").content.decode()
    assert missing in recorder.scan(initials_0_of_attendance="").content.decode()
    assert "future" in recorder.scan(signed_on=north.today() + timedelta(days=2)).content.decode()
    assert "12 months" in recorder.scan(signed_on=north.today() - timedelta(days=400)).content.decode()
    text = SimpleUploadedFile("signed.txt", b"Signed by Ana.", "text/plain")
    assert "Use a PDF, PNG or JPEG" in recorder.scan(file=text).content.decode()
    assert recorder.get("check").headers["Location"] == recorder.url("print")


def test_a_change_of_the_lines_after_the_scan_must_be_compared_anew(recorder):
    recorder.to_check()
    recorder.sharing("?line=0", categories=["education"])
    assert recorder.client.post(recorder.url("check")).headers["Location"] == recorder.url("print")
    page = recorder.get("scan").content.decode()
    assert "“signed.png” is kept" in page
    again = recorder.scan(file="", initials_0_of_education="AT")
    assert again.headers["Location"] == recorder.url("check")


def test_what_became_impossible_meanwhile_is_refused_at_the_end(recorder, bob, mother):
    recorder.to_check()
    with acting_as(bob):
        type(mother).objects.filter(pk=mother.pk).update(rights_revoked=True)
    page = recorder.client.post(recorder.url("check"))
    assert "has no right to decide" in page.content.decode()
    assert consents(bob) == []
    assert "This cannot be signed" in recorder.get("print").content.decode()


def test_a_text_that_is_not_the_one_compared_is_not_recorded(recorder, bob, maya):
    recorder.to_check()
    with acting_as(bob):
        type(maya).objects.filter(pk=maya.pk).update(first_name="Mayra")
    assert "Compare them again" in recorder.client.post(recorder.url("check")).content.decode()
    assert consents(bob) == []


def test_on_paper_in_spanish_with_the_young_person(recorder, bob, spanish_form, north):
    recorder.signer(form=spanish_form.pk, minor_also_signed="on")
    recorder.sharing()
    assert "and by the young person" in recorder.get("print").content.decode()
    paper = recorder.client.get(reverse("consents:paper", args=[recorder.maya.pk]))
    assert paper.content.startswith(b"%PDF")
    recorder.scan(signed_on=north.today() - timedelta(days=3))
    recorder.client.post(recorder.url("check"))
    (consent,) = consents(bob)
    assert (consent.form, consent.minor_also_signed) == (spanish_form, True)
    assert "Maya Torres también firmó." in consent.particulars
    copy = recorder.client.get(reverse("consents:pdf", args=[consent.pk]))
    with pikepdf.open(io.BytesIO(copy.content)) as pdf:
        assert (str(pdf.Root.Lang), str(pdf.docinfo["/Title"])) == (
            "es",
            "Permiso para compartir información",
        )


def test_for_the_screen_and_the_link_staff_only_say_what_they_ask(recorder, bob):
    assert recorder.signer(method="on_screen").headers["Location"] == recorder.url("offer")
    assert "Step 2 of 3" in recorder.get("offer").content.decode()
    assert "12 months" in recorder.offer(latest="2099-01-01").content.decode()
    recorder.offer()
    page = recorder.get("ways").content.decode()
    assert "Until at most" in page
    assert "Hand over this device" in page
    assert reverse("consents:send_link", args=[recorder.maya.pk]) in page
    with acting_as(bob):
        draft = ConsentDraft.objects.get()
    assert set(draft.answers) == {"signer", "offer"}
    for step in ("sharing", "print", "scan", "check"):
        assert recorder.get(step).headers["Location"] == recorder.url("ways")


def test_how_it_is_signed_is_asked_once_and_a_link_that_was_sent_is_not_unsaid(recorder, bob):
    def ways():
        field = recorder.get("signer").context["form"]["method"]
        return field.initial, [value for value, _words in field.field.choices]

    assert ways() == (None, ["on_screen", "paper"])
    recorder.signer(method="on_screen")
    recorder.offer()
    sent = {"email": "ana@family.example", "check": "birth_date", "language": "en"}
    recorder.client.post(reverse("consents:send_link", args=[recorder.maya.pk]), sent)
    assert ways() == ("link", ["link", "paper"])


def test_what_was_typed_for_a_paper_is_no_answer_of_a_family(recorder, bob):
    recorder.to_check()
    recorder.signer(method="on_screen")
    with acting_as(bob):
        assert set(ConsentDraft.objects.get().answers) == {"signer", "scan"}


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
    assert "2 of 2 lines in force" in page
    assert page.count("In force") == 1
    assert page.count("Ends soon") == 1
    assert reverse("disclosures:revoke_consent", args=[consent.pk]) in page
    with acting_as(bob):
        revoke(consent, by=bob, reason="Moved away")
    page = sign_in(bob).get(reverse("consents:detail", args=[consent.pk])).content.decode()
    assert "0 of 2 lines in force: Revoked" in page
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
    page = client.get(reverse("consents:list")).content.decode()
    assert "1 of 1 line in force" in page
    assert "Attendance to South Community Mental Health" in page
    page = client.get(reverse("consents:for_youth", args=[maya.pk])).content.decode()
    assert consent.reference in page


def test_each_page_is_in_the_audit_trail(sign_in, consented, bob, maya, recorder):
    consent = consented(method="paper", signed_at=timezone.now())
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


def test_an_answer_is_in_the_log_once_and_a_page_shown_again_was_seen_again(recorder, bob, maya):
    def written():
        with acting_as(bob):
            events = AuditEvent.objects.filter(youth_id=maya.pk, event__startswith="consent.")
            return list(events.values_list("event", flat=True))

    assert recorder.signer(who="").status_code == 200
    assert recorder.signer().status_code == 302
    assert written() == ["consent.drafted"] * 2
    recorder.record()
    assert (written().count("consent.recorded"), written().count("consent.draft_discarded")) == (1, 0)
    recorder.signer()
    recorder.client.post(reverse("consents:discard", args=[maya.pk]))
    assert written().count("consent.draft_discarded") == 1


def test_of_what_may_share_no_more_no_end_date_is_given(sign_in, consented, line, north, bob, mother):
    later, first = (north.today() + timedelta(days=days) for days in (80, 50))
    consent = consented(line(expires_on=later), line("discipline", expires_on=first))
    detail, client = reverse("consents:detail", args=[consent.pk]), sign_in(bob)
    assert f"The earliest end date is {date_format(first)}." in client.get(detail).content.decode()
    with acting_as(bob):
        Guardian.objects.filter(pk=mother.pk).update(rights_revoked=True)
    page = client.get(detail).content.decode()
    assert "Nothing more may be shared under this consent." in page
    assert "earliest end date" not in page
    assert "Stop sharing" in page


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
