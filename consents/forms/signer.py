"""Who signs, in which language, and how."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consents import queries
from consents.drafting import ON_FILE, chosen
from consents.expiry import is_adult
from consents.models import Consent, ConsentForm
from law.vocabulary import SignerCapacity
from youth.models import YouthRecord

NOT_ON_FILE = (
    SignerCapacity.PARENT,
    SignerCapacity.GUARDIAN,
    SignerCapacity.CARETAKER,
    SignerCapacity.CHILD_WELFARE_AGENCY,
    SignerCapacity.COURT_APPOINTED,
)
YOUNG = (SignerCapacity.MINOR, SignerCapacity.ELIGIBLE_STUDENT)


class SignerForm(forms.Form):
    """Step 1: who signs, in which language, how."""

    who = forms.ChoiceField(label=_("Who signs?"), widget=forms.RadioSelect)
    signer_name = forms.CharField(
        label=_("Full name of the person who signs"),
        max_length=200,
        required=False,
        help_text=_("Write it when the person is not on file."),
    )
    authority_evidence = forms.CharField(
        label=_("How you know that this person may decide"),
        max_length=250,
        required=False,
        help_text=_("Which paper you have seen, and when."),
    )
    minor_also_signed = forms.BooleanField(
        label=_("The young person signs too"),
        required=False,
        help_text=_("Needed for substance use treatment records (42 CFR 2.14), welcome for all others."),
    )
    form: "forms.ModelChoiceField[ConsentForm]" = forms.ModelChoiceField(
        label=_("Language of the form"), queryset=None, widget=forms.RadioSelect, empty_label=None
    )
    interpreter = forms.CharField(
        label=_("Interpreter"),
        max_length=150,
        required=False,
        help_text=_("Name and role. Never a child."),
    )
    method = forms.ChoiceField(label=_("How will it be signed?"), widget=forms.RadioSelect)
    siblings = forms.MultipleChoiceField(
        label=_("Brothers and sisters in the same sitting"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The same person signs for them, too: one consent each, with the same lines."),
    )

    def __init__(
        self, *args: Any, youth: YouthRecord, others: Sequence[YouthRecord] = (), **kwargs: Any
    ) -> None:
        """`others` are the brothers and sisters of whom the person knows."""
        super().__init__(*args, **kwargs)
        self.youth, self.others = youth, {str(other.pk): other for other in others}
        self.adult = is_adult(youth.birth_date, youth.agency.today())
        who, form = self.fields["who"], self.fields["form"]
        assert isinstance(who, forms.ChoiceField)
        assert isinstance(form, forms.ModelChoiceField)
        who.choices = self._signers()
        if barred := [str(person) for person in youth.guardians.all() if person.is_barred]:
            words = gettext("On file, but without the right to decide: %(names)s.")
            who.help_text = words % {"names": ", ".join(barred)}
        form.queryset = queries.newest_forms()
        form.label_from_instance = lambda published: published.language_name  # type: ignore[assignment]
        method = self.fields["method"]
        assert isinstance(method, forms.ChoiceField)
        method.choices = self._methods()
        siblings = self.fields["siblings"]
        assert isinstance(siblings, forms.MultipleChoiceField)
        siblings.choices = [(pk, other.full_name) for pk, other in self.others.items()]
        if self.adult:
            del self.fields["minor_also_signed"]
        if self.adult or not others:
            del self.fields["siblings"]

    def _methods(self) -> list[tuple[str, str]]:
        # Whether on this device or by a link is asked in the last step, and stands in the draft once it is known.
        by_link = self.initial.get("method") == Consent.Method.LINK
        screen = Consent.Method.LINK if by_link else Consent.Method.ON_SCREEN
        return [
            (screen.value, gettext("On a screen: on this device, or at home by a link")),
            (Consent.Method.PAPER.value, gettext("On paper, with a pen")),
        ]

    def _signers(self) -> list[Any]:
        if self.adult:
            return [self._young(SignerCapacity.ADULT_YOUTH)]
        on_file = [
            (
                f"{ON_FILE}{person.pk}",
                gettext("%(name)s: %(relation)s (right to decide: %(authority)s)")
                % {
                    "name": person,
                    "relation": person.get_relation_display(),
                    "authority": person.get_authority_display(),
                },
            )
            for person in self.youth.guardians.all()
            if not person.is_barred
        ]
        absent = [(capacity.value, gettext(capacity.label)) for capacity in NOT_ON_FILE]
        young = [self._young(capacity) for capacity in YOUNG]
        others = [(gettext("Not on file"), absent), (gettext("The young person"), young)]
        return [(gettext("On file"), on_file), *others] if on_file else others

    def _young(self, capacity: SignerCapacity) -> tuple[str, str]:
        return capacity.value, f"{self.youth.full_name}: {gettext(capacity.label)}"

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.errors:
            return given
        who = chosen(self.youth, given["who"])
        if who.guardian is not None:
            given["signer_name"] = str(who.guardian)
        elif who.capacity in {*YOUNG, SignerCapacity.ADULT_YOUTH}:
            given["signer_name"] = self.youth.full_name
        elif not given["signer_name"]:
            self.add_error("signer_name", gettext("Write the name of the person who signs."))
        return given

    @property
    def chosen_siblings(self) -> list[YouthRecord]:
        """The brothers and sisters chosen."""
        return [self.others[pk] for pk in self.cleaned_data.get("siblings", [])]

    @property
    def answers(self) -> dict[str, Any]:
        """What is kept in the draft."""
        kept = {name: given for name, given in self.cleaned_data.items() if name != "siblings"}
        return {
            **kept,
            "form": str(kept["form"].pk),
            "minor_also_signed": kept.get("minor_also_signed", False),
        }
