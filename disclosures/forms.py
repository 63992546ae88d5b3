"""Shape of what people type. Nothing here decides; the verbs do."""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from agencies.models import Agency
from agencies.once import Once
from agencies.states import AgencyState
from consents import queries as consent_queries
from disclosures.choices import ASKABLE, ASKABLE_BY_GROUP, ASKED_FOR, ASKED_FOR_BY_GROUP
from disclosures.evidence import QUESTIONS, questions_for
from disclosures.models import DisclosureRequest
from mous import queries as mou_queries
from youth.models import RecordItem

MEMORABLE_DATE = forms.SelectDateWidget(years=range(timezone.now().year - 26, timezone.now().year + 1))


def holder_choices(user: User) -> list[tuple[str, list[tuple[str, str]]]]:
    """Agencies one may ask: first those an agreement in force lets one ask, then the others."""
    by_agreement = set(mou_queries.holders_one_may_ask(user).values_list("pk", flat=True))
    agencies = Agency.objects.filter(state=AgencyState.ACTIVE).exclude(pk=user.acting_agency.pk)
    groups: tuple[list[tuple[str, str]], list[tuple[str, str]]] = ([], [])
    for agency in agencies:
        groups[0 if agency.pk in by_agreement else 1].append((str(agency.pk), agency.name))
    return [
        (str(_("Under an agreement in force")), groups[0]),
        (str(_("No agreement lets you ask: only for an emergency or a court order")), groups[1]),
    ]


