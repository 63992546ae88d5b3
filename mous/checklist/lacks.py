"""What can be computed of the checklist: presence and consistency, not whether a text is good law."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.models import Agency
from agencies.queries import members_to_tell
from agencies.roles import Duty, with_duty
from agencies.states import AgencyState
from law.vocabulary import LegalStatus, Purpose
from mous.bound import bound_before
from mous.checklist.items import ITEMS, NUMBER_OF
from mous.document import compose
from mous.facts import LegalRemark, legal_remarks
from mous.models import Mou, MouTerm

LONGEST_YEARS = 5
REVIEW_WITHIN = timedelta(days=366)
LONGEST_BREACH_DAYS = 60
_BLANK = re.compile(r"\{[^{}]*\}|_{4,}|\[\s*\]")
_DAYS = re.compile(r"\b(\d+)\s+(?:calendar\s+)?days\b", re.IGNORECASE)
# Sections that say how long or how soon: without a figure they say nothing that can be kept.
_WITH_A_FIGURE = ("orders", "breach", "retention", "training")
_SCHOOL_CONTRACT = re.compile(r"99\.31\(a\)\((?:1\)\(i\)\(B|3|6)\)|99\.35|school official", re.IGNORECASE)
_STUDIES = frozenset({Purpose.AUDIT_OR_EVALUATION, Purpose.STUDY_FOR_SCHOOL})
_CONTRACTED = _STUDIES | {Purpose.INSTITUTIONAL_SERVICE}
_HEALTH = frozenset(
    {LegalStatus.HIPAA_COVERED, LegalStatus.HIPAA_HYBRID_COMPONENT, LegalStatus.PART2_PROGRAM}
)


@dataclass(frozen=True)
class Missing:
    """One thing that is missing from an item: the step of the draft that supplies it, and the page.

    What is `attestable` may be settled otherwise than the portal can see; a person then says how.
    """

    item: int
    text: str
    step: str
    url: str
    attestable: bool = False


def lacks(mou: Mou) -> Iterator[Missing]:
    """Everything that can be seen to be missing, in the order of the steps of the draft."""
    terms = list(mou.terms.select_related("mou", "from_agency", "to_agency"))
    yield from _dates(mou)
    yield from _parties(mou)
    yield from _terms(mou, terms)
    # The text of an agreement on paper is its scan.
    if not mou.on_paper:
        yield from _text(mou)


def not_applicable(mou: Mou) -> dict[int, str]:
    """The items that do not concern this agreement, by number, each with the reason."""
    terms = list(mou.terms.select_related("from_agency"))
    found = {}
    if not any(_needs_contract(term) for term in terms):
        found[17] = _("No flow rests on a school official, an audit or a study.")
    if not any(_HEALTH & set(party.agency.legal_statuses) for party in mou.parties.select_related("agency")):
        found[18] = _("No party is a health provider or a substance use program.")
    if not any(_of_school(term) and Purpose.JUVENILE_SERVICES in term.purposes for term in terms):
        found[19] = _("No flow opens education records to serve a youth before adjudication.")
    return found


def _at(mou: Mou, step: str, anchor: str = "") -> str:
    return reverse(f"mous:{step}", args=[mou.pk]) + "?return=check" + (f"#{anchor}" if anchor else "")


def _dates(mou: Mou) -> Iterator[Missing]:
    if mou.ends_on < mou.agency.today():
        yield Missing(
            16, _("The last day has passed. Choose a later one."), "edit", _at(mou, "edit", "id_ends_on")
        )
    if (mou.ends_on - mou.starts_on).days > LONGEST_YEARS * 366:
        text = _("An agreement may last at most %(years)s years.") % {"years": LONGEST_YEARS}
        yield Missing(16, text, "edit", _at(mou, "edit", "id_ends_on"))
    if mou.review_on is None:
        text = _("No day is set on which the parties review it.")
        yield Missing(28, text, "edit", _at(mou, "edit", "id_review_on"))
    elif mou.review_on - mou.starts_on > REVIEW_WITHIN:
        text = _("The review is more than 12 months after the first day.")
        yield Missing(28, text, "edit", _at(mou, "edit", "id_review_on"))


def _parties(mou: Mou) -> Iterator[Missing]:
    agencies = [party.agency for party in mou.parties.select_related("agency")]
    here = _at(mou, "parties")
    if len(agencies) < 2:
        yield Missing(1, _("An agreement needs at least two parties."), "parties", here)
    for agency in bound_before(mou):
        if agency not in agencies:
            text = _("%(agency)s is bound by the agreement that this one replaces. Add it as a party.")
            yield Missing(1, text % {"agency": agency.name}, "parties", here)
    for agency in agencies:
        profile = reverse("agencies:profile", args=[agency.pk])
        for number, lack in _party_lacks(agency):
            yield Missing(number, f"{agency.name}: {lack}", "parties", profile)


def _party_lacks(agency: Agency) -> Iterator[tuple[int, str]]:
    if agency.state != AgencyState.ACTIVE:
        yield 1, _("is not active in the portal.")
    if not agency.legal_statuses:
        yield 2, _("it is not known which law binds it.")
    if not agency.address.strip():
        yield 1, _("its profile has no address.")
    if not members_to_tell(agency.pk, with_duty(Duty.REVIEW_AGREEMENT)):
        yield (
            1,
            _(
                "nobody there can review it. It needs a member with the role “Agency counsel” or “Privacy officer”."
            ),
        )
    if not members_to_tell(agency.pk, with_duty(Duty.SIGN_AGREEMENT)):
        yield 1, _("nobody there can sign. It needs a member with the role “Signatory”.")


def _terms(mou: Mou, terms: list[MouTerm]) -> Iterator[Missing]:
    # Each flow names its records, purposes, roles and authority: the verbs and the database see to that.
    if not terms:
        text = _("Say what may be shared: at least one flow.")
        # Without a flow nothing is said on purposes, records, roles and need either: one line says it for all.
        yield Missing(5, text, "terms", _at(mou, "terms"))
    for term in terms:
        here = reverse("mous:pair", args=[mou.pk, term.from_agency_id, term.to_agency_id])
        for remark in legal_remarks(term):
            if remark.error:
                yield Missing(3, _forbidden(term, remark), "terms", here + "#law-heading")
        if not term.need.strip():
            yield Missing(6, _needless(term), "terms", here)
        if _of_school(term) and set(term.purposes) & _STUDIES and not term.conditions.strip():
            yield Missing(17, _unconditioned(term), "terms", here)


def _forbidden(term: MouTerm, remark: LegalRemark) -> str:
    return _("%(asker)s may not ask %(holder)s for %(records)s (%(purposes)s): %(reason)s") % {
        "asker": term.to_agency.name,
        "holder": term.from_agency.name,
        "records": remark.records,
        "purposes": remark.purposes,
        "reason": remark.text,
    }


def _needless(term: MouTerm) -> str:
    return _("Say why people at %(asker)s need the records of %(holder)s.") % {
        "asker": term.to_agency.name,
        "holder": term.from_agency.name,
    }


def _unconditioned(term: MouTerm) -> str:
    return _(
        "%(asker)s may ask %(holder)s for an audit or a study. State its purpose, scope, length and end as a condition."
    ) % {"asker": term.to_agency.name, "holder": term.from_agency.name}


def _of_school(term: MouTerm) -> bool:
    return LegalStatus.FERPA_BOUND in term.from_agency.legal_statuses


def _needs_contract(term: MouTerm) -> bool:
    return _of_school(term) and (
        bool(set(term.purposes) & _CONTRACTED) or bool(_SCHOOL_CONTRACT.search(term.authority))
    )


def _text(mou: Mou) -> Iterator[Missing]:
    parts = {part.code: part for part in mou.sections.all()}
    for item in sorted(ITEMS, key=lambda item: item.code):
        part = parts.get(item.code)
        heading = part.heading if part else item.code
        place = _section(mou, item.code) if part else _at(mou, "text")
        if part is None or not part.text.strip():
            text = _("The section “%(heading)s” is empty.") % {"heading": heading}
            yield Missing(item.number, text, "text", place, attestable=True)
            continue
        if item.code in _WITH_A_FIGURE and not any(letter.isdigit() for letter in part.text):
            text = _("“%(heading)s” names no time, such as “24 hours” or “30 days”.") % {"heading": heading}
            yield Missing(item.number, text, "text", place, attestable=True)
        if item.code == "breach":
            yield from _too_late(part.text, heading, place)
    if not mou.consent_form:
        text = _("No version of the uniform consent form is adopted.")
        yield Missing(
            NUMBER_OF["consent"], text, "edit", _at(mou, "edit", "id_consent_form"), attestable=True
        )
    yield from _blanks(mou)


def _too_late(text: str, heading: str, place: str) -> Iterator[Missing]:
    days = max((int(number) for number in _DAYS.findall(text)), default=0)
    if days > LONGEST_BREACH_DAYS:
        words = _("“%(heading)s”: %(days)s days are longer than the law allows, which is %(most)s days.")
        facts = {"heading": heading, "days": days, "most": LONGEST_BREACH_DAYS}
        yield Missing(NUMBER_OF["breach"], words % facts, "text", place)


def _blanks(mou: Mou) -> Iterator[Missing]:
    codes = {part.heading: part.code for part in mou.sections.all()}
    for part in compose(mou)["sections"]:
        if blank := _BLANK.search(part["text"]):
            text = _("“%(heading)s” still has a blank to fill: %(blank)s") % {
                "heading": part["heading"],
                "blank": blank.group(),
            }
            place = _section(mou, codes[part["heading"]])
            yield Missing(NUMBER_OF["signatures"], text, "text", place)


def _section(mou: Mou, code: str) -> str:
    return reverse("mous:section", args=[mou.pk, code])
