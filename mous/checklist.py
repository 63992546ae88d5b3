"""What a draft still lacks before anyone can be asked to sign it: presence, consistency, and no flow the law forbids."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from agencies.models import Agency
from agencies.queries import members_to_tell
from agencies.roles import Duty, with_duty
from agencies.states import AgencyState
from mous.bound import bound_before
from mous.document import compose
from mous.facts import LegalRemark, legal_remarks
from mous.models import Mou, MouTerm
from mous.wording import REQUIRED

LONGEST_YEARS = 5
_BLANK = re.compile(r"\{[^{}]*\}|_{4,}|\[\s*\]")


@dataclass(frozen=True)
class Missing:
    """One thing that is missing, and the step of the draft that supplies it."""

    text: str
    step: str


def missing_from(mou: Mou) -> list[Missing]:
    """Everything the draft lacks, in the order of the steps; an empty list means that it can be sent."""
    return [
        *(Missing(text, "edit") for text in _dates(mou)),
        *(Missing(text, "parties") for text in _parties(mou)),
        *(Missing(text, "terms") for text in _terms(mou)),
        # The text of an agreement on paper is its scan.
        *(Missing(text, "text") for text in _text(mou) if not mou.on_paper),
    ]


def _dates(mou: Mou) -> Iterator[str]:
    if mou.ends_on < mou.agency.today():
        yield _("The last day has passed. Choose a later one.")
    if (mou.ends_on - mou.starts_on).days > LONGEST_YEARS * 366:
        yield _("An agreement may last at most %(years)s years.") % {"years": LONGEST_YEARS}


def _parties(mou: Mou) -> Iterator[str]:
    agencies = [party.agency for party in mou.parties.select_related("agency")]
    if len(agencies) < 2:
        yield _("An agreement needs at least two parties.")
    for agency in bound_before(mou):
        if agency not in agencies:
            yield _("%(agency)s is bound by the agreement that this one replaces. Add it as a party.") % {
                "agency": agency.name
            }
    for agency in agencies:
        yield from (f"{agency.name}: {lack}" for lack in _party_lacks(agency))


def _party_lacks(agency: Agency) -> Iterator[str]:
    # Which law binds it is always known: no agency is active without a legal status.
    if agency.state != AgencyState.ACTIVE:
        yield _("is not active in the portal.")
    if not agency.address.strip():
        yield _("its profile has no address.")
    if not members_to_tell(agency.pk, with_duty(Duty.REVIEW_AGREEMENT)):
        yield _(
            "nobody there can review it. It needs a member with the role “Agency counsel” or “Privacy officer”."
        )
    if not members_to_tell(agency.pk, with_duty(Duty.SIGN_AGREEMENT)):
        yield _("nobody there can sign. It needs a member with the role “Signatory”.")


def _terms(mou: Mou) -> Iterator[str]:
    # Each flow names two parties and its authority: the verbs and the database see to that.
    if not mou.terms.exists():
        yield _("Say what may be shared: at least one flow.")
    for term in mou.terms.select_related("mou", "from_agency", "to_agency"):
        yield from (_forbidden(term, remark) for remark in legal_remarks(term) if remark.error)


def _forbidden(term: MouTerm, remark: LegalRemark) -> str:
    return _("%(asker)s may not ask %(holder)s for %(records)s (%(purposes)s): %(reason)s") % {
        "asker": term.to_agency.name,
        "holder": term.from_agency.name,
        "records": remark.records,
        "purposes": remark.purposes,
        "reason": remark.text,
    }


def _text(mou: Mou) -> Iterator[str]:
    parts = mou.sections.all()
    written = {part.code for part in parts if part.text.strip()}
    headings = {part.code: part.heading for part in parts}
    for code in sorted(REQUIRED - written):
        yield _("The section “%(heading)s” is empty.") % {"heading": headings.get(code, code)}
    for part in compose(mou)["sections"]:
        if blank := _BLANK.search(part["text"]):
            yield _("“%(heading)s” still has a blank to fill: %(blank)s") % {
                "heading": part["heading"],
                "blank": blank.group(),
            }
