"""An agreement signed on paper: others confirm what was entered, and only then does it count."""

import hashlib
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse

from agencies import actions as agency_actions
from agencies.acting import acting_as
from agencies.models import Membership
from audit.models import AuditEvent
from mous import actions, queries
from mous.models import Mou, MouScan, MouSignature
from mous.pdf import agreement_pdf
from notices.models import Notice
from sharing_portal.errors import Forbidden, InvalidTransition, RefusedInput
from tests import factories
from tests.factories import PASSWORD
from tests.mous import agreements
from tests.mous.agreements import scan_file


@pytest.fixture
def adam(north, operator):
    """A second drafter at North."""
    return factories.member("adam", north, ["agency_admin"], by=operator)


@pytest.fixture
def paper(dana, north, south, parties):
    """Entered by Dana of North: North lets South ask for attendance, since last year."""
    return agreements.on_paper(dana, [south], (north, south, ["attendance"], ["care_coordination"]))


@pytest.fixture
def asked(paper, dana, adam):
    with acting_as(dana):
        actions.ask_to_confirm(paper, by=dana)
    return paper


def confirm(mou, person):
    return agreements.signed(mou, [person])


def test_counts_when_a_second_person_and_every_other_party_confirmed(asked, adam, sam, south, north):
    with acting_as(adam):
        assert Notice.objects.filter(user=adam, kind="mou.to_confirm").exists()
        assert not queries.terms_in_force(asking=south).exists()
    confirm(asked, adam)
    with acting_as(sam):
        assert not queries.terms_in_force(asking=south).exists()
    confirm(asked, sam)
    with acting_as(sam):
        mou = Mou.objects.get()
        assert mou.state == "signed"
        assert queries.terms_in_force(asking=south, holding=north).count() == 1
        assert [event.kind for event in mou.events.order_by("pk")] == [
            "drafted", "confirm_asked", "confirmed", "confirmed", "completed",
        ]  # fmt: skip
        assert "compared the scan" in mou.signatures.first().attestation
        assert mou.frozen_text.count(MouScan.objects.get().file_sha256) == 1


def test_who_entered_it_never_confirms_it(asked, dana, nora, south, operator):
    with acting_as(dana), pytest.raises(Forbidden):
        confirm(asked, dana)
    confirm(asked, nora)


def test_the_database_refuses_the_enterer_and_a_strangers_drafter(asked, dana, south, operator, sam):
    drafter = factories.member("drew", south, ["agency_admin"], by=operator)
    for person in (dana, drafter):
        with (
            acting_as(person),
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
        ):
            MouSignature.objects.create(
                mou=asked, agency_id=person.acting_agency_id, signed_by=person, typed_name=person.name,
                title="x", attestation="x", text_sha256=asked.text_sha256,
            )  # fmt: skip


def test_another_who_put_in_the_scan_does_not_confirm_either(paper, dana, adam, nora):
    with acting_as(adam):
        actions.put_in_scan(paper, by=adam, file=scan_file(), signed_on=date(2026, 1, 1))
    with acting_as(dana):
        actions.ask_to_confirm(paper, by=dana)
    with acting_as(adam), pytest.raises(Forbidden):
        confirm(paper, adam)


def test_without_a_scan_or_a_second_person_nobody_is_asked(paper, dana, north, operator, nora):
    with acting_as(dana):
        agency_actions.suspend(Membership.objects.get(user=nora), by=dana)
        with pytest.raises(RefusedInput, match=r"second person|nobody there can sign"):
            actions.ask_to_confirm(paper, by=dana)
        MouScan.objects.all().delete()
        with pytest.raises(RefusedInput, match="scan"):
            actions.ask_to_confirm(paper, by=dana)


@pytest.mark.parametrize(
    ("upload", "day", "reason"),
    [
        (SimpleUploadedFile("a.txt", b"words", "text/plain"), date(2026, 1, 1), "PDF, PNG or JPEG"),
        (SimpleUploadedFile("a.pdf", b"%PDF-broken", "application/pdf"), date(2026, 1, 1), "damaged"),
        (None, date(2099, 1, 1), "future"),
    ],
    ids=["text", "damaged", "future"],
)
def test_a_scan_that_is_none_is_refused(paper, dana, upload, day, reason):
    with acting_as(dana), pytest.raises(RefusedInput, match=reason):
        actions.put_in_scan(paper, by=dana, file=upload or scan_file(), signed_on=day)


def test_an_agreement_not_on_paper_takes_no_scan_and_skips_no_review(draft, dana):
    with acting_as(dana):
        with pytest.raises(InvalidTransition):
            actions.put_in_scan(draft, by=dana, file=scan_file(), signed_on=date(2026, 1, 1))
        with pytest.raises(InvalidTransition):
            actions.ask_to_confirm(draft, by=dana)


def test_the_scan_is_given_out_unchanged_and_logged(asked, sam, south, operator, sign_in):
    response = sign_in(sam).get(reverse("mous:scan", args=[asked.pk]))
    with acting_as(sam):
        assert hashlib.sha256(response.content).hexdigest() == MouScan.objects.get().file_sha256
    assert "attachment" in response["Content-Disposition"]
    auditor = factories.member("aud", south, ["auditor"], by=operator)
    with acting_as(auditor):
        assert AuditEvent.objects.filter(event="mou.scan_downloaded", object_id=asked.pk).count() == 1


def test_the_pdf_says_confirmed(asked, adam):
    confirm(asked, adam)
    with acting_as(adam):
        assert agreement_pdf(Mou.objects.get()).startswith(b"%PDF-")


def test_step_by_step_on_the_pages(paper, dana, adam, sam, sign_in):
    client = sign_in(dana)
    assert "signed.pdf" in client.get(reverse("mous:paper", args=[paper.pk])).content.decode()
    again = {"file": scan_file(name="better.pdf"), "signed_on": "2026-01-15"}
    assert client.post(reverse("mous:paper", args=[paper.pk]), again).url == reverse(
        "mous:parties", args=[paper.pk]
    )
    send = reverse("mous:paper_send", args=[paper.pk])
    assert "You cannot confirm it yourself" in client.get(send).content.decode()
    assert client.post(send).url == reverse("mous:detail", args=[paper.pk])
    page = reverse("mous:confirm", args=[paper.pk])
    assert client.get(page).status_code == 403
    other = sign_in(sam)
    assert "Compare and confirm" in other.get(reverse("mous:detail", args=[paper.pk])).content.decode()
    other.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": page})
    shown = other.get(page).content.decode()
    assert "better.pdf" in shown
    with acting_as(sam):
        mou = Mou.objects.get()
        words = {
            "typed_name": sam.name, "title": "Director", "attested": "on", "text_sha256": mou.text_sha256,
            "agency": str(sam.acting_agency_id),
        }  # fmt: skip
    assert other.post(page, {**words, "attested": ""}).status_code == 200
    assert other.post(page, words).url == reverse("mous:detail", args=[paper.pk])
    with acting_as(sam):
        assert Mou.objects.get().signatures.count() == 1
