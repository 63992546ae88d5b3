"""What people say about a draft: one page for all of it, and the buttons of each conversation."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import PortalRequest, posted
from agencies.doors import member_required
from mous import actions
from mous.forms.text import CommentForm
from mous.models import Mou
from mous.pages import text as text_pages
from mous.permissions import can_comment
from mous.states import State
from mous.views.drafting import done, page_or_post
from mous.views.wording import page_of_text, visible
from sharing_portal.errors import require


@member_required
@page_or_post
def comments(request: PortalRequest, pk: UUID) -> HttpResponse:
    """All conversations; a comment on the whole, or on the section or comment that is named."""
    mou = visible(request, pk)
    form = CommentForm(posted(request))
    if request.method == "POST":
        require(can_comment(request.user, mou))
        if form.is_valid() and _said(request, mou, form):
            return _back(request, mou)
    context = page_of_text(mou, request.user, _("Comments"))
    context |= {
        "threads": text_pages.threads(mou, request.user),
        "form": form,
        "about": {name: request.POST.get(name, "") for name in ("section", "answers")},
        "live": mou.state in (State.DRAFT, State.REVIEW) and can_comment(request.user, mou),
    }
    return render(request, "mous/comments.html", context)


def _said(request: PortalRequest, mou: Mou, form: CommentForm) -> object:
    words = form.cleaned_data["text"]
    if answers := request.POST.get("answers"):
        thread = get_object_or_404(mou.comments.select_related("mou", "section", "by"), pk=_uuid(answers))
        return done(form, actions.answer, thread, by=request.user, text=words)
    code = request.POST.get("section")
    section = get_object_or_404(mou.sections, code=code) if code else None
    return done(form, actions.comment, mou, by=request.user, text=words, section=section)


@member_required
@require_POST
def comment_state(request: PortalRequest, pk: UUID, comment_pk: UUID) -> HttpResponse:
    """Resolve a conversation, or reopen it."""
    mou = visible(request, pk)
    thread = get_object_or_404(mou.comments.select_related("mou"), pk=comment_pk)
    verb = actions.reopen if request.POST.get("do") == "reopen" else actions.resolve
    verb(thread, by=request.user)
    return _back(request, mou)


def _back(request: PortalRequest, mou: Mou) -> HttpResponse:
    """To the section one came from, or to all comments."""
    code = request.POST.get("back", "")
    if code and mou.sections.filter(code=code).exists():
        return redirect("mous:section", mou.pk, code)
    return redirect("mous:comments", mou.pk)


def _uuid(words: str) -> UUID:
    try:
        return UUID(words)
    except ValueError as error:
        raise Http404 from error
