"""HIPAA: crime, death, abuse, escape, benefits, coroners (45 CFR 164.512(c), (f), (g), (j), (k)(6))."""

from datetime import date

from law.answers import Finding
from law.case import Case
from law.duties import Condition, Missing
from law.facts import OrderFact, OrderKind
from law.layers import Layer
from law.message import message as _
from law.proof import documented
from law.register import lacking, permit, refuse, rule
from law.rules.hipaa_public import ACCOUNTED, LOCATE_FIELDS, ORDERED
from law.vocabulary import Purpose, RecipientKind

SINCE = date(2003, 4, 14)
OFFICERS = (RecipientKind.POLICE, RecipientKind.PROSECUTOR)
PROTECTORS = (RecipientKind.AGENCY, RecipientKind.CASEWORKER, RecipientKind.POLICE)


@rule(
    "hipaa.adult_victim",
    Layer.HIPAA,
    "45 CFR 164.512(c)",
    _("Adult victim of abuse, neglect or domestic violence"),
    SINCE,
    demands=documented(
        "health.victim_of_abuse",
        "health.patient_agrees",
        "health.prevents_serious_harm",
        "state.requires",
        "state.authorizes",
    ),
)
def adult_victim(case: Case) -> Finding | None:
    """To an authority that receives such reports: required by law, agreed, or needed to prevent serious harm."""
    health = case.facts.health
    if health.victim_of_abuse is not True or case.adult is not True or not case.asked_by(*PROTECTORS):
        return None
    state = case.facts.state
    if True in (health.patient_agrees, health.prevents_serious_harm, state.requires, state.authorizes):
        return permit(
            _("A provider may report that an adult is a victim of abuse, neglect or domestic violence."),
            Condition.INFORM_PATIENT,
            *ACCOUNTED,
        )
    return lacking(
        _("The patient has to agree, or a law must require the report, or it must prevent serious harm."),
        Missing.PROVIDER_DISCRETION,
    )


@rule(
    "hipaa.administrative_request",
    Layer.HIPAA,
    "45 CFR 164.512(f)(1)(ii)(C)",
    _("Administrative request of law enforcement"),
    SINCE,
    demands=documented("orders"),
)
def administrative_request(case: Case) -> Finding | None:
    """One that must be answered by law; relevant, limited, and not to be met with data that name nobody."""
    papers = case.orders(OrderKind.ADMINISTRATIVE_REQUEST, OrderKind.ADMINISTRATIVE_WARRANT)
    if not papers or not case.asked_by(*OFFICERS, RecipientKind.AGENCY):
        return None
    return min((_administrative(paper) for paper in papers), key=lambda finding: finding.outcome.rank)


def _administrative(paper: OrderFact) -> Finding:
    request = paper.kind is OrderKind.ADMINISTRATIVE_REQUEST
    if not request or paper.lawfully_issued is False or paper.relevant_and_limited is False:
        return refuse(
            _("This paper of an agency is not a request that the law makes the provider answer."),
            Missing.COURT_ORDER_OR_SUBPOENA,
        )
    if paper.lawfully_issued is None or paper.relevant_and_limited is None:
        return lacking(
            _("It is not shown that the request is lawful, relevant and limited to what is needed."),
            Missing.COURT_ORDER_OR_SUBPOENA,
        )
    return permit(
        _("The agency's request must be answered by law, and is relevant and limited."),
        *ORDERED,
        relies_on=paper.reference,
    )


@rule(
    "hipaa.crime_victim",
    Layer.HIPAA,
    "45 CFR 164.512(f)(3)",
    _("Victim of a crime"),
    SINCE,
    demands=documented(
        "health.crime_victim",
        "health.patient_agrees",
        "health.best_interest_judgment",
        "health.patient_incapacitated",
    ),
)
def crime_victim(case: Case) -> Finding | None:
    """The victim agrees; or cannot, and police need it at once, not against her, in her best interest."""
    health = case.facts.health
    if health.crime_victim is not True or not case.asked_by(*OFFICERS):
        return None
    unable = health.patient_incapacitated is True and health.best_interest_judgment is True
    if health.patient_agrees is True or unable:
        return permit(
            _("The victim of the crime agreed, or could not and it is in her interest."), *ACCOUNTED
        )
    return lacking(_("The victim of the crime has to agree."), Missing.CONSENT)


