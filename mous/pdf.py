"""The agreement on paper: text, annex and signature page, with the fingerprint of the text at every foot."""

from mous.document import document_of
from mous.models import Mou
from mous.queries import signatures_on
from sharing_portal.pdf import render_pdf


def agreement_pdf(mou: Mou) -> bytes:
    """A tagged PDF of the agreement as it was sent, or of the draft, marked as such."""
    signatures = list(signatures_on(mou))
    signed = {signature.agency_id for signature in signatures}
    waiting = [
        party.agency.name for party in mou.parties.select_related("agency") if party.agency_id not in signed
    ]
    context = {
        "mou": mou,
        "document": document_of(mou),
        "signatures": signatures,
        "waiting": waiting if mou.text_sha256 else [],
    }
    return render_pdf("mous/pdf/agreement.html", context)
