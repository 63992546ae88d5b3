"""The holder's verbs: find whom the asker means, check what she states, ask for more, approve, refuse."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.facts import state_pack
from audit.record import record
from disclosures.agreements import why_uncovered
from disclosures.evidence import questions_for
from disclosures.facts import facts_for
from disclosures.log import Kind, log
from disclosures.matching import differences_of
from disclosures.models import Decision, DisclosureRequest, RequestedCategory, RequestMessage, YouthMatch
from disclosures.permissions import can_decide
from disclosures.queries import match_of
from disclosures.states import TRANSITIONS, Answer, State
from law import Decision as EngineDecision
from law import decide, facts_to_json
from law.vocabulary import Category
from notices.actions import tell
from sharing_portal.errors import InvalidTransition, NoLegalBasis, RefusedInput, require
from sharing_portal.transitions import move
from youth.models import YouthRecord

UNDECIDED = (State.SUBMITTED, State.MORE_NEEDED)


def _require_undecided(request: DisclosureRequest) -> None:
    if request.state not in UNDECIDED:
        raise InvalidTransition(
            _("This request is already “%(state)s”.") % {"state": State(request.state).label},
            state=request.state,
        )


@transaction.atomic
def match(request: DisclosureRequest, youth: YouthRecord, *, by: User, reason: str = "") -> YouthMatch:
    """Say which record of ours the asker means. The asker is never told, whatever the answer is.

    Where a name or the birth date differs from the description, `reason` says why it is the same young person.
    """
    require(can_decide(by, request))
    _require_undecided(request)
    if youth.agency_id != request.holding_agency_id:
        raise RefusedInput(_("Choose a record of your own agency."))
    differs = differences_of(request, youth)
    if differs and not reason.strip():
        raise RefusedInput(
            _("This record differs from the description. Say how you know that it is the same young person."),
            differs=differs,
        )
    chosen = {"youth": youth, "matched_by": by, "reason": reason.strip() if differs else ""}
    found, created = YouthMatch.objects.get_or_create(
        request=request, defaults={"agency": request.holding_agency, **chosen}
    )
    if not created and (found.youth_id, found.reason) != (youth.pk, chosen["reason"]):
        if found.youth_id != youth.pk:
            found.confirmed = []
        found.youth, found.matched_by, found.reason = youth, by, str(chosen["reason"])
        found.matched_at = timezone.now()
        found.save(update_fields=["youth", "matched_by", "matched_at", "confirmed", "reason"])
    record("disclosure.matched", by=by, on=request, youth_id=youth.pk, differs=differs)
    return found


@transaction.atomic
def confirm_evidence(request: DisclosureRequest, codes: Iterable[str], *, by: User) -> YouthMatch:
    """Say which of the asker's statements have been checked; the others count as not shown."""
    require(can_decide(by, request))
    _require_undecided(request)
    found = chosen_match(request)
    stated = {
        question.code for question in questions_for(request.basis) if request.evidence.get(question.code)
    }
    found.confirmed = sorted(set(codes) & stated)
    found.save(update_fields=["confirmed"])
    record("disclosure.evidence_confirmed", by=by, on=request, youth_id=found.youth_id, codes=found.confirmed)
    return found


def chosen_match(request: DisclosureRequest) -> YouthMatch:
    found = match_of(request)
    if found is None:
        raise RefusedInput(_("First choose the record of the young person who is meant."))
    return found


@transaction.atomic
def ask_for_more(request: DisclosureRequest, *, by: User, text: str) -> DisclosureRequest:
    """Ask the asker for what is missing; the request waits for her."""
    require(can_decide(by, request))
    move(request, State.MORE_NEEDED, TRANSITIONS, answer=text)
    RequestMessage.objects.create(request=request, agency=request.holding_agency, author=by, text=text)
    log(Kind.MORE_NEEDED, request, by=by)
    record("disclosure.more_needed", by=by, on=request)
    tell([request.requested_by], "request.more_needed", agency_id=request.asking_agency_id, on=request)
    return request


