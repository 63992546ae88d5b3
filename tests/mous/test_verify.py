"""Verifying a file: by its hash, by its seals; whatever is sent, the answer is clear and nothing is kept."""

import io
import re
from pathlib import Path

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from pyhanko.pdf_utils.generic import NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from deploy import seal_keys
from sharing_portal.pdf import render_pdf
from sharing_portal.sealing import examine, seal
from sharing_portal.sealing.verify import Verdict, verify
from tests.sealing import file_of

PAGE = "/verify/"
NORA = seal.Signatory("Nora", "North", "Nora, Director, signed for North", "Seal for Nora")


@pytest.fixture
def content(sealed, sam) -> bytes:
    return file_of(sealed, sam)


@pytest.fixture
def send(client):
    """`send(content)`: the page's answer to somebody who is not signed in."""

    def _send(content: bytes, name: str = "agreement.pdf") -> str:
        response = client.post(PAGE, {"file": SimpleUploadedFile(name, content)})
        assert response.status_code == 200
        return response.content.decode()

    return _send


def flipped(content: bytes, place: int) -> bytes:
    changed = bytearray(content)
    changed[place] ^= 1
    return bytes(changed)


def in_the_text(content: bytes) -> int:
    """A place in the middle of the first page's words."""
    return content.index(b"stream\n") + 500


def added_to(content: bytes) -> bytes:
    """The file with one more revision, as any PDF program appends it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    writer.root["/Added"] = NumberObject(1)
    writer.update_root()
    changed = io.BytesIO()
    writer.write(changed)
    return changed.getvalue()


def sealed_elsewhere(folder: Path) -> bytes:
    """A file like ours, sealed by somebody else's key."""
    seal_keys.make(folder, "Somebody")
    who = [NORA] * 2
    content = render_pdf("mous/pdf/agreement.html", {"document": {"title": "x"}})
    return seal.seal(content, who, seal.load_signer(folder / seal_keys.KEY))


def test_the_portals_file_is_genuine(content):
    found = verify(content)
    assert found.verdict == Verdict.GENUINE
    assert found.sealed_at is not None
    assert len(found.holding) == len(found.seals) == 2


def here(content: bytes, roots: str) -> examine.Report:
    """The examination without a process of its own, for tests of many files."""
    try:
        return examine.examine(content, roots)
    except Exception:
        return examine.Report()


