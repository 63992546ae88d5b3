"""Uploads: each file of a small zoo gets its verdict from what it holds, not from what it is called."""

import io
import struct
import zipfile
import zlib

import pikepdf
import pytest
from django.core.files.base import ContentFile
from PIL import Image

from sharing_portal.errors import RefusedInput
from youth.files import check, clean_name
from youth.jpeg_check import MOST_PARTS, MOST_STEPS
from youth.pdf_check import MOST_UNPACKED

PNG_START = b"\x89PNG\r\n\x1a\n"


def pdf(change=lambda document: None, **save) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        change(document)
        document.save(out, **save)
    return out.getvalue()


def image(form: str, size=(20, 20)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, form)
    return out.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it is enormous."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return PNG_START + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def archive(content: bytes = b"0" * 1000) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.csv", content)
    return out.getvalue()


def open_with(action: pikepdf.Dictionary):
    def change(document):
        document.Root.OpenAction = action

    return change


def attach(document):
    document.attachments["other.exe"] = b"MZ"


def link_with_script(document):
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    document.pages[0].obj.Annots = pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=script)])


LOCK = pikepdf.Encryption(owner="o", user="")
NAMED_LOCK = pikepdf.Encryption(owner="o", user="u")

GOOD = {
    "letter.pdf": (pdf(), "application/pdf"),
    "goto.pdf": (
        pdf(open_with(pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=pikepdf.Array([])))),
        "application/pdf",
    ),
    "scan.png": (image("PNG"), "image/png"),
    "photo.jpg": (image("JPEG"), "image/jpeg"),
    "photo.JPEG": (image("JPEG"), "image/jpeg"),
    "note.txt": ("Señora Núñez called.\r\n\tTwice.".encode(), "text/plain"),
    "bom.txt": ("\ufeffNote".encode(), "text/plain"),
    "less.txt": (b"Grade < 70 since May; see <the letter>.", "text/plain"),
    "formula.txt": (b"=HYPERLINK(1)", "text/plain"),
}
BAD = {
    "empty.txt": b"",
    "program.pdf": b"MZ\x90\x00" + b"\0" * 100,
    "script.txt": b"#!/bin/sh\nrm -rf /\n",
    "page.txt": b"<html><script>alert(1)</script></html>",
    "drawing.txt": b"<svg onload=alert(1)>",
    "drawing.png": b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
    "moving.png": b"GIF89a" + b"\0" * 40,
    "letter.docx": archive(),
    "zip.pdf": archive(),
    "latin.txt": "Señora".encode("latin-1"),
    "binary.txt": b"abc\x00def",
    "letter.png": pdf(),
    "scan.pdf": image("PNG"),
    "note.pdf": b"Just words.",
    "note.exe": b"Just words.",
    "script.pdf": pdf(open_with(pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)"))),
    "launch.pdf": pdf(open_with(pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe"))),
    "nested.pdf": pdf(link_with_script),
    "attached.pdf": pdf(attach),
    "locked.pdf": pdf(encryption=LOCK),
    "password.pdf": pdf(encryption=NAMED_LOCK),
    "cut.pdf": b"%PDF-1.7\n" + b"\0" * 50,
    "late.pdf": b"\n\n" + pdf(),
    "pages.pdf": pdf(lambda document: document.pages.__delitem__(0)),
    "both.pdf": pdf() + archive(),
    "both.png": image("PNG") + archive(),
    "both.jpg": image("JPEG") + archive(),
    "web.jpg": image("JPEG")[:20] + b"<script>alert(1)</script>" + image("JPEG")[20:],
    "cut.png": image("PNG", (300, 300))[:60],
    "cut.jpg": image("JPEG", (300, 300))[:200],
    "flood.png": bomb(60_000, 60_000),
    "large.png": bomb(8_000, 8_000),
}


@pytest.mark.parametrize("name", GOOD)
def test_accepted(name):
    content, kind = GOOD[name]
    checked = check(ContentFile(content, name=name))
    assert (checked.type, checked.size, checked.name) == (kind, len(content), name)


@pytest.mark.parametrize("name", BAD)
def test_refused(name):
    with pytest.raises(RefusedInput) as refusal:
        check(ContentFile(BAD[name], name=name))
    assert refusal.value.detail == {"field": "file"}
    assert name not in refusal.value.message


def test_one_byte_over_the_limit_is_refused(settings):
    settings.UPLOAD_LIMIT_BYTES = 100
    check(ContentFile(b"a" * 100, name="a.txt"))
    with pytest.raises(RefusedInput, match="larger"):
        check(ContentFile(b"a" * 101, name="a.txt"))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\maya\\note.txt", "note.txt"),
        ("a\x00b\r\nc.txt", "abc.txt"),
        ("\u202etxt.exe.txt", "txt.exe.txt"),
        ("  .hidden.txt", "hidden.txt"),
        ('a"b<c>.txt', "abc.txt"),
        ("informe médico.txt", "informe médico.txt"),
        ("", "file.txt"),
        ("..", "file.txt"),
        ("x" * 300 + ".txt", "x" * 116 + ".txt"),
    ],
)
def test_names_are_cleaned(given, kept):
    assert clean_name(given, "text/plain") == kept


def test_a_name_without_an_ending_gets_the_right_one():
    assert check(ContentFile(pdf(), name="letter")).name == "letter.pdf"


def test_objects_that_unpack_to_far_too_much_are_not_unpacked_and_refused():
    """What cannot be looked into could hold a script."""
    script = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
    packed = zlib.compress(b"4 0 " + b" " * (MOST_UNPACKED + 1) + script)
    parts = [
        b"%PDF-1.5\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/OpenAction 4 0 R>>\nendobj\n",
        b"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n",
        b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>>>\nendobj\n",
        b"5 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
        + packed
        + b"\nendstream\nendobj\n",
    ]
    starts = [sum(map(len, parts[:index])) for index in range(5)]
    starts[0] = len(b"%PDF-1.5\n")
    rows = [
        (1, starts[0], 0),
        (1, starts[1], 0),
        (1, starts[2], 0),
        (2, 5, 0),
        (1, starts[3], 0),
        (1, starts[4], 0),
    ]
    table = struct.pack(">BIH", 0, 0, 65535) + b"".join(struct.pack(">BIH", *row) for row in rows)
    parts.append(
        b"6 0 obj\n<</Type/XRef/Size 7/W[1 4 2]/Root 1 0 R/Length %d>>stream\n" % len(table)
        + table
        + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % starts[4]
    )
    with pytest.raises(RefusedInput, match="damaged"):
        check(ContentFile(b"".join(parts), name="letter.pdf"))


def test_a_jpeg_in_a_great_many_steps_is_refused():
    out = io.BytesIO()
    Image.effect_noise((40, 40), 40).convert("RGB").save(out, "JPEG", progressive=True)
    content = out.getvalue()
    assert check(ContentFile(content, name="photo.jpg")).type == "image/jpeg"
    # The last step, over and over.
    last = content[content.rindex(b"\xff\xda") : -2]
    with pytest.raises(RefusedInput, match="too large to be shown"):
        check(ContentFile(content[:-2] + last * MOST_STEPS + content[-2:], name="photo.jpg"))
    comments = b"\xff\xfe\x00\x02" * MOST_PARTS
    with pytest.raises(RefusedInput, match="too large to be shown"):
        check(ContentFile(content[:2] + comments + content[2:], name="photo.jpg"))


def test_previews_in_a_photo_and_a_film_behind_it_are_no_steps():
    photo = image("JPEG")
    preview = b"\xff\xda" * 100
    begun = photo[:2] + b"\xff\xe1" + struct.pack(">H", len(preview) + 2) + preview + photo[2:]
    assert check(ContentFile(begun + preview, name="photo.jpg")).type == "image/jpeg"
