"""Filters of the log and of the audit trail, the file to be verified, and what a blank consent form is filled in with."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import User
from agencies.models import Agency
from agencies.queries import visible_to as agencies_visible_to
from agencies.states import AgencyState
from audit.models import AuditEvent
from audit.queries import DENIED
from consents.forms import CATEGORIES
from desk import event_words
from disclosures.models import LogEntry
from youth.permissions import acting_agency

DAY = {"type": "date"}
LIMIT_MB = settings.UPLOAD_LIMIT_BYTES // (1024 * 1024)


class _Period(forms.Form):
    since = forms.DateField(
        label=pgettext_lazy("first day", "From"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs=DAY),
    )
    until = forms.DateField(
        label=gettext_lazy("Through"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs=DAY)
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["since"] > data["until"]:
            self.add_error("until", _("The last day is before the first. Change one of them."))
        return data

    def in_period(self) -> Q:
        """From the first moment of the first day to the last of the last, where the agency is."""
        data, found = self.cleaned_data, Q()
        if data.get("since"):
            found &= Q(at__gte=timezone.make_aware(datetime.combine(data["since"], time.min)))
        if data.get("until"):
            found &= Q(at__lte=timezone.make_aware(datetime.combine(data["until"], time.max)))
        return found

    def chosen(self) -> list[str]:
        """The names of the fields that narrow: what was typed may name a youth, so it is not recorded."""
        return [name for name in self.fields if self.data.get(name)]

    def criteria(self) -> str:
        """What was asked for, in words, for the log of the export."""
        chosen = [
            f"{self.fields[name].label}: {self._words(name)}"
            for name in self.fields
            if self.cleaned_data.get(name)
        ]
        return "; ".join(chosen) or _("everything")

    def _words(self, name: str) -> str:
        value = self.cleaned_data[name]
        choices = getattr(self.fields[name], "choices", None)
        return str(dict(choices).get(value, value)) if isinstance(choices, list) else str(value)


class LogFilter(_Period):
    """Narrow the disclosure log."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What happened"),
        required=False,
        choices=[("", gettext_lazy("Anything")), *LogEntry.Kind.choices],
    )
    partner: "forms.ModelChoiceField[Agency]" = forms.ModelChoiceField(
        label=gettext_lazy("Partner agency"), required=False, queryset=None, empty_label=gettext_lazy("Any")
    )
    youth = forms.CharField(label=gettext_lazy("Youth, by name or number"), required=False, max_length=100)
    reference = forms.CharField(label=gettext_lazy("Reference"), required=False, max_length=20)
    actor = forms.CharField(label=gettext_lazy("Person who did it"), required=False, max_length=100)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partners = agencies_visible_to(user).exclude(pk=acting_agency(user))
        self.fields["partner"].queryset = partners  # type: ignore[attr-defined]

    def narrow(self, entries: QuerySet[LogEntry]) -> QuerySet[LogEntry]:
        """Those that fit; none when the filter itself is wrong."""
        if not self.is_valid():
            return entries.none()
        data = self.cleaned_data
        found = self.in_period()
        if data["kind"]:
            found &= Q(kind=data["kind"])
        if data["partner"]:
            found &= Q(party_agency_id=data["partner"].pk) | Q(holder_name=data["partner"].name)
        if data["youth"]:
            found &= Q(youth_name__icontains=data["youth"]) | Q(youth_number__iexact=data["youth"])
        if data["reference"]:
            found &= Q(reference__istartswith=data["reference"])
        if data["actor"]:
            found &= Q(actor_name__icontains=data["actor"])
        return entries.filter(found)


class AuditFilter(_Period):
    """Narrow the audit trail."""

    event = forms.ChoiceField(
        label=gettext_lazy("What happened"), required=False, choices=event_words.choices
    )
    actor = forms.CharField(label=gettext_lazy("Person"), required=False, max_length=100)
    target = forms.UUIDField(label=gettext_lazy("Id of a record"), required=False)
    denied = forms.ChoiceField(
        label=gettext_lazy("Show"),
        required=False,
        choices=[("", gettext_lazy("All events")), ("on", gettext_lazy("Refused attempts only"))],
    )

    def narrow(self, events: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
        """Those that fit; none when the filter itself is wrong."""
        if not self.is_valid():
            return events.none()
        data = self.cleaned_data
        found = self.in_period()
        if data["event"]:
            found &= Q(event=data["event"])
        if data["actor"]:
            found &= Q(actor_name__icontains=data["actor"])
        if data["target"]:
            target: UUID = data["target"]
            found &= Q(object_id=target) | Q(youth_id=target) | Q(details__target=str(target))
        if data["denied"]:
            found &= Q(event__in=DENIED)
        return events.filter(found)


class VerifyForm(forms.Form):
    """A file that somebody was given."""

    file = forms.FileField(
        label=gettext_lazy("PDF file"),
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
        help_text=format_lazy(gettext_lazy("A PDF file of at most {limit} MB."), limit=LIMIT_MB),
    )

    def clean_file(self) -> Any:
        """Refuse what is too large or no PDF file."""
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_LIMIT_BYTES:
            raise forms.ValidationError(_("This file is larger than %(limit)s MB.") % {"limit": LIMIT_MB})
        # Readers of PDF files look for this within the first kilobyte.
        if b"%PDF-" not in file.read(1024):
            raise forms.ValidationError(_("This is not a PDF file. Send the file as you received it."))
        file.seek(0)
        return file


class BlankForm(forms.Form):
    """What a consent form is filled in with before it is printed. All of it may be left to the pen."""

    discloser = forms.ModelChoiceField(
        Agency.objects.none(),
        label=gettext_lazy("Which agency may share?"),
        empty_label=gettext_lazy("Leave it open"),
        required=False,
    )
    recipients = forms.ModelMultipleChoiceField(
        Agency.objects.none(),
        label=gettext_lazy("Which agencies may receive?"),
        help_text=gettext_lazy("Each gets a line of its own. Choose none to leave them open."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    categories = forms.MultipleChoiceField(
        label=gettext_lazy("Which records may be asked for?"),
        help_text=gettext_lazy(
            "No box is ticked on the form: the family ticks and initials. Choose none to list all kinds."
        ),
        choices=CATEGORIES,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"tiles": True}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("discloser", "recipients"):
            field = self.fields[name]
            field.queryset = Agency.objects.filter(state=AgencyState.ACTIVE)  # type: ignore[attr-defined]

    def clean_recipients(self) -> list[Agency]:
        """An agency does not share with itself."""
        found = list(self.cleaned_data["recipients"])
        if self.cleaned_data.get("discloser") in found:
            raise forms.ValidationError(_("The agency that shares cannot be the one that receives."))
        return found
