"""Accounts of agency staff and portal operators. They belong to no agency: a Membership ties them to one."""

import uuid
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Creates accounts; there are no superusers."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Save a user under a lower-case e-mail; without a password she must set one by mail first."""
        user = self.model(email=email.strip().lower(), **fields)
        if password is None:
            user.set_unusable_password()
        else:
            user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email=(email or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in with an e-mail address.

    `acting_agency_id` and `acting_roles` say for whom she acts in this request; `agencies.acting.act_for` sets them
    from a membership that is active now. They are never stored and never outlive the request.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    # Where messages go when it is not there; several people may share one. Nobody signs in with it.
    notice_email = models.EmailField(_("e-mail for messages"), blank=True)
    name = models.CharField(_("name"), max_length=150)
    title = models.CharField(_("job title"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=5, default="en")
    is_operator = models.BooleanField(_("portal operator"), default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    # Raising it ends every session opened before: see `end_other_sessions`.
    session_generation = models.PositiveIntegerField(default=0)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    acting_agency_id: UUID | None = None
    acting_roles: frozenset[str] = frozenset()
    acting_agency: Any = None

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="accounts_email_any_case"),
            models.CheckConstraint(condition=models.Q(is_superuser=False), name="accounts_no_superusers"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def message_address(self) -> str:
        """Where the portal's messages to this person go. What concerns the account itself goes to `email` alone."""
        return self.notice_email or self.email

    @property
    def has_second_factor(self) -> bool:
        """True when a TOTP app or a passkey is set up; recovery codes alone do not count."""
        factors: models.QuerySet[Any] = self.authenticator_set  # type: ignore[attr-defined]  # allauth's model
        return factors.exclude(type="recovery_codes").exists()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must match to stay signed in: the password and the generation, neither readable from it."""
        value = f"{self.password}|{self.session_generation}"
        return salted_hmac("accounts.User.session", value, secret=secret, algorithm="sha256").hexdigest()
