"""Reading the whole form, signing it or saying no, and what follows at once: the copy, and the way to stop."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import posted
from agencies.forms import show_refusal
from consents import actions, drafting
from consents.choices import is_decided
from consents.drawing import checked
from consents.models import ConsentDraft
from consents.pdf import signed_copy
from consents.views.reading import pdf_response
from family import queries
from family.doors import FamilyRequest, for_family, is_kiosk
from family.forms import OwnPageForm, SignForm
from family.road import for_signer, frame, next_page, show
from sharing_portal.errors import RefusedInput


@require_http_methods(["GET", "HEAD", "POST"])
@for_signer
def read(request: FamilyRequest, draft: ConsentDraft) -> HttpResponse:
    """The whole form, word for word as it is signed, for each young person."""
    if not _is_ready(draft):
        return redirect(next_page(draft))
    if request.method == "POST":
        actions.save_step(draft, by=request.link, step="read", answers=True)
        return redirect("family:sign")
    texts = drafting.texts(draft)
    return show(request, "read", draft, texts=texts, consent_form=texts[0].form)


@require_http_methods(["GET", "HEAD", "POST"])
@for_signer
def sign(request: FamilyRequest, draft: ConsentDraft) -> HttpResponse:
    """The name and the yes; a young person who signs, too, does it on the same page."""
    if not _is_ready(draft):
        return redirect(next_page(draft))
    if not draft.answers.get("read"):
        return redirect("family:read")
    texts = drafting.texts(draft)
    form = SignForm(posted(request), signed=texts, kiosk=is_kiosk(request))
    if form.is_valid():
        try:
            actions.sign(
                draft,
                by=request.link,
                typed_name=form.cleaned_data["typed_name"],
                minor_names=form.minor_names,
                text_sha256=form.cleaned_data["text_sha256"],
                drawing=checked(form.cleaned_data["drawing"]),
            )
            return redirect("family:done")
        except RefusedInput as error:
            show_refusal(form, error)
            # What is shown is the text as it stands now, and that is what the next signature is for.
            form.data = {**dict(form.data.items()), "text_sha256": drafting.joint_hash(texts)}
    return show(request, "sign", draft, texts=texts, consent_form=texts[0].form, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@for_signer
def refuse(request: FamilyRequest, draft: ConsentDraft) -> HttpResponse:
    """Say no. It takes one page and one button, and no reason."""
    if request.method == "POST":
        actions.refuse(draft, by=request.link)
        return redirect("family:done")
    return frame(request, "family/refuse.html", _("Say no"))


@require_safe
@for_family
def done(request: FamilyRequest) -> HttpResponse:
    """What was signed, the copies, and how to stop; or that nothing is shared."""
    link = request.link
    if link.used_at is None:
        return redirect("family:start")
    consents = queries.signed_through(link)
    title = _("Signed. Thank you.") if consents else _("You said no")
    form = OwnPageForm(initial={"email": link.email}, kiosk=is_kiosk(request))
    return frame(request, "family/done.html", title, consents=consents, form=form)


@require_POST
@for_family
def own_page(request: FamilyRequest) -> HttpResponse:
    """Send the link to the family's page, and remind from there if wanted."""
    consents = queries.signed_through(request.link)
    if not consents:
        return redirect("family:start")
    form = OwnPageForm(request.POST, kiosk=is_kiosk(request))
    if form.is_valid():
        email = form.cleaned_data["email"]
        try:
            _link, code = actions.make_own_page(consents[0], by=request.link, email=email)
        except RefusedInput as error:
            show_refusal(form, error)
        else:
            for consent in consents if form.cleaned_data["remind"] else []:
                actions.remind_family(consent, by=request.link, email=email)
            if not code:
                words = _("We are sending you the link. It asks for the young person’s date of birth.")
                messages.success(request, words)
                return redirect("family:done")
            # Shown on the answer to the button, this once, and kept nowhere.
            return frame(request, "family/done.html", _("Signed. Thank you."), consents=consents, code=code)
    return frame(request, "family/done.html", _("Signed. Thank you."), consents=consents, form=form)


@require_safe
@for_family
def copy(request: FamilyRequest, pk: UUID) -> HttpResponse:
    """The signed form to keep, which is written down as given."""
    consent = get_object_or_404(queries.agreed(), pk=pk)
    actions.take_copy(consent, by=request.link)
    return pdf_response(signed_copy(consent), f"{consent.reference}.pdf")


def _is_ready(draft: ConsentDraft) -> bool:
    return is_decided(draft) and bool(draft.answers.get("sharing"))
