"""A consent on paper: the copy of a signed one, and a form filled in to be signed with a pen."""

from collections.abc import Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from consents.drafting import Drafted
from consents.drawing import svg_path
from consents.evidence import facts, moment
from consents.models import Consent, ConsentForm, ConsentGrant
from consents.queries import seal_of
from consents.text import agreement, by_what_right, capacity_in_words, day_in_words, who_interpreted
from consents.wording import labels, words
from law.vocabulary import Category, SignerCapacity
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
            "capacity": capacity_in_words(SignerCapacity(consent.signer_capacity), consent.grounds, tongue),
            "when": moment(consent, consent.signed_at),
            "filled_in": consent.particulars.splitlines(),
            "drawing": svg_path(consent.drawing) if consent.drawing else "",
            "facts": facts(consent),
            "sealed": sealed,
            "verify_url": verify_url(),
        }
    return render_pdf("consents/pdf/signed.html", context, language=tongue)


def forms_to_sign(each: Sequence[Drafted]) -> bytes:
    """The form with everything filled in except initials and signatures, one for each young person of a sitting.

    It says in what capacity and by what right the person signs, as the text does that is stored with the consent
    (34 CFR 99.30, 45 CFR 164.508(c)(1)(vi)).
    """
    first = each[0]
    tongue = first.form.language
    forms = [
        {
            "drafted": drafted,
            "filled_in": agreement(drafted.form, drafted.signing, drafted.lines),
            "boxes": [(words(Category(line.category), tongue), line.recipient) for line in drafted.lines],
            "capacity": capacity_in_words(drafted.signing.capacity, drafted.signing.grounds, tongue),
            "notes": [*by_what_right(drafted.signing, tongue), *who_interpreted(drafted.signing, tongue)],
        }
        for drafted in each
    ]
    context = {**_form(first.form), "agency": first.youth.agency, "forms": forms}
    return render_pdf("consents/pdf/to_sign.html", context, language=tongue)


def stop_letter(consent: Consent, lines: Sequence[ConsentGrant]) -> bytes:
    """The letter that confirms what the family asked to stop: the lines and the moment, and nothing else."""
    tongue = consent.form.language
    with translation.override(tongue):
        context = {
            "page_title": gettext("We have stopped sharing"),
            "agency": consent.agency,
            "reference": consent.reference,
            "name": consent.signer_name,
            "lines": [
                {
                    "category": words(Category(line.category), tongue),
                    "discloser": line.discloser,
                    "recipient": line.recipient,
                    "when": moment(consent, line.revoked_at) if line.revoked_at else "",
                }
                for line in lines
            ],
            "today": day_in_words(consent.agency.today(), tongue),
        }
        return render_pdf("consents/pdf/stopped.html", context, language=tongue)


def _form(form: ConsentForm) -> dict[str, Any]:
    return {"form": form, "page_title": form.title, "labels": labels(form.language)}
