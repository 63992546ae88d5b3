"""The signed form as a sealed file: one seal for each person who signed, made once by the worker, never changed."""

from django.utils import translation
from django.utils.translation import gettext as _

from audit.record import record
from consents.evidence import moment
from consents.models import Consent, ConsentSeal
from consents.pdf import signed_form
from consents.queries import seal_of
from consents.text import capacity_in_words, is_untouched
from consents.wording import words
from law.vocabulary import SignerCapacity
from notices.outbox import once
from sharing_portal.sealing.keeping import seal_and_keep
from sharing_portal.sealing.seal import Signatory


def seal_queued_consent(entry_id: str) -> None:
    """Render, seal and store the consent that an outbox entry asks for; once, however often it is delivered.

    Raises `ValueError` rather than seal a text that is not the one that was signed.
    """
    with once(entry_id) as entry:
        if entry is None or entry.reference is None:
            return
        consent = Consent.objects.select_related(
            "agency", "form", "recorded_by", "confirmed_by", "link", "scan"
        ).get(pk=entry.reference)
        if seal_of(consent):
            return
        if not is_untouched(consent):
            raise ValueError("the text of the consent is not the one that was signed")
        kept = seal_and_keep(signed_form(consent), signatories(consent), f"consents/{consent.pk}")
        ConsentSeal.objects.create(
            consent=consent,
            agency_id=consent.agency_id,
            youth_id=consent.youth_id,
            file=kept.name,
            file_sha256=kept.sha256,
        )
        record("consent.sealed", by=None, on=consent, agency_id=consent.agency_id, file_sha256=kept.sha256)


def signatories(consent: Consent) -> list[Signatory]:
    """The signer, and the young person where both signed, in the language of the form."""
    tongue = consent.form.language
    capacity = capacity_in_words(SignerCapacity(consent.signer_capacity), consent.grounds, tongue)
    signed = [(consent.signer_name, capacity)]
    if consent.minor_also_signed:
        signed.append((consent.youth_name, words(SignerCapacity.MINOR, tongue)))
    with translation.override(tongue):
        when = moment(consent, consent.signed_at)
        return [
            Signatory(
                name,
                consent.agency.name,
                _("%(name)s, %(capacity)s, signed on %(when)s")
                % {"name": name, "capacity": capacity, "when": when},
                _("Seal for %(name)s") % {"name": name},
            )
            for name, capacity in signed
        ]
