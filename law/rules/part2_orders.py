"""42 CFR Part 2, subpart E: what a court must find before its order opens substance use records (2.61-2.67).

An order only permits; a subpoena beside it compels. Each kind of order has its own findings, parties and use.
"""

from datetime import date

from law.answers import Finding
from law.case import Case
from law.duties import Condition, Missing
from law.facts import OrderFact, Part2Section
from law.layers import Layer
from law.message import message as _
from law.proof import documented, verified
from law.register import lacking, permit, refuse, rule
from law.vocabulary import Purpose, RecipientKind

BEFORE = date(1987, 8, 10)
AGAINST = (Purpose.INVESTIGATION, Purpose.PROCEEDING_AGAINST_YOUTH)
PROSECUTION = (
    RecipientKind.POLICE,
    RecipientKind.PROSECUTOR,
    RecipientKind.COURT,
    RecipientKind.PROBATION_OFFICER,
)


def _section(case: Case, paper: OrderFact) -> Part2Section:
    """The section that the order names; where it names none, the one that its use needs."""
    if paper.part2_section is not None:
        return paper.part2_section
    if case.facts.request.places_agent is True:
        return Part2Section.UNDERCOVER
    if case.facts.request.investigates_holder is True:
        return Part2Section.HOLDER
    return Part2Section.CRIMINAL if case.wanted_for(*AGAINST) else Part2Section.CIVIL


def _with_findings(case: Case, section: Part2Section) -> list[OrderFact]:
    """Orders with the findings of subpart E under this section, that open what was said in confidence if it was."""
    return [
        paper
        for paper in case.production_orders
        if paper.part2_findings is True and _section(case, paper) is section and not _closed(case, paper)
    ]


def _closed(case: Case, paper: OrderFact) -> bool:
    return case.facts.record.confidential_communications is True and paper.opens_confidential is not True


def _void(paper: OrderFact) -> bool:
    return paper.signed_by_judge is False or paper.covers is False


def _granted(paper: OrderFact, *conditions: Condition) -> Finding:
    return permit(
        _("A court made the findings of subpart E. The order permits, within its limits."),
        Condition.LIMIT_TO_ORDER,
        *conditions,
        relies_on=paper.reference,
    )


def _not_this_order() -> Finding:
    return refuse(
        _("The order does not reach this record or this use under 42 CFR Part 2."), Missing.PART2_COURT_ORDER
    )


def _not_shown() -> Finding:
    return lacking(
        _("It is not shown that a judge made the order after notice, a chance to be heard and the findings."),
        Missing.PART2_COURT_ORDER,
    )


def _best(findings: list[Finding]) -> Finding | None:
    return min(findings, key=lambda finding: finding.outcome.rank, default=None)


@rule("part2.subpoena", Layer.PART2, "42 CFR 2.61", _("Subpoena, warrant or ordinary order"), BEFORE)
@rule(
    "part2_onward.subpoena",
    Layer.PART2_ONWARD,
    "42 CFR 2.61; 2.12(d)",
    _("Subpoena, warrant or ordinary order"),
    BEFORE,
)
def subpoena(case: Case) -> Finding | None:
    """Neither a subpoena nor an order without the findings of subpart E permits any answer."""
    orders = case.production_orders
    if any(paper.part2_findings is True for paper in orders):
        return None
    if orders:
        return refuse(
            _("An ordinary order or warrant is not an order with the findings of 42 CFR 2.64 or 2.65."),
            Missing.PART2_COURT_ORDER,
        )
    if not case.subpoenas:
        return None
    return refuse(_("A subpoena alone does not permit any answer (42 CFR 2.61)."), Missing.PART2_COURT_ORDER)


@rule(
    "part2.civil_order",
    Layer.PART2,
    "42 CFR 2.64",
    _("Order for a civil or administrative purpose"),
    BEFORE,
    demands=documented("orders"),
)
@rule(
    "part2_onward.civil_order",
    Layer.PART2_ONWARD,
    "42 CFR 2.64; 2.12(d)",
    _("Order for a civil or administrative purpose"),
    BEFORE,
    demands=documented("orders"),
)
def civil_order(case: Case) -> Finding | None:
    """Dependency, custody, expulsion, lawsuit: good cause, after notice to patient and holder."""
    return _best([_civil(case, paper) for paper in _with_findings(case, Part2Section.CIVIL)])


