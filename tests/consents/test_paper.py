"""A consent on paper: in force when a second person has held its scan against the record, and not before."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from agencies.acting import acting_as
from consents import actions, queries, scans
from consents.models import Consent, ConsentDraft, ConsentGrant, ConsentScan
from notices.models import Notice
from sharing_portal.errors import Forbidden, InvalidTransition, RefusedInput
from tests import factories
from tests.consents.recorder import Recorder, scan_file


@pytest.fixture
def typed(consented, bob):
    """A consent that bob typed off a paper, with its scan; nobody has compared them."""
    consent = consented(method="paper", signed_at=timezone.now())
    with acting_as(bob):
        actions.put_in_scan(consent, by=bob, file=scan_file())
    return consent


def standing(consent, user):
    with acting_as(user):
        return queries.standing_among(consent.grants.all())


def test_it_is_in_force_only_after_a_second_person_confirmed_it(typed, bob, cleo):
    assert standing(typed, bob) == set()
    with acting_as(bob), pytest.raises(Forbidden):
        actions.confirm(typed, by=bob)
    with acting_as(cleo):
        assert list(queries.waiting_for_second(cleo)) == [typed]
        actions.confirm(typed, by=cleo)
        assert list(queries.waiting_for_second(cleo)) == []
        with pytest.raises(InvalidTransition):
            actions.confirm(typed, by=cleo)
    assert len(standing(typed, bob)) == 1


def test_who_put_in_the_scan_is_not_the_second_person_nor_is_a_stranger(
    consented, bob, cleo, carol, north, operator
):
    consent = consented(method="paper", signed_at=timezone.now())
    third = factories.member("dora", north, ["records_custodian"], by=operator)
    auditor = factories.member("iris", north, ["auditor"], by=operator)
    with acting_as(cleo), pytest.raises(Forbidden):
        actions.confirm(consent, by=cleo)
    with acting_as(cleo):
        actions.put_in_scan(consent, by=cleo, file=scan_file())
        with pytest.raises(InvalidTransition):
            actions.put_in_scan(consent, by=cleo, file=scan_file())
    for user in (bob, cleo, carol, auditor):
        with acting_as(user), pytest.raises(Forbidden):
            actions.confirm(consent, by=user)
    with acting_as(cleo), pytest.raises(DatabaseError), transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(confirmed_at=timezone.now(), confirmed_by=cleo)
    with acting_as(third):
        actions.confirm(consent, by=third)


def test_what_is_wrong_is_never_edited_but_sent_back_and_typed_anew(typed, bob, cleo, maya):
    with acting_as(cleo):
        with pytest.raises(RefusedInput):
            actions.send_back(typed, by=cleo, reason=" ")
        (ended,) = actions.send_back(typed, by=cleo, reason="The paper says Discipline")
        with pytest.raises(InvalidTransition):
            actions.send_back(typed, by=cleo, reason="Again")
        with pytest.raises(InvalidTransition):
            actions.confirm(typed, by=cleo)
    assert (ended.revocation_asked, ended.revocation_reason) == ("wrong", "The paper says Discipline")
    with acting_as(bob):
        assert Notice.objects.filter(kind="consent.sent_back", user=bob).count() == 1
        draft = actions.retype(typed, by=bob)
        assert [flow["categories"] for flow in draft.answers["sharing"]] == [["attendance"]]
        with pytest.raises(InvalidTransition, match="unfinished consent"):
            actions.retype(typed, by=bob)
        actions.discard(draft, by=bob)
        scan = ConsentScan.objects.get()
    assert default_storage.exists(str(scan.file))


def test_only_a_wrong_record_is_typed_anew(typed, consented, bob):
    with acting_as(bob):
        with pytest.raises(Forbidden):
            actions.retype(typed, by=bob)
        actions.revoke(typed, by=bob, how=ConsentGrant.Asked.SPOKEN)
        with pytest.raises(Forbidden):
            actions.retype(typed, by=bob)
        other = consented()
        with pytest.raises(InvalidTransition):
            actions.put_in_scan(other, by=bob, file=scan_file())


def test_a_draft_that_is_thrown_away_takes_its_scan_with_it(
    sign_in, bob, maya, mother, north, south, form, django_capture_on_commit_callbacks
):
    recorder = Recorder(sign_in(bob), maya, mother, north, south, form)
    recorder.to_check()
    with acting_as(bob):
        draft = ConsentDraft.objects.get()
        kept = draft.answers["scan"]["file"]
        assert default_storage.exists(kept)
        with django_capture_on_commit_callbacks(execute=True):
            actions.discard(draft, by=bob)
    assert not default_storage.exists(kept)


def test_on_the_pages_from_the_first_person_to_the_second(
    sign_in, bob, cleo, maya, mother, north, south, form
):
    first = Recorder(sign_in(bob), maya, mother, north, south, form)
    assert first.record().status_code == 200
    with acting_as(bob):
        consent = Consent.objects.get()
    detail, compare = (reverse(f"consents:{name}", args=[consent.pk]) for name in ("detail", "compare"))
    assert "Not in force yet" in first.client.get(detail).content.decode()
    assert first.client.get(compare).status_code == 403
    second = sign_in(cleo)
    assert compare in second.get(reverse("desk:work")).content.decode()
    assert compare in second.get(detail).content.decode()
    page = second.get(compare).content.decode()
    for words in (
        "The paper",
        "Is a page missing here?",
        "What was typed",
        "Initials: AT",
        "Waits for a second person",
    ):
        assert words in page
    picture = second.get(reverse("consents:scan_page", args=[consent.pk, 1]))
    assert (picture.status_code, picture.headers["Content-Type"]) == (200, "image/png")
    assert second.get(reverse("consents:scan_page", args=[consent.pk, 2])).status_code == 404
    assert second.get(reverse("consents:scan", args=[consent.pk])).content == scan_file().read()
    assert second.post(compare).status_code == 200
    assert second.post(compare, {"same": "on"}).headers["Location"] == detail
    assert "2 of 2 lines in force" in second.get(detail).content.decode()
    assert second.get(compare).status_code == 409


def test_a_scan_that_came_with_a_refused_paper_is_kept(sign_in, bob, maya, mother, north, south, form):
    first = Recorder(sign_in(bob), maya, mother, north, south, form)
    first.signer()
    first.sharing(expires_on=first.get("sharing").context["form"].fields["expires_on"].initial)
    refused = first.scan(signed_on=north.today() - timedelta(days=1))
    assert "12 months after the signature" in refused.content.decode()
    missing = first.scan(signed_on="")
    for answer in (refused, missing, first.get("scan")):
        assert "signed.png" in answer.content.decode()
        assert not answer.context["form"].fields["file"].required
    with acting_as(bob):
        assert default_storage.exists(ConsentDraft.objects.get().answers["scan"]["file"])


def test_a_file_that_is_no_scan_is_not_kept_and_takes_no_other_ones_place(
    sign_in, bob, maya, mother, north, south, form
):
    first = Recorder(sign_in(bob), maya, mother, north, south, form)
    first.signer()
    first.sharing(expires_on=first.get("sharing").context["form"].fields["expires_on"].initial)
    words = SimpleUploadedFile("letter.png", b"no picture")
    assert first.scan(file=words).context["form"].fields["file"].required
    first.scan(signed_on="")
    assert first.scan(file=words).context["form"].errors["file"]
    assert "signed.png" in first.get("scan").content.decode()


def test_sent_back_on_the_pages_and_typed_anew_from_the_same_scan(
    sign_in, bob, cleo, maya, mother, north, south, form
):
    first = Recorder(sign_in(bob), maya, mother, north, south, form)
    first.record()
    with acting_as(bob):
        consent = Consent.objects.get()
    send_back = reverse("consents:send_back", args=[consent.pk])
    second = sign_in(cleo)
    assert second.get(send_back).status_code == 200
    assert second.post(send_back, {"reason": "Discipline has no initials"}).status_code == 302
    detail = first.client.get(reverse("consents:detail", args=[consent.pk])).content.decode()
    assert "Type it anew" in detail
    assert "Discipline has no initials" in detail
    retype = reverse("consents:retype", args=[consent.pk])
    assert first.client.post(retype).headers["Location"] == first.url("sharing")
    assert first.client.post(retype).headers["Location"] == reverse("consents:for_youth", args=[maya.pk])
    first.sharing("?line=0", categories=["attendance"])
    assert (
        first.post("scan", signed_on=north.today(), seen="on", initials_0_of_attendance="AT").status_code
        == 302
    )
    first.client.post(first.url("check"))
    with acting_as(bob):
        anew = Consent.objects.exclude(pk=consent.pk).get()
        assert [grant.category for grant in anew.grants.all()] == ["attendance"]
        assert anew.scan.file == consent.scan.file


def a_pdf_of(*pictures):
    """A PDF with one picture a page; None is an empty page."""
    content = io.BytesIO()
    with pikepdf.new() as document:
        for picture in pictures:
            page = document.add_blank_page(page_size=(60, 90))
            if picture is not None:
                image = document.make_stream(
                    b"\x80" * 60 * 90,
                    Type=pikepdf.Name.XObject,
                    Subtype=pikepdf.Name.Image,
                    Width=60,
                    Height=90,
                    ColorSpace=pikepdf.Name.DeviceGray,
                    BitsPerComponent=8,
                )
                page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
        document.save(content)
    return content.getvalue()


def test_the_pages_of_a_scanned_pdf_are_shown_as_pictures():
    content = a_pdf_of("scan", None)
    kind = "application/pdf"
    assert scans.pictured_pages(content, kind) == [1]
    assert scans.pictured_pages(a_pdf_of(None, "scan"), kind) == [2]
    assert scans.pictured_pages(b"png", "image/png") == [1]
    picture = scans.page_picture(content, kind, 0)
    assert picture is not None
    assert picture[0].startswith(b"\xff\xd8\xff")
    assert scans.page_picture(content, kind, 1) is None
    assert scans.page_picture(content, kind, 7) is None
    assert scans.page_picture(b"png", "image/png", 1) is None


def test_no_page_is_drawn_to_number_it(monkeypatch):
    def drawn(picture):
        raise AssertionError("a picture was drawn")

    monkeypatch.setattr(pikepdf.PdfImage, "as_pil_image", drawn)
    assert scans.pictured_pages(a_pdf_of("scan", "scan", None), "application/pdf") == [1, 2]


def test_a_scan_that_is_not_what_was_put_in_is_not_shown(typed, sign_in, cleo):
    with acting_as(cleo):
        name = str(typed.scan.file)
    with default_storage.open(name, "wb") as stored:
        stored.write(b"another")
    client = sign_in(cleo)
    assert client.get(reverse("consents:scan", args=[typed.pk])).status_code == 503
    assert client.get(reverse("consents:compare", args=[typed.pk])).status_code == 503
