"""Begin a consent, keep what is being filled in, or throw it away."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from consents.actions.links import close_open_links
from consents.models import Consent, ConsentDraft, FamilyLink
from consents.permissions import can_record
from consents.queries import draft_of
from consents.scans import let_go
from sharing_portal.errors import InvalidTransition, require
from youth.models import YouthRecord

# What no longer holds when the answers of a step change: it must be answered, read or signed anew.
STALE: dict[str, tuple[str, ...]] = {
    "signer": ("read", "sign"),
    "offer": ("chosen", "sharing", "read", "sign"),
    "sharing": ("read", "sign"),
    "read": ("sign",),
}


@transaction.atomic
def begin_draft(
    youth: YouthRecord, *, by: User, answers: dict[str, Any] | None = None, source: str = ""
) -> ConsentDraft:
    """The person's draft for this young person, with these answers alone. One that holds answers is never written over.

    Raises `InvalidTransition` when she has one. The row that a family's signature has emptied is taken again.
    """
    require(can_record(by, youth))
    draft = draft_of(by, youth)
    if draft.answers:
        raise InvalidTransition(
            _("A consent of this young person is half filled in. Finish it or throw it away first.")
        )
    draft.answers, draft.source = answers or {}, source
    draft.save()
    return draft


@transaction.atomic
def save_step(
    draft: ConsentDraft, *, by: User | FamilyLink, step: str, answers: Any, siblings: Sequence[UUID] = ()
) -> ConsentDraft:
    """Keep the answers of one step. When they change the text, it must be read and signed anew.

    `siblings` come with the step that says who signs: the same person signs for them in the same sitting. When another
    person is to sign, or for others, or on paper, the link that was sent opens nothing any more.
    """
    require(can_record(by, draft.youth))
    stale = STALE.get(step, ())
    if step == "signer":
        if isinstance(by, User) and _asks_another(draft, answers, siblings):
            close_open_links(draft, by=by)
        draft.siblings = list(siblings)
        if {answers["method"], _method(draft)} != {Consent.Method.PAPER}:
            # What staff typed off a paper is nothing that a family chose, nor the other way round.
            stale = (*stale, "chosen", "sharing")
    kept = {name: given for name, given in draft.answers.items() if name not in stale}
    draft.answers = {**kept, step: answers}
    draft.save()
    return draft


def _asks_another(draft: ConsentDraft, answers: dict[str, Any], siblings: Sequence[UUID]) -> bool:
    before = draft.answers.get("signer")
    if not before:
        return False
    same = all(before[name] == answers[name] for name in ("who", "signer_name"))
    return not same or set(siblings) != set(draft.siblings) or answers["method"] == Consent.Method.PAPER


def _method(draft: ConsentDraft) -> str | None:
    method: str | None = draft.answers.get("signer", {}).get("method")
    return method


@transaction.atomic
def discard(draft: ConsentDraft, *, by: User | FamilyLink) -> None:
    """Throw away an unfinished consent; throwing away one that was never saved changes nothing."""
    require(can_record(by, draft.youth))
    let_go(draft.answers.get("scan"))
    ConsentDraft.objects.filter(pk=draft.pk).delete()
