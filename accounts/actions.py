"""What happens to accounts: opened on invitation, set to one's liking, signed out elsewhere."""

from uuid import uuid4

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from audit.record import record
from notices.actions import queue_mail


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
def change_settings(*, by: User, name: str, title: str, language: str, notice_email: str = "") -> None:
    """Change how one is called, the language one reads, and where messages go (nowhere else when empty).

    A new address for messages is told to the one that signs in, so that nobody's mail goes astray unseen.
    """
    address = "" if notice_email.lower() == by.email else notice_email.lower()
    moved = not User.objects.filter(pk=by.pk, notice_email=address).exists()
    User.objects.filter(pk=by.pk).update(name=name, title=title, language=language, notice_email=address)
    by.name, by.title, by.language, by.notice_email = name, title, language, address
    record("account.settings_changed", by=by, on=by, messages_moved=moved)
    if moved:
        _tell_where_messages_go(by)


def _tell_where_messages_go(user: User) -> None:
    with translation.override(user.language):
        subject = _("Where your messages from the Sharing Portal go has changed")
        body = _("If this was not you, sign in and look at your settings: %(url)s") % {
            "url": settings.PORTAL_URL
        }
    queue_mail(to_address=user.email, subject=subject, body=body, key=f"account:{uuid4()}")


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
