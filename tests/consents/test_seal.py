"""The signed form as a sealed file: one seal for each person who signed, kept byte for byte, with no secret in it."""

import hashlib
import io
import re
from datetime import timedelta

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from agencies.acting import acting_as
from audit.models import AuditEvent
from consents import evidence, queries
from consents.models import Consent, ConsentSeal, FamilyLink
from consents.pdf import signed_form
from disclosures.actions import revoke_consent
from law.vocabulary import SignerCapacity
from notices.models import OutboxEntry
from sharing_portal.rls.context import acting_for
from sharing_portal.sealing.verify import Verdict, verify
from tests import factories
from tests.sealing import CONSENT, work_off


@pytest.fixture
def consent(consented) -> Consent:
    return consented()


@pytest.fixture
def sealed(consent, seal_key) -> Consent:
    work_off()
    return consent


def url(consent) -> str:
    return reverse("consents:pdf", args=[consent.pk])


def kept_files(consent) -> list[str]:
    return default_storage.listdir(f"consents/{consent.pk}")[1]


def flipped(content: bytes) -> bytes:
    place = content.index(b"stream\n") + 500
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def test_recording_queues_one_seal_with_ids_only(consent):
    with acting_for(principal="outbox"):
        entry = OutboxEntry.objects.get(task=CONSENT)
    assert (entry.reference, entry.agency_id) == (consent.pk, consent.agency_id)
    assert (entry.subject, entry.body, entry.to_address) == ("", "", "")


def test_each_signer_has_a_seal_that_holds_and_says_who_and_in_which_capacity(
    consented, bob, seal_key, sign_in
):
    consent = consented(minor_also_signed=True)
    work_off()
    roots = list(load_certs_from_pemder([seal_key.roots]))
    seals = PdfFileReader(io.BytesIO(sign_in(bob).get(url(consent)).content)).embedded_signatures
    said = []
    for each in seals:
        status = validate_pdf_signature(each, ValidationContext(trust_roots=roots, allow_fetching=False))
        assert status.bottom_line
        assert each.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
        said.append((str(each.sig_object["/Name"]), str(each.sig_object["/Reason"])))
    assert [name for name, _ in said] == ["Ana Torres", "Maya Torres"]
    with acting_as(bob):
        when = evidence.moment(consent, consent.signed_at)
    assert when.endswith(("PST", "PDT"))
    assert [reason for _, reason in said] == [
        f"Ana Torres, {SignerCapacity.PARENT.label}, signed on {when}",
        f"Maya Torres, {SignerCapacity.MINOR.label}, signed on {when}",
    ]


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_is_tagged_titled_and_in_the_language_of_the_form(
    language, consented, form, spanish_form, bob, seal_key, sign_in
):
    chosen = {"en": form, "es": spanish_form}[language]
    consent = consented(form=chosen)
    work_off()
    with pikepdf.open(io.BytesIO(sign_in(bob).get(url(consent)).content)) as document:
        assert document.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in document.Root
        assert str(document.Root.Lang) == language
        assert document.Root.ViewerPreferences.DisplayDocTitle
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == chosen.title


def test_until_it_is_sealed_the_page_says_so_and_the_copy_is_marked(consent, bob, sign_in, html):
    client = sign_in(bob)
    page = client.get(reverse("consents:detail", args=[consent.pk])).content.decode()
    assert "It is being prepared" in page
    answer = client.get(url(consent))
    assert answer["Content-Disposition"] == f'attachment; filename="{consent.reference}.pdf"'
    assert "Copy, not sealed" in html[-1]
    assert "This copy is not sealed. The sealed file is given out as soon as it is ready." in html[-1]


