"""What happens to accounts: opened on invitation, set to one's liking, signed out elsewhere."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from accounts.models import User
from audit.record import record


def open_account(email: str, *, name: str, language: str = "en") -> User:
    """Open an account for an invited person. It has no password until she sets one by the link mailed to her."""
    return User.objects.create_user(email, name=name, language=language)


def password_link(user: User) -> str:
    """A link that lets the owner of the mailbox set the password, once.

    It ends with its first use, with the next sign-in, and after `PASSWORD_RESET_TIMEOUT`.
    """
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    return settings.PORTAL_URL.rstrip("/") + path


@transaction.atomic
def change_settings(*, by: User, name: str, title: str, language: str) -> None:
    """Change how one is called and the language one reads."""
    User.objects.filter(pk=by.pk).update(name=name, title=title, language=language)
    by.name, by.title, by.language = name, title, language
    record("account.settings_changed", by=by, on=by)


def remember_language(language: str, *, by: User) -> None:
    """Keep the language a person switched to, for her mail and her next device."""
    if language in dict(settings.LANGUAGES):
        User.objects.filter(pk=by.pk).update(language=language)


@transaction.atomic
def end_other_sessions(*, by: User) -> None:
    """End every session of the person; the caller renews the one in hand with `update_session_auth_hash`."""
    User.objects.filter(pk=by.pk).update(session_generation=F("session_generation") + 1)
    by.refresh_from_db(fields=["session_generation"])
    record("account.other_sessions_ended", by=by, on=by)
