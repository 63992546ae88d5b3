"""The agreement on paper, the file that is sealed when all have signed, and the paper that says how they signed."""

import hashlib
from datetime import UTC

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.urls import reverse
from django.utils.translation import gettext as _

from audit.record import record
from mous.document import annex, document_of, written
from mous.examine import examine
from mous.models import Mou, MouJoinder, MouSeal, MouSignature
from mous.pages.life import exhibit_context
from mous.queries import signatures_on
from mous.seal import Signatory, load_signer, seal
from notices.outbox import once
from sharing_portal.errors import DamagedFile
from sharing_portal.pdf import render_pdf


def agreement_pdf(mou: Mou) -> bytes:
    """A tagged PDF of the agreement as it was sent, or of the draft, marked as such."""
    signatures = list(signatures_on(mou))
    signed = {signature.agency_id for signature in signatures}
    waiting = [
        party.agency.name for party in mou.parties.select_related("agency") if party.agency_id not in signed
    ]
    document = document_of(mou)
    context = {
        "mou": mou,
        "document": document,
        "annex": annex(document),
        "signatures": signatures,
        "waiting": waiting if mou.text_sha256 else [],
        "verify_url": verify_url(),
    }
    return render_pdf("mous/pdf/agreement.html", context)


def exhibit_pdf(offer: MouJoinder) -> bytes:
    """A tagged PDF of the exhibit by which an agency joins, as it was offered, with the signature once there is one."""
    return render_pdf("mous/pdf/exhibit.html", {**exhibit_context(offer), "verify_url": verify_url()})


def evidence_pdf(made: MouSeal) -> bytes:
    """A tagged PDF about a sealed agreement: who signed, when and how, and the hashes of text and file."""
    mou = made.mou
    context = {
        "mou": mou,
        "seal": made,
        "signatures": signatures_on(mou),
        "history": mou.events.select_related("agency", "by").order_by("pk"),
        "verify_url": verify_url(),
    }
    return render_pdf("mous/pdf/evidence.html", context)


def verify_url() -> str:
    """Where anybody can have a file verified."""
    return settings.PORTAL_URL + reverse("mous:verify")


def seal_queued_agreement(entry_id: str) -> None:
    """Render, seal and store the agreement that an outbox entry asks for; once, however often it is delivered.

    What was sealed is read again before it is stored, so that no file is kept whose seals would not hold.
    """
    with once(entry_id) as entry:
        if entry is None or entry.reference is None:
            return
        mou = Mou.objects.select_related("agency").get(pk=entry.reference)
        if mou.seals.exists():
            return
        signatories = [_signatory(signature) for signature in signatures_on(mou)]
        content = seal(agreement_pdf(mou), signatories, load_signer(settings.SEAL_KEY_FILE))
        if not examine(content, settings.SEAL_ROOTS_FILE).is_whole:
            raise ValueError("the seals just made do not hold by SEAL_ROOTS_FILE")
        made = _store(mou, content)
        record("mou.sealed", by=None, on=mou, agency_id=entry.agency_id, file_sha256=made.file_sha256)


def sealed_bytes(made: MouSeal) -> bytes:
    """The sealed file's exact bytes. Raises `DamagedFile` when they are not those that were stored."""
    try:
        with made.file.open("rb") as file:
            content = file.read()
    except OSError:
        content = b""
    if hashlib.sha256(content).hexdigest() != made.file_sha256:
        raise DamagedFile(_("The file kept here is not the one that was sealed. Tell the portal’s operator."))
    return content


def _signatory(signature: MouSignature) -> Signatory:
    at = signature.signed_at.astimezone(UTC)
    when = f"{written(at.date())} at {at:%H:%M} UTC"
    return Signatory(
        signature.typed_name,
        signature.title,
        signature.agency.name,
        when,
        signature.in_place_of,
        signature.authority,
    )


def _store(mou: Mou, content: bytes) -> MouSeal:
    digest = hashlib.sha256(content).hexdigest()
    storage = MouSeal._meta.get_field("file").storage
    folder = f"agreements/{mou.pk}"
    _clear(storage, folder)
    # Named by its content: no later attempt can write over the file that a row names.
    name = storage.save(f"{folder}/{digest}.pdf", ContentFile(content))
    return MouSeal.objects.create(mou=mou, file=name, file_sha256=digest, text_sha256=mou.text_sha256)


def _clear(storage: Storage, folder: str) -> None:
    """Remove what an attempt left that was cut off before its row was committed."""
    if storage.exists(folder):
        for name in storage.listdir(folder)[1]:
            storage.delete(f"{folder}/{name}")
