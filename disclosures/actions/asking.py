"""The asker's verbs: compose, submit, answer the holder's question, withdraw."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NoReturn

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.models import Agency
from agencies.once import once_id
from agencies.queries import members_to_tell
from agencies.roles import ROLES, Duty, with_duty
from audit.record import record
from consents.models import Consent
from disclosures.evidence import WITHOUT_AGREEMENT, questions_for
from disclosures.log import Kind, log
from disclosures.models import AttachedConsent, DisclosureRequest, RequestedCategory, RequestMessage
from disclosures.permissions import can_answer_question, can_compose, can_edit, can_withdraw
from disclosures.queries import due_on
from disclosures.states import TRANSITIONS, State
from law.vocabulary import REFUSED_ON_ENTRY, Category
from mous import queries as mou_queries
from mous.models import MouTerm
from notices.actions import tell
from sharing_portal.errors import InvalidTransition, RefusedInput, require
from sharing_portal.transitions import move

EDITABLE = frozenset(
    {
        "first_name",
        "middle_name",
        "last_name",
        "birth_date",
        "details",
        "purpose",
        "reason",
        "basis",
        "evidence",
        "urgency",
        "asking_youth",
    }
)
DECIDERS = with_duty(Duty.DECIDE)


@dataclass(frozen=True)
class Wanted:
    """One category asked for, and the period it should cover; open where None."""

    category: str
    period_start: date | None = None
    period_end: date | None = None


@transaction.atomic
def compose(*, by: User, holder: Agency, once: str = "", **fields: Any) -> DisclosureRequest:
    """Start a draft that only its author sees. `fields` as in `edit`. The same form, by its key, makes one draft."""
    require(can_compose(by))
    if holder.pk == by.acting_agency_id:
        raise RefusedInput(_("You cannot ask your own agency. Choose the agency that holds the records."))
    draft, created = DisclosureRequest.objects.get_or_create(
        pk=once_id(by.acting_agency_id, by, once),
        defaults={
            "asking_agency": by.acting_agency,
            "requested_by": by,
            "holding_agency": holder,
            **_checked(fields),
        },
    )
    if created:
        record("disclosure.composed", by=by, on=draft)
    return draft


@transaction.atomic
def edit(
    request: DisclosureRequest,
    *,
    by: User,
    holder: Agency | None = None,
    wanted: Iterable[Wanted] | None = None,
    **fields: Any,
) -> DisclosureRequest:
    """Change a draft; with `wanted`, replace the categories asked for. Raises and changes nothing once submitted."""
    require(can_edit(by, request))
    if request.state != State.DRAFT:
        raise InvalidTransition(
            _(
                "This request has been sent. You can still withdraw it or write to the agency that has the records."
            )
        )
    if holder is not None:
        fields["holding_agency"] = holder
    for name, value in _checked(fields).items():
        setattr(request, name, value)
    request.save()
    if wanted is not None:
        _replace_categories(request, list(wanted))
    return request


def _checked(fields: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(fields) - EDITABLE - {"holding_agency"}
    if unknown:
        raise RefusedInput(
            _("These fields cannot be set: %(names)s.") % {"names": ", ".join(sorted(unknown))}
        )
    if born := fields.get("birth_date"):
        if born > timezone.localdate():
            raise RefusedInput(_("The date of birth is in the future. Check the year."), field="birth_date")
        if born.year < 1000:
            raise RefusedInput(_("Write the year of birth with four digits, for example 2011."))
        if timezone.localdate().year - born.year > 26:
            raise RefusedInput(
                _("The date of birth is more than 26 years ago. Check the year."), field="birth_date"
            )
    return dict(fields)


def _replace_categories(request: DisclosureRequest, wanted: list[Wanted]) -> None:
    for line in wanted:
        try:
            category = Category(line.category)
        except ValueError:
            raise RefusedInput(_("“%(category)s” is not a category.") % {"category": line.category}) from None
        if category in REFUSED_ON_ENTRY:
            raise RefusedInput(str(REFUSED_ON_ENTRY[category]))
        if line.period_start and line.period_start > timezone.localdate():
            raise RefusedInput(_("The period begins in the future. Check the year."))
        if line.period_start and line.period_end and line.period_start > line.period_end:
            raise RefusedInput(_("The period ends before it begins. Check the dates."))
    RequestedCategory.objects.filter(request=request).delete()
    RequestedCategory.objects.bulk_create(
        RequestedCategory(
            request=request,
            category=line.category,
            period_start=line.period_start,
            period_end=line.period_end,
        )
        for line in {line.category: line for line in wanted}.values()
    )


@transaction.atomic
def attach_consent(request: DisclosureRequest, consent: Consent, *, by: User) -> None:
    """Show a consent recorded by the asking agency to the holder; attaching twice changes nothing."""
    require(can_answer_question(by, request))
    if consent.agency_id != request.asking_agency_id:
        raise RefusedInput(_("Only a consent that your agency recorded can be attached."))
    if request.state not in (State.DRAFT, State.SUBMITTED, State.MORE_NEEDED):
        raise InvalidTransition(_("This request has been answered, so nothing can be added to it."))
    AttachedConsent.objects.get_or_create(
        request=request, consent=consent, agency_id=request.asking_agency_id
    )
    record("disclosure.consent_attached", by=by, on=request, consent=str(consent.pk))


@transaction.atomic
def detach_consent(request: DisclosureRequest, consent: Consent, *, by: User) -> None:
    """Take a consent off a draft."""
    require(can_edit(by, request))
    if request.state != State.DRAFT:
        raise InvalidTransition(_("This request has been sent; what was attached stays."))
    AttachedConsent.objects.filter(request=request, consent=consent).delete()


@transaction.atomic
def submit(request: DisclosureRequest, *, by: User, at: datetime | None = None) -> DisclosureRequest:
    """Send the draft to the holder: log it, set its due date, tell the holder's deciders.

    `at` is now, unless a history is loaded; the log and the audit trail have the database's own time.
    Raises `RefusedInput` naming what is missing, or what no term of an agreement in force lets one ask for.
    """
    require(can_edit(by, request))
    if request.state != State.DRAFT:
        raise InvalidTransition(_("This request has been sent already."))
    _require_complete(request)
    _require_terms(request, by)
    at = at or timezone.now()
    day = request.holding_agency.day_of(at)
    move(request, State.SUBMITTED, TRANSITIONS, submitted_at=at, due_on=due_on(request.urgency, day))
    records = ", ".join(str(row) for row in request.categories.all())
    log(Kind.REQUESTED, request, by=by, records=records, basis=request.get_basis_display())
    record("disclosure.submitted", by=by, on=request)
    deciders = members_to_tell(request.holding_agency_id, DECIDERS)
    tell(deciders, "request.received", agency_id=request.holding_agency_id, on=request)
    return request


def _require_complete(request: DisclosureRequest) -> None:
    missing = []
    if not request.first_name.strip() or not request.last_name.strip():
        missing.append(_("the young person’s first and last name"))
    if request.birth_date is None and not request.details.strip():
        missing.append(_("the date of birth, or something else that helps to find the record"))
    if not request.categories.exists():
        missing.append(_("at least one category of records"))
    if len(request.reason.strip()) < 20:
        missing.append(_("why you need the records, in a sentence"))
    if request.basis == DisclosureRequest.Basis.EMERGENCY and len(request.reason.strip()) < 40:
        missing.append(_("what exactly the danger is: words, acts or condition, not a label"))
    if request.basis == DisclosureRequest.Basis.EMERGENCY and not request.evidence:
        missing.append(_("what is true of the emergency: at least one statement"))
    known = {question.code for question in questions_for(request.basis)}
    if set(request.evidence) - known:
        missing.append(_("statements that belong to the basis you chose"))
    if missing:
        raise RefusedInput(_("Still missing: %(what)s.") % {"what": "; ".join(missing)}, missing=missing)


def _require_terms(request: DisclosureRequest, by: User) -> None:
    if request.basis in WITHOUT_AGREEMENT:
        return
    terms = mou_queries.terms_in_force(asking=request.asking_agency, holding=request.holding_agency)
    for_it = [term for term in terms if request.purpose in term.purposes]
    hers = _covered([term for term in for_it if by.acting_roles & set(term.roles)])
    lacking = {row.category: str(row) for row in request.categories.all() if row.category not in hers}
    if not lacking:
        return
    others = [term for term in for_it if set(term.categories) & set(lacking)]
    if _covered(others) >= set(lacking):
        _refuse_role(request, others, list(lacking.values()))
    uncovered = list(lacking.values())
    raise RefusedInput(
        _(
            "No agreement in force lets your agency ask %(holder)s for %(what)s for this purpose. "
            "Ask your agency administrator about an agreement, or choose another purpose."
        )
        % {"holder": request.holding_agency, "what": ", ".join(uncovered)},
        uncovered=uncovered,
    )


def _covered(terms: Iterable[MouTerm]) -> set[str]:
    return {category for term in terms for category in term.categories}


def _refuse_role(request: DisclosureRequest, terms: Iterable[MouTerm], what: list[str]) -> NoReturn:
    roles = sorted({str(ROLES[code].name) for term in terms for code in term.roles})
    raise RefusedInput(
        _(
            "The agreement lets only people in certain roles ask %(holder)s for %(what)s for this purpose: %(roles)s. "
            "Ask a colleague in one of these roles to send the request."
        )
        % {"holder": request.holding_agency, "what": ", ".join(what), "roles": ", ".join(roles)},
        uncovered=what,
    )


@transaction.atomic
def answer_question(request: DisclosureRequest, *, by: User, text: str) -> DisclosureRequest:
    """Answer what the holder asked; the request goes back to its queue."""
    require(can_answer_question(by, request))
    move(request, State.SUBMITTED, TRANSITIONS)
    RequestMessage.objects.create(request=request, agency=request.asking_agency, author=by, text=text)
    record("disclosure.question_answered", by=by, on=request)
    deciders = members_to_tell(request.holding_agency_id, DECIDERS)
    tell(deciders, "request.question_answered", agency_id=request.holding_agency_id, on=request)
    return request


@transaction.atomic
def withdraw(request: DisclosureRequest, *, by: User, reason: str = "") -> DisclosureRequest:
    """Take the request back before it is released. The holder is told; the log keeps it."""
    require(can_withdraw(by, request))
    was_draft = request.state == State.DRAFT
    move(request, State.WITHDRAWN, TRANSITIONS)
    record("disclosure.withdrawn", by=by, on=request)
    if not was_draft:
        log(Kind.WITHDRAWN, request, by=by, reason=reason)
        deciders = members_to_tell(request.holding_agency_id, DECIDERS)
        tell(deciders, "request.withdrawn", agency_id=request.holding_agency_id, on=request)
    return request
