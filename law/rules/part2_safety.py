"""42 CFR Part 2: medical emergencies, crimes against the program, reports of child abuse (2.12(c)(5), (6); 2.51)."""

from law.answers import Finding
from law.case import Case
from law.duties import Condition, Missing
from law.layers import Layer
from law.message import message as _
from law.proof import documented
from law.register import COMPARED, lacking, permit, refuse, rule
from law.rules.part2 import BEFORE, CARERS, SINCE, UNTIL_2024
from law.signing import who_signs
from law.vocabulary import ConsentLaw, RecipientKind


@rule(
    "part2.medical_emergency_before_2024",
    Layer.PART2,
    "42 CFR 2.51 (2017)",
    _("Medical emergency, before April 2024"),
    BEFORE,
    until=UNTIL_2024,
    demands=documented(
        "emergency.consent_obtainable",
        "emergency.current",
        "emergency.medical",
        "emergency.program_closed_by_disaster",
    ),
)
@rule(
    "part2.medical_emergency",
    Layer.PART2,
    "42 CFR 2.51",
    _("Medical emergency"),
    SINCE,
    source_checked_on=COMPARED,
    demands=documented(
        "emergency.consent_obtainable",
        "emergency.current",
        "emergency.medical",
        "emergency.program_closed_by_disaster",
    ),
)
def medical_emergency(case: Case) -> Finding | None:
    """To medical personnel only, when consent cannot be obtained or a disaster closed the program; documented at once."""
    emergency = case.emergency
    if emergency is None or not case.asked_by(*CARERS):
        return None
    treats = case.recipient.emergency_medical
    if treats is False:
        return refuse(
            _("Only the medical personnel who treat the emergency may have it."),
            Missing.CONSENT,
            signers=who_signs(case, ConsentLaw.PART2),
        )
    closed = emergency.program_closed_by_disaster is True
    obtainable = False if closed else emergency.consent_obtainable
    if emergency.medical is False or emergency.current is False or obtainable is True:
        return refuse(
            _("This is no medical emergency in which consent cannot be obtained."),
            Missing.CONSENT,
            signers=who_signs(case, ConsentLaw.PART2),
        )
    lacks = []
    if not case.threat_described:
        lacks.append(Missing.THREAT_DESCRIPTION)
    if emergency.medical is None or emergency.current is None:
        lacks.append(Missing.CURRENT_EMERGENCY)
    if obtainable is None:
        lacks.append(Missing.CONSENT)
    if treats is None and "recipient.emergency_medical" in case.facts.not_shown:
        lacks.append(Missing.IDENTITY)
    if lacks:
        return lacking(
            _("It is not shown that this is a medical emergency without time for consent."), *lacks
        )
    return permit(
        _("Medical personnel may have what they need in a medical emergency."),
        Condition.DOCUMENT_IN_RECORD,
        Condition.MINIMUM_NECESSARY,
    )


@rule(
    "part2.crime_on_premises",
    Layer.PART2,
    "42 CFR 2.12(c)(5)",
    _("Crime against the program"),
    BEFORE,
    demands=documented("justice.crime_on_premises"),
)
def crime_on_premises(case: Case) -> Finding | None:
    """The incident, patient status, name, address and last known whereabouts, to law enforcement."""
    if not case.asked_by(RecipientKind.POLICE) or case.facts.justice.crime_on_premises is not True:
        return None
    return permit(
        _("The program may report a crime on its premises or against its staff."),
        Condition.LIMITED_INFORMATION,
    )


@rule(
    "part2.abuse_report",
    Layer.PART2,
    "42 CFR 2.12(c)(6)",
    _("Initial report of child abuse"),
    BEFORE,
    demands=documented(
        "child_welfare.abuse_report",
        "child_welfare.report_is_initial",
        "child_welfare.report_required_by_law",
    ),
)
def abuse_report(case: Case) -> Finding | None:
    """The report itself; records and testimony stay protected."""
    facts = case.facts.child_welfare
    if not case.asked_by(RecipientKind.CASEWORKER, RecipientKind.POLICE) or facts.abuse_report is not True:
        return None
    if facts.report_is_initial is False:
        return refuse(
            _(
                "After the first report the records stay protected: consent or an order under subpart E is needed."
            ),
            Missing.CONSENT,
            Missing.PART2_COURT_ORDER,
        )
    if facts.report_required_by_law is not True or facts.report_is_initial is None:
        return lacking(
            _("It is not shown that this is the first report that state law requires."), Missing.STATE_LAW
        )
    return permit(_("A first report that state law requires may be made."), Condition.LIMITED_INFORMATION)
