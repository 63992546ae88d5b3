"""Stop what is shared, write down that its ending event occurred, or that a copy was given."""

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from consents import queries
from consents.models import Consent, ConsentCopy, ConsentGrant
from law.vocabulary import Category

Asked = ConsentGrant.Asked
EVERYTHING = "all"


class RevokeForm(forms.Form):
    """Stop all of a consent, what goes to one recipient, or one kind of record. `arguments()` are those of the verb."""

    scope = forms.ChoiceField(label=_("What should no longer be shared?"), widget=forms.RadioSelect)
    how = forms.ChoiceField(
        label=_("How was it asked?"),
        widget=forms.RadioSelect,
        choices=[(asked.value, asked.label) for asked in (Asked.SPOKEN, Asked.WRITTEN, Asked.WRONG)],
        help_text=_("What is only said stops sharing at once, too. Confirm it in writing afterwards."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=250,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The family need not give one."),
    )

    def __init__(self, *args: Any, consent: Consent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        left = [grant for grant, state in queries.states_of(consent) if not state.has_ended]
        self.recipients = {f"to:{grant.recipient_id}": grant.recipient for grant in left}
        self.categories = {f"of:{grant.category}": grant.category for grant in left}
        scope = self.fields["scope"]
        assert isinstance(scope, forms.ChoiceField)
        scope.choices = [
            (EVERYTHING, pgettext_lazy("to revoke", "Everything in this consent")),
            *(
                (code, gettext("Only what is shared with %(agency)s") % {"agency": agency})
                for code, agency in self.recipients.items()
            ),
            *(
                (code, gettext("Only “%(category)s”") % {"category": gettext(Category(category).label)})
                for code, category in self.categories.items()
            ),
        ]

    def arguments(self) -> dict[str, Any]:
        """`recipient`, `category`, `reason` and `how` for `revoke`."""
        given = self.cleaned_data
        return {
            "recipient": self.recipients.get(given["scope"]),
            "category": self.categories.get(given["scope"], ""),
            "reason": given["reason"],
            "how": given["how"],
        }


class EventForm(forms.Form):
    """Which event occurred, of those on which a line of the consent ends."""

    event = forms.ChoiceField(label=_("What has happened?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, consent: Consent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        event = self.fields["event"]
        assert isinstance(event, forms.ChoiceField)
        event.choices = queries.events_to_come(consent)


class CopyForm(forms.Form):
    """How the signer was given a copy."""

    method = forms.ChoiceField(
        label=_("How was the copy given?"),
        widget=forms.RadioSelect,
        choices=[
            (method.value, method.label) for method in (ConsentCopy.Method.HANDED, ConsentCopy.Method.MAILED)
        ],
    )
