"""Shape of what is entered about agencies and members; the verbs decide whether it may be."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, AgencyContact
from agencies.roles import ROLES
from law.vocabulary import LegalStatus
from sharing_portal.errors import RefusedInput

TIME_ZONES = [
    ("America/New_York", _("Eastern")),
    ("America/Chicago", _("Central")),
    ("America/Denver", _("Mountain")),
    ("America/Phoenix", _("Mountain, Arizona")),
    ("America/Los_Angeles", _("Pacific")),
    ("America/Anchorage", _("Alaska")),
    ("Pacific/Honolulu", _("Hawaii")),
    ("America/Puerto_Rico", _("Atlantic, Puerto Rico")),
]


def show_refusal(form: forms.BaseForm, refusal: RefusedInput) -> None:
    """Say a verb's refusal beside the field it concerns, or above the form."""
    named = refusal.detail.get("field")
    form.add_error(named if named in form.fields else None, refusal.message)


def carried_out(form: forms.Form | forms.ModelForm, verb: Callable[[], Any]) -> bool:
    """Whether the verb accepted the input; what it refused stands on the form."""
    try:
        verb()
    except RefusedInput as refusal:
        show_refusal(form, refusal)
        return False
    return True


class ExplainedChoice:
    """A choice with a line of explanation below its label."""

    def __init__(self, label: str | Promise, hint: str | Promise) -> None:
        self.label, self.hint = label, hint

    def __str__(self) -> str:
        return str(self.label)


class RolesField(forms.MultipleChoiceField):
    """Roles, each with what it is for."""

    def __init__(self, **options: Any) -> None:
        choices = [(role.code, ExplainedChoice(role.name, role.purpose)) for role in ROLES.values()]
        label = _("Roles")
        super().__init__(choices=choices, label=label, widget=forms.CheckboxSelectMultiple, **options)


class RolesForm(forms.Form):
    """The roles of one member."""

    roles = RolesField()


class InviteForm(forms.Form):
    """Whom to invite, and for what."""

    email = forms.EmailField(
        label=_("E-mail"), help_text=_("The invitation goes to this address; it is used to sign in.")
    )
    name = forms.CharField(label=_("Full name"), max_length=150)
    roles = RolesField()


class InviteAdministratorForm(forms.Form):
    """An agency's administrator."""

    administrator_email = forms.EmailField(label=_("Administrator's e-mail"))
    administrator_name = forms.CharField(label=_("Administrator's full name"), max_length=150)


class ProfileForm(forms.ModelForm):
    """What an agency's own administrator may change. Sets the form's data only; the verb saves."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=TIME_ZONES, initial=Agency._meta.get_field("time_zone").default
    )

    class Meta:
        model = Agency
        fields = ["phone", "address", "county", "time_zone"]
        widgets: dict[str, forms.Widget] = {"address": forms.Textarea(attrs={"rows": 3})}


class OperatorsProfileForm(ProfileForm):
    """Also what an operator may correct: name, kind, state and legal statuses."""

    legal_statuses = forms.MultipleChoiceField(
        label=_("Legal statuses"),
        choices=[(status.value, _(status.label)) for status in LegalStatus],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Which law binds the agency. Everything the portal permits or refuses depends on it."),
    )

    class Meta(ProfileForm.Meta):
        fields = ["name", "kind", "us_state", "legal_statuses", *ProfileForm.Meta.fields]
        help_texts = {"us_state": _("Two letters, for example WA.")}
        widgets = {
            "address": forms.Textarea(attrs={"rows": 3}),
            "us_state": forms.TextInput(attrs={"width": "xs"}),
        }


class OnboardForm(OperatorsProfileForm, InviteAdministratorForm):
    """A new agency and its first administrator. Legal statuses may follow before it is activated."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["legal_statuses"].required = False
        self.order_fields(["name", "kind", "administrator_name", "administrator_email"])


class ContactForm(forms.ModelForm):
    """Whom to call. The purpose is chosen once; the place in the chain is changed by moving."""

    class Meta:
        model = AgencyContact
        fields = [
            "purpose",
            "name",
            "title",
            "phone",
            "alternate_phone",
            "email",
            "hours",
            "backup_after_minutes",
        ]
        help_texts = {
            "hours": _("For example, Monday to Friday, 8 am to 5 pm."),
            "backup_after_minutes": _("For the chain of contact: how long to wait for an answer."),
        }
        widgets = {"backup_after_minutes": forms.NumberInput(attrs={"width": "xs"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            del self.fields["purpose"]
