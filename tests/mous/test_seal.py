"""The sealed file: one seal a signatory, kept byte for byte, given to parties only; any change is found."""

import hashlib
import io
import re
from pathlib import Path
from uuid import uuid4

import pikepdf
import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from agencies.acting import acting_as
from audit.models import AuditEvent
from deploy import seal_keys
from mous import actions
from mous.models import Mou, MouSeal, MouSignature
from notices.models import OutboxEntry
from sharing_portal import pdf as paper
from sharing_portal.rls.context import acting_for
from sharing_portal.sealing import checks
from tests.factories import PASSWORD
from tests.sealing import AGREEMENT, file_of, work_off


def url(name, *args):
    return reverse(f"mous:{name}", args=args)


def kept_files(mou) -> list[str]:
    return default_storage.listdir(f"agreements/{mou.pk}")[1]


def test_the_last_signature_queues_one_seal(sent, nora, sam, signed):
    with acting_for(principal="outbox"):
        entries = OutboxEntry.objects.filter(task=AGREEMENT)
        assert [entry.reference for entry in entries] == [signed.pk]


def test_every_seal_holds_and_says_who_for_whom(sealed, sam):
    content = file_of(sealed, sam)
    roots = list(load_certs_from_pemder([settings.SEAL_ROOTS_FILE]))
    seals = PdfFileReader(io.BytesIO(content)).embedded_signatures
    said = []
    for each in seals:
        context = ValidationContext(trust_roots=roots, allow_fetching=False)
        status = validate_pdf_signature(each, context)
        assert status.bottom_line
        assert each.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
        assert each.sig_field["/Rect"] == [0, 0, 0, 0]
        said.append((str(each.sig_object["/Name"]), str(each.sig_object["/Reason"])))
        # Later revisions hold the other seals and nothing else.
        assert status.modification_level in (ModificationLevel.NONE, ModificationLevel.FORM_FILLING)
    said.sort()
    assert [name for name, _ in said] == ["Nora", "Sam"]
    assert said[0][1].startswith("Nora, Director, signed for North School District on ")
    assert said[1][1].startswith("Sam, Director, signed for South Community Mental Health on ")
    assert seals[0].docmdp_level == MDPPerm.FILL_FORMS
    assert seals[-1].docmdp_level == MDPPerm.NO_CHANGES


def test_it_is_tagged_titled_and_in_a_language(sealed, sam):
    with pikepdf.open(io.BytesIO(file_of(sealed, sam))) as document:
        assert document.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in document.Root
        assert str(document.Root.Lang) == "en"
        assert document.Root.ViewerPreferences.DisplayDocTitle
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == sealed.title
        assert all(page.get("/Tabs") == "/S" for page in document.pages if "/Annots" in page)


def test_the_signature_page_is_laid_out_before_the_first_seal(sealed, sam):
    """The first revision already has every page; the seals add none."""
    content = file_of(sealed, sam)
    reader = PdfFileReader(io.BytesIO(content))
    first = reader.get_historical_resolver(0)
    pages = [int(revision.root["/Pages"]["/Count"]) for revision in (first, reader)]
    assert pages[0] == pages[1]
    assert pages[0] > 3


