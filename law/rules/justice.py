"""Juvenile justice records: state codes decide; federal delinquency records follow 18 USC 5038."""

from datetime import date

from law.answers import Finding
from law.case import Case
from law.consent import consent_route
from law.duties import Condition, Missing
from law.facts import OrderFact
from law.layers import Layer
from law.message import message as _
from law.proof import documented
from law.register import bar, hold, lacking, oblige, permit, refuse, rule
from law.rules.other import state_basis
from law.vocabulary import ConsentLaw, Purpose, RecipientKind

SINCE = date(1974, 9, 7)
CLOSED = (
    RecipientKind.EMPLOYER,
    RecipientKind.LICENSING_BOARD,
    RecipientKind.LANDLORD,
    RecipientKind.MILITARY_RECRUITER,
    RecipientKind.FINANCIAL_AID,
)
COURTS_HELPERS = (RecipientKind.AGENCY, RecipientKind.PROBATION_OFFICER)


@rule(
    "justice.sealed",
    Layer.JUVENILE_JUSTICE,
    "State juvenile code on sealing and expungement",
    _("Sealed or expunged record"),
    SINCE,
)
def sealed(case: Case) -> Finding | None:
    """Treated as if it did not exist."""
    if case.facts.record.sealed is not True:
        return None
    return bar(_("There is no record to share."))


@rule(
    "federal_juvenile.sealed",
    Layer.FEDERAL_JUVENILE,
    "18 USC 5038(a), (b); order of the court",
    _("Sealed or expunged record"),
    SINCE,
)
def federal_sealed(case: Case) -> Finding | None:
    """A reply to an inquiry that is not allowed does not differ from one about a person never involved."""
    return sealed(case)


@rule(
    "justice.criminal_history",
    Layer.JUVENILE_JUSTICE,
    "28 CFR 20.21, 20.33; 34 USC 10231",
    _("Criminal history from state or national files"),
    date(1975, 6, 19),
)
def criminal_history(case: Case) -> Finding | None:
    """Rap sheets stay in the systems made for them."""
    if case.facts.record.criminal_history is not True:
        return None
    return bar(_("Criminal history from state or national files may not pass through this portal."))


@rule(
    "justice.victim_identity",
    Layer.JUVENILE_JUSTICE,
    "State juvenile code; 18 USC 3771(a)(8)",
    _("Who the victim is"),
    SINCE,
)
def victim_identity(case: Case) -> Finding | None:
    """What identifies the victim is never shared with the record of the youth."""
    if case.facts.record.victim_identity is not True:
        return None
    return bar(_("What identifies the victim is not shared."))


@rule(
    "justice.research_only",
    Layer.JUVENILE_JUSTICE,
    "34 USC 10231(a); 28 CFR 22.21",
    _("Data gathered for research or statistics"),
    date(1976, 12, 15),
)
def research_only(case: Case) -> Finding | None:
    """Data gathered with federal research money serve research alone and are immune from legal process."""
    if case.facts.record.research_only is not True:
        return None
    if case.wanted_for(Purpose.RESEARCH) and case.asked_by(RecipientKind.RESEARCHER):
        return None
    return bar(_("Data gathered for federal research or statistics may be used for nothing else."))


@rule(
    "justice.funded_program",
    Layer.JUVENILE_JUSTICE,
    "34 USC 11182 (JJDPA, section 296)",
    _("Program with a federal juvenile justice grant"),
    SINCE,
    demands=documented("consents"),
)
def funded_program(case: Case) -> Finding | None:
    """Records that name a youth need the consent of the youth or the legal representative, or a law."""
    if case.facts.justice.funded_program is not True or case.facts.state.authorizes is True:
        return None
    if case.production_orders or case.asked_by(RecipientKind.STUDENT_SELF):
        return None
    finding = consent_route(case, ConsentLaw.FERPA)
    if finding is not None and finding.outcome.allows:
        return None
    return hold(
        _("A program with this grant names a youth only with consent, or where a law authorizes it."),
        Missing.CONSENT,
    )


@rule(
    "justice.assessment_statement",
    Layer.JUVENILE_JUSTICE,
    "State juvenile code on statements at intake, screening and diversion",
    _("What the youth said at intake or in diversion"),
    SINCE,
)
def assessment_statement(case: Case) -> Finding | None:
    """Many states bar its use as proof of guilt."""
    if case.facts.record.assessment_statement is not True:
        return None
    return oblige(
        _("What a youth says at intake, screening or in diversion often may not serve as proof of guilt."),
        Condition.NO_USE_FOR_GUILT,
    )


