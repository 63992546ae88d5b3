"""Codes of this app in words: why a student cannot be imported, a roster's fields."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

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
