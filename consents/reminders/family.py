"""What the family is told when it asked to be reminded: a mail without a fact, in its language, and how to stop them."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from audit.record import record
from consents.links import address_of
from consents.models import FamilyLink, FamilyMail, Reminder
from consents.reminders.staff import still_due
from notices.outbox import once


def remind_family(entry_id: str) -> None:
    """Send the family its mail of a reminder that was queued, once; none when it asked to stop them since."""
    with once(entry_id) as entry:
        if entry is None or entry.reference is None:
            return
        reminder = Reminder.objects.select_related("consent__agency").get(pk=entry.reference)
        mail = FamilyMail.objects.filter(consent=reminder.consent_id, stopped_at=None).first()
        if mail is None or not still_due(reminder):
            return
        consent = reminder.consent
        record(
            "consent.family_reminded",
            by=None,
            agency_id=consent.agency_id,
            on=consent,
            youth_id=consent.youth_id,
            days_before=reminder.days_before,
        )
        subject, body = wording(mail.language, _page_of(mail))
        # The same mail that is sent a second time carries the same name: mail programs show it once.
        name = f"<{entry.pk}@{settings.PORTAL_URL.rpartition('//')[2].partition(':')[0].partition('/')[0]}>"
        EmailMessage(subject, body, to=[mail.email], headers={"Message-ID": name}).send()


def _page_of(mail: FamilyMail) -> str:
    """The address of the family's own page of this consent, derived here; empty when it was given none that is open.

    It is a secret of the mailbox it was sent to, and told to no other one: whoever holds a link can name any address.
    """
    pages = FamilyLink.objects.filter(consent=mail.consent_id, kind=FamilyLink.Kind.PAGE, closed_at=None)
    page = pages.filter(expires_at__gt=timezone.now(), email__iexact=mail.email).first()
    return address_of(page) if page else ""


def wording(language: str, page: str) -> tuple[str, str]:
    """Subject and body: nothing about the young person, the agency or what was agreed."""
    with translation.override(language):
        where = (
            _("You can see it or stop these reminders on your page: %(address)s") % {"address": page}
            if page
            else _(
                "To see it or to stop these reminders, use the link to your page, or ask where you signed."
            )
        )
        return _("A reminder that you asked for"), "\n\n".join(
            [_("Something that you signed will end soon."), where]
        )