@transaction.atomic
def approve(
    request: DisclosureRequest, *, by: User, categories: Iterable[str], reason: str = "", note: str = ""
) -> EngineDecision:
    """Approve these categories and refuse the others, or raise and change nothing.

    The engine decides on facts locked for this transaction; a category it does not allow cannot be approved.
    `reason` tells the asker why one that it does allow is left out. Both parts stand in the log.
    """
    require(can_decide(by, request))
    _require_undecided(request)
    found = chosen_match(request)
    rows = list(request.categories.all())
    chosen = set(categories)
    if not chosen or chosen - {row.category for row in rows}:
        raise RefusedInput(_("Choose at least one of the categories asked for, or refuse the request."))
    facts = facts_for(request, lock=True)
    decision = decide(facts, state_pack(request.holding_agency))
    forbidden = chosen - {str(category) for category in decision.permitted_categories}
    if forbidden:
        raise NoLegalBasis(why_uncovered(request) or no_basis_text(rows, forbidden), decision)
    _require_reason(rows, decision, chosen, reason)
    if request.state == State.MORE_NEEDED:
        move(request, State.SUBMITTED, TRANSITIONS)
    move(request, State.APPROVED, TRANSITIONS, answer="")
    _store(request, decision, facts, chosen, by=by, note=note)
    _answer_categories(rows, decision, chosen, reason)
    _log_answer(request, rows, decision, chosen, by=by)
    record("disclosure.approved", by=by, on=request, youth_id=found.youth_id, categories=sorted(chosen))
    tell([request.requested_by], "request.approved", agency_id=request.asking_agency_id, on=request)
    return decision


def _require_reason(
    rows: list[RequestedCategory], decision: EngineDecision, chosen: set[str], reason: str
) -> None:
    allowed = {str(category) for category in decision.permitted_categories}
    spared = [str(row) for row in rows if row.category in allowed - chosen]
    if spared and not reason.strip():
        raise RefusedInput(
            _("The law allows more than you chose. Tell the agency that asked why you leave out: %(names)s.")
            % {"names": ", ".join(spared)},
            left_out=spared,
        )


def _log_answer(
    request: DisclosureRequest,
    rows: list[RequestedCategory],
    decision: EngineDecision,
    chosen: set[str],
    *,
    by: User,
) -> None:
    """One line for what was approved, and where something was left out, one for the refusal of that part."""
    left_out = [row for row in rows if row.category not in chosen]
    names = ", ".join(str(row) for row in left_out)
    log(
        Kind.APPROVED,
        request,
        by=by,
        records=", ".join(str(row) for row in rows if row.category in chosen),
        basis=basis_text(decision, chosen),
        approved_by=str(by),
        reason=_("Approved in part. Left out: %(names)s.") % {"names": names} if left_out else "",
    )
    if left_out:
        reasons = "\n".join(f"{row}: {row.answer_reason}" for row in left_out)
        log(Kind.REFUSED, request, by=by, records=names, reason=reasons)


def no_basis_text(rows: list[RequestedCategory], forbidden: set[str]) -> str:
    names = ", ".join(str(row) for row in rows if row.category in forbidden)
    return _("The law does not allow this to be shared now: %(names)s.") % {"names": names}


def basis_text(decision: EngineDecision, chosen: set[str]) -> str:
    grounds = {
        f"{answer.ground.title} ({answer.ground.citation})"
        for answer in decision.categories
        if str(answer.category) in chosen
    }
    return "; ".join(sorted(grounds))[:300]


def _store(
    request: DisclosureRequest, decision: EngineDecision, facts: Any, chosen: set[str], *, by: User, note: str
) -> None:
    Decision.objects.create(
        request=request,
        agency=request.holding_agency,
        decided_by=by,
        approved_categories=sorted(chosen),
        facts=facts_to_json(facts),
        engine=decision.to_json(),
        note=note,
    )


def _answer_categories(
    rows: list[RequestedCategory], decision: EngineDecision | None, chosen: set[str], reason: str = ""
) -> None:
    for row in rows:
        row.answer = Answer.APPROVED if row.category in chosen else Answer.REFUSED
        row.answer_reason = "" if row.category in chosen else _reason_against(row, decision, reason)
        row.save(update_fields=["answer", "answer_reason"])


def _reason_against(row: RequestedCategory, decision: EngineDecision | None, reason: str) -> str:
    """What the asker is told about a category that is left out; nothing specific when all is refused."""
    if decision is None:
        return ""
    answer = decision.answer(Category(row.category))
    return reason.strip() if answer.allows_release else str(answer.next_step)[:500]


@transaction.atomic
def refuse(request: DisclosureRequest, *, by: User, reason: str, note: str = "") -> DisclosureRequest:
    """Refuse the whole request. `reason` goes to the asker: it must not say whether the youth is known."""
    require(can_decide(by, request))
    if not reason.strip():
        raise RefusedInput(_("Give the agency that asked a reason."))
    facts = facts_for(request)
    move(request, State.REFUSED, TRANSITIONS, answer=reason)
    decision = decide(facts, state_pack(request.holding_agency))
    _store(request, decision, facts, set(), by=by, note=note)
    _answer_categories(list(request.categories.all()), None, set())
    log(Kind.REFUSED, request, by=by, reason=reason)
    found = match_of(request)
    record("disclosure.refused", by=by, on=request, youth_id=found.youth_id if found else None)
    tell([request.requested_by], "request.refused", agency_id=request.asking_agency_id, on=request)
    return request
