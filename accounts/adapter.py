"""allauth's doors, closed or led through our own: no sign-up, mail through the outbox."""

from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from notices.actions import queue_mail


class PortalAccountAdapter(DefaultAccountAdapter):
    """People are invited by their agency; nobody signs up. Mail is queued with the request's transaction."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        message = self.render_mail(template_prefix, email, context)
        queue_mail(
            to_address=email, subject=message.subject, body=str(message.body), key=f"account:{uuid4()}"
        )

    def get_reset_password_from_key_url(self, key: str) -> str:
        # Built from the setting: a forged Host header cannot lead a reset link elsewhere.
        path = super().get_reset_password_from_key_url(key)
        return settings.PORTAL_URL.rstrip("/") + "/" + path.split("/", 3)[-1]
