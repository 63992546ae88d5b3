"""Looking into an uploaded PDF for what must not travel with a record: scripts, attachments, launches, locks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, cast

import pikepdf
from django.core.files.base import File
from django.utils.translation import gettext as _
from pikepdf import settings as pikepdf_settings

_ACTIVE_KEYS = ("/JS", "/JavaScript", "/EmbeddedFile", "/EmbeddedFiles", "/EF", "/XFA", "/RichMedia")
_ACTIVE_ACTIONS = ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition", "/Movie")
MOST_OBJECTS = 200_000
_DEEPEST = 20
MOST_UNPACKED = 64_000_000
# A few kilobytes can unpack to gigabytes. This holds for every PDF that is ever opened in this process.
pikepdf_settings.set_qpdf_limits(
    flate_max_memory=MOST_UNPACKED,
    run_length_max_memory=MOST_UNPACKED,
    png_max_memory=MOST_UNPACKED,
    tiff_max_memory=MOST_UNPACKED,
)


def fault_of_pdf(content: File[bytes]) -> str:
    """Why this PDF cannot be accepted, or nothing."""
    try:
        with pikepdf.open(cast(BinaryIO, content), suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                return _("This PDF is protected. Save it without protection.")
            if len(pdf.objects) > MOST_OBJECTS:
                return _("This PDF has too many parts to be checked. Print it to a new PDF.")
            if not len(pdf.pages):
                return _("This PDF has no pages.")
            active = any(_is_active(part) for found in pdf.objects for part in _dictionaries(found))
            if any("unfilterable stream" in warning for warning in pdf.get_warnings()):
                raise pikepdf.PdfError("objects that could not be unpacked were not looked into")
    except pikepdf.PasswordError:
        return _("This PDF is protected by a password. Save it without one.")
    except (pikepdf.PdfError, ValueError, RuntimeError, OSError):
        return _("This PDF is damaged and cannot be opened.")
    return (
        _("This PDF holds a script or another file. Print it to a new PDF and send that.") if active else ""
    )


def _dictionaries(found: pikepdf.Object, depth: int = 0) -> Iterator[pikepdf.Object]:
    """The dictionary of an object and those that lie directly in it; objects referred to come by themselves."""
    if depth > _DEEPEST or (depth and found.is_indirect):
        return
    if isinstance(found, pikepdf.Array):
        for part in found:
            if isinstance(part, pikepdf.Array | pikepdf.Dictionary | pikepdf.Stream):
                yield from _dictionaries(part, depth + 1)
    elif isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        yield found
        for key in found.keys():  # noqa: SIM118 - a stream cannot be iterated over
            part = found[key]
            if isinstance(part, pikepdf.Array | pikepdf.Dictionary | pikepdf.Stream):
                yield from _dictionaries(part, depth + 1)


def _is_active(part: pikepdf.Object) -> bool:
    """A dictionary that carries a script or a file, or an action that starts something."""
    return any(key in part for key in _ACTIVE_KEYS) or str(part.get("/S", "")) in _ACTIVE_ACTIONS
