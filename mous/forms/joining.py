"""Forms of joinder: whom to offer it on whose terms, and the signature on an exhibit."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from agencies.models import Agency
from agencies.states import AgencyState
from mous.bound import bound_by
from mous.forms.agreement import SignForm
from mous.models import Mou, MouJoinder
from mous.wording import ATTESTATION


class OfferForm(forms.Form):
    """Which agency may join, on whose terms."""

    agency = forms.ModelChoiceField(
        label=_("Which agency may join?"),
        queryset=Agency.objects.none(),
        empty_label=_("Choose an agency"),
        error_messages={"required": _("Choose the agency.")},
    )
    like = forms.ModelChoiceField(
        label=_("On the terms of which party?"),
        queryset=Agency.objects.none(),
        empty_label=_("Choose a party"),
        help_text=_("The new party may ask, and may be asked for, exactly what this party may."),
        error_messages={"required": _("Choose the party.")},
    )

    def __init__(self, data: Any = None, *, mou: Mou) -> None:
        super().__init__(data)
        was_party = mou.parties.values("agency")
        others = Agency.objects.filter(state=AgencyState.ACTIVE).exclude(pk__in=was_party).order_by("name")
        self.fields["agency"].queryset = others  # type: ignore[attr-defined]
        bound = [agency.pk for agency in bound_by(mou)]
        self.fields["like"].queryset = Agency.objects.filter(pk__in=bound).order_by("name")  # type: ignore[attr-defined]


class JoinForm(SignForm):
    """The signature on an exhibit; its hash travels with the form."""

    def __init__(self, data: Any = None, *, user: User, offer: MouJoinder) -> None:
        super().__init__(data, user=user, mou=offer.mou)
        self.initial["text_sha256"] = offer.exhibit_sha256
        self.fields["attested"].label = ATTESTATION.format(agency=user.acting_agency.name)
