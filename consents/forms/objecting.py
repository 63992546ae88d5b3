"""A parent or guardian who disagrees."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consents.siblings import MAY_DECIDE
from youth.models import Guardian, YouthRecord


class ObjectionForm(forms.Form):
    """Who disagrees, and what was said."""

    guardian: "forms.ModelChoiceField[Guardian]" = forms.ModelChoiceField(
        label=_("Who disagrees?"), queryset=None, widget=forms.RadioSelect, empty_label=None
    )
    words = forms.CharField(
        label=_("What did the person say?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In the person’s own words, as far as you can."),
    )

    def __init__(self, *args: Any, youth: YouthRecord, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guardian = self.fields["guardian"]
        assert isinstance(guardian, forms.ModelChoiceField)
        guardian.queryset = youth.guardians.filter(MAY_DECIDE)