def test_the_sealed_file_is_given_out_byte_for_byte_and_never_changes(sealed, bob, sign_in):
    client = sign_in(bob)
    answer = client.get(url(sealed))
    assert answer["Content-Disposition"] == f'attachment; filename="{sealed.reference}-sealed.pdf"'
    with acting_as(bob):
        made = queries.seal_of(sealed)
        assert hashlib.sha256(answer.content).hexdigest() == made.file_sha256
        revoke_consent(sealed, by=bob)
    assert client.get(url(sealed)).content == answer.content
    page = client.get(reverse("consents:detail", args=[sealed.pk])).content.decode()
    assert made.file_sha256 in page
    assert "/verify/" in page


def test_the_log_says_that_it_was_sealed(sealed, north, operator):
    with acting_as(factories.member("priya", north, ["auditor"], by=operator)):
        event = AuditEvent.objects.get(event="consent.sealed")
        assert event.object_id == sealed.pk
        assert [f"{sha256}.pdf" for sha256 in event.details.values()] == kept_files(sealed)


def test_delivered_twice_or_cut_off_it_is_one_file(consent, bob, seal_key, monkeypatch):
    create = ConsentSeal.objects.create
    monkeypatch.setattr(ConsentSeal.objects, "create", lambda **values: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        work_off()
    assert len(kept_files(consent)) == 1
    monkeypatch.setattr(ConsentSeal.objects, "create", create)
    work_off()
    work_off()
    with acting_as(bob):
        made = ConsentSeal.objects.get()
    assert kept_files(consent) == [f"{made.file_sha256}.pdf"]


def test_only_the_worker_has_the_key_and_without_it_it_is_tried_again(consent, bob, settings, sign_in):
    settings.SEAL_KEY_FILE = "/nowhere/key.pem"
    with pytest.raises(OSError, match="nowhere"):
        work_off()
    with acting_as(bob):
        assert queries.seal_of(consent) is None
    with acting_for(principal="outbox"):
        entry = OutboxEntry.objects.get(task=CONSENT)
        assert (entry.done_at, entry.last_error) == (None, "FileNotFoundError")
    # The web process gives out the copy all the same.
    assert sign_in(bob).get(url(consent)).status_code == 200


def test_a_text_that_is_not_the_one_signed_is_never_sealed(consent, seal_key, monkeypatch):
    monkeypatch.setattr("consents.sealing.is_untouched", lambda consent: False)
    with pytest.raises(ValueError, match="not the one that was signed"):
        work_off()
    assert not default_storage.exists(f"consents/{consent.pk}")


def test_what_was_typed_off_a_paper_waits_for_the_second_person(consented, bob, sign_in, html):
    consent = consented(method=Consent.Method.PAPER, signed_at=timezone.now() - timedelta(days=1))
    with acting_for(principal="outbox"):
        assert not OutboxEntry.objects.filter(task=CONSENT).exists()
    sign_in(bob).get(url(consent))
    assert "It is sealed when a second person has held what was typed against the paper." in html[-1]


def test_the_page_and_the_command_know_it_and_find_one_changed_byte(
    sealed, bob, sign_in, client, tmp_path, capsys
):
    content = sign_in(bob).get(url(sealed)).content

    def page(sent: bytes) -> str:
        return client.post("/verify/", {"file": SimpleUploadedFile("c.pdf", sent)}).content.decode()

    assert verify(content).verdict == Verdict.GENUINE
    assert "This is exactly the file that the portal sealed" in page(content)
    assert "Ana Torres, Parent, signed on" in page(content)
    assert verify(flipped(content)).verdict == Verdict.CHANGED
    assert "Ana Torres" not in page(flipped(content))
    path = tmp_path / "consent.pdf"
    path.write_bytes(content)
    for command in ("verify_consent", "verify_mou"):
        call_command(command, str(path))
        assert "exactly the file that the portal sealed" in capsys.readouterr().out
    path.write_bytes(flipped(content))
    with pytest.raises(CommandError, match="seals do not hold"):
        call_command("verify_consent", str(path))


def test_a_damaged_file_is_not_given_out(sealed, bob, sign_in):
    name = f"consents/{sealed.pk}/{kept_files(sealed)[0]}"
    with default_storage.open(name) as file:
        content = file.read()
    default_storage.delete(name)
    default_storage.save(name, SimpleUploadedFile("c.pdf", flipped(content)))
    assert sign_in(bob).get(url(sealed)).status_code == 503


def test_a_stranger_learns_nothing_and_nobody_writes_seals(sealed, bob, carol, sign_in):
    assert sign_in(carol).get(url(sealed)).status_code == 404
    with acting_as(carol):
        assert not ConsentSeal.objects.exists()
    insert = """INSERT INTO consents_consentseal (consent_id, agency_id, file, file_sha256, sealed_at)
      VALUES (%s, %s, 'consents/x', repeat('0', 64), now())"""
    with acting_as(bob):
        other = Consent.objects.get(pk=sealed.pk)
        for statement, values in (
            (insert, [other.pk, other.agency_id]),
            ("UPDATE consents_consentseal SET file_sha256 = repeat('0', 64)", []),
            ("DELETE FROM consents_consentseal", []),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                connection.cursor().execute(statement, values)


def through_a_link(consent: Consent, check: FamilyLink.Check) -> Consent:
    """The same consent as if the family had signed it at home, with all the secrets a link has."""
    consent.method = Consent.Method.LINK
    consent.link = FamilyLink(
        agency_id=consent.agency_id,
        check_by=check,
        email="ana@home.example",
        token_sha256="7" * 64,
        code_hash="8" * 64,
    )
    kept = {"check": str(check), "verified_at": timezone.now().isoformat()}
    consent.signature_evidence = {**kept, "token": "SECRET", "code": "SECRET"}
    consent.drawing = "[[[0,0],[0.5,1]],[[1,1]]]"
    return consent


def test_the_evidence_says_how_and_holds_no_secret(consent, bob, html):
    with acting_as(bob):
        consent.interpreter = "Luz Vega"
        for check, words in (
            (FamilyLink.Check.CODE, "By a code that was told by phone or handed over, "),
            (FamilyLink.Check.BIRTH_DATE, "By the young person’s date of birth, "),
            (FamilyLink.Check.IN_PERSON, "In person, by Bob, who handed over the device"),
        ):
            signed_form(through_a_link(consent, check))
            for wanted in (words, "Luz Vega", consent.text_sha256, "Birth certificate seen", "English"):
                assert wanted in html[-1], wanted
            assert (
                '<title>Ana Torres</title><path d="M0.0 0.0 L300.0 200.0 M600.0 200.0 L600.0 200.0"'
                in html[-1]
            )
            for secret in ("SECRET", "7777", "8888", "home.example", str(consent.link.pk)):
                assert secret not in html[-1], secret


def test_a_spanish_form_has_no_english_word_of_ours(consented, form, spanish_form, bob, html):
    """Whatever reads the same in both languages is a name, a number or the hash."""
    pages = []
    for chosen in (form, spanish_form):
        consent = consented(form=chosen, minor_also_signed=True, interpreter="Luz Vega")
        with acting_as(bob):
            signed_form(consent)
            signed_form(consent, sealed=False)
        pages.append({piece.strip() for shown in html for piece in re.split(r"<[^>]*>", shown)})
        html.clear()
    same = {piece for piece in pages[0] & pages[1] if re.search("[A-Za-z]", piece)}
    names = (
        "Ana Torres",
        "Maya Torres",
        "Luz Vega",
        "Bob",
        "North School District",
        "Birth certificate seen",
    )
    assert {piece for piece in same if not piece.startswith(names)} == set()


def test_the_seal_speaks_the_language_of_the_form(consented, spanish_form, bob, seal_key, sign_in, client):
    consent = consented(form=spanish_form)
    work_off()
    content = sign_in(bob).get(url(consent)).content
    (seal,) = verify(content).seals
    assert seal.reason.startswith("Ana Torres, padre o madre, ")
    assert "signed" not in seal.reason
    page = client.post("/verify/", {"file": SimpleUploadedFile("c.pdf", content)}).content.decode()
    assert f'lang="es"><li>{seal.reason}' in page
