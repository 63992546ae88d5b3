"""The agreement on paper, the exhibit by which an agency joins, and the paper that says how the parties signed."""

from mous.document import annex, document_of
from mous.models import Mou, MouJoinder, MouSeal
from mous.pages.life import exhibit_context
from mous.queries import signatures_on
from sharing_portal.pdf import render_pdf
from sharing_portal.sealing.verify import verify_url


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
