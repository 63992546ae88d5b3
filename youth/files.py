"""Uploaded files: what is accepted, decided by content and never by name, and where it is kept.

Accepted are PDF, PNG, JPEG and plain text. A file that is two things at once, that could run something when it is
opened, or that would unpack to far more than it is, is refused with the reason.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
import uuid
import weakref
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

import puremagic
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image

from sharing_portal.errors import RefusedInput
from youth.jpeg_check import has_too_many_steps
from youth.pdf_check import fault_of_pdf

# Content type: the endings a name may have. The first is given to a name without any.
ENDINGS: dict[str, tuple[str, ...]] = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "text/plain": (".txt",),
}
ACCEPT = ",".join(ending for endings in ENDINGS.values() for ending in endings)
MOST_PIXELS = 50_000_000
LONGEST_NAME = 120
_HEAD = 4096
# What a browser or a server might run, should it ever take the file for something else.
_ACTIVE = re.compile(rb"<\s*(!doctype\s+html|html|body|script|svg|iframe|\?php)[\s>]|^#!|%PDF-", re.I)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be kept: its content, and what is written beside it."""

    content: File[bytes]
    name: str
    type: str
    size: int
    sha256: str


def check(upload: File[bytes]) -> CheckedFile:
    """Look into an upload; raises `RefusedInput` with a reason a person can act on."""
    size = upload.size or 0
    if not size:
        raise _refused(_("This file is empty."))
    if size > settings.UPLOAD_LIMIT_BYTES:
        limit = settings.UPLOAD_LIMIT_BYTES // (1024 * 1024)
        raise _refused(_("This file is larger than %(limit)s MB.") % {"limit": limit})
    kind = _kind(upload)
    fault = _fault(upload, kind)
    if fault:
        raise _refused(fault)
    name = clean_name(upload.name or "", kind)
    if PurePosixPath(name).suffix.lower() not in ENDINGS[kind]:
        raise _refused(
            _("The name of this file does not fit its content, which is %(kind)s. Save it again properly.")
            % {"kind": kind}
        )
    return CheckedFile(upload, name, kind, size, sha256_of_file(upload))


def clean_name(name: str, kind: str) -> str:
    """The file's own name without folders, control and direction marks, at most 120 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(
        mark for mark in last if unicodedata.category(mark)[0] != "C" and mark not in '<>:"|?*;'
    )
    path = PurePosixPath(" ".join(visible.split()).lstrip(". ") or "file")
    ending = path.suffix or ENDINGS[kind][0]
    return path.stem[: LONGEST_NAME - len(ending)] + ending


def keep(checked: CheckedFile) -> str:
    """Store the content under a random name and return that; a rollback of the transaction takes it away again."""
    checked.content.seek(0)
    return keep_until_rollback(f"items/{uuid.uuid4().hex}", checked.content)


def keep_until_rollback(name: str, content: File[bytes]) -> str:
    """Store `content` as `name`; if the transaction does not commit, nothing stays on the disk."""
    try:
        stored = default_storage.save(name, content)
    except OSError as error:
        default_storage.delete(name)
        raise _refused(
            _("The file could not be stored just now. Nothing was saved; try again later.")
        ) from error
    # Django drops a commit hook on rollback, of a savepoint too: when this one goes unrun, the file goes with it.
    hook = _Kept()
    hook.undo = weakref.finalize(hook, default_storage.delete, stored)
    transaction.on_commit(hook, robust=True)
    return stored


def sha256_of(content: bytes) -> str:
    """The SHA-256 of some bytes, in hex."""
    return hashlib.sha256(content).hexdigest()


def discard_on_commit(name: str) -> None:
    """Delete a stored file once the transaction that no longer needs it has committed."""
    if name:
        transaction.on_commit(lambda: default_storage.delete(name), robust=True)


def read_intact(name: str, sha256: str) -> bytes | None:
    """The stored content, or None when it is gone or is not, byte for byte, what was stored."""
    try:
        with default_storage.open(name) as stored:
            content: bytes = stored.read()
    except OSError:
        return None
    return content if sha256_of(content) == sha256 else None


class _Kept:
    """The commit hook of one stored file."""

    undo: weakref.finalize[..., _Kept]

    def __call__(self) -> None:
        self.undo.detach()


def _refused(message: str) -> RefusedInput:
    return RefusedInput(message, field="file")


def _kind(upload: File[bytes]) -> str:
    """The accepted type that the content has."""
    upload.seek(0)
    head = upload.read(_HEAD)
    try:
        found = {match.mime_type for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        found = set()
    for kind, signature in _SIGNATURES.items():
        if kind in found and head.startswith(signature):
            return kind
    upload.seek(0)
    if _is_plain_text(upload.read()):
        return "text/plain"
    raise _refused(
        _(
            "This kind of file is not accepted. Use PDF, PNG, JPEG or plain text; a document can be saved as PDF."
        )
    )


_SIGNATURES = {"application/pdf": b"%PDF-", "image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}


def _is_plain_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not _CONTROL.search(text)


def _fault(upload: File[bytes], kind: str) -> str:
    upload.seek(0)
    head = upload.read(_HEAD)
    if kind != "application/pdf" and _ACTIVE.search(head):
        return _("This file contains code or is two kinds of file at once. Save it again as PDF.")
    upload.seek(0)
    if kind != "text/plain" and zipfile.is_zipfile(upload):
        return _("This file has an archive hidden in it. Save it again as PDF.")
    upload.seek(0)
    if kind == "application/pdf":
        return fault_of_pdf(upload)
    return _fault_of_image(upload, kind) if kind.startswith("image/") else ""


def _fault_of_image(upload: File[bytes], kind: str) -> str:
    """Prove that the image can be drawn, without ever unpacking it whole."""
    form = {"image/png": "PNG", "image/jpeg": "JPEG"}[kind]
    try:
        with Image.open(upload, formats=[form]) as image:
            if image.width * image.height > MOST_PIXELS:
                return _("This image is too large to be shown. Save it at a smaller size.")
            image.verify()
        if form == "JPEG":
            upload.seek(0)
            if has_too_many_steps(upload.read()):
                return _("This image is too large to be shown. Save it at a smaller size.")
            upload.seek(0)
            with Image.open(upload, formats=[form]) as image:
                image.draft("RGB", (64, 64))
                image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return _("This image is too large to be shown. Save it at a smaller size.")
    except (OSError, SyntaxError, ValueError):
        return _("This image is damaged and cannot be opened.")
    return ""


def sha256_of_file(content: File[bytes]) -> str:
    """The SHA-256 of a file, in hex, read piece by piece."""
    content.seek(0)
    digest = hashlib.sha256()
    for chunk in content.chunks():
        digest.update(chunk)
    return digest.hexdigest()