@rule(
    "justice.sexual_abuse_report",
    Layer.JUVENILE_JUSTICE,
    "28 CFR 115.361(c), 115.382",
    _("Report of sexual abuse in a facility"),
    date(2012, 8, 20),
)
def sexual_abuse_report(case: Case) -> Finding | None:
    """Only to those who need it for treatment, investigation or safety."""
    if case.facts.record.sexual_abuse_report is not True:
        return None
    needed = (Purpose.TREATMENT, Purpose.INVESTIGATION, Purpose.CHILD_PROTECTION, Purpose.REPORTING_ABUSE)
    if case.wanted_for(*needed):
        return oblige(
            _(
                "A report of sexual abuse in a facility goes only as far as treatment, inquiry or safety needs."
            ),
            Condition.LIMITED_INFORMATION,
            Condition.NEED_TO_KNOW,
        )
    return bar(_("A report of sexual abuse in a facility may be told only for treatment, inquiry or safety."))


@rule(
    "justice.court_order",
    Layer.JUVENILE_JUSTICE,
    "State juvenile code; order of the court",
    _("Order of a court"),
    SINCE,
    demands=documented("orders"),
)
def court_order(case: Case) -> Finding | None:
    """The court that keeps or governs the record ordered its release."""
    findings = [_order(paper) for paper in case.production_orders]
    return min(findings, key=lambda item: item.outcome.rank, default=None)


def _order(paper: OrderFact) -> Finding:
    if paper.signed_by_judge is False or paper.covers is False:
        return refuse(_("No judge ordered the release of this record."), Missing.COURT_ORDER)
    if paper.signed_by_judge is None:
        return lacking(_("It is not shown that a judge signed the order."), Missing.COURT_ORDER)
    return permit(_("A court ordered the release."), Condition.LIMIT_TO_ORDER, relies_on=paper.reference)


@rule(
    "justice.state",
    Layer.JUVENILE_JUSTICE,
    "State juvenile code (no federal rule)",
    _("Rule of the state's juvenile code"),
    SINCE,
    demands=documented("consents", "state.authorizes", "state.consent_suffices"),
)
def state(case: Case) -> Finding | None:
    """What the state's code allows, where it is on record."""
    return state_basis(case, Condition.MINIMUM_NECESSARY, Condition.USE_ONLY_FOR_PURPOSE)


@rule(
    "justice.unknown",
    Layer.JUVENILE_JUSTICE,
    "State juvenile code and public records law (no federal rule)",
    _("State law decides"),
    SINCE,
    fallback=True,
)
def unknown(case: Case) -> Finding:
    """FERPA and HIPAA do not govern these records."""
    return lacking(_("Who may see juvenile justice records is a matter of state law."), Missing.STATE_LAW)


@rule(
    "federal_juvenile.court",
    Layer.FEDERAL_JUVENILE,
    "18 USC 5038(a)(1)-(2)",
    _("Inquiry of another court, or for a report to one"),
    SINCE,
)
def inquiry_of_court(case: Case) -> Finding | None:
    """A court of law, or an agency that prepares a presentence report for one."""
    helper = case.asked_by(*COURTS_HELPERS) and case.wanted_for(Purpose.COURT_PROCEEDING)
    if not case.asked_by(RecipientKind.COURT) and not helper:
        return None
    return permit(_("Another court may have what it needs for its inquiry."), Condition.MINIMUM_NECESSARY)


@rule(
    "federal_juvenile.law_enforcement",
    Layer.FEDERAL_JUVENILE,
    "18 USC 5038(a)(3)",
    _("Law enforcement: crime, or a post in the agency"),
    SINCE,
    demands=documented("justice.position_in_agency"),
)
def law_enforcement(case: Case) -> Finding | None:
    """An inquiry related to the investigation of a crime."""
    if not case.asked_by(RecipientKind.POLICE, RecipientKind.PROSECUTOR):
        return None
    investigates = case.facts.request.investigates_crime
    if investigates is False:
        return refuse(_("The inquiry is not related to the investigation of a crime."))
    if case.facts.justice.position_in_agency is True:
        return permit(
            _("The inquiry concerns a post in the law enforcement agency."), Condition.MINIMUM_NECESSARY
        )
    if investigates is True or case.wanted_for(Purpose.INVESTIGATION):
        return permit(
            _("The inquiry is related to the investigation of a crime."), Condition.MINIMUM_NECESSARY
        )
    return lacking(
        _("It is not shown that the inquiry is related to the investigation of a crime."), Missing.NEED_SHOWN
    )


