"""The wording: the sections, the editor that never loses a text, versions and what changed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import PortalRequest, posted
from agencies.doors import member_required
from mous import actions, pages, queries
from mous.changes import earlier_text
from mous.document import filled_sections
from mous.forms.text import CommentForm, NewSectionForm, SectionForm
from mous.models import Mou, MouSection
from mous.pages import text as text_pages
from mous.permissions import can_comment, can_edit, can_word
from mous.states import State
from mous.views.drafting import done, page_or_post
from mous.wording import REQUIRED
from sharing_portal.errors import PortalError, StaleState, require

MOVES = {
    "up": lambda part, by: actions.move_section(part, by=by, up=True),
    "down": lambda part, by: actions.move_section(part, by=by, up=False),
    "out": lambda part, by: actions.leave_out(part, by=by),
    "in": lambda part, by: actions.put_back(part, by=by),
}


def visible(request: PortalRequest, pk: UUID) -> Mou:
    """An agreement that the reader can see, or 404."""
    return get_object_or_404(queries.visible_to(request.user).select_related("agency"), pk=pk)


def _part(mou: Mou, code: str) -> MouSection:
    return get_object_or_404(mou.sections.select_related("mou"), code=code)


def page_of_text(mou: Mou, user: Any, title: str) -> dict[str, Any]:
    """Heading of a page about the wording: a step of the draft for its drafters, a page of its own for the others."""
    if mou.state == State.DRAFT and can_edit(user, mou):
        return pages.step_context(mou, "text", title)
    return {"page_title": title, "mou": mou, "breadcrumbs": pages.crumbs(mou, title)}


@member_required
@require_safe
def text(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Step 4: the wording, section by section, for everyone who can read the draft."""
    mou = visible(request, pk)
    context = page_of_text(mou, request.user, _("How is it worded?"))
    context |= {
        "sections": text_pages.sections(mou),
        "may_word": text_pages.words(mou, request.user),
        "may_edit": mou.state == State.DRAFT and can_edit(request.user, mou),
        "threads": text_pages.open_threads(mou).count(),
        "on_the_whole": text_pages.open_threads(mou).filter(section=None).count(),
        "invited": [row.agency.name for row in mou.invitations.select_related("agency")],
        "earlier": earlier_text(mou),
    }
    return render(request, "mous/text.html", context)


@member_required
@page_or_post
def section(request: PortalRequest, pk: UUID, code: str) -> HttpResponse:
    """One section and what people say of it: its words or, for who has begun to edit it, the editor."""
    if request.method == "POST":
        return _save(request, pk, code)
    mou = visible(request, pk)
    part = _part(mou, code)
    lock = text_pages.lock_on(part)
    if lock is None or lock.by_id != request.user.pk or not text_pages.words(mou, request.user):
        return _show(request, part, None, editing=text_pages.editing(lock))
    initial = {"heading": part.heading, "text": part.text, "number": part.number}
    return _show(request, part, SectionForm(initial=initial, optional=code not in REQUIRED))


def _save(request: PortalRequest, pk: UUID, code: str) -> HttpResponse:
    """Save what was typed. Whatever stands against it, the words stay on the page."""
    form = SectionForm(request.POST, optional=code not in REQUIRED)
    try:
        mou = visible(request, pk)
        part = _part(mou, code)
        require(can_word(request.user, mou))
        if not form.is_valid():
            return _show(request, part, form)
        if "preview" in request.POST:
            actions.take_lock(part, by=request.user)
            return _show(request, part, form, preview=form.cleaned_data["text"])
        if not done(form, actions.edit_section, part, by=request.user, **form.cleaned_data):
            return _show(request, part, form)
    except StaleState:
        return _clash(request, part, form)
    except (Http404, PortalError) as error:
        return _unsaved(request, error)
    messages.success(request, _("“%(heading)s” is saved.") % {"heading": part.heading})
    return redirect("mous:text", pk)


def _clash(request: PortalRequest, part: MouSection, form: SectionForm) -> HttpResponse:
    """Somebody saved first: both texts beside each other, and what was typed still in the form, to save on top."""
    part.refresh_from_db()
    typed = request.POST.copy()
    typed["number"] = str(part.number)
    again = SectionForm(typed, optional=part.code not in REQUIRED)
    clash = text_pages.clash(part, form.cleaned_data["heading"], form.cleaned_data["text"])
    return _show(request, part, again, clash=clash)


