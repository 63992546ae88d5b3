"""Stop what is shared, write down that its ending event occurred, or that a copy was given."""

from collections.abc import Sequence
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
    others = forms.BooleanField(
        required=False,
        initial=True,
        help_text=_("Leave it ticked unless the family wants these to go on."),
    )
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

    def __init__(self, *args: Any, consent: Consent, others: Sequence[Consent] = (), **kwargs: Any) -> None:
        """`others` are further consents of the same person for the same youth, of which something is left."""
        super().__init__(*args, **kwargs)
        self.also = others
        if others:
            words = gettext("The same in the other consents of %(name)s: %(references)s")
            references = ", ".join(other.reference for other in others)
            self.fields["others"].label = words % {"name": consent.signer_name, "references": references}
        else:
            del self.fields["others"]
        left = [grant for each in (consent, *others) for grant in queries.left_of(each)]
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
        """`recipient`, `category`, `reason`, `how` and `others` for `revoke_consent`."""
        given = self.cleaned_data
        return {
            "recipient": self.recipients.get(given["scope"]),
            "category": self.categories.get(given["scope"], ""),
            "reason": given["reason"],
            "how": given["how"],
            "others": self.also if given.get("others") else (),
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
