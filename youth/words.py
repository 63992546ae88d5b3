"""Codes of this app in words: events of a record's history, why a student cannot be imported, a roster's fields."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

EVENTS: dict[str, Promise] = {
    "youth.created": gettext_lazy("Record made"),
    "youth.viewed": gettext_lazy("Record opened"),
    "youth.form_opened": gettext_lazy("Form opened"),
    "youth.edited": gettext_lazy("Details changed"),
    "youth.history_viewed": gettext_lazy("History opened"),
    "youth.item_added": gettext_lazy("Item added"),
    "youth.item_viewed": gettext_lazy("Item opened"),
    "youth.item_corrected": gettext_lazy("Item corrected"),
    "youth.file_opened": gettext_lazy("File downloaded"),
    "youth.file_refused": gettext_lazy("File not served: it is not what was stored"),
    "youth.guardian_added": gettext_lazy("Parent or guardian added"),
    "youth.guardian_edited": gettext_lazy("Parent or guardian changed"),
    "youth.assigned": gettext_lazy("Put on a caseload"),
    "youth.unassigned": gettext_lazy("Taken off a caseload"),
    "youth.handed_over": gettext_lazy("Handed over to a colleague"),
}
UNUSABLE: dict[str, Promise] = {
    "no_birth_date": gettext_lazy("The roster gives no date of birth."),
    "too_long": gettext_lazy("A name or number is longer than the portal can hold."),
}
ROSTER_ROLES: dict[str, Promise] = {
    "administrator": gettext_lazy("Administrator"),
    "aide": gettext_lazy("Aide"),
    "proctor": gettext_lazy("Proctor"),
    "teacher": gettext_lazy("Teacher"),
}


def event_in_words(code: str) -> str:
    """What an audit event says in a history; events of other apps say their code in plain words."""
    if code in EVENTS:
        return str(EVENTS[code])
    return _("Other: %(event)s") % {"event": code.replace(".", " ").replace("_", " ")}
