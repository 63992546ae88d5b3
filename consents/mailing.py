"""The mail that carries a family's link: neutral, in the family's language, with the link alone."""

from django.core.mail import EmailMessage
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from consents.links import address_of
from consents.models import FamilyLink
from notices.outbox import once


def send_queued_link(entry_id: str) -> None:
    """Send a link to the address it was made for, unless it was closed meanwhile. Its secret is derived here."""
    with once(entry_id) as entry:
        if entry is None or entry.reference is None:
            return
        link = FamilyLink.objects.filter(pk=entry.reference).first()
        if link is None or link.closed_at is not None or link.expires_at <= timezone.now():
            return
        with translation.override(link.language):
            subject, body = _words(link)
        EmailMessage(subject, body, to=[link.email]).send()


def _words(link: FamilyLink) -> tuple[str, str]:
    """Nothing about anybody: who reads the mailbox learns that there is a page, and not whose."""
    last = {"address": address_of(link)}
    if link.kind == FamilyLink.Kind.PAGE:
        words = _("Here you can see what you agreed to, and change your mind: %(address)s")
    else:
        words = _("Someone you know asked us to send you this page to read and answer: %(address)s")
    check = {
        FamilyLink.Check.CODE: _("It asks for the code that you were told."),
        FamilyLink.Check.BIRTH_DATE: _("It asks for a date that you know."),
    }[FamilyLink.Check(link.check_by)]
    warning = _(
        "Do not pass this message on. If it was not meant for you, delete it: you need not do anything else."
    )
    return _("A page for you"), "\n\n".join([words % last, check, warning])
