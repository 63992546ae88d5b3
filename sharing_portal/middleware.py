"""The request's way in: an id, a live session, one transaction with the person's identity, and clear errors."""

import logging
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.contrib import auth
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation

from agencies import roles
from agencies.acting import act_for, chosen_membership
from audit.record import record
from family import doors as family_doors
from sharing_portal.error_pages import error_page
from sharing_portal.errors import AuditUnavailable, PortalError
from sharing_portal.request_id import request_id
from sharing_portal.rls.context import set_identity

logger = logging.getLogger(__name__)
GetResponse = Callable[[HttpRequest], HttpResponse]
# Answer without a session, a person or a transaction.
OUTSIDE = ("/healthz", "/readyz", "/static/")
# A person who still has to add a second factor may reach these and nothing else.
BEFORE_SECOND_FACTOR = (
    "/accounts/2fa/",
    "/accounts/login/",
    "/accounts/logout/",
    "/accounts/reauthenticate/",
    "/accounts/password/",
    "/accounts/stay/",
    "/i18n/",
    "/help/",
)


class RequestIdentity:
    """Gives each request an id, refuses bodies over the limit before they are read, forbids caching."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request_id.set(uuid.uuid4().hex)
        try:
            response = self._answer(request)
        finally:
            request_id.reset(token)
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        declared = request.META.get("CONTENT_LENGTH") or "0"
        allowance = settings.UPLOAD_LIMIT_BYTES + 1024 * 1024
        chunked = "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower()
        if chunked or not declared.isdigit() or int(declared) > allowance:
            response = error_page(413)
            response["Connection"] = "close"
        else:
            response = self.get_response(request)
        response["X-Request-ID"] = request_id.get()
        if not request.path.startswith(settings.STATIC_URL):
            response["Cache-Control"] = "no-store"
        return response


class SessionClock:
    """Ends a session twelve hours after sign-in, however busy it was; the idle limit is the cookie's age."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(OUTSIDE) and request.user.is_authenticated:
            started = request.session.setdefault("signed_in_at", time.time())
            if time.time() - started > settings.SESSION_ABSOLUTE_SECONDS:
                auth.logout(request)
        return self.get_response(request)


class RequestTransaction:
    """Opens the request's transaction, sets who is asking, and commits before the first byte leaves.

    The view runs in a savepoint inside (ATOMIC_REQUESTS), so a refused request's work is undone while the record
    of the refusal is kept. A response of 500 or more undoes everything.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(OUTSIDE):
            return self.get_response(request)
        try:
            with transaction.atomic():
                self._identify(request)
                response = self.get_response(request)
                self._record_denial(request, response)
                if response.status_code >= 500:
                    transaction.set_rollback(True)
        except (DatabaseError, AuditUnavailable):
            logger.exception("the request's transaction failed")
            response = error_page(503)
        finally:
            timezone.deactivate()
        return response

    def _identify(self, request: HttpRequest) -> None:
        if request.user.is_authenticated:
            set_identity(user_id=request.user.pk)
            membership = chosen_membership(request.user, request.session.get("agency_id"))
            act_for(request.user, membership)
            if membership is not None:
                timezone.activate(membership.agency.time_zone)
            if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
                translation.activate(request.user.language)
                request.LANGUAGE_CODE = translation.get_language()
        else:
            family_doors.identify(request)

    def _record_denial(self, request: HttpRequest, response: HttpResponse) -> None:
        match = request.resolver_match
        if not request.user.is_authenticated or response.status_code not in (403, 404, 409):
            return
        if match is None or not match.kwargs:
            return
        record(
            "access.denied",
            by=request.user,
            status=response.status_code,
            route=match.view_name,
            method=request.method,
            target=str(next(iter(match.kwargs.values()))),
        )


class SecondFactorRequired:
    """Roles that decide, sign or onboard must have a second factor before they can do anything else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user if not request.path.startswith(OUTSIDE) else None
        if user and settings.REQUIRE_SECOND_FACTOR and user.is_authenticated:
            exempt = request.path.startswith(BEFORE_SECOND_FACTOR) or request.path.startswith("/static/")
            if not exempt and roles.needs_second_factor(user) and not user.has_second_factor:
                return redirect(reverse("mfa_index"))
        return self.get_response(request)


class PortalErrors:
    """Renders our own errors as pages; the API has its own handler for them."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, PortalError):
            return None
        if error.status >= 500:
            return error_page(error.status, error.message)
        context = {"message": error.message, "request_id": request_id.get()}
        return render(request, f"errors/{error.status}.html", context, status=error.status)
