"""The public page that verifies a file: did the portal seal it, and has it changed since?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.http import posted
from desk.forms import VerifyForm
from sharing_portal.limits import limited
from sharing_portal.sealing.verify import Verdict, Verification
from sharing_portal.sealing.verify import verify as verify_file

_VERDICTS: dict[Verdict, tuple[str, Any]] = {
    Verdict.GENUINE: (
        "good",
        gettext_lazy("Not one byte has changed since it was sealed. You can rely on it."),
    ),
    Verdict.NOT_KEPT: (
        "warn",
        gettext_lazy(
            "What its seals cover is as it was sealed. But byte for byte it is not a file that the portal keeps: "
            "an earlier state of one, or another copy. Ask an agency named in it for the file as the portal made it."
        ),
    ),
    Verdict.CHANGED: (
        "bad",
        gettext_lazy(
            "The file was changed after it was sealed, or somebody else sealed it. Ask an agency named in it for the "
            "file as the portal made it."
        ),
    ),
    Verdict.NOT_SEALED: (
        "bad",
        gettext_lazy(
            "Either the portal never sealed it, or it is damaged. A file that was printed and scanned, or saved "
            "anew by another program, has lost its seal."
        ),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Anybody: is this file sealed by the portal and unchanged? Nothing is kept of what is sent."""
    return _verify(request) if request.method == "POST" else _show(request, VerifyForm())


@limited("verify_file")
def _verify(request: HttpRequest) -> HttpResponse:
    form = VerifyForm(posted(request), request.FILES)
    found = verify_file(form.cleaned_data["file"].read()) if form.is_valid() else None
    return _show(request, form, _in_words(found) if found else None)


def _show(request: HttpRequest, form: VerifyForm, found: dict[str, Any] | None = None) -> HttpResponse:
    context = {"page_title": _("Verify a sealed file"), "form": form, "found": found}
    return render(request, "desk/verify.html", context)


def _in_words(found: Verification) -> dict[str, Any]:
    """The verdict on a file; what its seals say only where they hold."""
    tone, text = _VERDICTS[found.verdict]
    rows = [{"label": _("SHA-256 of the file"), "value": found.sha256}]
    if found.sealed_at is not None:
        when = date_format(localtime(found.sealed_at), "DATETIME_FORMAT")
        rows.insert(0, {"label": _("Sealed by the portal"), "value": when})
    if found.seals:
        count = _("%(holding)s of %(all)s") % {"holding": len(found.holding), "all": len(found.seals)}
        rows.append({"label": _("Seals that hold"), "value": count})
    return {
        "tone": tone,
        "heading": found.verdict.label,
        "text": text,
        "rows": rows,
        "says": [seal.reason for seal in found.holding] if found.verdict != Verdict.CHANGED else [],
        "language": found.language,
    }
