"""IDEA Part B: special education records (34 CFR 300.154, 300.535, 300.614, 300.622), on top of FERPA."""

from datetime import date

from law.answers import Finding
from law.case import Case
from law.consent import consent_route
from law.duties import Condition, Missing
from law.layers import Layer
from law.message import message as _
from law.proof import documented
from law.register import COMPARED, hold, oblige, permit, rule
from law.rules.ferpa_family import PARENTAL
from law.rules.ferpa_school import INSIDERS
from law.vocabulary import ConsentLaw, Outcome, Purpose, RecipientKind

SINCE = date(2006, 10, 13)
IDEA_SINCE = date(2013, 3, 18)


@rule(
    "idea.public_insurance",
    Layer.IDEA,
    "34 CFR 300.154(d)(2)(iv)-(v)",
    _("Billing public insurance for services in the IEP"),
    IDEA_SINCE,
    demands=documented("consents", "family.written_notice_given"),
)
def idea_public_insurance(case: Case) -> Finding | None:
    """One written consent and a written notice before the first access, and the notice every year."""
    if not case.asked_by(RecipientKind.MEDICAID_AGENCY, RecipientKind.PAYER):
        return None
    consent = consent_route(case, ConsentLaw.FERPA)
    lacks: list[Missing] = []
    if consent is None or consent.outcome is Outcome.DENY:
        lacks.append(Missing.CONSENT)
    else:
        lacks.extend(consent.missing)
    if case.facts.family.written_notice_given is not True:
        lacks.append(Missing.WRITTEN_NOTICE)
    if lacks:
        return hold(
            _("Billing needs a written consent of the parent, and a written notice before it."), *lacks
        )
    return permit(
        _("The parent consented to billing and was told in writing beforehand."),
        Condition.ANNUAL_NOTICE_TO_PARENT,
    )


@rule(
    "idea.transition_agency",
    Layer.IDEA,
    "34 CFR 300.622(b)(2); 300.321(b)(3)",
    _("Agency that provides or pays for transition services"),
    SINCE,
    source_checked_on=COMPARED,
)
def idea_transition(case: Case) -> Finding | None:
    """Consent is required although the agency takes part in planning."""
    if not case.asked_by(RecipientKind.AGENCY) or not case.wanted_for(Purpose.CARE_COORDINATION):
        return None
    consent = consent_route(case, ConsentLaw.FERPA)
    if consent is None or consent.outcome is Outcome.DENY:
        return hold(_("Agencies for transition services receive records only with consent."), Missing.CONSENT)
    return None if consent.outcome.allows else consent


@rule(
    "idea.access_record",
    Layer.IDEA,
    "34 CFR 300.614",
    _("Record of access"),
    SINCE,
    source_checked_on=COMPARED,
)
def idea_access_record(case: Case) -> Finding | None:
    """Everyone but parents and authorized employees is entered, also those who receive with consent."""
    if case.asked_by(*PARENTAL, *INSIDERS, RecipientKind.STUDENT_SELF):
        return None
    return oblige(
        _("The school keeps a record of who received special education records, when and why."),
        Condition.RECORD_OF_ACCESS,
    )


@rule(
    "idea.participating_agency",
    Layer.IDEA,
    "34 CFR 300.622(b)(1); 300.611(c)",
    _("Official of an agency that takes part in special education"),
    SINCE,
    source_checked_on=COMPARED,
)
def idea_participating_agency(case: Case) -> Finding | None:
    """IDEA asks no consent for meeting its own requirements; FERPA still has to let it pass."""
    if case.recipient.participating_agency is not True or case.wanted_for(Purpose.PAYMENT):
        return None
    return permit(_("IDEA asks no consent for officials who meet a requirement of special education law."))


@rule(
    "idea.private_school",
    Layer.IDEA,
    "34 CFR 300.622(b)(3)",
    _("Two districts of a child in private school"),
    SINCE,
    source_checked_on=COMPARED,
)
def idea_private_school(case: Case) -> Finding | None:
    """The district of the private school and the district of residence share only with consent."""
    if case.youth.privately_placed is not True or not case.asked_by(RecipientKind.SCHOOL):
        return None
    consent = consent_route(case, ConsentLaw.FERPA)
    if consent is not None and consent.outcome.allows:
        return None
    return hold(
        _(
            "The parents placed the child in a private school: the two districts share only with their consent."
        ),
        Missing.CONSENT,
    )


@rule(
    "idea.crime_report",
    Layer.IDEA,
    "34 CFR 300.535(b)",
    _("Report of a crime by a student with a disability"),
    SINCE,
    source_checked_on=COMPARED,
)
def idea_crime_report(case: Case) -> Finding | None:
    """The school sends the records along, but only as far as FERPA lets it."""
    reported = case.facts.justice.crime_reported_by_school is True
    if not reported or not case.asked_by(RecipientKind.POLICE, RecipientKind.PROSECUTOR):
        return None
    return permit(
        _("IDEA has a school that reports a crime send these records along, but only as far as FERPA allows.")
    )
