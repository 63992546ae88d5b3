"""FERPA: directory information, recruiters, results of campus proceedings (34 CFR 99.31(a)(11)-(16), 99.37)."""

from datetime import date

from law.answers import Finding
from law.case import Case
from law.duties import Condition, Missing
from law.layers import Layer
from law.message import message as _
from law.proof import documented
from law.register import lacking, permit, refuse, rule
from law.rules.ferpa_dates import REGULATIONS_2011
from law.vocabulary import AgencyKind, Category, RecipientKind

NEVER_DIRECTORY = frozenset({"ssn", "student_id_login"})
RECRUITER_ITEMS = frozenset({"name", "address", "telephone"})


@rule(
    "ferpa.directory",
    Layer.FERPA,
    "34 CFR 99.31(a)(11); 99.37; 99.3 'directory information'",
    _("Directory information"),
    REGULATIONS_2011,
    demands=documented("directory.notice_given", "youth.directory_opt_out"),
)
def directory(case: Case) -> Finding | None:
    """Items the school designated by public notice, unless the family opted out or the policy is limited."""
    if case.category is not Category.DIRECTORY:
        return None
    policy = case.facts.directory
    if case.asked_by(RecipientKind.MILITARY_RECRUITER) and case.youth.recruiter_opt_out is True:
        return refuse(_("The family opted out of disclosure to recruiters."), Missing.CONSENT)
    if case.youth.directory_opt_out is True:
        return refuse(_("The family opted out of directory information."), Missing.CONSENT)
    asked = case.facts.request.fields or policy.items
    if asked & NEVER_DIRECTORY:
        return refuse(
            _(
                "A Social Security number, or a login that opens accounts, can never be directory information."
            ),
            Missing.CONSENT,
        )
    if policy.limited_to is not None and not case.recipient.directory_parties & policy.limited_to:
        return refuse(_("The school limits directory information to other parties."), Missing.CONSENT)
    if policy.items and not asked <= policy.items:
        return refuse(_("The school has not designated all these items."), Missing.CONSENT)
    lacks = []
    if policy.notice_given is not True or not policy.items:
        lacks.append(Missing.DIRECTORY_NOTICE)
    if case.youth.directory_opt_out is None:
        lacks.append(Missing.OPT_OUT_CHECK)
    if lacks:
        return lacking(_("Directory information needs public notice and a check for an opt-out."), *lacks)
    return permit(_("These are directory items of which the school gave notice, and nobody opted out."))


@rule(
    "ferpa.recruiter",
    Layer.FERPA,
    "20 USC 7908(a); 10 USC 503(c)",
    _("Military recruiter or college: contact items"),
    date(2015, 12, 10),
    demands=documented("directory.recruiter_notice_given", "youth.recruiter_opt_out"),
)
def recruiter(case: Case) -> Finding | None:
    """Name, address and telephone of secondary students, unless the family opted out in writing."""
    if not case.asked_by(RecipientKind.MILITARY_RECRUITER) or case.category is not Category.DIRECTORY:
        return None
    if case.youth.recruiter_opt_out is True:
        return refuse(_("The family opted out of disclosure to recruiters."), Missing.CONSENT)
    if not case.facts.request.fields <= RECRUITER_ITEMS:
        return refuse(_("Recruiters may have name, address and telephone only."), Missing.CONSENT)
    lacks = []
    if case.facts.directory.recruiter_notice_given is not True:
        lacks.append(Missing.DIRECTORY_NOTICE)
    if case.youth.recruiter_opt_out is None:
        lacks.append(Missing.OPT_OUT_CHECK)
    if lacks:
        return lacking(_("Recruiters need notice to families and a check for an opt-out."), *lacks)
    return permit(_("Recruiters may have the contact items of students whose families did not opt out."))


@rule(
    "ferpa.victim",
    Layer.FERPA,
    "34 CFR 99.31(a)(13)",
    _("Final result told to the victim of a crime of violence"),
    date(1998, 10, 7),
    demands=documented("enrollment.crime_of_violence", "enrollment.final_results_only"),
)
def victim(case: Case) -> Finding | None:
    """Colleges only; the final result only; whether or not a violation was found."""
    facts = case.facts.enrollment
    if not case.asked_by(RecipientKind.VICTIM) or case.holder.kind is not AgencyKind.UNIVERSITY:
        return None
    if facts.crime_of_violence is True and facts.final_results_only is True:
        return permit(_("A college may tell the alleged victim the final result of the proceeding."))
    if facts.crime_of_violence is False or facts.final_results_only is False:
        return refuse(
            _("Only the final result of a proceeding on a crime of violence may be told."), Missing.CONSENT
        )
    return lacking(_("It is not shown that only the final result is asked for."), Missing.RECORD_STATUS)


@rule(
    "ferpa.public_result",
    Layer.FERPA,
    "34 CFR 99.31(a)(14)",
    _("Final result made public after a violation was found"),
    date(1998, 10, 7),
    demands=documented(
        "enrollment.crime_of_violence", "enrollment.final_results_only", "enrollment.violation_found"
    ),
)
def public_result(case: Case) -> Finding | None:
    """Colleges only: crime of violence, violation found, no names of other students."""
    facts = case.facts.enrollment
    known = (facts.crime_of_violence, facts.violation_found, facts.final_results_only)
    if case.holder.kind is not AgencyKind.UNIVERSITY or not all(fact is True for fact in known):
        return None
    return permit(
        _("A college may make public the final result where it found a crime of violence."),
        Condition.LIMITED_INFORMATION,
        Condition.RECORD_IN_LOG,
    )


@rule(
    "ferpa.registered_offender",
    Layer.FERPA,
    "34 CFR 99.31(a)(16)",
    _("Notice on a registered sex offender"),
    date(2000, 10, 28),
    demands=documented("justice.registered_offender_notice"),
)
def registered_offender(case: Case) -> Finding | None:
    """What a registry program gave the school may be passed on as that program has it."""
    if case.facts.justice.registered_offender_notice is not True:
        return None
    return permit(
        _("What the registry program gave the school may be disclosed as that program provides."),
        Condition.LIMITED_INFORMATION,
        Condition.RECORD_IN_LOG,
    )
