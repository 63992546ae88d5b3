"""Roster import: upload, see what would change, apply or discard, see what was done."""

from typing import Any, BinaryIO, cast
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import PortalRequest
from agencies.doors import member_required
from audit.record import record as record_event
from sharing_portal.errors import RefusedInput, require
from youth import actions, files, permissions, queries
from youth.actions.roster import stored_roster
from youth.forms import RosterForm
from youth.models import RosterImport, YouthRecord
from youth.oneroster import REASONS
from youth.roster import RosterDiff, diff
from youth.views.records import crumbs
from youth.words import ROSTER_ROLES, UNUSABLE

FIRST_ROWS = 10
SHOWN_PROBLEMS = 200


@member_required
def roster_list(request: PortalRequest) -> HttpResponse:
    """Upload a bundle; below, what was uploaded before."""
    require(permissions.can_import_roster(request.user))
    form = RosterForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload: UploadedFile = form.cleaned_data["file"]
        sha256 = files.sha256_of_file(upload)
        upload.seek(0)
        checked = actions.check_roster(cast(BinaryIO, upload), by=request.user, uploaded_sha256=sha256)
        return redirect("youth:roster_import", pk=checked.pk)
    context = {
        "page_title": _("Import a roster"),
        "breadcrumbs": crumbs(here=_("Import a roster")),
        "form": form,
        "imports": queries.roster_imports(request.user)[:20],
        "columns": [
            {"label": _("Uploaded")},
            {"label": _("By")},
            {"label": _("Source")},
            {"label": _("State")},
        ],
    }
    return render(request, "youth/roster_list.html", context)


def _import(request: PortalRequest, pk: UUID) -> RosterImport:
    require(permissions.can_import_roster(request.user))
    return get_object_or_404(queries.roster_imports(request.user), pk=pk)


@member_required
def roster_import(request: PortalRequest, pk: UUID) -> HttpResponse:
    """What one upload would change, has changed, or why it was refused."""
    found = _import(request, pk)
    context: dict[str, Any] = {
        "page_title": _("Roster import"),
        "breadcrumbs": [
            *crumbs(),
            {"label": _("Import a roster"), "url": reverse("youth:roster_list")},
            {"label": found.get_state_display()},
        ],
        "roster": found,
        "counts": _counts(found.summary.get("counts", {})),
        "problems": _problems(found)[:SHOWN_PROBLEMS],
        "staff": [
            {**person, "role": ROSTER_ROLES.get(person["role"], person["role"])}
            for person in found.summary.get("staff", [])
        ],
    }
    if found.state == RosterImport.State.CHECKED:
        context |= _difference(found)
    record_event("roster.viewed", by=request.user, on=found)
    return render(request, "youth/roster_import.html", context)


@member_required
@require_POST
def roster_apply(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Write the difference that was shown."""
    found = _import(request, pk)
    try:
        actions.apply_roster(found, by=request.user)
    except RefusedInput as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The roster has been imported."))
    return redirect("youth:roster_import", pk=pk)


@member_required
@require_POST
def roster_discard(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Put a checked roster away."""
    actions.discard_roster(_import(request, pk), by=request.user)
    messages.success(request, _("The roster was discarded. Nothing was changed."))
    return redirect("youth:roster_list")


def _difference(found: RosterImport) -> dict[str, Any]:
    """The first rows of each kind of difference, computed anew from the checked roster."""
    try:
        difference: RosterDiff = diff(stored_roster(found), found.agency_id)
    except RefusedInput as error:
        return {"lost": error.message}
    return {
        "difference": difference,
        "is_stale": difference.digest() != found.summary.get("digest"),
        "new": [fields for _key, fields in difference.new[:FIRST_ROWS]],
        "changed": [
            {"row": change.row, "lines": _lines(change.fields)} for change in difference.changed[:FIRST_ROWS]
        ],
        "left": difference.left[:FIRST_ROWS],
        "unusable": [
            {"id": student.student_id, "name": student.name, "reason": UNUSABLE[student.reason]}
            for student in difference.unusable[:FIRST_ROWS]
        ],
    }


def _lines(fields: Any) -> list[str]:
    hidden = ("source_system", "external_id")
    shown = [(name, values) for name, values in fields.items() if name not in hidden]
    words = {
        field.name: getattr(field, "verbose_name", field.name) for field in YouthRecord._meta.get_fields()
    }
    lines = [f"{words[name]}: {before or '–'} → {after}" for name, (before, after) in shown]
    return lines or [_("Linked to the roster")]


def _counts(counts: dict[str, int]) -> list[dict[str, Any]]:
    labels = {
        "new": _("New youth"),
        "changed": _("Changed youth"),
        "unchanged": _("Unchanged youth"),
        "left": _("Youth no longer in the roster"),
        "unusable": _("Youth that cannot be imported"),
        "adults_new": _("New parents and guardians"),
        "adults_changed": _("Changed parents and guardians"),
        "adults_unchanged": _("Unchanged parents and guardians"),
        "adults_gone": _("Parents and guardians no longer in the roster (kept)"),
        "staff": _("Staff you could invite"),
    }
    return [{"label": label, "value": str(counts.get(code, 0))} for code, label in labels.items() if counts]


def _problems(found: RosterImport) -> list[dict[str, Any]]:
    return [
        {"where": _where(problem), "reason": _(REASONS[problem["code"]]).format(**problem["values"])}
        for problem in found.problems
    ]


def _where(problem: dict[str, Any]) -> str:
    line = _("line %(line)s") % {"line": problem["line"]} if problem["line"] else ""
    return ", ".join(filter(None, (problem["file"] or _("The bundle"), line, problem["column"])))
