"""The forms of the family's pages. Nothing is ticked beforehand; they check shape and the verbs decide."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from consents.choices import INITIALS_LENGTH, Flow
from consents.drafting import Drafted, joint_hash
from consents.models import Consent, ConsentGrant
from consents.queries import left_of
from consents.wording import words
from disclosures.models import FamilyWish
from law.vocabulary import Category, Purpose


class DoorForm(forms.Form):
    """The same questions at every link, so that a link tells nothing before it is opened."""

    code = forms.CharField(
        label=_("The code you were told"),
        max_length=20,
        required=False,
        help_text=_("Six digits."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "width": "small"}),
    )
    born = forms.DateField(
        label=_("No code? Enter the young person’s date of birth"),
        required=False,
        widget=forms.SelectDateWidget(),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors and not given.get("code") and not given.get("born"):
            raise forms.ValidationError(gettext("Write the code, or the date of birth."))
        return given

    @property
    def code_typed(self) -> str:
        """The digits of the code, without what people write between them."""
        return "".join(letter for letter in self.cleaned_data["code"] if letter.isdigit())


class RecordsForm(forms.Form):
    """One tile a kind of record, each with the initials of who agrees to it. To tick none is an answer."""

    def __init__(self, *args: Any, offered: Sequence[str], language: str, flow: Flow | None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offered, before = list(offered), (flow or {}).get("initials", {})
        for code in self.offered:
            name = words(Category(code), language)
            self.fields[code] = forms.BooleanField(label=name, required=False, initial=code in before)
            self.fields[f"{code}-initials"] = forms.CharField(
                label=gettext("Your initials for: %(records)s") % {"records": name},
                max_length=INITIALS_LENGTH,
                required=False,
                initial=before.get(code, ""),
                widget=forms.TextInput(attrs={"autocomplete": "off", "width": "2xs"}),
            )

    @property
    def tiles(self) -> list[dict[str, Any]]:
        """Each kind of record with its box and its field."""
        return [{"box": self[code], "initials": self[f"{code}-initials"]} for code in self.offered]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for code in self.offered:
            ticked, mark = given.get(code), (given.get(f"{code}-initials") or "").strip()
            if ticked and not mark:
                self.add_error(f"{code}-initials", gettext("Write your initials to agree to this."))
            if mark and not ticked:
                self.add_error(code, gettext("Tick the box, too, or clear the initials."))
        return given

    @property
    def initials(self) -> dict[str, str]:
        """What is agreed to, with the initials."""
        return {
            code: self.cleaned_data[f"{code}-initials"] for code in self.offered if self.cleaned_data[code]
        }


WAYS = [("may_send", _("Send documents")), ("may_talk", _("Talk with each other about it"))]


class HowForm(forms.Form):
    """For what, in which way, until when."""

    purposes = forms.MultipleChoiceField(
        label=_("What may it be used for?"), widget=forms.CheckboxSelectMultiple
    )
    ways = forms.MultipleChoiceField(
        label=_("In which way?"),
        widget=forms.CheckboxSelectMultiple,
        choices=WAYS,
    )
    expires_on = forms.DateField(
        label=_("Until which day?"),
        widget=forms.DateInput(attrs={"type": "date", "width": "medium"}, format="%Y-%m-%d"),
    )
    ends_when = forms.ChoiceField(
        label=_("Should it end sooner?"),
        required=False,
        choices=[("", _("No, it ends on that day")), *ConsentGrant.EndsWhen.choices],
    )

    def __init__(self, *args: Any, offered: Flow, language: str, flow: Flow | None, **kwargs: Any) -> None:
        before = flow or {}
        ways = [way for way in ("may_send", "may_talk") if before.get(way)]
        kwargs["initial"] = {**before, "ways": ways}
        super().__init__(*args, **kwargs)
        purposes = self.fields["purposes"]
        assert isinstance(purposes, forms.MultipleChoiceField)
        purposes.choices = [(code, words(Purpose(code), language)) for code in offered["purposes"]]
        self._limit(offered)
        self.fields["expires_on"].help_text = gettext(
            "%(latest)s at the latest. You can stop it sooner at any time."
        ) % {"latest": date_format(date.fromisoformat(offered["latest"]), "DATE_FORMAT")}

    def _limit(self, offered: Flow) -> None:
        """Show no more than was asked."""
        way, event = self.fields["ways"], self.fields["ends_when"]
        assert isinstance(way, forms.MultipleChoiceField)
        assert isinstance(event, forms.ChoiceField)
        way.choices = [(code, name) for code, name in WAYS if offered.get(code, True)]
        if wanted := offered.get("ends_when"):
            event.choices = [(wanted, ConsentGrant.EndsWhen(wanted).label)]

    def arguments(self) -> dict[str, Any]:
        """Those of `choose_how`."""
        given = self.cleaned_data
        return {
            "purposes": given["purposes"],
            "may_send": "may_send" in given["ways"],
            "may_talk": "may_talk" in given["ways"],
            "expires_on": given["expires_on"],
            "ends_when": given["ends_when"],
        }


class FilledInForm(forms.Form):
    """The browser may fill in name and address at home; on a device that was handed over they are other families'."""

    def __init__(self, *args: Any, kiosk: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if kiosk and "autocomplete" in field.widget.attrs:
                field.widget.attrs["autocomplete"] = "off"


class SignForm(FilledInForm):
    """The typed name and the yes to the text whose hash is carried along; a drawing if one likes."""

    text_sha256 = forms.CharField(widget=forms.HiddenInput)
    drawing = forms.CharField(widget=forms.HiddenInput, required=False)
    typed_name = forms.CharField(
        label=_("Type your full name to sign"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    agrees = forms.BooleanField(label=_("I agree to what is written above"))

    def __init__(self, *args: Any, signed: Sequence[Drafted], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text_sha256"].initial = joint_hash(signed)
        self.fields["typed_name"].help_text = gettext("As it stands on the form: %(name)s") % {
            "name": signed[0].signing.signer_name
        }
        self.minors = [one.signing.youth_name for one in signed if one.signing.minor_also_signed]
        for number, name in enumerate(self.minors):
            self.fields[f"minor-{number}"] = forms.CharField(
                label=gettext("%(name)s: type your full name to sign") % {"name": name},
                max_length=250,
                help_text=gettext("The young person signs, too."),
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
        self.order_fields(
            ["text_sha256", "drawing", "typed_name", *(f"minor-{n}" for n in range(len(self.minors)))]
        )

    @property
    def minor_names(self) -> list[str]:
        """The names that the young people typed."""
        return [self.cleaned_data[f"minor-{number}"] for number in range(len(self.minors))]


class OwnPageForm(FilledInForm):
    """Where to send the link to the family's page, and whether to remind."""

    email = forms.EmailField(
        label=_("Your e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    remind = forms.BooleanField(label=_("Write to me before it ends"), required=False)


class RemindersForm(FilledInForm):
    """The address for reminders."""

    email = forms.EmailField(
        label=_("Your e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class WishForm(forms.Form):
    """What the family asks about one release or one consent."""

    kind = forms.ChoiceField(
        label=_("What do you want to ask?"), choices=FamilyWish.Kind.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("In your words"),
        help_text=_("If something is wrong: what is wrong, and what would be right?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class StopForm(forms.Form):
    """What to stop for one young person: everything, what goes to one agency, or one kind of record, on whatever form."""

    EVERYTHING = "all"
    scope = forms.ChoiceField(label=_("What should stop?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, consents: Sequence[Consent], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        left = [grant for consent in consents for grant in left_of(consent)]
        self.recipients = {f"to:{one.recipient_id}": one.recipient for one in left}
        language = (get_language() or "en")[:2]
        self.categories = {f"of:{one.category}": words(Category(one.category), language) for one in left}
        scope = self.fields["scope"]
        assert isinstance(scope, forms.ChoiceField)
        scope.choices = [
            (self.EVERYTHING, _("Everything I agreed to here")),
            *(
                (code, gettext("All that %(agency)s gets") % {"agency": one})
                for code, one in self.recipients.items()
            ),
            *(
                (code, gettext("“%(records)s”, with everybody") % {"records": one})
                for code, one in self.categories.items()
            ),
        ]

    def arguments(self) -> dict[str, Any]:
        """`recipient` and `category` for `revoke_consent`."""
        scope = self.cleaned_data["scope"]
        category = scope.removeprefix("of:") if scope in self.categories else ""
        return {"recipient": self.recipients.get(scope), "category": category}
