"""Scans of signed papers: what is accepted, where it is kept, and its pages as pictures."""

from __future__ import annotations

import io
import threading
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, cast

import pikepdf
from django.core.files.base import File
from django.utils.translation import gettext as _
from PIL import Image

from consents.models import ConsentScan
from sharing_portal.errors import RefusedInput
from youth import files
from youth.jpeg_check import has_too_many_steps

# Content type: the ending of the stored file.
KINDS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}
ACCEPT = ".pdf,.png,.jpg,.jpeg"
MOST_PAGES = 20
# How a scanner packs its pictures. What any of these unpacks to is bounded; of other ways, it is not.
WRAPPINGS = {"/FlateDecode", "/RunLengthDecode"}
CODECS = {"/DCTDecode": "JPEG", "/JPXDecode": "JPEG2000"}
LARGEST_PALETTE = 3 * 256
TURNS = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
# Whatever is wrong with a picture inside a PDF, its page is read in the file itself.
UNREADABLE = (
    pikepdf.PikepdfError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
# A browser asks for many pages at once. Drawn one after the other, they need the memory of one.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class KeptScan:
    """A scan in the portal's data folder: its name there, the name it came with, and the SHA-256 of its bytes."""

    file: str
    file_name: str
    file_sha256: str

    def as_answer(self) -> dict[str, str]:
        """As it is kept in a draft."""
        return asdict(self)


def keep(upload: File[bytes]) -> KeptScan:
    """Store an upload if it is a scan: what it is, its content says. Raises `RefusedInput` with the reason."""
    checked = files.check(upload)
    if checked.type not in KINDS:
        raise RefusedInput(_("Use a PDF, PNG or JPEG file."), field="file")
    name = f"consents/scans/{uuid.uuid4().hex}/{checked.sha256}.{KINDS[checked.type]}"
    return KeptScan(files.keep_until_rollback(name, checked.content), checked.name, checked.sha256)


def let_go(kept: dict[str, Any] | None) -> None:
    """Delete a scan that a draft no longer needs, unless a consent was recorded with it."""
    if kept and not ConsentScan.objects.filter(file=kept["file"]).exists():
        files.discard_on_commit(kept["file"])


def kind_of(scan: ConsentScan) -> str:
    """The content type that the scan was found to have when it was stored."""
    ending = str(scan.file).rsplit(".", 1)[-1]
    return next(kind for kind, own in KINDS.items() if own == ending)


def pictured_pages(content: bytes, kind: str) -> list[int]:
    """The numbers, from 1, of the pages that can be shown as pictures. No picture is drawn to know it."""
    if kind != "application/pdf":
        return [1]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pages = list(pdf.pages)[:MOST_PAGES]
        return [number for number, page in enumerate(pages, start=1) if _largest_picture(page) is not None]


def page_picture(content: bytes, kind: str, number: int) -> tuple[bytes, str] | None:
    """A page as a picture and its content type, from 0; None for a page that is not the picture of a scanner."""
    if kind != "application/pdf":
        return (content, kind) if number == 0 else None
    with _one_at_a_time, pikepdf.open(io.BytesIO(content)) as pdf:
        if not 0 <= number < len(pdf.pages):
            return None
        return _drawn(pdf.pages[number])


def _largest_picture(page: pikepdf.Page) -> pikepdf.Stream | None:
    """The largest picture on a page; None where there is none, or one that is never drawn. Nothing is unpacked."""
    try:
        pictures = [cast(pikepdf.Stream, picture) for picture in page.get_images().values()]
        largest = max(pictures, key=_pixels, default=None)
        return largest if largest is not None and _may_be_drawn(largest) else None
    except UNREADABLE:
        return None


def _pixels(picture: pikepdf.Stream) -> int:
    return int(picture.Width) * int(picture.Height)


def _may_be_drawn(picture: pikepdf.Stream) -> bool:
    *wrappings, codec = _filters(picture) or ["/FlateDecode"]
    around = {*wrappings, *(name for stream in _color_streams(picture) for name in _filters(stream))}
    known = around <= WRAPPINGS and codec in {*WRAPPINGS, *CODECS, "/CCITTFaxDecode"}
    return known and _pixels(picture) <= files.MOST_PIXELS


def _color_streams(picture: pikepdf.Stream) -> Iterator[pikepdf.Stream]:
    """The streams that say what the colors of a picture are: they are unpacked with it."""
    space = picture.get("/ColorSpace")
    for part in space if isinstance(space, pikepdf.Array) else ():
        for inner in part if isinstance(part, pikepdf.Array) else (part,):
            if isinstance(inner, pikepdf.Stream):
                yield inner


def _filters(picture: pikepdf.Stream) -> list[str]:
    return [str(name) for name in picture.get("/Filter", pikepdf.Array()).wrap_in_array().as_list()]


def _drawn(page: pikepdf.Page) -> tuple[bytes, str] | None:
    picture = _largest_picture(page)
    if picture is None:
        return None
    try:
        turn = TURNS.get(int(page.obj.get("/Rotate", 0)) % 360)
        drawn = _opened(picture).convert("RGB")
        written = io.BytesIO()
        (drawn.transpose(turn) if turn else drawn).save(written, "JPEG", quality=85)
    except UNREADABLE:
        return None
    return written.getvalue(), "image/jpeg"


def _opened(picture: pikepdf.Stream) -> Image.Image:
    """A picture that may be drawn, by its own size: the one that the PDF names for it is what its author wrote there."""
    *wrappings, codec = _filters(picture) or [""]
    if codec not in CODECS:
        # Its samples are read by the size that was named, and no further. What masks it is not drawn.
        samples = pikepdf.PdfImage(picture)
        palette = samples.palette
        if palette and (palette.base_colorspace == "CMYK" or len(palette.palette) > LARGEST_PALETTE):
            raise ValueError("looking up its colors would take too long")
        return samples.as_pil_image(apply_mask=False)
    if wrappings:
        picture.Filter, picture.DecodeParms = pikepdf.Array(map(pikepdf.Name, wrappings)), pikepdf.Array()
    packed = picture.read_bytes() if wrappings else picture.read_raw_bytes()
    opened = Image.open(io.BytesIO(packed), formats=[CODECS[codec]])
    # JPEG 2000 takes four times the memory while it is unpacked.
    most = files.MOST_PIXELS // (4 if codec == "/JPXDecode" else 1)
    if opened.width * opened.height > most or has_too_many_steps(packed):
        raise ValueError("larger than is ever drawn")
    return opened
