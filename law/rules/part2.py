"""42 CFR Part 2: consent, and disclosures without it, by a substance use program."""

from dataclasses import replace
from datetime import date

from law.answers import Finding
from law.case import Case
from law.consent import consent_route
from law.duties import Condition, Missing
from law.evidence import ContractKind
from law.layers import Layer
from law.message import message as _
from law.proof import documented
from law.register import COMPARED, lacking, permit, refuse, rule
from law.rules.psychotherapy import separate_consent
from law.signing import OWN_HAND, who_signs
from law.vocabulary import Category, ConsentLaw, Purpose, RecipientKind

SINCE = date(2024, 4, 16)
BEFORE = date(1987, 8, 10)
UNTIL_2024 = date(2024, 4, 15)
CARERS = (RecipientKind.HEALTH_PROVIDER, RecipientKind.TREATMENT_AGENCY)
SCHOOLS = (
    RecipientKind.SCHOOL,
    RecipientKind.SCHOOL_OFFICIAL,
    RecipientKind.SCHOOL_NURSE,
    RecipientKind.TEACHER,
    RecipientKind.THREAT_TEAM,
)
WITH_CONSENT = (Condition.PART2_NOTICE, Condition.COPY_OF_CONSENT)


@rule(
    "part2.consent",
    Layer.PART2,
    "42 CFR 2.31; 2.32; 2.33; 2.14",
    _("Written consent of the patient"),
    SINCE,
    demands=documented("consents", "state.minor_consent_substance_use"),
)
def consent(case: Case) -> Finding | None:
    """Signed by the minor, or minor and parent, as state law on treatment has it; the notice and a copy go along."""
    if _notes(case):
        return separate_consent(case, ConsentLaw.PART2, *WITH_CONSENT)
    return consent_route(case, ConsentLaw.PART2, *WITH_CONSENT, *_limits(case))


@rule(
    "part2.consent_before_2024",
    Layer.PART2,
    "42 CFR 2.31 (2017); 2.14",
    _("Written consent of the patient, before April 2024"),
    date(2017, 3, 21),
    until=UNTIL_2024,
    demands=documented("consents", "state.minor_consent_substance_use"),
)
def consent_before_2024(case: Case) -> Finding | None:
    """There was no single consent for all treatment, payment and operations then."""
    kept = tuple(given for given in case.consents if given.all_treatment_payment_operations is not True)
    if case.consents and not kept:
        return refuse(
            _("Before 16 April 2024 no single consent for all treatment, payment and operations was valid."),
            Missing.CONSENT,
            signers=who_signs(case, ConsentLaw.PART2),
        )
    return consent(Case(replace(case.facts, consents=kept), case.category))


def _notes(case: Case) -> bool:
    """Counseling notes kept apart open to few: their author, a consent of their own, an order (2.11, 2.31(b))."""
    return case.category is Category.SUD_COUNSELING_NOTES


@rule(
    "part2.author",
    Layer.PART2,
    "42 CFR 2.31(b)(1)",
    _("The author of counseling notes"),
    SINCE,
    demands=documented("health.originator"),
)
def author(case: Case) -> Finding | None:
    """The counselor who wrote the notes may use them for treatment."""
    if not _notes(case) or case.facts.health.originator is not True or not case.wanted_for(Purpose.TREATMENT):
        return None
    return permit(_("The author of the notes may use them for treatment."))


def _limits(case: Case) -> tuple[Condition, ...]:
    """Only what the purpose needs (2.13(a)); what went out for all of care never serves against the patient."""
    broad = any(consent.all_treatment_payment_operations is True for consent in case.consents)
    against = (Condition.NO_USE_IN_PROCEEDINGS,) if broad else ()
    return (Condition.MINIMUM_NECESSARY, *against, *kept_by_no_school(case))


