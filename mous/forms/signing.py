"""What drafters fill in to ask for signatures, and what names a deputy. Whether it is allowed the verbs decide."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from agencies.queries import members_to_tell
from agencies.roles import ROLES, Duty, with_duty
from mous.models import Mou, SigningDeputy
from mous.turns import DAYS_TO_SIGN


class UntilForm(forms.Form):
    """The last day on which the parties can sign."""

    until = forms.DateField(
        label=gettext_lazy("Last day to sign"),
        help_text=gettext_lazy(
            "Who has not signed by the end of this day can be asked again. The agreement and the other signatures stay."
        ),
        widget=forms.DateInput(attrs={"type": "date", "width": "medium"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Any = None, *, mou: Mou) -> None:
        last = min(mou.agency.today() + timedelta(days=DAYS_TO_SIGN), mou.ends_on)
        super().__init__(data, initial={"until": last})
        self.mou = mou


class SendForm(UntilForm):
    """The same, and whether the parties sign one after the other; each party's place is a field of its own."""

    order = forms.ChoiceField(
        label=gettext_lazy("In which order do the parties sign?"),
        choices=[
            ("any", gettext_lazy("In any order: all are asked at once")),
            ("turns", gettext_lazy("One after the other: each is asked when the one before has signed")),
        ],
        initial="any",
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, *, mou: Mou) -> None:
        super().__init__(data, mou=mou)
        self.agencies = [party.agency for party in mou.parties.select_related("agency")]
        places = [(str(place), str(place)) for place in range(1, len(self.agencies) + 1)]
        for place, agency in enumerate(self.agencies, start=1):
            self.fields[self._name(agency)] = forms.TypedChoiceField(
                label=_("Place of %(agency)s") % {"agency": agency.name},
                help_text=_("Counts only if they sign one after the other."),
                choices=places,
                coerce=int,
                initial=str(place),
                widget=forms.Select(attrs={"width": "small"}),
            )

    def clean(self) -> dict[str, Any]:
        """`until`, and `in_order`: the agencies' ids by their places, empty for any order."""
        values = super().clean() or {}
        if self.errors:
            return values
        in_order: list[Any] = []
        if values["order"] == "turns":
            places = {agency.pk: values[self._name(agency)] for agency in self.agencies}
            in_order = sorted(places, key=lambda pk: places[pk])
            self._refuse_places_given_twice(places)
        return {"until": values["until"], "in_order": in_order}

    def _refuse_places_given_twice(self, places: dict[Any, int]) -> None:
        given = list(places.values())
        for agency in self.agencies:
            if given.count(places[agency.pk]) > 1:
                message = _("Two parties have place %(place)s. Give each place once.")
                self.add_error(self._name(agency), message % {"place": places[agency.pk]})

    @staticmethod
    def _name(agency: Any) -> str:
        return f"place-{agency.pk}"


class DeputyForm(forms.ModelForm):
    """Who signs for whom, on which days, on what authority."""

    class Meta:
        model = SigningDeputy
        fields = ["signatory", "deputy", "starts_on", "ends_on", "evidence"]
        help_texts = {
            "deputy": gettext_lazy("The deputy needs a second factor to sign, as signatories do."),
            "ends_on": gettext_lazy("The deputy can sign to the end of this day, unless you end it before."),
            "evidence": gettext_lazy(
                "What gives the deputy the power to sign, for example “Resolution 2026-14 of the board, November 3, 2026”. "
                "It stands with each signature, and every party reads it."
            ),
        }
        widgets = {
            "starts_on": forms.DateInput(attrs={"type": "date", "width": "medium"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs={"type": "date", "width": "medium"}, format="%Y-%m-%d"),
            "evidence": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data, initial={"starts_on": user.acting_agency.today()})
        agency = user.acting_agency_id
        assert agency is not None, "deputies are named for an agency"
        signatories = {person.pk for person in members_to_tell(agency, with_duty(Duty.SIGN_AGREEMENT))}
        members = {person.pk for person in members_to_tell(agency, list(ROLES))}
        deputies = members - signatories - {user.pk}
        for name, people in (("signatory", signatories), ("deputy", deputies)):
            field = self.fields[name]
            field.queryset = User.objects.filter(pk__in=people).order_by("name")  # type: ignore[attr-defined]
            field.empty_label = _("Choose a person")  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """The verb says what is wrong with it."""
