"""The forms of the steps of recording a consent, of revoking, and of the list. They check shape and ask the verbs."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from agencies.states import AgencyState
from consents import queries
from consents.drafting import ON_FILE, Drafted, chosen, lines, signing
from consents.expiry import is_adult, latest_end
from consents.models import Consent, ConsentForm, ConsentGrant
from consents.refusals import check_lines, check_signer
from law import STORED_CATEGORIES
from law.vocabulary import Purpose, SignerCapacity
from sharing_portal.errors import RefusedInput
from youth.models import YouthRecord
from youth.names import joined

CATEGORIES = [(category.value, _(category.label)) for category in STORED_CATEGORIES]
# What a family is asked to agree to; other purposes rest on other laws than consent.
PURPOSES = [
    (purpose.value, _(purpose.label))
    for purpose in (
        Purpose.TREATMENT,
        Purpose.CARE_COORDINATION,
        Purpose.EDUCATIONAL_SUPPORT,
        Purpose.ENROLLMENT,
        Purpose.CHILD_PROTECTION,
        Purpose.PLACEMENT,
        Purpose.JUVENILE_SERVICES,
        Purpose.SUPERVISION,
        Purpose.BENEFITS,
        Purpose.PAYMENT,
        Purpose.COURT_PROCEEDING,
        Purpose.RESEARCH,
    )
]
FOR_A_MINOR = (
    SignerCapacity.MINOR,
    SignerCapacity.ELIGIBLE_STUDENT,
    SignerCapacity.CHILD_WELFARE_AGENCY,
    SignerCapacity.COURT_APPOINTED,
)


class SignerForm(forms.Form):
    """Step 1: who signs, in which language, how."""

    who = forms.ChoiceField(label=_("Who signs?"), widget=forms.RadioSelect)
    signer_name = forms.CharField(
        label=_("Full name of the person who signs"),
        max_length=200,
        required=False,
        help_text=_("Only for a person who is not on file. Others sign with the name on file."),
    )
    authority_evidence = forms.CharField(
        label=_("How you know that this person may decide"),
        max_length=250,
        required=False,
        help_text=_(
            "The paper you have seen and when, for a person who is not on file or acts for an agency."
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
    method = forms.ChoiceField(
        label=_("How will it be signed?"), widget=forms.RadioSelect, choices=Consent.Method
    )

    def __init__(self, *args: Any, youth: YouthRecord, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.youth = youth
        self.adult = is_adult(youth.birth_date, youth.agency.today())
        who, form = self.fields["who"], self.fields["form"]
        assert isinstance(who, forms.ChoiceField)
        assert isinstance(form, forms.ModelChoiceField)
        who.choices = self._signers()
        form.queryset = queries.newest_forms()
        form.label_from_instance = lambda published: published.language_name  # type: ignore[assignment]
        if self.adult:
            del self.fields["minor_also_signed"]

    def _signers(self) -> list[tuple[str, str]]:
        own = SignerCapacity.ADULT_YOUTH
        if self.adult:
            return [(own.value, f"{self.youth.full_name}: {gettext(own.label)}")]
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
        ]
        absent = [
            (capacity.value, gettext("Not on file: %(capacity)s") % {"capacity": gettext(capacity.label)})
            for capacity in (SignerCapacity.PARENT, SignerCapacity.GUARDIAN, SignerCapacity.CARETAKER)
        ]
        others = [(capacity.value, gettext(capacity.label)) for capacity in FOR_A_MINOR]
        return [*on_file, *absent, *others]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.errors:
            return given
        who = chosen(self.youth, given["who"])
        if who.guardian is not None:
            given["signer_name"] = str(who.guardian)
        elif who.capacity in (
            SignerCapacity.MINOR,
            SignerCapacity.ADULT_YOUTH,
            SignerCapacity.ELIGIBLE_STUDENT,
        ):
            given["signer_name"] = self.youth.full_name
        elif not given["signer_name"]:
            self.add_error("signer_name", gettext("Write the name of the person who signs."))
            return given
        try:
            check_signer(
                self.youth,
                signing(self.youth, self.answers, self.youth.agency.today()),
                who.guardian,
                given["authority_evidence"],
            )
        except RefusedInput as error:
            self.add_error(None, error.message)
        return given

    @property
    def answers(self) -> dict[str, Any]:
        """What is kept in the draft."""
        return {**self.cleaned_data, "form": str(self.cleaned_data["form"].pk)} | {
            "minor_also_signed": self.cleaned_data.get("minor_also_signed", False)
        }


class FlowForm(forms.Form):
    """Step 2: from whom, to whom, which records, for what purpose, until when. Nothing is ticked beforehand."""

    discloser: "forms.ModelChoiceField[Agency]" = forms.ModelChoiceField(
        label=_("Who may share?"), queryset=None
    )
    recipient: "forms.ModelChoiceField[Agency]" = forms.ModelChoiceField(
        label=_("With whom?"),
        queryset=None,
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
    expires_on = forms.DateField(
        label=_("Until when?"),
        widget=forms.DateInput(attrs={"type": "date", "width": "medium"}, format="%Y-%m-%d"),
    )

    def __init__(
        self, *args: Any, youth: YouthRecord, signer: dict[str, Any], others: list[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.youth, self.signer, self.others = youth, signer, others
        self.today = youth.agency.today()
        for side in (self.fields["discloser"], self.fields["recipient"]):
            assert isinstance(side, forms.ModelChoiceField)
            side.queryset = Agency.objects.filter(state=AgencyState.ACTIVE)
        latest = latest_end(
            born=youth.birth_date, capacity=chosen(youth, signer["who"]).capacity, signed_on=self.today
        )
        self.fields["expires_on"].initial = latest
        self.fields["expires_on"].help_text = gettext("The last day, at most %(latest)s.") % {
            "latest": date_format(latest, "DATE_FORMAT")
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors:
            planned = signing(self.youth, self.signer, self.today)
            try:
                check_lines(
                    self.youth, planned, lines([*self.others, self.flow], self.today), today=self.today
                )
            except RefusedInput as error:
                self.add_error(None, error.message)
        return given

    @property
    def flow(self) -> dict[str, Any]:
        """What is kept in the draft."""
        given = self.cleaned_data
        return {
            "discloser": str(given["discloser"].pk),
            "recipient": str(given["recipient"].pk),
            "categories": given["categories"],
            "purposes": given["purposes"],
            "expires_on": given["expires_on"].isoformat(),
        }


class ReadForm(forms.Form):
    """Step 3: the whole text was read."""

    read = forms.BooleanField(
        label=_(
            "The person who signs has read the whole form, or it was read aloud, and questions were answered"
        )
    )


class SignForm(forms.Form):
    """Step 4 on screen: the name typed by the signer, and her yes to the text whose hash is carried along."""

    text_sha256 = forms.CharField(widget=forms.HiddenInput)
    typed_name = forms.CharField(label=_("Type your full name to sign"), max_length=200)
    minor_typed_name = forms.CharField(label=_("Young person: type your full name to sign"), max_length=200)
    agrees = forms.BooleanField(label=_("I agree to what is written above"))

    def __init__(self, *args: Any, drafted: Drafted, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.drafted = drafted
        self.fields["text_sha256"].initial = drafted.text_sha256
        if not drafted.signing.minor_also_signed:
            del self.fields["minor_typed_name"]

    def clean_typed_name(self) -> str:
        return self._same(self.cleaned_data["typed_name"], self.drafted.signing.signer_name)

    def clean_minor_typed_name(self) -> str:
        return self._same(self.cleaned_data["minor_typed_name"], self.drafted.signing.youth_name)

    def _same(self, typed: str, expected: str) -> str:
        if joined(typed) != joined(expected):
            raise forms.ValidationError(
                gettext("Type the name as it stands on the form: %(name)s") % {"name": expected}
            )
        return typed

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("text_sha256") != self.drafted.text_sha256:
            self.add_error(
                None, gettext("The text has changed since this page was opened. Read it again and sign.")
            )
            self.data = {**dict(self.data.items()), "text_sha256": self.drafted.text_sha256}
        return given

    @property
    def answers(self) -> dict[str, str]:
        """What is kept in the draft."""
        return {"signed_at": timezone.now().isoformat(), "text_sha256": self.drafted.text_sha256}


class PaperForm(forms.Form):
    """Step 4 on paper: the day on the paper, and that the recorder has seen it signed."""

    signed_on = forms.DateField(
        label=_("Day of the signature on the paper"),
        widget=forms.DateInput(attrs={"type": "date", "width": "medium"}),
    )
    seen = forms.BooleanField(
        label=_(
            "I have the signed paper before me. It has the same lines as this record and every signature."
        )
    )

    def __init__(self, *args: Any, drafted: Drafted, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.drafted = drafted

    def clean_signed_on(self) -> date:
        signed_on: date = self.cleaned_data["signed_on"]
        if signed_on > self.drafted.youth.agency.today():
            raise forms.ValidationError(gettext("The day of the signature is in the future."))
        try:
            self.drafted = Drafted(self.drafted.draft, signed_on)
            self.drafted.check()
        except RefusedInput as error:
            raise forms.ValidationError(error.message) from error
        return signed_on

    @property
    def answers(self) -> dict[str, str]:
        """What is kept in the draft: noon of the day on the paper, or now when that is still to come."""
        zone = self.drafted.youth.agency.zone
        noon = datetime.combine(self.cleaned_data["signed_on"], time(12), tzinfo=zone)
        return {
            "signed_at": min(noon, timezone.now()).isoformat(),
            "text_sha256": self.drafted.text_sha256,
        }


class RevokeForm(forms.Form):
    """Revoke all of a consent or only what goes to one recipient. `arguments()` are those of the verb."""

    scope = forms.ChoiceField(label=_("What should no longer be shared?"), widget=forms.RadioSelect)
    how = forms.ChoiceField(
        label=_("How was it asked?"),
        widget=forms.RadioSelect,
        choices=ConsentGrant.Asked,
        help_text=_("What is only said stops sharing at once, too. Confirm it in writing afterwards."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=250,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The family need not give one."),
    )
    EVERYTHING = "all"

    def __init__(self, *args: Any, consent: Consent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = [grant.recipient for grant, state in queries.standing_grants(consent) if state.stands]
        self.recipients = {str(agency.pk): agency for agency in standing}
        scope = self.fields["scope"]
        assert isinstance(scope, forms.ChoiceField)
        scope.choices = [
            (self.EVERYTHING, pgettext_lazy("to revoke", "Everything in this consent")),
            *(
                (pk, gettext("Only what is shared with %(agency)s") % {"agency": agency})
                for pk, agency in self.recipients.items()
            ),
        ]

    def arguments(self) -> dict[str, Any]:
        """`recipient`, `reason` and `how` for `revoke`."""
        given = self.cleaned_data
        return {
            "recipient": self.recipients.get(given["scope"]),
            "reason": given["reason"],
            "how": given["how"],
        }
