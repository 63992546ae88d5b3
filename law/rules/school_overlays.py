"""School meals and living situation: laws that tighten FERPA."""

from datetime import date

from law.answers import Finding
from law.case import Case
from law.consent import consent_route
from law.duties import Condition, Missing
from law.layers import Layer
from law.message import message as _
from law.proof import documented
from law.register import bar, hold, lacking, permit, refuse, rule
from law.rules.ferpa_family import PARENTAL
from law.vocabulary import Category, ConsentLaw, Purpose, RecipientKind

MEALS_SINCE = date(2007, 3, 12)
HOUSING_SINCE = date(2016, 10, 1)
ELIGIBILITY_FIELDS = frozenset({"name", "eligibility_status"})
ADDRESS_FIELDS = frozenset({"address", "telephone"})
PROGRAM_STAFF = (
    RecipientKind.SCHOOL_OFFICIAL,
    RecipientKind.TEACHER,
    RecipientKind.STATE_EDUCATION_AGENCY,
    RecipientKind.AUDITOR,
)


@rule(
    "meals.consent",
    Layer.MEALS,
    "42 USC 1758(b)(6); 7 CFR 245.6(f)",
    _("Written consent of the household"),
    MEALS_SINCE,
    demands=documented("child_welfare.legally_responsible", "consents"),
)
def meals_consent(case: Case) -> Finding | None:
    """The household may consent to any disclosure of its eligibility."""
    return consent_route(
        case, ConsentLaw.FERPA, Condition.REDISCLOSURE_NOTICE, Condition.USE_ONLY_FOR_PURPOSE
    )


@rule(
    "meals.none",
    Layer.MEALS,
    "42 USC 1758(b)(6)(A)",
    _("Eligibility for school meals"),
    MEALS_SINCE,
    fallback=True,
)
def meals_none(case: Case) -> Finding:
    """Eligibility has a stricter law than other school records."""
    return refuse(
        _(
            "Eligibility for free or reduced price meals may be used for few purposes only; this is none of them."
        ),
        Missing.CONSENT,
    )


@rule(
    "meals.household",
    Layer.MEALS,
    "42 USC 1758(b)(6); 34 CFR 99.10",
    _("The household's own eligibility"),
    MEALS_SINCE,
)
def meals_household(case: Case) -> Finding | None:
    """A parent of a student under 18, and an adult student, may see their own application."""
    own = case.asked_by(RecipientKind.PARENT) and case.eligible_student is False and not case.rights_revoked
    if not own and not case.asked_by(RecipientKind.STUDENT_SELF):
        return None
    return permit(_("The household may see its own eligibility."))


@rule(
    "meals.education_program",
    Layer.MEALS,
    "42 USC 1758(b)(6)(A)(i)-(ii); 7 CFR 245.6(f)(1)-(2)",
    _("Federal or state education program"),
    MEALS_SINCE,
)
def meals_education_program(case: Case) -> Finding | None:
    """Name and eligibility status only, to persons who administer or enforce the program."""
    if not case.asked_by(*PROGRAM_STAFF) or not case.wanted_for(Purpose.AUDIT_OR_EVALUATION):
        return None
    if not case.facts.request.fields:
        return lacking(_("Which items are asked for is not stated."), Missing.STATED_PURPOSE)
    if not case.facts.request.fields <= ELIGIBILITY_FIELDS:
        return refuse(_("Only name and eligibility status may be given."), Missing.CONSENT)
    return permit(
        _("Name and eligibility status may go to those who administer a federal or state education program."),
        Condition.LIMITED_INFORMATION,
        Condition.NEED_TO_KNOW,
        Condition.USE_ONLY_FOR_PURPOSE,
    )


@rule(
    "meals.health_insurance",
    Layer.MEALS,
    "42 USC 1758(b)(6)(A)(iv), (E)-(F); 7 CFR 245.6(h)",
    _("Medicaid or children's health insurance"),
    MEALS_SINCE,
    demands=documented("contract", "family.parent_declined", "family.parent_notified"),
)
def meals_health_insurance(case: Case) -> Finding | None:
    """Families were told, could decline and did not, and the agencies have a written agreement."""
    if not case.asked_by(RecipientKind.MEDICAID_AGENCY):
        return None
    family = case.facts.family
    if family.parent_declined is True:
        return bar(_("The family declined. That must be honored."), Missing.CONSENT)
    lacks = []
    if family.parent_notified is not True or family.parent_declined is None:
        lacks.append(Missing.CHANCE_TO_DECLINE)
    if case.facts.contract is None:
        lacks.append(Missing.WRITTEN_AGREEMENT)
    if lacks:
        return lacking(
            _("The family must have had the chance to decline, and the agencies an agreement."), *lacks
        )
    return permit(
        _("The family was told and did not decline, and the agencies have an agreement."),
        Condition.WRITTEN_AGREEMENT_TERMS,
        Condition.USE_ONLY_FOR_PURPOSE,
        Condition.LIMITED_INFORMATION,
    )


@rule(
    "housing.never_directory",
    Layer.HOUSING,
    "42 USC 11432(g)(3)(G); 34 CFR 99.30",
    _("Living situation of a youth without stable housing"),
    HOUSING_SINCE,
)
def housing_never_directory(case: Case) -> Finding | None:
    """Never directory information, whatever the policy lists."""
    if case.category is not Category.DIRECTORY:
        return None
    if case.asked_by(*PARENTAL, RecipientKind.STUDENT_SELF):
        return None
    asked = case.facts.request.fields or case.facts.directory.items or ADDRESS_FIELDS
    consent = consent_route(case, ConsentLaw.FERPA)
    if not asked & ADDRESS_FIELDS or (consent is not None and consent.outcome.allows):
        return None
    return bar(
        _(
            "Where a youth without stable housing lives is part of the education record and never directory information."
        ),
        Missing.CONSENT,
    )


@rule(
    "housing.safety",
    Layer.HOUSING,
    "42 USC 11432(g)(3)(G); 34 CFR 99.10",
    _("Living situation and a person who may be a danger"),
    HOUSING_SINCE,
)
def housing_safety(case: Case) -> Finding | None:
    """A parent's right covers the record, but a danger to the youth goes to counsel first."""
    health = case.facts.health
    risk = health.requester_may_be_abuser is True and health.access_against_interest is not False
    if case.category is not Category.HOUSING or not risk or not case.asked_by(*PARENTAL):
        return None
    return hold(
        _(
            "The person who asks may be a danger to the youth. Counsel decides before anything is said on the address."
        ),
        Missing.PROVIDER_DISCRETION,
        Missing.STATE_LAW,
    )
