"""One's own account: settings, language, sessions."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views import i18n
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import actions
from accounts.forms import SettingsForm
from accounts.http import PortalRequest, posted


def _keep_language(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
    )


@login_required
@require_http_methods(["GET", "POST"])
def account_settings(request: PortalRequest) -> HttpResponse:
    """Name, job title, language, and the way to sign out everywhere else."""
    form = SettingsForm(posted(request), instance=request.user)
    if form.is_valid():
        actions.change_settings(by=request.user, **form.cleaned_data)
        response = redirect("accounts:settings")
        _keep_language(response, form.cleaned_data["language"])
        with override(form.cleaned_data["language"]):
            messages.success(request, _("Your settings are saved."))
        return response
    return render(request, "accounts/settings.html", {"form": form, "page_title": _("Your account")})


@login_required
@require_POST
def end_other_sessions(request: PortalRequest) -> HttpResponse:
    """Sign this person out on every other device."""
    actions.end_other_sessions(by=request.user)
    update_session_auth_hash(request, request.user)
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("accounts:settings")


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Show the portal in the chosen language from now on; a signed-in person's choice is kept with her account."""
    if request.user.is_authenticated:
        actions.remember_language(request.POST.get("language", ""), by=request.user)
    return i18n.set_language(request)


@login_required
@require_GET
def stay(request: PortalRequest) -> HttpResponse:
    """Keep the session alive: every request puts off the idle limit, this one does nothing else."""
    return HttpResponse(status=204)


def closed(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """One of allauth's pages the portal does not offer: an account keeps the address it was invited under."""
    raise Http404
