"""One flow: from whom, to whom, which records, for what purpose, until when. Nothing is ticked beforehand."""

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from agencies.states import AgencyState
from consents.drafting import LIMITS, chosen
from consents.expiry import latest_end
from consents.lines import CONSENT_PURPOSES
from consents.models import ConsentDraft, ConsentGrant
from law import STORED_CATEGORIES

CATEGORIES = [(category.value, _(category.label)) for category in STORED_CATEGORIES]
PURPOSES = [(purpose.value, _(purpose.label)) for purpose in CONSENT_PURPOSES]


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date", "width": "medium"}, format="%Y-%m-%d"),
        **more,
    )


class _Flow(forms.Form):
    """What is asked of every flow of a draft."""

    discloser: "forms.ModelChoiceField[Agency]" = forms.ModelChoiceField(
        label=_("Who may share?"), queryset=None, empty_label=_("Choose an agency")
    )
    recipient: "forms.ModelChoiceField[Agency]" = forms.ModelChoiceField(
        label=_("With whom?"),
        queryset=None,
        empty_label=_("Choose an agency"),
        help_text=_("One direction a line. To let them share back, add a line the other way."),
    )
    categories = forms.MultipleChoiceField(
        label=_("Which records?"),
        choices=CATEGORIES,
        widget=forms.CheckboxSelectMultiple(attrs={"tiles": True}),
    )
    purposes = forms.MultipleChoiceField(
        label=_("For what purpose?"), choices=PURPOSES, widget=forms.CheckboxSelectMultiple
    )
    last_day: str

    def __init__(self, *args: Any, draft: ConsentDraft, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft = draft
        for side in (self.fields["discloser"], self.fields["recipient"]):
            assert isinstance(side, forms.ModelChoiceField)
            side.queryset = Agency.objects.filter(state=AgencyState.ACTIVE)
        last_day = self.fields[self.last_day]
        last_day.initial = self._latest()
        last_day.help_text = gettext("The last day, at most %(latest)s.") % {
            "latest": date_format(last_day.initial, "DATE_FORMAT")
        }

    def _latest(self) -> date:
        youth, signer = self.draft.youth, self.draft.answers["signer"]
        return latest_end(
            born=youth.birth_date,
            capacity=chosen(youth, signer["who"]).capacity,
            signed_on=youth.agency.today(),
        )

    @property
    def flow(self) -> dict[str, Any]:
        """What is kept in the draft."""
        given = self.cleaned_data
        return {
            "discloser": str(given["discloser"].pk),
            "recipient": str(given["recipient"].pk),
            "categories": given["categories"],
            "purposes": given["purposes"],
        }


class OfferForm(_Flow):
    """What the family is asked about: it chooses from this, and may shorten it."""

    latest = _day(_("Until when at most?"))
    last_day = "latest"

    @property
    def flow(self) -> dict[str, Any]:
        # Whatever else is changed, what limited the question goes on limiting it.
        limits = {name: self.initial[name] for name in LIMITS if name in self.initial}
        return {**super().flow, **limits, "latest": self.cleaned_data["latest"].isoformat()}


class FlowForm(_Flow):
    """What the family agreed to on paper."""

    ways = forms.MultipleChoiceField(
        label=_("In which way?"),
        choices=[("send", _("Send documents")), ("talk", _("Talk with each other"))],
        widget=forms.CheckboxSelectMultiple,
    )
    starts_on = _day(
        _("From when?"), required=False, help_text=_("Leave it empty to begin on the day of the signature.")
    )
    expires_on = _day(_("Until when?"))
    ends_when = forms.ChoiceField(
        label=_("Or sooner?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[("", _("No, on that day")), *ConsentGrant.EndsWhen.choices],
    )
    last_day = "expires_on"

    def __init__(self, *args: Any, initial: dict[str, Any] | None = None, **kwargs: Any) -> None:
        if initial:
            ways = [way for way in ("send", "talk") if initial.get(f"may_{way}", way == "send")]
            initial = {**initial, "ways": ways}
        super().__init__(*args, initial=initial, **kwargs)

    @property
    def flow(self) -> dict[str, Any]:
        given = self.cleaned_data
        starts_on = given["starts_on"]
        return {
            **super().flow,
            "starts_on": starts_on.isoformat() if starts_on else "",
            "expires_on": given["expires_on"].isoformat(),
            "may_send": "send" in given["ways"],
            "may_talk": "talk" in given["ways"],
            "ends_when": given["ends_when"],
            "initials": {},
        }
