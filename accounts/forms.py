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
        fields = ["name", "title", "notice_email", "language"]
        help_texts = {
            "name": _("As colleagues and partner agencies should see it."),
            "notice_email": _(
                "If messages should go elsewhere, for example to a mailbox that colleagues share. They hold no names and "
                "no facts, only that there is something to read. You still sign in with your own address, and mail "
                "about your account goes there."
            ),
        }
