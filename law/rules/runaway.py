"""Programs for runaway and homeless youth with a federal grant (34 USC 11212(b), 11231(b))."""

from datetime import date

from law.answers import Finding
from law.case import Case
from law.consent import consent_route
from law.duties import Condition, Missing
from law.layers import Layer
from law.message import message as _
from law.proof import documented
from law.register import lacking, permit, refuse, rule
from law.vocabulary import ConsentLaw, Purpose, RecipientKind, SignerCapacity

SINCE = date(1974, 9, 7)
BOTH = (SignerCapacity.MINOR, SignerCapacity.PARENT)


@rule(
    "runaway.consent",
    Layer.RUNAWAY,
    "34 USC 11212(b)(1)",
    _("Consent of the youth and of the parent"),
    SINCE,
    demands=documented("consents"),
)
def consent(case: Case) -> Finding | None:
    """Both sign, until the youth is of age."""
    finding = consent_route(case, ConsentLaw.FERPA, Condition.USE_ONLY_FOR_PURPOSE)
    if finding is None or not finding.outcome.allows or case.adult is True:
        return finding
    signed = any(SignerCapacity.MINOR in given.signers for given in case.consents)
    if signed:
        return finding
    return lacking(_("The youth and the parent both have to sign."), Missing.MINOR_SIGNATURE, signers=BOTH)


@rule(
    "runaway.youth",
    Layer.RUNAWAY,
    "34 USC 11212(b)(1)",
    _("The youth"),
    SINCE,
)
def youth(case: Case) -> Finding | None:
    """The limit protects the youth and does not run against her."""
    if not case.asked_by(RecipientKind.STUDENT_SELF):
        return None
    return permit(_("The limit protects the youth and does not run against the youth."))


@rule(
    "runaway.government",
    Layer.RUNAWAY,
    "34 USC 11212(b)(2)",
    _("Statistics, or the disposition of criminal charges"),
    SINCE,
)
def government(case: Case) -> Finding | None:
    """A body that compiles statistics, or a government agency involved in the disposition of charges."""
    kinds = (
        RecipientKind.AGENCY,
        RecipientKind.COURT,
        RecipientKind.PROSECUTOR,
        RecipientKind.PROBATION_OFFICER,
    )
    charged = case.wanted_for(Purpose.PROCEEDING_AGAINST_YOUTH, Purpose.COURT_PROCEEDING)
    counted = case.wanted_for(Purpose.PUBLIC_REPORTING) and case.asked_by(RecipientKind.AGENCY)
    if not counted and not (charged and case.asked_by(*kinds)):
        return None
    return permit(
        _("The statute lets a government agency have it for statistics or to dispose of criminal charges."),
        Condition.MINIMUM_NECESSARY,
        Condition.USE_ONLY_FOR_PURPOSE,
    )


@rule("runaway.none", Layer.RUNAWAY, "34 USC 11212(b)", _("Nobody else"), SINCE, fallback=True)
def none(case: Case) -> Finding:
    """Not even to a parent without the youth's consent."""
    return refuse(
        _(
            "A program for runaway and homeless youth may name nobody without the consent of youth and parent."
        ),
        Missing.CONSENT,
        signers=BOTH if case.adult is not True else (SignerCapacity.ADULT_YOUTH,),
    )
