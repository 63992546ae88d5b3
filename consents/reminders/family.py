"""What the family is told when it asked to be reminded: a mail without a fact, in its language, and how to stop them."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from audit.record import record
from consents.models import FamilyMail, Reminder
from consents.reminders.staff import still_due
from notices.outbox import once


def remind_family(entry_id: str) -> None:
    """Send the family its mail of a reminder that was queued, once; none when it asked to stop them since."""
    with once(entry_id) as entry:
        if entry is None:
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
        subject, body = wording(mail.language)
        # The same mail that is sent a second time carries the same name: mail programs show it once.
        name = f"<{entry.pk}@{settings.PORTAL_URL.rpartition('//')[2].partition(':')[0].partition('/')[0]}>"
        EmailMessage(subject, body, to=[mail.email], headers={"Message-ID": name}).send()


def wording(language: str) -> tuple[str, str]:
    """Subject and body: nothing about the young person, the agency or what was agreed."""
    with translation.override(language):
        return _("A reminder that you asked for"), "\n\n".join(
            [
                _("Something that you signed will end soon."),
                _(
                    "You can see it on your page. Use the link that you were given, or ask the office where you signed."
                ),
                _(
                    "To stop these reminders, choose “Stop reminders” on your page, or tell the office where you signed."
                ),
            ]
        )
