"""Send a family its link."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consents.models import FamilyLink

Check = FamilyLink.Check
BY_CODE = (Check.CODE.value, _("By a code that you tell on the phone or hand over"))
BY_BIRTH_DATE = (Check.BIRTH_DATE.value, _("By the young person’s date of birth"))


class LinkForm(forms.Form):
    """Where the link goes, and how the person is known."""

    email = forms.EmailField(
        label=_("E-mail address of the person"),
        help_text=_("Ask who else reads this mailbox. The message names nobody."),
    )
    check = forms.ChoiceField(
        label=_("How do we check who opens the link?"),
        widget=forms.RadioSelect,
        choices=[BY_CODE, BY_BIRTH_DATE],
        help_text=_("The code is safer. Never put the code in an e-mail to the same address."),
    )
    language = forms.ChoiceField(
        label=_("Language of the message"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, is_own: bool = False, **kwargs: Any) -> None:
        """`is_own` where it is the young person who comes: her parents know when she was born."""
        super().__init__(*args, **kwargs)
        check = self.fields["check"]
        assert isinstance(check, forms.ChoiceField)
        if is_own:
            check.choices = [BY_CODE]
            check.initial = Check.CODE.value
            check.help_text = _("Tell it to the young person alone. Parents know the date of birth.")
