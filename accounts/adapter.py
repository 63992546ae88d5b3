"""allauth's doors, closed or led through our own: no sign-up, mail through the outbox, secrets encrypted."""

import base64
import hashlib
import time
from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.ratelimit import truncate_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.encoding import force_bytes

from accounts.models import User
from notices.actions import queue_mail


class PortalAccountAdapter(DefaultAccountAdapter):
    """People are invited by their agency; nobody signs up. Mail is queued with the request's transaction."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        message = self.render_mail(template_prefix, email, {**context, "portal_url": settings.PORTAL_URL})
        queue_mail(
            to_address=email, subject=message.subject, body=str(message.body), key=f"account:{uuid4()}"
        )

    def get_client_ip(self, request: HttpRequest) -> str:
        """A keyed hash of the address: allauth counts tries by it, and the counters name nobody."""
        address = truncate_ip(super().get_client_ip(request))
        return salted_hmac("client address", address, algorithm="sha256").hexdigest()

    def get_reset_password_from_key_url(self, key: str) -> str:
        # Built from the setting: a forged Host header cannot lead a reset link elsewhere.
        path = super().get_reset_password_from_key_url(key)
        return settings.PORTAL_URL.rstrip("/") + "/" + path.split("/", 3)[-1]

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        # The absolute limit counts from here: sharing_portal/middleware.py.
        request.session["signed_in_at"] = time.time()

    def reauthenticate(self, user: User, password: str) -> bool:
        """Whether this is the signed-in person's own password."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk


class PortalMFAAdapter(DefaultMFAAdapter):
    """Keeps the secrets of second factors encrypted, so that a copied database does not hold them."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    """Encrypts with the present secret key, reads with former ones too."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"second factors|" + force_bytes(secret)).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