def kept_by_no_school(case: Case) -> tuple[Condition, ...]:
    """What a young person agreed to alone, a school only reads: a parent may inspect what it keeps (34 CFR 99.10).

    From 18, or in college, nobody but the student may (99.5(a)).
    """
    alone = any(
        case.category in given.categories and given.signers and given.signers <= OWN_HAND
        for given in case.consents
    )
    reads_only = alone and case.asked_by(*SCHOOLS) and case.eligible_student is not True
    return (Condition.VIEW_ONLY,) if reads_only else ()


@rule(
    "part2.none",
    Layer.PART2,
    "42 CFR 2.13(a), (c); 2.31",
    _("No disclosure, no confirmation"),
    BEFORE,
    fallback=True,
)
def none(case: Case) -> Finding:
    """Not even whether a person is or was a patient."""
    missing = [Missing.CONSENT]
    if case.asked_by(RecipientKind.PARENT) and case.adult is not True:
        missing = [Missing.MINOR_SIGNATURE]
    elif case.asked_by(
        RecipientKind.POLICE, RecipientKind.PROSECUTOR, RecipientKind.COURT, RecipientKind.ATTORNEY
    ):
        missing = [Missing.PART2_COURT_ORDER, Missing.CONSENT]
    elif case.asked_by(RecipientKind.HEALTH_DEPARTMENT):
        missing.append(Missing.DEIDENTIFICATION)
    return refuse(
        _(
            "Without consent, or an order under subpart E, nothing may be said, not even whether the youth is a patient."
        ),
        *missing,
        signers=who_signs(case, ConsentLaw.PART2),
    )


@rule("part2.patient", Layer.PART2, "42 CFR 2.23", _("The patient"), BEFORE)
def patient(case: Case) -> Finding | None:
    """Patients may see their own record without a consent."""
    if not case.asked_by(RecipientKind.STUDENT_SELF) or _notes(case):
        return None
    return permit(_("Patients may see their own record."))


@rule(
    "part2.lacking_capacity",
    Layer.PART2,
    "42 CFR 2.14(c)",
    _("Minor without capacity, in danger"),
    SINCE,
    demands=documented(
        "health.lacks_rational_choice", "health.telling_parent_may_help", "health.threat_to_life"
    ),
)
def lacking_capacity(case: Case) -> Finding | None:
    """The director finds that the minor cannot decide and that telling the parent may reduce a threat to life."""
    health = case.facts.health
    if (
        not case.asked_by(RecipientKind.PARENT)
        or case.recipient.parent_of_youth is False
        or case.adult is not False
    ):
        return None
    findings = (health.lacks_rational_choice, health.threat_to_life, health.telling_parent_may_help)
    if not all(fact is True for fact in findings) or case.youth.capable_minor is True:
        return None
    return permit(
        _(
            "The director found that the minor cannot decide and that telling the parent may reduce a threat to life."
        ),
        Condition.MINIMUM_NECESSARY,
        Condition.DOCUMENT_IN_RECORD,
    )


@rule(
    "part2.service_organization",
    Layer.PART2,
    "42 CFR 2.11; 2.12(c)(4)",
    _("Qualified service organization"),
    SINCE,
    demands=documented("contract"),
)
def service_organization(case: Case) -> Finding | None:
    """A service to the program under a written agreement; never care by a third party."""
    if not case.asked_by(RecipientKind.CONTRACTOR) or _notes(case):
        return None
    if case.wanted_for(Purpose.TREATMENT, Purpose.CARE_COORDINATION):
        return refuse(
            _("Care by somebody else is no service to the program: a consent is needed."), Missing.CONSENT
        )
    paper = case.facts.contract
    if paper is None or paper.kind is not ContractKind.QSOA:
        return lacking(_("A service to the program needs a written agreement first."), Missing.QSOA)
    return permit(
        _("A qualified service organization agreement is on file."),
        Condition.WRITTEN_AGREEMENT_TERMS,
        Condition.MINIMUM_NECESSARY,
        relies_on=paper.reference,
    )


