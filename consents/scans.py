"""Scans of signed papers: what is accepted, where it is kept, and its pages as pictures."""

from __future__ import annotations

import io
import uuid
from dataclasses import asdict, dataclass
from typing import Any, cast

import pikepdf
from django.core.files.base import File
from django.utils.translation import gettext as _
from PIL import Image

from consents.models import ConsentScan
from sharing_portal.errors import RefusedInput
from youth import files

# Content type: the ending of the stored file.
KINDS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}
ACCEPT = ".pdf,.png,.jpg,.jpeg"
MOST_PAGES = 20
# Whatever is wrong with a picture inside a PDF, its page is read in the file itself.
UNREADABLE = (
    pikepdf.PdfError,
    pikepdf.models.image.UnsupportedImageTypeError,
    NotImplementedError,
    OSError,
    ValueError,
    Image.DecompressionBombError,
)


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
    with pikepdf.open(io.BytesIO(content)) as pdf:
        if not 0 <= number < len(pdf.pages):
            return None
        return _drawn(pdf.pages[number])


def _largest_picture(page: pikepdf.Page) -> pikepdf.PdfImage | None:
    """The largest picture on a page; None where there is none, or one larger than is ever drawn."""
    try:
        pictures = [pikepdf.PdfImage(cast(pikepdf.Stream, picture)) for picture in page.get_images().values()]
        largest = max(pictures, key=_pixels, default=None)
        return largest if largest is not None and _pixels(largest) <= files.MOST_PIXELS else None
    except UNREADABLE:
        return None


def _pixels(picture: pikepdf.PdfImage) -> int:
    return picture.width * picture.height


def _drawn(page: pikepdf.Page) -> tuple[bytes, str] | None:
    picture = _largest_picture(page)
    if picture is None:
        return None
    try:
        drawn = picture.as_pil_image().convert("RGB")
    except UNREADABLE:
        return None
    written = io.BytesIO()
    drawn.rotate(-int(page.obj.get("/Rotate", 0)), expand=True).save(written, "JPEG", quality=85)
    return written.getvalue(), "image/jpeg"
