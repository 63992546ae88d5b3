"""Send a family its link."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consents.models import FamilyLink

Check = FamilyLink.Check


class LinkForm(forms.Form):
    """Where the link goes, and how the person is known."""

    email = forms.EmailField(
        label=_("E-mail address of the person"),
        help_text=_("Ask who else reads this mailbox. The message names nobody."),
    )
    check = forms.ChoiceField(
        label=_("How do we check who opens the link?"),
        widget=forms.RadioSelect,
        choices=[
            (Check.CODE.value, _("By a code that you tell on the phone or hand over")),
            (Check.BIRTH_DATE.value, _("By the young person’s date of birth")),
        ],
        help_text=_("The code is safer. Never put the code in an e-mail to the same address."),
    )
    language = forms.ChoiceField(
        label=_("Language of the message"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