@rule(
    "part2.program_staff",
    Layer.PART2,
    "42 CFR 2.12(c)(3)",
    _("Inside the program"),
    BEFORE,
    demands=documented("health.need_to_know"),
)
def program_staff(case: Case) -> Finding | None:
    """Staff with a need that arises from diagnosis, treatment or referral."""
    if not case.asked_by(RecipientKind.PROGRAM_STAFF) or _notes(case):
        return None
    need = case.facts.health.need_to_know
    if need is True:
        return permit(_("Staff of the program may share what their duties need."))
    if need is False:
        return refuse(_("The duties of this person do not need it."), Missing.CONSENT)
    return lacking(_("It is not shown that the duties of this person need it."), Missing.NEED_SHOWN)


@rule(
    "part2.research",
    Layer.PART2,
    "42 CFR 2.52",
    _("Research"),
    SINCE,
    demands=documented("research.board_waiver"),
)
def research(case: Case) -> Finding | None:
    """The researcher meets HIPAA or the rules on human subjects and is bound by Part 2."""
    if not case.asked_by(RecipientKind.RESEARCHER) or _notes(case):
        return None
    if case.facts.research.board_waiver is True:
        return permit(
            _("A review board waived the authorization; the researcher is bound by Part 2."),
            Condition.MINIMUM_NECESSARY,
            Condition.NO_USE_IN_PROCEEDINGS,
        )
    return lacking(_("No research route is shown."), Missing.IRB_WAIVER_OR_CONSENT)


@rule(
    "part2.audit",
    Layer.PART2,
    "42 CFR 2.53",
    _("Audit or evaluation"),
    SINCE,
    demands=documented("audit.agreed_to_limits", "audit.regulates_or_funds"),
)
def audit(case: Case) -> Finding | None:
    """By a funder or regulator that agreed in writing to the limits."""
    facts = case.facts.audit
    claimed = facts.regulates_or_funds is True and case.wanted_for(Purpose.AUDIT_OR_EVALUATION)
    if _notes(case) or (not case.asked_by(RecipientKind.AUDITOR) and not claimed):
        return None
    if facts.regulates_or_funds is False:
        return refuse(_("The auditor neither regulates nor funds the program."), Missing.CONSENT)
    if facts.regulates_or_funds is None or facts.agreed_to_limits is not True:
        return lacking(
            _("The auditor must fund or regulate the program and agree in writing to the limits."),
            Missing.WRITTEN_AGREEMENT,
        )
    return permit(
        _("An auditor who funds or regulates the program agreed in writing to the limits."),
        Condition.WRITTEN_AGREEMENT_TERMS,
        Condition.DESTROY_WHEN_DONE,
        Condition.NO_USE_IN_PROCEEDINGS,
    )


@rule(
    "part2.product_error",
    Layer.PART2,
    "42 CFR 2.51(b)",
    _("Dangerous error in a medical product"),
    SINCE,
    source_checked_on=COMPARED,
    demands=documented("health.product_error"),
)
def product_error(case: Case) -> Finding | None:
    """To the Food and Drug Administration, only in order to warn patients or their physicians."""
    if case.facts.health.product_error is not True or not case.asked_by(RecipientKind.AGENCY):
        return None
    return permit(
        _("The Food and Drug Administration may have it to warn patients of a dangerous error in a product."),
        Condition.USE_ONLY_FOR_PURPOSE,
        Condition.DOCUMENT_IN_RECORD,
    )


@rule(
    "part2.counselor_training",
    Layer.PART2,
    "42 CFR 2.31(b)(1)(ii)-(iii)",
    _("Training, or defense in a case that the patient brought"),
    SINCE,
    demands=documented("health.supervised_training", "health.own_defense"),
)
def counselor_training(case: Case) -> Finding | None:
    """Counseling notes may serve the program's own training and its defense against the patient."""
    health = case.facts.health
    training = health.supervised_training is True and case.asked_by(RecipientKind.PROGRAM_STAFF)
    defense = health.own_defense is True and case.asked_by(RecipientKind.ATTORNEY, RecipientKind.COURT)
    if not _notes(case) or not (training or defense):
        return None
    return permit(
        _("The program may use the notes to train its own staff or to defend itself against the patient.")
    )