def _civil(case: Case, paper: OrderFact) -> Finding:
    if _void(paper) or case.wanted_for(*AGAINST):
        return _not_this_order()
    if paper.signed_by_judge is None or paper.notice_and_hearing is not True:
        return _not_shown()
    return _granted(paper)


@rule(
    "part2.criminal_order",
    Layer.PART2,
    "42 CFR 2.65",
    _("Order to investigate or prosecute the patient"),
    BEFORE,
    demands=documented("orders"),
)
@rule(
    "part2_onward.criminal_order",
    Layer.PART2_ONWARD,
    "42 CFR 2.65; 2.12(d)",
    _("Order to investigate or prosecute the patient"),
    BEFORE,
    demands=documented("orders"),
)
def criminal_order(case: Case) -> Finding | None:
    """An extremely serious crime, no other way, the holder heard. A delinquency case counts as a criminal one."""
    return _best([_criminal(case, paper) for paper in _with_findings(case, Part2Section.CRIMINAL)])


def _criminal(case: Case, paper: OrderFact) -> Finding:
    prosecutes = case.wanted_for(*AGAINST) and case.asked_by(*PROSECUTION)
    if _void(paper) or not prosecutes or paper.extremely_serious_crime is False:
        return _not_this_order()
    shown = (paper.signed_by_judge, paper.notice_and_hearing, paper.extremely_serious_crime)
    return _granted(paper) if all(fact is True for fact in shown) else _not_shown()


@rule(
    "part2.order_against_holder",
    Layer.PART2,
    "42 CFR 2.66",
    _("Order to investigate the program or the holder"),
    BEFORE,
    demands=verified("orders"),
)
@rule(
    "part2_onward.order_against_holder",
    Layer.PART2_ONWARD,
    "42 CFR 2.66; 2.12(d)",
    _("Order to investigate the program or the holder"),
    BEFORE,
    demands=verified("orders"),
)
def order_against_holder(case: Case) -> Finding | None:
    """May come without notice; nothing found may be used against a patient."""
    papers = _with_findings(case, Part2Section.HOLDER)
    return _best([_against_holder(case, paper) for paper in papers])


def _against_holder(case: Case, paper: OrderFact) -> Finding:
    if _void(paper) or case.facts.request.investigates_holder is not True:
        return _not_this_order()
    if paper.signed_by_judge is None:
        return _not_shown()
    return _granted(paper, Condition.NO_USE_IN_PROCEEDINGS)


@rule(
    "part2.undercover_order",
    Layer.PART2,
    "42 CFR 2.67",
    _("Order to place an undercover agent"),
    BEFORE,
    demands=verified("orders"),
)
def undercover_order(case: Case) -> Finding | None:
    """In a program whose staff is suspected, for a year at most; nothing seen may be used against a patient."""
    papers = _with_findings(case, Part2Section.UNDERCOVER)
    return _best([_undercover(case, paper) for paper in papers])


def _undercover(case: Case, paper: OrderFact) -> Finding:
    placed = case.facts.request.places_agent is True and case.asked_by(RecipientKind.POLICE)
    if _void(paper) or not placed:
        return _not_this_order()
    if paper.signed_by_judge is None:
        return _not_shown()
    return _granted(paper, Condition.LIMITED_INFORMATION, Condition.NO_USE_IN_PROCEEDINGS)


@rule(
    "part2.confidential_communications",
    Layer.PART2,
    "42 CFR 2.63",
    _("What the patient said in confidence"),
    BEFORE,
)
@rule(
    "part2_onward.confidential_communications",
    Layer.PART2_ONWARD,
    "42 CFR 2.63; 2.12(d)",
    _("What the patient said in confidence"),
    BEFORE,
)
def confidential_communications(case: Case) -> Finding | None:
    """Opened only against a threat to life, for an extremely serious crime, or where the patient opened the matter."""
    ordered = [paper for paper in case.production_orders if paper.part2_findings is True]
    if not ordered or not all(_closed(case, paper) for paper in ordered):
        return None
    return lacking(
        _("The order does not say that it opens what the patient said in confidence (42 CFR 2.63)."),
        Missing.PART2_COURT_ORDER,
    )