def test_delivered_twice_or_cut_off_it_is_one_file(signed, sam, seal_key, monkeypatch):
    create = MouSeal.objects.create
    monkeypatch.setattr(MouSeal.objects, "create", lambda **values: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        work_off()
    assert len(kept_files(signed)) == 1
    monkeypatch.setattr(MouSeal.objects, "create", create)
    work_off()
    work_off()
    with acting_as(sam):
        made = MouSeal.objects.get()
    assert kept_files(signed) == [f"{made.file_sha256}.pdf"]


def test_one_that_ended_meanwhile_is_sealed_all_the_same(signed, sam, seal_key):
    with acting_as(sam):
        actions.withdraw(signed, by=sam, reason="We close.")
    work_off()
    with acting_as(sam):
        assert signed.state == "ended"
        assert signed.seals.count() == 1


def test_without_the_key_nothing_is_kept_and_it_is_tried_again(signed, sam, settings):
    settings.SEAL_KEY_FILE = "/nowhere/key.pem"
    with pytest.raises(OSError, match="nowhere"):
        work_off()
    with acting_as(sam):
        assert not MouSeal.objects.exists()
    with acting_for(principal="outbox"):
        entry = OutboxEntry.objects.get(task=AGREEMENT)
        assert (entry.done_at, entry.last_error) == (None, "FileNotFoundError")


def test_parties_download_exactly_the_stored_bytes_and_it_is_logged(sealed, sign_in, alice, sam, operator):
    response = sign_in(alice).get(url("pdf", sealed.pk))
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    with acting_as(sam):
        made = MouSeal.objects.get()
    assert hashlib.sha256(response.content).hexdigest() == made.file_sha256
    assert made.text_sha256 == sealed.text_sha256
    with acting_as(alice):
        event = AuditEvent.objects.get(event="mou.downloaded")
        assert (event.object_id, event.details["file_sha256"]) == (sealed.pk, made.file_sha256)
    page = sign_in(alice).get(url("detail", sealed.pk)).content.decode()
    assert made.file_sha256 in page
    assert url("evidence", sealed.pk) in page


@pytest.mark.parametrize("name", ["pdf", "evidence"])
def test_a_stranger_learns_nothing(name, sealed, sign_in, carol):
    client = sign_in(carol)
    answers = []
    for pk in (sealed.pk, uuid4()):
        response = client.get(url(name, pk))
        assert response.status_code == 404
        told = response.content.decode().replace(str(pk), "ID").replace(response["X-Request-ID"], "REQUEST")
        answers.append(re.sub(r'"[A-Za-z0-9]{64}"', "CSRF", told))
    assert answers[0] == answers[1]
    with acting_as(carol):
        assert not MouSeal.objects.exists()


def test_until_it_is_sealed_the_page_says_so(signed, sent, sign_in, alice):
    client = sign_in(alice)
    assert "It is being prepared" in client.get(url("detail", signed.pk)).content.decode()
    for name in ("pdf", "evidence"):
        waiting = client.get(url(name, signed.pk))
        assert waiting.status_code == 200
        assert "The sealed file is being prepared" in waiting.content.decode()


def test_no_evidence_before_all_have_signed(sent, sign_in, alice):
    assert sign_in(alice).get(url("evidence", sent.pk)).status_code == 409
    assert sign_in(alice).get(url("pdf", sent.pk))["Content-Type"] == "application/pdf"


def test_a_damaged_file_is_not_given_out(sealed, sign_in, alice, settings):
    path = Path(settings.PORTAL_DATA_DIR) / "files" / "agreements" / str(sealed.pk) / kept_files(sealed)[0]
    path.chmod(0o600)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert sign_in(alice).get(url("pdf", sealed.pk)).status_code == 503
    path.unlink()
    assert sign_in(alice).get(url("pdf", sealed.pk)).status_code == 503


def test_the_evidence_tells_who_when_how_and_the_hashes(sealed, sign_in, alice, sam, monkeypatch):
    shown, html = [], paper.HTML
    monkeypatch.setattr(
        paper, "HTML", lambda string, **rest: shown.append(string) or html(string=string, **rest)
    )
    response = sign_in(alice).get(url("evidence", sealed.pk))
    with pikepdf.open(io.BytesIO(response.content)) as document:
        assert document.Root.MarkInfo.Marked
    with acting_as(sam):
        made, signature = MouSeal.objects.get(), MouSignature.objects.get(signed_by=sam)
    for words in (
        made.file_sha256,
        sealed.text_sha256,
        "Sam, South Community Mental Health",
        "Director",
        "password, code of an authenticator app",
        str(signature.signed_by_id),
        signature.attestation,
        f"{signature.signed_at:%B} {signature.signed_at.day}, {signature.signed_at.year}",
        "Signed by all parties",
        settings.PORTAL_URL + "/verify/",
    ):
        assert words in shown[0], words


def test_signing_by_page_keeps_how_identity_was_proven(sign_in, sent, nora, north):
    client = sign_in(nora)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": url("list")})
    statement = {
        "typed_name": nora.name,
        "title": "Director",
        "attested": "on",
        "text_sha256": sent.text_sha256,
        "agency": str(north.pk),
    }
    assert client.post(url("sign", sent.pk), statement).status_code == 302
    with acting_as(nora):
        assert MouSignature.objects.get().proofs == ["password"]


INSERT = """INSERT INTO mous_mouseal (id, mou_id, file, file_sha256, text_sha256, sealed_at)
  VALUES (gen_random_uuid(), %s, 'x', repeat('0', 64), repeat('0', 64), now())"""


def test_no_person_writes_or_changes_a_seal(sealed, sam, dana):
    for person in (sam, dana):
        for statement, values in (
            (INSERT, [sealed.pk]),
            ("UPDATE mous_mouseal SET file_sha256 = repeat('0', 64)", []),
            ("DELETE FROM mous_mouseal", []),
        ):
            with acting_as(person), pytest.raises(DatabaseError), transaction.atomic():
                connection.cursor().execute(statement, values)
    with acting_as(sam):
        assert Mou.objects.get().seals.count() == 1


def test_production_refuses_to_start_without_its_own_key(seal_key, settings, tmp_path):
    def ids():
        return [message.id for message in checks.seal_key()]

    assert ids() == []
    other = tmp_path / "other"
    seal_keys.make(other, "Another county", seal_keys.DEMONSTRATION)
    assert checks.DEMONSTRATION == seal_keys.DEMONSTRATION
    settings.SEAL_KEY_FILE = str(other / seal_keys.KEY)
    assert ids() == ["sealing.E003", "sealing.E004"]
    settings.SEAL_KEY_FILE = "/nowhere/key.pem"
    assert ids() == ["sealing.E001"]
    mixed = tmp_path / "mixed.pem"
    key, rest = Path(seal_key.key).read_text(), (other / seal_keys.KEY).read_text()
    mixed.write_text(rest[: rest.index("-----BEGIN CERT")] + key[key.index("-----BEGIN CERT") :])
    settings.SEAL_KEY_FILE = str(mixed)
    assert ids() == ["sealing.E002"]


def test_seals_that_would_not_hold_are_not_kept(signed, sam, seal_key, settings, tmp_path):
    seal_keys.make(tmp_path / "other", "Another county")
    settings.SEAL_ROOTS_FILE = str(tmp_path / "other" / seal_keys.ROOTS)
    with pytest.raises(ValueError, match="do not hold"):
        work_off()
    assert not default_storage.exists(f"agreements/{signed.pk}")
