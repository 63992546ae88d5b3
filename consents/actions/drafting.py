"""Begin a consent, keep what is being filled in, or throw it away."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.record import record
from consents.actions.acting import actor
from consents.actions.links import close_open_links
from consents.actions.signers import put_on_file
from consents.drafting import (
    ON_FILE,
    as_if_agreed,
    check_flows,
    check_question,
    check_who_signs,
    chosen,
    signing,
)
from consents.models import Consent, ConsentDraft, FamilyLink
from consents.permissions import can_record
from consents.queries import draft_of
from consents.scans import let_go
from consents.siblings import siblings_of
from sharing_portal.errors import InvalidTransition, RefusedInput, require
from youth.models import YouthRecord

# What no longer holds when the answers of a step change: it must be answered, read or signed anew.
STALE: dict[str, tuple[str, ...]] = {
    "signer": ("read", "sign"),
    "offer": ("chosen", "sharing", "read", "sign"),
    "sharing": ("read", "sign"),
    "read": ("sign",),
}


@transaction.atomic
def begin_draft(youth: YouthRecord, *, by: User) -> ConsentDraft:
    """The person's draft for this young person, with nothing answered. One that holds answers is never written over.

    Raises `InvalidTransition` when she has one.
    """
    draft = new_draft(youth, by=by)
    _record_step(draft, "begin", by=by)
    return draft


def new_draft(
    youth: YouthRecord, *, by: User, answers: dict[str, Any] | None = None, source: str = ""
) -> ConsentDraft:
    """The person's draft with these answers alone, for a verb that writes into the log what they come from.

    Raises `InvalidTransition` when she has one, and `RefusedInput` when it offers what nobody can be asked. The row that
    a family's signature has emptied is taken again.
    """
    require(can_record(by, youth))
    if answers and "offer" in answers:
        check_question(answers["offer"], youth.agency.today())
    draft = draft_of(by, youth)
    if draft.answers:
        raise InvalidTransition(
            _("This young person has an unfinished consent. Finish it or delete it first.")
        )
    draft.answers, draft.source = answers or {}, source
    draft.save()
    return draft


@transaction.atomic
def save_step(
    draft: ConsentDraft, *, by: User | FamilyLink, step: str, answers: Any, siblings: Sequence[UUID] = ()
) -> ConsentDraft:
    """Keep the answers of one step. When they change the text, it must be read and signed anew.

    Raises `RefusedInput`, and keeps nothing, when this person may not sign or these lines could never be valid. `siblings`
    come with the step that says who signs: the same person signs for them in the same sitting. When another person is to
    sign, or for others, or on paper, the link that was sent opens nothing any more.
    """
    require(can_record(by, draft.youth))
    if step == "signer":
        _keep_signer(draft, answers, siblings, by=by)
    else:
        if step in ("offer", "sharing"):
            _check_flows(draft, step, answers)
        keep_answers(draft, step, answers)
    _record_step(draft, step, by=by)
    return draft


def keep_answers(draft: ConsentDraft, step: str, answers: Any, *, stale: Sequence[str] = ()) -> ConsentDraft:
    """Keep them without asking whether they may be: for a verb that has asked. `stale` goes, too."""
    gone = {*STALE.get(step, ()), *stale}
    kept = {name: given for name, given in draft.answers.items() if name not in gone}
    draft.answers = {**kept, step: answers}
    draft.save()
    return draft


def _keep_signer(
    draft: ConsentDraft, answers: dict[str, Any], siblings: Sequence[UUID], *, by: User | FamilyLink
) -> None:
    if siblings and isinstance(by, User):
        known = {other.pk for other in siblings_of(by, draft.youth)}
        if set(siblings) - known:
            raise RefusedInput(_("The same person cannot sign for them."), field="siblings")
    check_who_signs(draft, answers, siblings)
    answers = _on_file(draft.youth, answers, by=by)
    if isinstance(by, User) and _asks_another(draft, answers, siblings):
        close_open_links(draft, by=by)
    draft.siblings = list(siblings)
    # What staff typed off a paper is nothing that a family chose, nor the other way round.
    other_way = {answers["method"], _method(draft)} != {Consent.Method.PAPER}
    keep_answers(draft, "signer", answers, stale=("chosen", "sharing") if other_way else ())


def _on_file(youth: YouthRecord, answers: dict[str, Any], *, by: User | FamilyLink) -> dict[str, Any]:
    """The same answers, with a parent or guardian who was typed in now among those on file."""
    if chosen(youth, answers["who"]).guardian is not None:
        return answers
    planned = signing(youth, answers, youth.agency.today())
    person = put_on_file(youth, planned, answers["authority_evidence"], by=by)
    return (
        answers if person is None else {**answers, "who": f"{ON_FILE}{person.pk}", "signer_name": str(person)}
    )


def _check_flows(draft: ConsentDraft, step: str, flows: list[dict[str, Any]]) -> None:
    # What is left when lines are taken away needs no check: each is looked for behind the one found before it.
    before = iter(draft.answers.get(step, []))
    if all(flow in before for flow in flows):
        return
    if "signer" not in draft.answers:
        raise RefusedInput(_("Say first who signs."))
    check_flows(draft, as_if_agreed(flows) if step == "offer" else flows)


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
    if take_away(draft):
        record("consent.draft_discarded", **actor(by), on=draft.youth, youth_id=draft.youth_id)


def take_away(draft: ConsentDraft) -> bool:
    """Delete it, for a verb that has asked; whether there was one."""
    let_go(draft.answers.get("scan"))
    deleted, _rows = ConsentDraft.objects.filter(pk=draft.pk).delete()
    return deleted > 0


def _record_step(draft: ConsentDraft, step: str, *, by: User | FamilyLink) -> None:
    event = "consent.family_read" if isinstance(by, FamilyLink) else "consent.drafted"
    record(event, **actor(by), on=draft.youth, youth_id=draft.youth_id, step=step)
