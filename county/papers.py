"""The files that hang on a few records: one-page PDFs and plain text, made here."""

import textwrap

LINE = 90
PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"


def plain_text(title: str, text: str) -> bytes:
    """A text file as somebody would type it."""
    return "\n\n".join([title, textwrap.fill(text, LINE)]).encode() + b"\n"


def pdf(title: str, text: str) -> bytes:
    """One letter page with a title and the text, in the PDF's own Helvetica."""
    lines = [title, "", *textwrap.wrap(text, LINE)]
    shown = " ".join(f"({_escaped(line)}) Tj T*" for line in lines)
    drawing = f"BT /F1 11 Tf 16 TL 64 720 Td {shown} ET".encode("cp1252", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        PAGE.encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    return _with_table(objects)


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _with_table(objects: list[bytes]) -> bytes:
    """The objects, the table of where each begins, and the trailer."""
    body = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, rows)
    return (
        body + table + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(body))
    )