@rule(
    "federal_juvenile.facility",
    Layer.FEDERAL_JUVENILE,
    "18 USC 5038(a)(4)",
    _("Director of the facility to which the youth was committed"),
    SINCE,
    demands=documented("request.by_director", "request.committed_there", "request.written"),
)
def facility(case: Case) -> Finding | None:
    """A written inquiry of the director."""
    if not case.asked_by(RecipientKind.TREATMENT_AGENCY, RecipientKind.CORRECTIONAL):
        return None
    request = case.facts.request
    if request.committed_there is False:
        return refuse(_("The youth was not committed to this facility."))
    if all(fact is True for fact in (request.written, request.by_director, request.committed_there)):
        return permit(_("The director of the facility asked in writing."), Condition.MINIMUM_NECESSARY)
    return lacking(
        _("The statute asks for a written inquiry of the director of the facility."),
        Missing.WRITTEN_REQUEST_FROM_DIRECTOR,
    )


@rule(
    "federal_juvenile.counsel",
    Layer.FEDERAL_JUVENILE,
    "18 USC 5038(c)",
    _("Counsel in the same proceeding"),
    SINCE,
    demands=documented("recipient.same_case"),
)
def counsel(case: Case) -> Finding | None:
    """The judge, counsel for the juvenile and the Government, and others entitled in that proceeding."""
    kinds = (RecipientKind.ATTORNEY, RecipientKind.PROSECUTOR, RecipientKind.PROBATION_OFFICER)
    if not case.asked_by(*kinds) or case.recipient.same_case is not True:
        return None
    return permit(_("Counsel in the same proceeding may have the record."), Condition.MINIMUM_NECESSARY)


@rule(
    "federal_juvenile.national_security",
    Layer.FEDERAL_JUVENILE,
    "18 USC 5038(a)(5)",
    _("Post that affects national security"),
    SINCE,
    demands=documented("justice.national_security_position"),
)
def national_security(case: Case) -> Finding | None:
    """The one employment inquiry that is allowed."""
    if case.facts.justice.national_security_position is not True:
        return None
    if not case.asked_by(RecipientKind.EMPLOYER, RecipientKind.AGENCY):
        return None
    return permit(
        _("The post immediately and directly affects national security."), Condition.MINIMUM_NECESSARY
    )


@rule(
    "federal_juvenile.victim",
    Layer.FEDERAL_JUVENILE,
    "18 USC 5038(a)(6)",
    _("Victim or family: final disposition"),
    SINCE,
)
def victim(case: Case) -> Finding | None:
    """Only the final disposition."""
    if not case.asked_by(RecipientKind.VICTIM):
        return None
    if case.facts.request.about == "final_disposition":
        return permit(_("A victim may learn the final disposition."), Condition.LIMITED_INFORMATION)
    return refuse(_("A victim may learn the final disposition only."))


@rule(
    "federal_juvenile.publicity",
    Layer.FEDERAL_JUVENILE,
    "18 USC 5038(e)",
    _("Name and picture in public"),
    SINCE,
    demands=documented("justice.prosecuted_as_adult"),
)
def publicity(case: Case) -> Finding | None:
    """Neither, unless the youth is prosecuted as an adult."""
    if not case.asked_by(RecipientKind.MEDIA, RecipientKind.PUBLIC):
        return None
    if case.facts.justice.prosecuted_as_adult is True:
        return permit(_("The bar on publicity does not apply to a youth who is prosecuted as an adult."))
    return refuse(_("Neither the name nor a picture of the youth may be made public."))


@rule(
    "federal_juvenile.none",
    Layer.FEDERAL_JUVENILE,
    "18 USC 5038(a)",
    _("Not on the list of inquiries"),
    SINCE,
    fallback=True,
)
def none(case: Case) -> Finding:
    """Licenses, bonds, jobs and civil rights are expressly closed; nothing else is open."""
    if case.asked_by(*CLOSED):
        return refuse(_("Inquiries for a license, a bond, a job or a civil right are barred."))
    return refuse(_("The statute lists who may receive, and this recipient is not on the list."))
