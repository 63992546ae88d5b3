"""Writes sign-ins, failures and changes of second factors into the audit trail.

They happen inside allauth and Django, which announce them by signals; our own flow uses none.
"""

from typing import Any, cast

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.models import User
from audit.record import record
from sharing_portal.rls.context import acting_for


def _record(event: str, request: HttpRequest, user: User | None, **details: Any) -> None:
    """Record what happened to the account of `user`, as done by whoever is signed in, if anybody is."""
    by = cast(User, request.user) if request.user.is_authenticated else None
    agency_id = by.acting_agency_id if by else None
    # At sign-in and at a time-out the request's transaction does not know the person.
    with acting_for(user_id=by.pk if by else None, agency_id=agency_id):
        record(event, by=by, on=user, ip=request.META.get("REMOTE_ADDR", ""), **details)


@receiver(account.user_logged_in)
def _signed_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    _record("account.signed_in", request, user)


@receiver(user_logged_out)
def _signed_out(request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        _record("account.signed_out", request, user)


@receiver(user_login_failed)
def _sign_in_failed(credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    # What was typed is not recorded: people type their password into the wrong field.
    if request is not None:
        typed = str(credentials.get("email") or "").lower()
        _record("account.sign_in_failed", request, User.objects.filter(email=typed).first())


@receiver(mfa.authentication_failed)
def _second_factor_failed(request: HttpRequest, user: User, **kwargs: Any) -> None:
    _record("account.second_factor_failed", request, user)


@receiver(mfa.authenticator_added)
def _second_factor_added(request: HttpRequest, user: User, authenticator: Any, **kwargs: Any) -> None:
    _record("account.second_factor_added", request, user, type=str(authenticator.type))


@receiver(mfa.authenticator_removed)
def _second_factor_removed(request: HttpRequest, user: User, authenticator: Any, **kwargs: Any) -> None:
    _record("account.second_factor_removed", request, user, type=str(authenticator.type))


@receiver(mfa.authenticator_reset)
def _second_factor_reset(request: HttpRequest, user: User, authenticator: Any, **kwargs: Any) -> None:
    _record("account.second_factor_reset", request, user, type=str(authenticator.type))


@receiver(account.password_changed)
def _password_changed(request: HttpRequest, user: User, **kwargs: Any) -> None:
    _record("account.password_changed", request, user)


@receiver(account.password_reset)
def _password_reset(request: HttpRequest, user: User, **kwargs: Any) -> None:
    _record("account.password_reset", request, user)
