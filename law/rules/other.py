"""State law where no federal rule governs, victim services, de-identified data, and the portal's own condition."""

from datetime import date

from law.answers import Finding
from law.case import Case
from law.consent import consent_route
from law.duties import Condition, Missing
from law.layers import Layer
from law.message import message as _
from law.proof import documented
from law.register import COMPARED, bar, hold, lacking, permit, refuse, rule
from law.signing import who_signs
from law.vocabulary import AgencyKind, ConsentLaw, Outcome, Purpose, RecipientKind

SINCE = date(2003, 4, 14)
SMALLEST_CELL = {AgencyKind.PART2_PROGRAM: 11, AgencyKind.HIPAA_PROVIDER: 11, AgencyKind.PUBLIC_HEALTH: 11}
SMALLEST_CELL_SCHOOL = 10


def state_basis(case: Case, *conditions: Condition) -> Finding | None:
    """What a state rule on record says, where federal law leaves the matter to the state."""
    state = case.facts.state
    if state.authorizes is True:
        return permit(
            _(
                "State law authorizes this disclosure: %(citation)s.",
                citation=state.authorizes_citation or "on record",
            ),
            *conditions,
        )
    if state.authorizes is False:
        return refuse(_("State law does not allow this disclosure."), Missing.CONSENT)
    if state.consent_suffices is True:
        finding = consent_route(case, ConsentLaw.FERPA, *conditions)
        if finding is not None and finding.outcome is not Outcome.DENY:
            return finding
        return lacking(
            _("State law lets a consent open this record, and no valid one is on file."),
            Missing.CONSENT,
            signers=who_signs(case, ConsentLaw.FERPA),
        )
    return None


@rule(
    "state.basis",
    Layer.STATE,
    "State law; 34 CFR 99.1; 45 CFR 160.102",
    _("Rule of state law"),
    SINCE,
    demands=documented("consents", "state.authorizes", "state.consent_suffices"),
)
def basis(case: Case) -> Finding | None:
    """The state's rule, where one is on record."""
    return state_basis(case, Condition.MINIMUM_NECESSARY)


@rule(
    "state.unknown",
    Layer.STATE,
    "34 CFR 99.1; 45 CFR 160.102; state law",
    _("No federal rule: state law decides"),
    SINCE,
    fallback=True,
)
def unknown(case: Case) -> Finding:
    """FERPA, HIPAA and Part 2 do not bind this holder for this record."""
    return lacking(
        _("No federal rule governs this record in this agency's hands. State law and contract decide."),
        Missing.STATE_LAW,
    )


@rule(
    "victim.refused",
    Layer.VICTIM_SERVICE,
    "34 USC 12291(b)(2); 42 USC 10406(c)(5); 28 CFR 94.115",
    _("Records of victim service providers"),
    date(2006, 1, 5),
)
def victim_service(case: Case) -> Finding:
    """Never through a shared system."""
    return bar(
        _("Records that name a client of a victim service provider may not pass through a shared system.")
    )


@rule(
    "portal.agreement",
    Layer.PORTAL,
    "Agreement between the agencies (condition of the portal)",
    _("Agreement in force"),
    SINCE,
    source_checked_on=COMPARED,
    demands=documented("orders", "emergency.current", "agreement.in_force"),
)
def agreement(case: Case) -> Finding | None:
    """A term in force lets one agency ask another. Emergencies and legal process do not wait for one."""
    emergency = case.emergency is not None and case.emergency.current is True and case.threat_described
    if emergency or any(
        True in (paper.signed_by_judge, paper.lawfully_issued) for paper in case.facts.orders
    ):
        return permit(_("Emergencies and legal process do not wait for an agreement."))
    term = case.facts.agreement
    if term is None or term.in_force is not True:
        return hold(_("No agreement in force lets this agency ask."), Missing.AGREEMENT_IN_FORCE)
    if case.category not in term.categories:
        return hold(_("The agreement does not cover this kind of record."), Missing.AGREEMENT_IN_FORCE)
    if case.facts.purpose not in term.purposes:
        return hold(_("The agreement does not cover this purpose."), Missing.AGREEMENT_IN_FORCE)
    return None


@rule(
    "deidentified.data",
    Layer.DEIDENTIFIED,
    "34 CFR 99.31(b); 45 CFR 164.514(a)-(b); 42 CFR 2.16, 2.52, 2.54",
    _("Data that identify nobody"),
    SINCE,
    demands=documented(
        "data.actual_knowledge",
        "data.aggregate",
        "data.disclosure_review",
        "data.expert_determination",
        "data.identifiers_removed",
        "data.safe_harbor",
        "data.coded",
    ),
)
def deidentified(case: Case) -> Finding:
    """Each holder by its own standard: disclosure review for schools, 45 CFR 164.514(b) for health data."""
    data = case.facts.data
    if data is None:
        return lacking(_("The data still identify persons."), Missing.DEIDENTIFICATION)
    if data.targeted_request is True:
        return lacking(
            _("Whoever asks knows whom the record is about: without the name it still identifies."),
            Missing.DEIDENTIFICATION,
        )
    if data.actual_knowledge is True:
        return lacking(_("The holder knows that the rest could identify someone."), Missing.DEIDENTIFICATION)
    smallest = SMALLEST_CELL.get(case.holder.kind, SMALLEST_CELL_SCHOOL)
    if data.smallest_cell is not None and data.smallest_cell < smallest:
        return lacking(
            _("Some groups are so small that a person could be recognized."), Missing.DISCLOSURE_REVIEW
        )
    return _school_data(case) if case.ferpa_bound else _health_data(case)


def _school_data(case: Case) -> Finding:
    data = case.facts.data
    if data is not None and data.coded is True:
        return _coded(case)
    removed = data is not None and (data.identifiers_removed is True or data.aggregate is True)
    if data is None or not removed or data.identifiers_removed is False:
        return lacking(_("Not everything that identifies a student is removed."), Missing.DEIDENTIFICATION)
    if data.disclosure_review is not True:
        return lacking(
            _("A review must consider what other information and other releases would reveal."),
            Missing.DISCLOSURE_REVIEW,
        )
    return permit(_("Data that identify nobody, after a disclosure review, are not limited by FERPA."))


def _health_data(case: Case) -> Finding:
    data = case.facts.data
    counts = data is not None and data.aggregate is True and data.smallest_cell is not None
    harbor = data is not None and data.safe_harbor is True and data.actual_knowledge is False
    if data is not None and (data.expert_determination is True or harbor or counts):
        return permit(_("Data that meet 45 CFR 164.514(b) are not protected health information."))
    return lacking(_("It is not shown that the data meet 45 CFR 164.514(b)."), Missing.DEIDENTIFICATION)


def _coded(case: Case) -> Finding:
    """A code for education research that says nothing about the student and is not shared (99.31(b)(2))."""
    if not case.asked_by(RecipientKind.RESEARCHER) or not case.wanted_for(
        Purpose.RESEARCH, Purpose.STUDY_FOR_SCHOOL
    ):
        return lacking(_("Records with a code are for education research only."), Missing.DEIDENTIFICATION)
    return permit(
        _("Records with a code in place of the name may go to education research."),
        Condition.USE_ONLY_FOR_PURPOSE,
    )