def test_every_kind_of_change_is_found(content, monkeypatch):
    monkeypatch.setattr("sharing_portal.sealing.verify.examine_apart", here)
    lost = (Verdict.CHANGED, Verdict.NOT_SEALED)
    last = content.rindex(b"/Contents")
    for place in [*range(20, last, last // 15), len(content) - 3]:
        assert verify(flipped(content, place)).verdict in lost, place
    # No seal covers its own bytes, such as the root certificate it carries along; the hash covers all.
    for place in range(last + 100, last + 12_000, 3_000):
        assert verify(flipped(content, place)).verdict != Verdict.GENUINE, place
    assert verify(flipped(content, in_the_text(content))).verdict == Verdict.CHANGED
    assert verify(added_to(content)).verdict == Verdict.CHANGED
    assert verify(content + b"\n").verdict == Verdict.CHANGED
    assert verify(content[: len(content) // 2]).verdict in lost


def test_a_file_cut_back_to_an_earlier_seal_is_not_the_portals(content):
    """Whole revisions of our own file: its first seal holds, but not every party's is there."""
    ends = [match.end() for match in re.finditer(rb"%%EOF\s*", content)]
    assert len(ends) == 4
    found = verify(content[: ends[2]])
    assert found.verdict == Verdict.NOT_KEPT
    assert len(found.seals) == 1


def test_a_file_the_portal_no_longer_keeps_is_told_apart(content, signed, seal_key):
    who = [NORA]
    plain = render_pdf("mous/pdf/agreement.html", {"document": {"title": "x"}})
    assert verify(seal.seal(plain, who, seal.load_signer(seal_key.key))).verdict == Verdict.NOT_KEPT
    assert verify(plain).verdict == Verdict.NOT_SEALED


def test_somebody_elses_seal_is_not_the_portals(content, tmp_path):
    found = verify(sealed_elsewhere(tmp_path / "else"))
    assert found.verdict == Verdict.CHANGED
    assert found.holding == []


def test_the_command(content, tmp_path, capsys):
    path = tmp_path / "agreement.pdf"
    path.write_bytes(content)
    call_command("verify_mou", str(path))
    told = capsys.readouterr().out
    assert "holds: Nora, Director, signed for North School District on" in told
    assert "exactly the file that the portal sealed, on 2" in told
    path.write_bytes(flipped(content, in_the_text(content)))
    with pytest.raises(CommandError, match="seals do not hold") as refusal:
        call_command("verify_mou", str(path))
    assert refusal.value.returncode == 1
    with pytest.raises(CommandError, match="No such file"):
        call_command("verify_mou", str(tmp_path / "absent.pdf"))


def test_the_page_says_yes_with_the_words_of_the_file(content, send):
    page = send(content)
    assert "This is exactly the file that the portal sealed" in page
    assert "2 of 2" in page
    assert "signed for South Community Mental Health" in page


def test_the_page_finds_one_changed_byte_and_repeats_nothing_of_the_file(content, send):
    page = send(flipped(content, in_the_text(content)))
    assert "its seals do not hold" in page
    assert "South Community" not in page


def test_the_page_speaks_spanish_and_marks_the_language_of_the_file(content, client, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
    page = client.post(PAGE, {"file": SimpleUploadedFile("a.pdf", content)}).content.decode()
    assert "Verificar un archivo sellado" in page
    assert "Este es exactamente el archivo que selló el portal" in page
    assert re.search(r'<ul class="usa-list" lang="en"><li>(Nora|Sam), Director, signed for', page)
    assert "Verify" not in page


def test_the_page_needs_no_sign_in_and_keeps_nothing(content, client, settings):
    before = sorted(Path(settings.PORTAL_DATA_DIR).rglob("*"))
    assert client.get(PAGE).status_code == 200
    assert reverse("desk:verify") == PAGE
    client.post(PAGE, {"file": SimpleUploadedFile("a.pdf", content)})
    assert sorted(Path(settings.PORTAL_DATA_DIR).rglob("*")) == before


def test_what_is_no_pdf_or_too_large_is_refused_with_the_reason(db, send, settings, client):
    assert "This is not a PDF file" in send(b"MZ\x90 a program")
    assert "empty" in send(b"")
    assert "required" in client.post(PAGE).content.decode()
    settings.UPLOAD_LIMIT_BYTES = 1000
    assert "larger than" in send(b"%PDF-1.7\n" + b"x" * 2000)
    huge = client.post(PAGE, {"file": SimpleUploadedFile("a.pdf", b"%PDF-" + b"x" * 1_100_000)})
    assert huge.status_code == 413


def test_what_only_begins_like_a_pdf_is_not_sealed(db, send):
    for junk in (b"%PDF-1.7\nnothing else", b"%PDF-1.7\n" + b"\x00\xff[<(" * 5000):
        assert "does not carry the portal’s seal" in send(junk)


def test_a_file_that_unpacks_to_gigabytes_is_cut_off(seal_key, monkeypatch, tmp_path):
    monkeypatch.setattr(examine, "SECONDS", 15)
    bomb = pikepdf.new()
    stream = bomb.make_stream(b"\0" * 200_000_000)
    bomb.Root.AcroForm = bomb.make_indirect(pikepdf.Dictionary(Fields=[stream]))
    packed = io.BytesIO()
    bomb.save(packed, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert examine.examine_apart(packed.getvalue(), seal_key.roots) == examine.Report()


def test_another_process_reads_it_without_the_portals_settings(content, seal_key, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "not for it")
    assert examine.examine_apart(content, seal_key.roots) == examine.examine(content, seal_key.roots)


def test_too_many_tries_from_one_address_wait(db, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"verify_file": "2/m/ip"}
    statuses = [client.post(PAGE).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
