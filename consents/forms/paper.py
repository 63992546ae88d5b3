"""What was signed with a pen: its scan and what stands on it, and what a second person says of it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consents.drafting import initialed
from consents.models import ConsentDraft
from consents.scans import ACCEPT
from law.vocabulary import Category


class ScanForm(forms.Form):
    """The scan, the day on the paper, and the initials beside each kind of record."""

    file = forms.FileField(
        label=_("Scan of the signed paper"),
        help_text=_("PDF, JPEG or PNG; every page, with all signatures."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )
    signed_on = forms.DateField(
        label=_("Day of the signature on the paper"),
        help_text=_("A paper without a day is no consent: have it dated by the person who signed."),
        widget=forms.DateInput(attrs={"type": "date", "width": "medium"}, format="%Y-%m-%d"),
    )
    seen = forms.BooleanField(
        label=_(
            "I have the signed paper before me. It has the same lines as this record and every signature."
        )
    )

    def __init__(self, *args: Any, draft: ConsentDraft, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft = draft
        self.fields["file"].required = not draft.answers.get("scan")
        for number, category, recipient in initialed(draft):
            self.fields[_place(number, category)] = forms.CharField(
                label=gettext("Initials beside “%(category)s” for %(recipient)s")
                % {"category": gettext(Category(category).label), "recipient": recipient},
                max_length=10,
                initial=draft.answers["sharing"][number].get("initials", {}).get(category, ""),
                widget=forms.TextInput(attrs={"width": "small"}),
            )
        self.order_fields(["file", "signed_on", *[name for name in self.fields if "_of_" in name], "seen"])

    def clean_signed_on(self) -> date:
        signed_on: date = self.cleaned_data["signed_on"]
        if signed_on > self.draft.youth.agency.today():
            raise forms.ValidationError(gettext("The day of the signature is in the future."))
        return signed_on

    @property
    def initials(self) -> list[dict[str, str]]:
        """For each flow, the initials by the kind of record."""
        found: list[dict[str, str]] = [{} for _flow in self.draft.answers["sharing"]]
        for number, category, _recipient in initialed(self.draft):
            found[number][category] = self.cleaned_data[_place(number, category)]
        return found


def _place(number: int, category: str) -> str:
    return f"initials_{number}_of_{category}"


class CompareForm(forms.Form):
    """The second person has read both."""

    same = forms.BooleanField(
        label=_("I have read the whole paper. Every line, name, date and signature is as it was typed here.")
    )


class SendBackForm(forms.Form):
    """What differs."""

    reason = forms.CharField(
        label=_("What differs?"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Which line, and what the paper says. The person who typed it reads this."),
    )