class WhomForm(forms.Form):
    """Step 1: whom one asks, about whom."""

    holder = forms.ChoiceField(
        label=_("Which agency holds the records?"),
        error_messages={"required": _("Choose the agency.")},
        help_text=_(
            "An agency that no agreement in force lets people in your role ask can be asked only in an emergency or "
            "with a court order."
        ),
    )
    first_name = forms.CharField(
        label=_("First name"), max_length=100, error_messages={"required": _("Enter the first name.")}
    )
    middle_name = forms.CharField(label=_("Middle name"), max_length=100, required=False)
    last_name = forms.CharField(
        label=_("Last name"), max_length=100, error_messages={"required": _("Enter the last name.")}
    )
    birth_date = forms.DateField(
        label=_("Date of birth"), widget=MEMORABLE_DATE, required=False, help_text=_("For example: 3 4 2011")
    )
    details = forms.CharField(
        label=_("Anything else that helps to find the record"),
        max_length=250,
        required=False,
        help_text=_("School, address, a parent’s name. Not needed when you know the date of birth."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder"].choices = [("", _("Choose an agency")), *holder_choices(user)]  # type: ignore[attr-defined]

    def clean_holder(self) -> Agency:
        """The agency itself."""
        return Agency.objects.get(pk=self.cleaned_data["holder"])


class NewRequestForm(Once, WhomForm):
    """The same, for a request that begins."""


class BeginningForm(forms.Form):
    """What a request may begin with when another page leads to it: codes in the address. What is no code is left out."""

    categories = forms.MultipleChoiceField(choices=ASKABLE, required=False)
    purpose = forms.ChoiceField(choices=ASKED_FOR, required=False)
    basis = forms.ChoiceField(choices=DisclosureRequest.Basis.choices, required=False)

    def known(self) -> dict[str, Any]:
        """The fields that hold something valid."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def words(self) -> list[dict[str, Any]]:
        """The same, for people."""
        labels = {
            "categories": (_("Records"), dict(ASKABLE)),
            "purpose": (_("Purpose"), dict(ASKED_FOR)),
            "basis": (_("What allows it"), dict(DisclosureRequest.Basis.choices)),
        }
        found = []
        for name, value in self.known().items():
            label, choices = labels[name]
            codes = value if isinstance(value, list) else [value]
            found.append({"label": label, "lines": [choices[code] for code in codes]})
        return found


class RecordsForm(forms.Form):
    """Step 2: which records."""

    categories = forms.MultipleChoiceField(
        label=_("Which records do you need?"),
        choices=ASKABLE_BY_GROUP,
        error_messages={"required": _("Choose at least one kind of record.")},
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose only what you need for your purpose."),
    )
    period_start = forms.DateField(
        label=pgettext_lazy("first day", "From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "width": "medium"}),
    )
    period_end = forms.DateField(
        label=_("Through"), required=False, widget=forms.DateInput(attrs={"type": "date", "width": "medium"})
    )

    def clean(self) -> dict[str, Any]:
        """The period begins before it ends."""
        data: dict[str, Any] = super().clean() or {}
        start, end = data.get("period_start"), data.get("period_end")
        if start and start > timezone.localdate():
            self.add_error("period_start", _("This day has not come yet. Check the year."))
        elif start and end and start > end:
            self.add_error("period_end", _("This is before the first date. Check both."))
        return data


class PurposeForm(forms.Form):
    """Step 3: what for."""

    purpose = forms.ChoiceField(
        label=_("What do you need them for?"),
        choices=[("", _("Choose a purpose")), *ASKED_FOR_BY_GROUP],
        error_messages={"required": _("Choose a purpose.")},
    )
    reason = forms.CharField(
        label=_("Why do you need these records?"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2000,
        min_length=20,
        error_messages={"required": _("Say in a sentence or two why you need them.")},
        help_text=_(
            "A sentence or two. The agency that has the records reads this, and it is kept in the disclosure log."
        ),
    )
    urgency = forms.ChoiceField(
        label=_("How soon?"),
        choices=DisclosureRequest.Urgency.choices,
        widget=forms.RadioSelect,
        initial="routine",
    )


class BasisForm(forms.Form):
    """Step 4: what allows it, and what one can state for it."""

    basis = forms.ChoiceField(
        label=_("What allows the agency to share this with you?"),
        error_messages={"required": _("Choose what allows it, or that you are not sure.")},
        choices=DisclosureRequest.Basis.choices,
        widget=forms.RadioSelect,
    )
    consents = forms.MultipleChoiceField(
        label=_("Attach a consent that your agency recorded"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    evidence = forms.MultipleChoiceField(
        label=_("What is true of your request?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "The agency that has the records will check what you state. Only answers that fit the reason you chose are sent."
        ),
    )

    def __init__(self, *args: Any, user: User, request: DisclosureRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        consents = consent_queries.visible_to(user).filter(agency=user.acting_agency_id)
        consents = (
            consents.filter(youth_birth_date=request.birth_date) if request.birth_date else consents.none()
        )
        self.fields["consents"].choices = [(str(found.pk), str(found)) for found in consents]  # type: ignore[attr-defined]
        if not self.fields["consents"].choices:  # type: ignore[attr-defined]
            del self.fields["consents"]
        labels = dict(DisclosureRequest.Basis.choices)
        self.fields["evidence"].choices = [  # type: ignore[attr-defined]
            (labels[basis], [(question.code, question.label) for question in questions])
            for basis, questions in QUESTIONS.items()
        ]

    def clean(self) -> dict[str, Any]:
        """An emergency is described by at least one fact: without any, no law opens a record."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("basis") == DisclosureRequest.Basis.EMERGENCY and not self.statements():
            self.add_error("evidence", _("Say what is true of the emergency: tick at least one statement."))
        return data

    def statements(self) -> dict[str, bool]:
        """What was ticked, for the basis chosen alone."""
        ticked = set(self.cleaned_data.get("evidence", []))
        return {
            question.code: True
            for question in questions_for(self.cleaned_data["basis"])
            if question.code in ticked
        }


class TextForm(forms.Form):
    """One message to the other agency."""

    text = forms.CharField(label=_("Message"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000)


class AnswerWishForm(forms.Form):
    """What was done about what a family asks."""

    answer = forms.CharField(
        label=_("What was done"),
        help_text=_("The family reads this on its page. Use plain words."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ReasonForm(forms.Form):
    """Why something is withdrawn or recalled."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class RefuseForm(forms.Form):
    """Why a request is refused: a reason the asker reads, and a note she never sees."""

    REASONS = [
        ("basis", _("From what we have seen so far, the law does not let us share this.")),
        ("identity", _("We cannot share records on the description given.")),
        ("scope", _("You asked for more than this purpose needs.")),
        ("other", _("Another reason")),
    ]
    reason = forms.ChoiceField(
        label=_("What do you tell the agency that asked?"), choices=REASONS, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Do not say whether you know the young person."),
    )
    note = forms.CharField(
        label=_("Note for your own file"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The agency that asked does not see this."),
    )

    def clean(self) -> dict[str, Any]:
        """Another reason needs words."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("reason") == "other" and not data.get("text", "").strip():
            self.add_error("text", _("Say what the reason is."))
        return data

    def answer(self) -> str:
        """The text that goes to the asker."""
        chosen = str(dict(self.REASONS)[self.cleaned_data["reason"]])
        words = self.cleaned_data["text"].strip()
        if self.cleaned_data["reason"] == "other":
            return words
        return f"{chosen} {words}".strip()


class MatchForm(forms.Form):
    """Which of the ranked records is meant."""

    youth = forms.ChoiceField(label=_("Record"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["youth"].choices = list(choices)  # type: ignore[attr-defined]


class SameYouthForm(forms.Form):
    """Why a record is the right one although it differs from the description."""

    youth = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("How do you know that it is the same young person?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say how you know it, or choose another record.")},
        help_text=_(
            "For example: the asker corrected the date on the phone. It stays in your agency’s file."
        ),
    )


class EvidenceForm(forms.Form):
    """Which of the asker's statements the holder has checked."""

    confirmed = forms.MultipleChoiceField(
        label=_("I have checked that"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, request: DisclosureRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["confirmed"].choices = [  # type: ignore[attr-defined]
            (question.code, question.told_by(request.asking_agency))
            for question in questions_for(request.basis)
            if request.evidence.get(question.code)
        ]


class ApproveForm(forms.Form):
    """Which categories are approved; only those the law allows can be chosen."""

    categories = forms.MultipleChoiceField(
        label=_("Approve"),
        error_messages={"required": _("Choose what you approve, or refuse the request below.")},
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label=_("Why are you leaving something out?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Needed only if you leave something out. The agency that asked reads this, and it is kept in the log of both agencies."
        ),
    )
    note = forms.CharField(
        label=_("Note for your own file"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The agency that asked does not see this."),
    )

    def __init__(self, *args: Any, choices: Collection[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["categories"].choices = list(choices)  # type: ignore[attr-defined]
        if len(choices) == 1:
            del self.fields["reason"]


class ItemsForm(forms.Form):
    """Exactly which items go out. Nothing is chosen beforehand."""

    items = forms.MultipleChoiceField(
        label=_("Which items do you release?"),
        error_messages={"required": _("Choose at least one item.")},
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose only what the purpose needs."),
    )

    def __init__(self, *args: Any, items: Collection[RecordItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["items"].choices = [  # type: ignore[attr-defined]
            (str(item.pk), f"{item.get_category_display()}: {item.title} ({date_format(item.occurred_on)})")
            for item in items
        ]
        self.offered = {str(item.pk): item for item in items}

    def chosen(self) -> list[RecordItem]:
        """The items ticked."""
        return [self.offered[pk] for pk in self.cleaned_data["items"]]
