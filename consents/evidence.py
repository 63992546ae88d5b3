"""How a consent was signed: the facts of the page that goes with every signed form. Never a secret.

What a link was made of, codes and addresses are no evidence of the signature and are not repeated.
"""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consents.models import Consent, FamilyLink
from consents.text import capacity_in_words, grounds_in_words
from consents.wording import label
from law.vocabulary import SignerCapacity

_ENTERED = {
    FamilyLink.Check.CODE: gettext_lazy("By a code that was told by phone or handed over"),
    FamilyLink.Check.BIRTH_DATE: gettext_lazy("By the young person’s date of birth"),
}


def facts(consent: Consent) -> list[tuple[str, str]]:
    """Label and words of each fact, in the language that is active; times are where the recording agency is."""
    form, capacity = consent.form, SignerCapacity(consent.signer_capacity)
    rows = [
        (_("Form"), f"{form.title}, {form.version}"),
        (
            _("Signed by"),
            f"{consent.signer_name}, {capacity_in_words(capacity, consent.grounds, form.language)}",
        ),
        (_("Signed on"), moment(consent, consent.signed_at)),
        (_("How it was signed"), label(consent.method, form.language)),
        (_("How the person was known"), known_by(consent)),
    ]
    if consent.grounds:
        rows.append((_("By what right"), grounds_in_words(consent.grounds, form.language)))
    if consent.signer_authority_evidence:
        rows.append((_("Right to decide"), consent.signer_authority_evidence))
    if consent.minor_also_signed:
        rows.append((_("The young person"), _("%(name)s signed too") % {"name": consent.youth_name}))
    if consent.drawing:
        rows.append((_("Drawn signature"), _("Drawn on the screen, beside the typed name")))
    return [
        *rows,
        (_("Language of the form"), form.language_name),
        (_("Interpreter"), consent.interpreter or _("None")),
        *_on_paper(consent),
        (
            _("Prepared by") if consent.link_id else _("Recorded by"),
            f"{consent.recorded_by}, {consent.agency}",
        ),
        (_("Recorded on"), moment(consent, consent.created_at)),
    ]


def known_by(consent: Consent) -> str:
    """How the portal knew that the signer was the person named (34 CFR 99.30(d)), as it was kept at the signature."""
    kept = consent.signature_evidence
    name = {"name": consent.recorded_by}
    if consent.method == Consent.Method.PAPER:
        return _("By the paper, which %(name)s received") % name
    if kept.get("check") == FamilyLink.Check.IN_PERSON:
        return _("In person, by %(name)s, who handed over the device") % name
    if kept.get("check") not in _ENTERED:
        return _("In person, by %(name)s") % name
    when = moment(consent, datetime.fromisoformat(kept["verified_at"]))
    return f"{_ENTERED[kept['check']]}, {when}"


def moment(consent: Consent, at: datetime) -> str:
    """A time where the recording agency is, with its zone."""
    return date_format(at.astimezone(consent.agency.zone), "DATETIME_FORMAT")


def _on_paper(consent: Consent) -> list[tuple[str, str]]:
    if consent.method != Consent.Method.PAPER:
        return []
    rows = []
    scan = getattr(consent, "scan", None)
    if scan is not None:
        rows.append((_("SHA-256 of the scan of the paper"), scan.file_sha256))
    if consent.confirmed_at is not None:
        who = {"name": consent.confirmed_by, "when": moment(consent, consent.confirmed_at)}
        rows.append((_("Held against the paper"), _("By %(name)s, a second person, on %(when)s") % who))
    return rows