def _unsaved(request: PortalRequest, error: Exception) -> HttpResponse:
    """The draft was closed while she typed: her words, to copy."""
    gone = isinstance(error, Http404)
    context = {
        "page_title": _("This was not saved"),
        "reason": _("You cannot open this draft any more.") if gone else getattr(error, "message", ""),
        "typed": request.POST.get("text", ""),
    }
    return render(request, "mous/unsaved.html", context, status=getattr(error, "status", 404))


def _show(request: PortalRequest, part: MouSection, form: SectionForm | None, **more: Any) -> HttpResponse:
    mou = part.mou
    context = page_of_text(mou, request.user, part.heading)
    context |= {
        "section": part,
        "form": form,
        "words": next(row["text"] for row in filled_sections(mou) if row["code"] == part.code),
        "threads": text_pages.threads(mou, request.user, part),
        "comment_form": CommentForm(auto_id="comment_%s") if can_comment(request.user, mou) else None,
        "may_word": text_pages.words(mou, request.user),
        "live": mou.state in (State.DRAFT, State.REVIEW),
        **more,
    }
    return render(request, "mous/section.html", context, status=409 if "clash" in more else 200)


@member_required
@require_POST
def section_lock(request: PortalRequest, pk: UUID, code: str) -> HttpResponse:
    """Begin to edit, take over from somebody else, stop; or go on, which the page's script asks."""
    mou = visible(request, pk)
    part = _part(mou, code)
    wish = request.POST.get("do")
    if wish == "stop":
        actions.release_lock(part, by=request.user)
        return redirect("mous:text", mou.pk)
    lock = actions.take_lock(part, by=request.user, take_over=wish == "take_over")
    if wish:
        return redirect("mous:section", mou.pk, code)
    mine = lock.by_id == request.user.pk
    return JsonResponse({"mine": mine, "says": "" if mine else text_pages.editing(lock)})


@member_required
@page_or_post
def section_add(request: PortalRequest, pk: UUID) -> HttpResponse:
    """A section of one's own."""
    mou = visible(request, pk)
    require(text_pages.words(mou, request.user))
    form = NewSectionForm(posted(request))
    if form.is_valid() and (
        part := done(form, actions.add_section, mou, by=request.user, **form.cleaned_data)
    ):
        actions.take_lock(part, by=request.user)
        return redirect("mous:section", mou.pk, part.code)
    context = page_of_text(mou, request.user, _("Add a section"))
    return render(request, "mous/section_add.html", {**context, "form": form})


@member_required
@require_POST
def section_move(request: PortalRequest, pk: UUID, code: str) -> HttpResponse:
    """Up, down, out of the agreement, or back into it."""
    mou = visible(request, pk)
    part = _part(mou, code)
    require(can_word(request.user, mou))
    move = MOVES.get(request.POST.get("do", ""))
    if move is None:
        raise Http404
    try:
        move(part, request.user)
    except PortalError as error:
        messages.error(request, error.message)
    return redirect(f"{request.path_info.split('/section/')[0]}/#{part.code}")


@member_required
@require_safe
def versions(request: PortalRequest, pk: UUID, code: str) -> HttpResponse:
    """The versions of a section, and the differences between any two of them."""
    mou = visible(request, pk)
    part = _part(mou, code)
    numbers = list(part.versions.values_list("number", flat=True))
    newer = _chosen(request, "to", numbers, numbers[0])
    older = _chosen(request, "from", numbers, max(newer - 1, numbers[-1]))
    beside = request.GET.get("view") != "inline"
    before, after = (part.versions.get(number=number) for number in (older, newer))
    context = page_of_text(mou, request.user, _("Versions of “%(heading)s”") % {"heading": part.heading})
    context |= {
        "section": part,
        "versions": text_pages.version_rows(part),
        "older": older,
        "newer": newer,
        "beside": beside,
        "may_word": text_pages.words(mou, request.user),
        **text_pages.compared(before, after, beside=beside),
    }
    return render(request, "mous/versions.html", context)


def _chosen(request: PortalRequest, name: str, numbers: list[int], otherwise: int) -> int:
    wish = request.GET.get(name, "")
    return int(wish) if wish.isdecimal() and int(wish[:9]) in numbers else otherwise


@member_required
@require_POST
def restore(request: PortalRequest, pk: UUID, code: str) -> HttpResponse:
    """Make an earlier version the newest."""
    mou = visible(request, pk)
    part = _part(mou, code)
    require(can_word(request.user, mou))
    version, number = (request.POST.get(name, "") for name in ("version", "number"))
    if not (version.isdecimal() and number.isdecimal()):
        raise Http404
    actions.restore_version(part, by=request.user, version=int(version[:9]), number=int(number[:9]))
    messages.success(request, _("Version %(number)s is the newest again.") % {"number": version})
    return redirect("mous:versions", mou.pk, code)
