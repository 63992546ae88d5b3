"""What a person may set about her own account."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class SettingsForm(forms.ModelForm):
    """Name, job title and language."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=[
            (code, get_language_info(code)["name_local"].capitalize()) for code, _name in settings.LANGUAGES
        ],
        widget=forms.RadioSelect,
        help_text=_("For the portal's pages and its mail to you."),
    )

    class Meta:
        model = User
        fields = ["name", "title", "language"]
        help_texts = {"name": _("As colleagues and partner agencies should see it.")}
