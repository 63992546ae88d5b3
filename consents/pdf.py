"""A consent on paper: the copy of a signed one, and a form filled in to be signed with a pen."""

from typing import Any

from consents import queries
from consents.drafting import Drafted
from consents.models import Consent, ConsentForm
from consents.text import agreement, day_in_words
from consents.wording import labels, words
from law.vocabulary import Category, SignerCapacity
from sharing_portal.pdf import render_pdf


def signed_copy(consent: Consent) -> bytes:
    """The signed form as it was shown, with the evidence of the signature and how each line stands today."""
    tongue = consent.form.language
    own_words = labels(tongue)
    context = {
        **_form(consent.form),
        "consent": consent,
        "reference": consent.reference,
        "agency": consent.agency,
        "capacity": words(SignerCapacity(consent.signer_capacity), tongue),
        "method": own_words[consent.method],
        "filled_in": consent.particulars.splitlines(),
        "lines": [
            (words(Category(grant.category), tongue), grant, own_words[state])
            for grant, state in queries.standing_grants(consent)
        ],
        "standing": own_words["standing"] % {"day": day_in_words(consent.agency.today(), tongue)},
    }
    return render_pdf("consents/pdf/signed.html", context, language=consent.form.language)


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
