"""Sealing with the portal's own key, and keeping what was sealed byte for byte."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from sharing_portal.errors import DamagedFile
from sharing_portal.sealing.examine import examine
from sharing_portal.sealing.seal import Signatory, load_signer, seal


@dataclass(frozen=True)
class Kept:
    """A sealed file in the portal's data folder: its name there, and the SHA-256 of its bytes in hexadecimal."""

    name: str
    sha256: str


def seal_and_keep(content: bytes, signatories: Sequence[Signatory], folder: str) -> Kept:
    """Seal a PDF, and store it as the only file of a folder of its own. Only the worker has the key.

    What was sealed is read again before it is stored: raises `ValueError` rather than keep a file whose seals would
    not hold.
    """
    sealed = seal(content, signatories, load_signer(settings.SEAL_KEY_FILE))
    if not examine(sealed, settings.SEAL_ROOTS_FILE).is_whole:
        raise ValueError("the seals just made do not hold by SEAL_ROOTS_FILE")
    sha256 = hashlib.sha256(sealed).hexdigest()
    _clear(folder)
    # Named by its content: no later attempt can write over the file that a row names.
    return Kept(default_storage.save(f"{folder}/{sha256}.pdf", ContentFile(sealed)), sha256)


def kept_bytes(file: FieldFile, sha256: str) -> bytes:
    """The sealed file's exact bytes. Raises `DamagedFile` when they are not those that were stored."""
    try:
        with file.open("rb") as opened:
            content: bytes = opened.read()
    except OSError:
        content = b""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise DamagedFile(_("The file kept here is not the one that was sealed. Tell the portal’s operator."))
    return content


def _clear(folder: str) -> None:
    """Remove what an attempt left that was cut off before its row was committed."""
    if default_storage.exists(folder):
        for name in default_storage.listdir(folder)[1]:
            default_storage.delete(f"{folder}/{name}")
