"""Who signs, in which language, and how."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consents import queries
from consents.drafting import ON_FILE, chosen
from consents.expiry import age_on, is_adult
from consents.models import Consent, ConsentForm
from law.vocabulary import SignerCapacity, SignerGround
from youth.models import YouthRecord

NOT_ON_FILE = (
    SignerCapacity.PARENT,
    SignerCapacity.GUARDIAN,
    SignerCapacity.CARETAKER,
    SignerCapacity.CHILD_WELFARE_AGENCY,
    SignerCapacity.COURT_APPOINTED,
)
YOUNG = (SignerCapacity.MINOR, SignerCapacity.ELIGIBLE_STUDENT, SignerCapacity.ADULT_YOUTH)
# State law may put the age of majority later than 18, but no later than this.
LATEST_MAJORITY = 21


def _grounds(*grounds: SignerGround) -> list[tuple[str, Any]]:
    return [(ground.value, _(ground.label)) for ground in grounds]


OF_AN_ORDER = _grounds(
    SignerGround.CUSTODY,
    SignerGround.EDUCATION_DECISIONS,
    SignerGround.MEDICAL_DECISIONS,
    SignerGround.PLACED,
)
OF_THE_CARE = _grounds(SignerGround.AGREED_TO_CARE, SignerGround.CARE_ALONE)
OF_THE_YOUTH = _grounds(SignerGround.COLLEGE, SignerGround.EMANCIPATED)


class SignerForm(forms.Form):
    """Step 1: who signs, in which language, how."""

    who = forms.ChoiceField(label=_("Who signs?"), widget=forms.RadioSelect)
    signer_name = forms.CharField(
        label=_("Full name of the person who signs"),
        max_length=200,
        required=False,
        help_text=_("Write it when the person is not on file."),
    )
    grounds = forms.MultipleChoiceField(
        label=_("By what right?"),
        required=False,
        choices=[
            (_("In place of a parent"), OF_AN_ORDER),
            (_("For health records"), OF_THE_CARE),
            (_("A young person under 18 who decides as an adult"), OF_THE_YOUTH),
        ],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A parent or guardian needs none of these, unless a later step asks for it."),
        template_name="consents/_grounds_field.html",  # type: ignore[call-arg]
    )
    authority_evidence = forms.CharField(
        label=_("How you know that this person may decide"),
        max_length=250,
        required=False,
        help_text=_(
            "Which paper you have seen, and when. For care that a young person agreed to alone: which law."
        ),
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
        who.help_text = self._not_offered()
        form.queryset = queries.newest_forms()
        form.label_from_instance = lambda published: published.language_name  # type: ignore[assignment]
        method = self.fields["method"]
        assert isinstance(method, forms.ChoiceField)
        method.choices = self._methods()
        siblings = self.fields["siblings"]
        assert isinstance(siblings, forms.MultipleChoiceField)
        siblings.choices = [(pk, other.full_name) for pk, other in self.others.items()]
        if self.adult:
            self._ask_an_adult()
        if self.adult or not others:
            del self.fields["siblings"]

    def _ask_an_adult(self) -> None:
        """Who is of age needs no other right; where state law makes people adults later, for health records."""
        del self.fields["minor_also_signed"]
        if age_on(self.youth.birth_date, self.youth.agency.today()) >= LATEST_MAJORITY:
            del self.fields["grounds"]
            return
        grounds = self.fields["grounds"]
        assert isinstance(grounds, forms.MultipleChoiceField)
        grounds.choices = [*OF_THE_CARE[1:], *OF_THE_YOUTH[1:]]
        grounds.help_text = gettext(
            "Only for health records where state law makes people adults later than at 18."
        )

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
            if person.may_decide
        ]
        absent = [(capacity.value, gettext(capacity.label)) for capacity in NOT_ON_FILE]
        by_law = gettext("under 18, but an adult by law")
        young = [
            *(self._young(capacity) for capacity in YOUNG[:2]),
            (SignerCapacity.ADULT_YOUTH.value, f"{self.youth.full_name}: {by_law}"),
        ]
        others = [(gettext("Not on file"), absent), (gettext("The young person"), young)]
        return [(gettext("On file"), on_file), *others] if on_file else others

    def _not_offered(self) -> str:
        """Who is on file and cannot sign, and what would have to be known first."""
        barred, unknown = [], []
        for person in self.youth.guardians.all():
            if person.is_barred:
                barred.append(str(person))
            elif not person.may_decide:
                unknown.append(str(person))
        said = []
        if barred:
            words = gettext("On file, but without the right to decide: %(names)s.")
            said.append(words % {"names": ", ".join(barred)})
        if unknown:
            words = gettext(
                "On file, but it is not known whether they may decide: %(names)s. "
                "Check it and write it into the youth’s record first."
            )
            said.append(words % {"names": ", ".join(unknown)})
        return " ".join(said)

    def _young(self, capacity: SignerCapacity) -> tuple[str, str]:
        return capacity.value, f"{self.youth.full_name}: {gettext(capacity.label)}"

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.errors:
            return given
        who = chosen(self.youth, given["who"])
        if who.guardian is not None:
            given["signer_name"] = str(who.guardian)
        elif who.capacity in YOUNG:
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
            "grounds": kept.get("grounds", []),
            "minor_also_signed": kept.get("minor_also_signed", False),
        }
