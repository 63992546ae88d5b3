"""The audit trail in words: what an event was done to, and what it can be filtered by."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from audit.models import AuditEvent
from audit.words import EVENTS
from consents.models import Consent
from disclosures.models import DisclosureRequest

OBJECTS: dict[str, Promise] = {
    "accounts.user": _("Person"),
    "agencies.agency": _("Agency"),
    "agencies.agencycontact": _("Contact"),
    "agencies.membership": _("Member"),
    "consents.consent": _("Consent"),
    "consents.consentdraft": _("Consent"),
    "consents.familylink": _("A family’s link"),
    "disclosures.decision": _("Decision"),
    "disclosures.disclosurerequest": _("Request"),
    "disclosures.logentry": _("Log entry"),
    "disclosures.release": _("Release"),
    "mous.mou": _("Agreement"),
    "mous.calendarfeed": _("Calendar"),
    "mous.signingdeputy": _("Deputy"),
    "youth.guardian": _("Guardian"),
    "youth.recorditem": _("Record item"),
    "youth.rosterimport": _("Import of a roster"),
    "youth.youthrecord": _("Youth"),
}
# People call these by a number that is made from the id.
REFERENCES = {model._meta.label_lower: model for model in (Consent, DisclosureRequest)}


def about(event: AuditEvent) -> str:
    """What it was done to, with the number people call it by; nothing where it was done to nothing."""
    name = str(OBJECTS.get(event.object_type, event.object_type))
    model = REFERENCES.get(event.object_type)
    return f"{name} {model(pk=event.object_id).reference}" if model else name


def choices() -> list[tuple[str, object]]:
    """Of the filter: anything, then each event under its group."""
    groups: list[tuple[str, object]] = [("", _("Anything"))]
    return groups + [(str(group), list(events.items())) for group, events in EVENTS.items()]
