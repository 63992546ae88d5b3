"""The shape of what people enter. Whether it may be done is the verbs' to say."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from agencies.once import Once
from law.vocabulary import Category
from youth import files, queries
from youth.actions import ItemContent
from youth.actions.guardians import EDITABLE as GUARDIAN_FIELDS
from youth.actions.records import EDITABLE as RECORD_FIELDS
from youth.models import Guardian, RecordItem, YouthRecord

LIMIT_MB = settings.UPLOAD_LIMIT_BYTES // (1024 * 1024)


class SearchForm(forms.Form):
    """The search box of the list."""

    q = forms.CharField(label=_("Name or local number"), required=False, max_length=100)


class RecordForm(Once, forms.ModelForm):
    """Who the youth is."""

    class Meta:
        model = YouthRecord
        fields = RECORD_FIELDS
        widgets = {
            "birth_date": forms.SelectDateWidget(),
            "number": forms.TextInput(attrs={"width": "medium"}),
            "sex": forms.TextInput(attrs={"width": "small"}),
            "grade": forms.TextInput(attrs={"width": "small"}),
            "phone": forms.TextInput(attrs={"width": "medium"}),
            "language": forms.TextInput(attrs={"width": "medium"}),
        }
        help_texts = {
            "number": _("The number your agency uses, such as a student or case number."),
            "preferred_name": _("What the young person wants to be called."),
            "birth_date": _("For example: March 4, 2011 is 3 4 2011."),
        }


def _category_choices() -> Iterable[tuple[str, str]]:
    yield "", ""
    for category in Category:
        if category is not Category.DEIDENTIFIED:
            yield category.value, str(_(category.label))


class ItemForm(Once):
    """One piece of a record: words, a file, or both."""

    category = forms.ChoiceField(label=_("Category"), choices=_category_choices)
    occurred_on = forms.DateField(
        label=_("Date"),
        widget=forms.DateInput(attrs={"type": "date", "width": "medium"}, format="%Y-%m-%d"),
        help_text=_("The day it happened or was written."),
    )
    title = forms.CharField(label=_("Title"), max_length=150)
    text = forms.CharField(
        label=_("Text"), required=False, max_length=100_000, widget=forms.Textarea(attrs={"rows": 8})
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        max_length=255,
        help_text=_(
            "PDF, PNG, JPEG or plain text, up to 10 MB. You can write a text, attach a file, or both."
        ),
        widget=forms.FileInput(attrs={"accept": files.ACCEPT}),
    )
    source = forms.CharField(
        label=_("Source"),
        required=False,
        max_length=150,
        help_text=_("Where it comes from, such as the attendance office or a treatment plan."),
    )

    def content(self) -> ItemContent:
        """What was entered, for the verb."""
        given = self.cleaned_data
        return ItemContent(
            category=given["category"],
            occurred_on=given["occurred_on"],
            title=given["title"],
            text=given["text"],
            source=given["source"],
            file=given["file"] or None,
        )


class CorrectionForm(ItemForm):
    """A corrected version of an item, and why."""

    correction_reason = forms.CharField(
        label=_("Why is it corrected?"),
        max_length=250,
        help_text=_("The earlier version stays in the record, marked as corrected, with this reason."),
    )

    @staticmethod
    def start(item: RecordItem) -> dict[str, Any]:
        """What the item says now."""
        return {name: getattr(item, name) for name in ("category", "occurred_on", "title", "text", "source")}


class GuardianForm(Once, forms.ModelForm):
    """A parent, guardian or other adult, and what is known of her right to decide."""

    class Meta:
        model = Guardian
        fields = GUARDIAN_FIELDS
        widgets = {
            "phone": forms.TextInput(attrs={"width": "medium"}),
            "language": forms.TextInput(attrs={"width": "medium"}),
            "authority": forms.RadioSelect(),
        }
        help_texts = {
            "authority": _(
                "Being related is not yet a right to decide. Leave “Not known” until you have seen proof."
            ),
            "authority_evidence": _(
                "The document you saw and its date, such as “Birth certificate, seen 11/3/2026”."
            ),
        }

    def _get_validation_exclusions(self) -> set[str]:
        """The verb asks for evidence in words and beside its field; the table's check stays behind it."""
        return super()._get_validation_exclusions() | {"authority_evidence"}  # type: ignore[misc]  # not in stubs


class AssignForm(forms.Form):
    """Who is to work with the youth."""

    receiver = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none())

    def __init__(self, *args: Any, agency_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people("receiver", queries.caseworkers(agency_id))

    def _people(self, name: str, people: QuerySet[User]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people


class GiverForm(forms.Form):
    """Whose caseload is handed over."""

    giver = forms.ModelChoiceField(label=_("Hand over from"), queryset=User.objects.none())

    def __init__(self, *args: Any, agency_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["giver"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = queries.caseload_holders(agency_id)


class HandOverForm(AssignForm):
    """Which youth go to whom."""

    records = forms.ModelMultipleChoiceField(
        label=pgettext_lazy("several", "Youth"),
        queryset=YouthRecord.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ["records", "receiver"]

    def __init__(self, *args: Any, agency_id: UUID, giver: User, **kwargs: Any) -> None:
        super().__init__(*args, agency_id=agency_id, **kwargs)
        self._people("receiver", queries.caseworkers(agency_id).exclude(pk=giver.pk))
        field = self.fields["records"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = queries.caseload_of(giver, agency_id)


class RosterForm(forms.Form):
    """A OneRoster bundle."""

    file = forms.FileField(
        label=_("OneRoster 1.1 bundle"),
        max_length=255,
        help_text=format_lazy(
            _(
                "One zip file with the CSV files, up to {limit} MB. Nothing changes before you have seen the result."
            ),
            limit=LIMIT_MB,
        ),
        widget=forms.FileInput(attrs={"accept": ".zip"}),
    )
