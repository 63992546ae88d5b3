"""The flows of a draft: who may ask whom for what."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.models import Agency
from agencies.roles import ASKING_ROLES
from audit.record import record
from law.vocabulary import STORED_CATEGORIES, Purpose
from mous.actions.hold import open_draft
from mous.models import Mou, MouTerm
from sharing_portal.errors import RefusedInput

# No agreement opens records for these; the section on prohibited uses says why.
PROHIBITED_PURPOSES = frozenset(
    {
        Purpose.UNKNOWN,
        Purpose.IMMIGRATION_ENFORCEMENT,
        Purpose.MARKETING,
        Purpose.NEWS_OR_PUBLICITY,
        Purpose.PERSONAL,
        Purpose.EMPLOYMENT,
        Purpose.RECRUITING,
    }
)
LONGEST_LINE = 250


@dataclass(frozen=True)
class Flow:
    """What may be asked for between two parties, without naming them."""

    categories: Collection[str]
    purposes: Collection[str]
    authority: str
    conditions: str = ""
    roles: Collection[str] = ASKING_ROLES
    need: str = ""


def pair_ids(mou: Mou, holder: Agency, asker: Agency) -> set[str]:
    """The ids of the flows of a pair: each save makes new ones."""
    return {str(term.pk) for term in mou.terms.filter(from_agency=holder, to_agency=asker)}


@transaction.atomic
def set_flows(
    mou: Mou,
    *,
    by: User,
    pairs: Sequence[tuple[Agency, Agency]],
    flows: Sequence[Flow],
    seen: Collection[str] | None = None,
) -> None:
    """Make exactly these the flows of each pair (holder, asker) of a draft, all or none; no flows clear the pair.

    `seen` are the ids of the flows of the first pair that the person began from: when somebody else has saved that
    pair since, it is refused, so that nothing is written over unseen.
    """
    open_draft(mou, by)
    if seen is not None and set(seen) != pair_ids(mou, *pairs[0]):
        raise RefusedInput(
            _(
                "Somebody else has saved this pair since you opened it. What you chose stands below and is not "
                "saved. Compare it with the agreement’s flows; if you save again, yours take their place."
            )
        )
    terms = []
    for holder, asker in pairs:
        drafts = [MouTerm(mou=mou, from_agency=holder, to_agency=asker) for _flow in flows]
        for term, flow in zip(drafts, flows, strict=True):
            _fill(term, flow)
        mou.terms.filter(from_agency=holder, to_agency=asker).delete()
        terms += drafts
    MouTerm.objects.bulk_create(terms)
    record("mou.changed", by=by, on=mou, part="terms", pairs=len(pairs), flows=len(terms))


@transaction.atomic
def add_term(
    mou: Mou,
    *,
    by: User,
    from_agency: Agency,
    to_agency: Agency,
    categories: Collection[str],
    purposes: Collection[str],
    authority: str,
    conditions: str = "",
    roles: Collection[str] = ASKING_ROLES,
    need: str = "",
) -> MouTerm:
    """Add a flow to a draft: `to_agency` may ask `from_agency` for these categories, for these purposes."""
    open_draft(mou, by)
    term = MouTerm(mou=mou, from_agency=from_agency, to_agency=to_agency)
    return _save_term(term, by, Flow(categories, purposes, authority, conditions, roles, need))


@transaction.atomic
def change_term(
    term: MouTerm,
    *,
    by: User,
    from_agency: Agency,
    to_agency: Agency,
    categories: Collection[str],
    purposes: Collection[str],
    authority: str,
    conditions: str = "",
    roles: Collection[str] = ASKING_ROLES,
    need: str = "",
) -> MouTerm:
    """Change a flow of a draft."""
    open_draft(term.mou, by)
    term.from_agency, term.to_agency = from_agency, to_agency
    return _save_term(term, by, Flow(categories, purposes, authority, conditions, roles, need))


@transaction.atomic
def remove_term(term: MouTerm, *, by: User) -> None:
    """Take a flow out of a draft."""
    open_draft(term.mou, by)
    MouTerm.objects.filter(pk=term.pk).delete()
    record("mou.changed", by=by, on=term.mou, part="terms")


def _save_term(term: MouTerm, by: User, flow: Flow) -> MouTerm:
    _fill(term, flow)
    term.save()
    record("mou.changed", by=by, on=term.mou, part="terms")
    return term


def _fill(term: MouTerm, flow: Flow) -> None:
    _check(term, flow)
    term.categories, term.purposes = sorted(set(flow.categories)), sorted(set(flow.purposes))
    term.roles, term.need = sorted(set(flow.roles)), flow.need.strip()
    term.authority, term.conditions = flow.authority.strip(), flow.conditions.replace("\r\n", "\n").strip()


def _check(term: MouTerm, flow: Flow) -> None:
    parties = set(term.mou.parties.values_list("agency_id", flat=True))
    if not {term.from_agency_id, term.to_agency_id} <= parties:
        raise RefusedInput(_("Both agencies of a flow must be parties."))
    if term.from_agency_id == term.to_agency_id:
        raise RefusedInput(_("A flow goes from one agency to another."))
    if not flow.categories or not set(flow.categories) <= set(STORED_CATEGORIES):
        raise RefusedInput(
            _("Choose the categories one by one; some records are never shared under an agreement.")
        )
    if not flow.purposes or not set(flow.purposes) <= set(Purpose) - PROHIBITED_PURPOSES:
        raise RefusedInput(_("Choose at least one purpose for which an agreement may open records."))
    if not flow.authority.strip():
        raise RefusedInput(_("Say which law or consent the disclosure will rest on."))
    if max(len(flow.authority), len(flow.need)) > LONGEST_LINE:
        raise RefusedInput(
            _("Say the law and the need in at most %(most)s characters each.") % {"most": LONGEST_LINE}
        )
    if not flow.roles or not set(flow.roles) <= set(ASKING_ROLES):
        raise RefusedInput(_("Choose at least one role whose members may ask."))
