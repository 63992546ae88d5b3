"""Forms of drafting together: where a draft begins, its sections, comments, imports and paper originals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from agencies.models import Agency
from agencies.once import Once
from mous import queries
from mous.actions import Start
from mous.actions.commenting import LONGEST
from mous.forms.agreement import LIMIT_MB, TitleForm
from mous.importing import ENDINGS, LONGEST_SECTION
from mous.models import Mou
from mous.wording import TEMPLATE

NEW, LEAVE = "+", "-"


class DraftForm(Once, TitleForm):
    """Step 1 of an agreement that begins: what its wording starts from, its title and its days."""

    start = forms.ChoiceField(
        label=_("What do you start from?"),
        choices=Start.choices,
        initial=Start.TEMPLATE,
        widget=forms.RadioSelect,
    )
    earlier = forms.ModelChoiceField(
        Mou.objects.none(),
        label=_("Which earlier agreement?"),
        required=False,
        empty_label=_("Choose an agreement"),
        help_text=_("Only if you start from an earlier one."),
    )
    with_terms = forms.BooleanField(
        label=_("Take its parties and what may be shared, too"),
        required=False,
    )
    field_order = ["title", "start", "earlier", "with_terms", "starts_on", "ends_on"]

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data)
        self.fields["earlier"].queryset = queries.visible_to(user).filter(sections__isnull=False).distinct()  # type: ignore[attr-defined]

    def clean_start(self) -> Start:
        return Start(self.cleaned_data["start"])


class SectionForm(forms.Form):
    """One section of the text. `number` is the version that was opened."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    heading = forms.CharField(label=_("Heading"), max_length=120)
    text = forms.CharField(
        label=_("Text"),
        max_length=LONGEST_SECTION,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_(
            "A blank line begins a paragraph. **Two stars** make bold, a line that begins with “- ” or “1. ” is part of "
            "a list. {parties}, {starts_on} and {ends_on} are filled in for you."
        ),
    )

    def __init__(self, *args: Any, optional: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = not optional


class NewSectionForm(forms.Form):
    """The heading of a section of one's own."""

    heading = forms.CharField(
        label=_("Heading"),
        max_length=120,
        help_text=_("What the section settles, for example “Insurance”. You write its text next."),
    )


class InviteForm(forms.Form):
    """The parties that draft together with the agency that began."""

    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(),
        label=_("Who drafts together with you?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Their drafters can read the draft, reword its sections and comment. Parties, dates and what may be shared "
            "stay with your agency. Untick an agency to close the draft to it again."
        ),
    )

    def __init__(self, *args: Any, mou: Mou, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties = Agency.objects.filter(agreements__mou=mou).exclude(pk=mou.agency_id)
        self.fields["agencies"].queryset = parties  # type: ignore[attr-defined]


class CommentForm(forms.Form):
    """What somebody says about the text."""

    text = forms.CharField(
        label=_("Comment"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everyone who can read the draft reads this. Do not name young people or families."),
    )


class ImportForm(forms.Form):
    """A document that becomes the text."""

    file = forms.FileField(
        label=_("Document"),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        help_text=format_lazy(
            _(
                "A Word document (.docx), Markdown (.md) or plain text (.txt) of at most {limit} MB. You see what becomes of "
                "it before anything changes. Pictures are left out."
            ),
            limit=LIMIT_MB,
        ),
    )


class PartForm(forms.Form):
    """One part of an imported document, and where it goes."""

    heading = forms.CharField(label=_("Heading"), max_length=120)
    code = forms.ChoiceField(label=_("Becomes"))
    text = forms.CharField(
        label=_("Text"), max_length=LONGEST_SECTION, required=False, widget=forms.Textarea(attrs={"rows": 6}),
        strip=False,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [
            (part.code, format_lazy(_("Replaces “{heading}”"), heading=part.heading)) for part in TEMPLATE
        ]
        self.fields["code"].choices = [  # type: ignore[attr-defined]
            (NEW, _("A section of its own")),
            (LEAVE, _("Not taken over")),
            *known,
        ]


PartFormSet = formset_factory(PartForm, extra=0, max_num=100, absolute_max=120)


class ScanForm(forms.Form):
    """The paper original of an agreement that was signed before."""

    file = forms.FileField(
        label=_("Scan of the signed agreement"),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
        help_text=format_lazy(
            _("One PDF, PNG or JPEG file of at most {limit} MB, with all pages and all signatures."),
            limit=LIMIT_MB,
        ),
    )
    signed_on = forms.DateField(
        label=_("Day of the last signature on paper"),
        widget=forms.DateInput(attrs={"type": "date", "width": "medium"}, format="%Y-%m-%d"),
    )