@rule(
    "hipaa.death_from_crime",
    Layer.HIPAA,
    "45 CFR 164.512(f)(4)",
    _("Death that may be a crime"),
    SINCE,
    demands=documented("health.death_from_crime"),
)
def death_from_crime(case: Case) -> Finding | None:
    """To alert police that a death may have come from a crime."""
    if case.facts.health.death_from_crime is not True or not case.asked_by(*OFFICERS):
        return None
    return permit(
        _("The provider may tell police of a death that may have come from a crime."),
        Condition.LIMITED_INFORMATION,
        Condition.ACCOUNT_FOR_DISCLOSURE,
    )


@rule(
    "hipaa.off_site_crime",
    Layer.HIPAA,
    "45 CFR 164.512(f)(6)",
    _("Crime found in an emergency away from the premises"),
    SINCE,
    demands=documented("health.off_site_crime"),
)
def off_site_crime(case: Case) -> Finding | None:
    """Nature, place and victims of the crime and who did it; abuse follows its own paragraph."""
    health = case.facts.health
    if health.off_site_crime is not True or not case.asked_by(RecipientKind.POLICE):
        return None
    if health.victim_of_abuse is True:
        return refuse(
            _("Where abuse caused the emergency, the rule on victims of abuse applies."), Missing.CONSENT
        )
    return permit(
        _("Emergency staff may tell police of a crime they find: what, where, the victims and who did it."),
        Condition.LIMITED_INFORMATION,
        Condition.ACCOUNT_FOR_DISCLOSURE,
    )


@rule(
    "hipaa.apprehension",
    Layer.HIPAA,
    "45 CFR 164.512(j)(1)(ii), (j)(2)-(3)",
    _("Violent crime admitted, or escape from custody"),
    SINCE,
    demands=documented("health.admitted_violent_crime", "health.escaped_custody"),
)
def apprehension(case: Case) -> Finding | None:
    """What identifies and finds the person; never what was said in therapy for that very conduct."""
    health = case.facts.health
    claimed = True in (health.admitted_violent_crime, health.escaped_custody)
    if not claimed or not case.asked_by(RecipientKind.POLICE):
        return None
    if not case.facts.request.fields <= LOCATE_FIELDS:
        return refuse(
            _("Police may have only the statement and what helps to find the person."),
            Missing.COURT_ORDER_OR_SUBPOENA,
        )
    return permit(
        _("The person admitted a violent crime, or escaped from custody, and police have to find him."),
        Condition.LIMITED_INFORMATION,
        Condition.ACCOUNT_FOR_DISCLOSURE,
    )


@rule(
    "hipaa.benefits",
    Layer.HIPAA,
    "45 CFR 164.512(k)(6)",
    _("Eligibility for a public benefit"),
    SINCE,
    demands=documented("health.benefit_law", "state.authorizes"),
)
def benefits(case: Case) -> Finding | None:
    """Between government programs, where a statute requires or expressly authorizes it."""
    if not case.wanted_for(Purpose.BENEFITS) or not case.asked_by(
        RecipientKind.AGENCY, RecipientKind.MEDICAID_AGENCY
    ):
        return None
    if True in (case.facts.health.benefit_law, case.facts.state.authorizes):
        return permit(_("A statute lets benefit programs share eligibility."), *ACCOUNTED)
    if case.facts.health.benefit_law is False:
        return refuse(_("No statute lets these programs share eligibility."), Missing.CONSENT)
    return lacking(
        _("The statute that lets benefit programs share eligibility is not shown."),
        Missing.STATE_LAW,
        Missing.CONSENT,
    )


@rule(
    "hipaa.research_preparation",
    Layer.HIPAA,
    "45 CFR 164.512(i)(1)(ii)-(iii)",
    _("Preparing research, or research on those who died"),
    SINCE,
    demands=documented("research.preparatory", "youth.deceased"),
)
def research_preparation(case: Case) -> Finding | None:
    """On the researcher's word that it is needed; nothing leaves the provider in preparation."""
    wanted = case.facts.research.preparatory is True or case.youth.deceased is True
    if not wanted or not case.asked_by(RecipientKind.RESEARCHER):
        return None
    return permit(
        _("A researcher may look at records to prepare a study, or study records of those who died."),
        Condition.USE_ONLY_FOR_PURPOSE,
        *ACCOUNTED,
    )
