"""A consent on paper: the copy of a signed one, and a form filled in to be signed with a pen."""

from typing import Any

from django.utils import translation

from consents.drafting import Drafted
from consents.drawing import svg_path
from consents.evidence import facts, moment
from consents.models import Consent, ConsentForm
from consents.queries import seal_of
from consents.text import agreement
from consents.wording import labels, words
from law.vocabulary import SignerCapacity
from sharing_portal.pdf import render_pdf
from sharing_portal.sealing.keeping import kept_bytes
from sharing_portal.sealing.verify import verify_url


def signed_copy(consent: Consent) -> bytes:
    """The sealed file, byte for byte; until the worker has sealed it, the same form marked as not sealed.

    Raises `DamagedFile` when the file kept is not the one that was sealed.
    """
    made = seal_of(consent)
    return kept_bytes(made.file, made.file_sha256) if made else signed_form(consent, sealed=False)


def signed_form(consent: Consent, *, sealed: bool = True) -> bytes:
    """The signed form as it was shown, with the signatures and the evidence of them; nothing in it ever changes."""
    tongue = consent.form.language
    with translation.override(tongue):
        context = {
            **_form(consent.form),
            "consent": consent,
            "reference": consent.reference,
            "agency": consent.agency,
            "capacity": words(SignerCapacity(consent.signer_capacity), tongue),
            "when": moment(consent, consent.signed_at),
            "filled_in": consent.particulars.splitlines(),
            "drawing": svg_path(consent.drawing) if consent.drawing else "",
            "facts": facts(consent),
            "sealed": sealed,
            "verify_url": verify_url(),
        }
    return render_pdf("consents/pdf/signed.html", context, language=tongue)


def form_to_sign(drafted: Drafted) -> bytes:
    """The form with everything filled in except the signatures."""
    context = {
        **_form(drafted.form),
        "agency": drafted.youth.agency,
        "filled_in": agreement(drafted.form, drafted.signing, drafted.lines),
        "drafted": drafted,
    }
    return render_pdf("consents/pdf/to_sign.html", context, language=drafted.form.language)


def _form(form: ConsentForm) -> dict[str, Any]:
    return {"form": form, "page_title": form.title, "labels": labels(form.language)}
