"""The flows of a draft: who may ask whom for what."""

from collections.abc import Collection

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
    return _save_term(term, by, categories, purposes, authority, conditions, roles, need)


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
    return _save_term(term, by, categories, purposes, authority, conditions, roles, need)


@transaction.atomic
def remove_term(term: MouTerm, *, by: User) -> None:
    """Take a flow out of a draft."""
    open_draft(term.mou, by)
    MouTerm.objects.filter(pk=term.pk).delete()
    record("mou.changed", by=by, on=term.mou, part="terms")


def _save_term(
    term: MouTerm,
    by: User,
    categories: Collection[str],
    purposes: Collection[str],
    authority: str,
    conditions: str,
    roles: Collection[str],
    need: str,
) -> MouTerm:
    parties = set(term.mou.parties.values_list("agency_id", flat=True))
    if not {term.from_agency_id, term.to_agency_id} <= parties:
        raise RefusedInput(_("Both agencies of a flow must be parties."))
    if term.from_agency_id == term.to_agency_id:
        raise RefusedInput(_("A flow goes from one agency to another."))
    if not categories or not set(categories) <= set(STORED_CATEGORIES):
        raise RefusedInput(
            _("Choose the categories one by one; some records are never shared under an agreement.")
        )
    if not purposes or not set(purposes) <= set(Purpose) - PROHIBITED_PURPOSES:
        raise RefusedInput(_("Choose at least one purpose for which an agreement may open records."))
    if not authority.strip():
        raise RefusedInput(_("Say which law or consent the disclosure will rest on."))
    if not roles or not set(roles) <= set(ASKING_ROLES):
        raise RefusedInput(_("Choose at least one role whose members may ask."))
    term.roles, term.need = sorted(set(roles)), need.strip()
    term.categories, term.purposes = sorted(set(categories)), sorted(set(purposes))
    term.authority, term.conditions = authority.strip(), conditions.replace("\r\n", "\n").strip()
    term.save()
    record("mou.changed", by=by, on=term.mou, part="terms")
    return term
