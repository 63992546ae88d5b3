"""Forms of agreements: they check shape; whether it is allowed the verbs decide."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from agencies.models import Agency
from agencies.roles import ASKING_ROLES, ROLES
from agencies.states import AgencyState
from law.forms import UNIFORM_FORM_VERSIONS
from mous.actions.terms import LONGEST_LINE
from mous.matrix import CELLS
from mous.models import Mou, MouChecklistNote
from mous.wording import statement_for

LIMIT_MB = settings.UPLOAD_LIMIT_BYTES // (1024 * 1024)


class TitleForm(forms.ModelForm):
    """Step 1: what it is called and how long it lasts."""

    class Meta:
        model = Mou
        fields = ["title", "starts_on", "ends_on"]
        labels = {"starts_on": _("First day"), "ends_on": _("Last day"), "review_on": _("Review together on")}
        help_texts = {
            "title": _("What people will call it, for example “Sharing to keep students in school”."),
            "starts_on": _("It takes effect on this day, or when the last party signs if that is later."),
            "ends_on": _(
                "At most five years after the first day. It ends by itself at the close of this day."
            ),
        }
        widgets = {
            "starts_on": forms.DateInput(attrs={"type": "date", "width": "medium"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs={"type": "date", "width": "medium"}, format="%Y-%m-%d"),
        }

    def _post_clean(self) -> None:
        """The verb says what is wrong with the dates; the agreement in hand stays as it was read."""


class EditForm(TitleForm):
    """The same, with what can wait until the draft is there."""

    consent_form = forms.ChoiceField(
        label=_("Which consent form do the parties adopt?"),
        help_text=_(
            "Families sign it, and each party relies on it. Its wording never changes within a version."
        ),
        choices=[
            *(
                (version, format_lazy(_("The uniform form, version {version}"), version=version))
                for version in reversed(UNIFORM_FORM_VERSIONS)
            ),
            ("", _("Another form, as the text says")),
        ],
        required=False,
    )

    class Meta(TitleForm.Meta):
        fields = ["title", "starts_on", "ends_on", "review_on", "consent_form", "open_to_joinder"]
        help_texts = {
            **TitleForm.Meta.help_texts,
            "review_on": _("The parties look at the agreement together, at the latest after twelve months."),
            "open_to_joinder": _(
                "A party may invite an agency to join on the terms of one that is bound already. It signs an exhibit; "
                "the others do not sign again, but are told."
            ),
        }
        widgets = {
            **TitleForm.Meta.widgets,
            "review_on": forms.DateInput(attrs={"type": "date", "width": "medium"}, format="%Y-%m-%d"),
        }


class PartiesForm(forms.Form):
    """Step 2: the agencies that the agreement binds, besides one's own."""

    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(),
        label=_("Which agencies agree with yours?"),
        help_text=_("They see the draft when you send it, not before."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, mou: Mou, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Agency.objects.filter(state=AgencyState.ACTIVE).exclude(pk=mou.agency_id)
        self.fields["agencies"].queryset = others  # type: ignore[attr-defined]


class FlowForm(forms.Form):
    """Step 3: one grid of records and purposes between two parties, and what its flows have in common."""

    cells = forms.MultipleChoiceField(
        label=_("Records and purposes"),
        choices=[(cell, cell) for cell in CELLS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    authority = forms.CharField(
        label=_("What will each disclosure rest on?"),
        max_length=LONGEST_LINE,
        error_messages={"required": _("Say which law or consent the disclosure will rest on.")},
        help_text=_(
            "The law or the consent, for example “Written consent of the parent (34 CFR 99.30)”. "
            "The agreement alone is never enough."
        ),
    )
    roles = forms.MultipleChoiceField(
        label=_("Who there may ask?"),
        choices=[(code, ROLES[code].name) for code in ASKING_ROLES],
        initial=list(ASKING_ROLES),
        error_messages={"required": _("Choose at least one role whose members may ask.")},
        widget=forms.CheckboxSelectMultiple,
    )
    need = forms.CharField(
        label=_("Why do they need it?"),
        max_length=LONGEST_LINE,
        error_messages={"required": _("Say in one sentence why people in these roles need the records.")},
        help_text=_("Why people in these roles need the records, in one sentence."),
    )
    conditions = forms.CharField(
        label=_("Conditions"),
        max_length=2000,
        required=False,
        help_text=_("Anything that must also hold, in one or two sentences."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A grid in which nothing is ticked any more says nothing, and is taken out.
        ticked = not self.is_bound or bool(self["cells"].value())
        for name in ("authority", "roles", "need"):
            self.fields[name].required = ticked

    def clean(self) -> dict[str, Any]:
        """What was typed beside a new grid without a tick is not thrown away silently."""
        values = super().clean() or {}
        if values.get("authority") and not values.get("cells") and "cells" not in self.initial:
            self.add_error("cells", _("Tick at least one box of the table."))
        return values


class AlsoForm(forms.Form):
    """To which other pairs of parties the same flows apply: the others as holders, or as askers."""

    # Which flows of this pair the person began from: see `set_flows`.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    holders = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    askers = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any = None, *, mou: Mou, holder: Agency, asker: Agency) -> None:
        super().__init__(data)
        self.others = list(Agency.objects.filter(agreements__mou=mou).exclude(pk__in=[holder.pk, asker.pk]))
        names = {"holder": holder.name, "asker": asker.name}
        self.fields["holders"].label = _("%(asker)s may ask the same of") % names
        self.fields["askers"].label = _("%(holder)s may be asked the same by") % names
        for name, kind in (("holders", holder.kind), ("askers", asker.kind)):
            self.fields[name].choices = self._choices(kind)  # type: ignore[attr-defined]

    def _choices(self, kind: str) -> list[tuple[str, Any]]:
        alike = [agency for agency in self.others if agency.kind == kind]
        all_alike = [
            ("alike", _("All of the same kind: %(names)s") % {"names": ", ".join(a.name for a in alike)})
        ]
        return [*(all_alike if len(alike) > 1 else []), *((str(a.pk), a.name) for a in self.others)]

    def chosen(self, name: str, like: Agency) -> list[Agency]:
        """The parties ticked under this name; "alike" stands for those of the kind of `like`."""
        ticked = self.cleaned_data[name]
        return [
            agency
            for agency in self.others
            if str(agency.pk) in ticked or ("alike" in ticked and agency.kind == like.kind)
        ]


class AttestForm(forms.Form):
    """What a person says of one item of the checklist. A needed item cannot be said not to apply."""

    answer = forms.ChoiceField(label=_("What do you say?"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Where is it settled, or why does it not apply?"),
        max_length=500,
        help_text=_(
            "For example: “Section 7 of our text, second paragraph.” Every party and its counsel reads this."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answers = [(MouChecklistNote.Answer.COMPLETE, _("It is settled elsewhere in the text"))]
        if not needed:
            answers.append((MouChecklistNote.Answer.NOT_APPLICABLE, _("It does not apply to this agreement")))
        self.fields["answer"].choices = answers  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why, for the other parties."""

    reason = forms.CharField(
        label=_("Why?"),
        max_length=250,
        help_text=_("Every party reads this. Do not name young people or families."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReviewForm(forms.Form):
    """Counsel's approval of one exact text."""

    note = forms.CharField(
        label=_("Note for the other parties (optional)"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    text_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)


class SignForm(forms.Form):
    """A signature on one exact text, for one agency; both travel with the form so that neither can change unseen."""

    typed_name = forms.CharField(label=_("Your full name"), max_length=150)
    title = forms.CharField(label=_("Your title"), max_length=150)
    attested = forms.BooleanField(
        error_messages={
            "required": _("Tick the box to say that you have read the agreement and may sign it.")
        }
    )
    text_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    agency = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, user: User, mou: Mou) -> None:
        initial = {"title": user.title, "text_sha256": mou.text_sha256, "agency": user.acting_agency_id}
        super().__init__(data, initial=initial)
        self.user = user
        self.fields["typed_name"].help_text = _("Type it as it stands in your account: %(name)s.") % {
            "name": user.name
        }
        # English, as the agreement is: these words are stored with the signature.
        self.fields["attested"].label = statement_for(mou, user.acting_agency.name)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if "agency" in values and values.pop("agency") != self.user.acting_agency_id:
            raise forms.ValidationError(
                _("You now act for another agency. Open this page again before you sign.")
            )
        return values
