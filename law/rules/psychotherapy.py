"""Psychotherapy notes: an authorization of their own, with few exceptions (45 CFR 164.508(a)(2), (b)(3)(ii))."""

from datetime import date

from law.answers import Finding
from law.case import Case
from law.consent import check
from law.duties import Condition, Missing
from law.evidence import ParentAccessRule
from law.layers import Layer
from law.message import message as _
from law.proof import documented
from law.register import lacking, permit, refuse, rule
from law.rules.hipaa_public import court_order, threat_finding
from law.vocabulary import ConsentLaw, Outcome, Purpose, RecipientKind

SINCE = date(2003, 4, 14)
OPEN = (ParentAccessRule.REQUIRE, ParentAccessRule.PERMIT, ParentAccessRule.SILENT)


@rule(
    "psychotherapy.authorization",
    Layer.PSYCHOTHERAPY,
    "45 CFR 164.508(a)(2), (b)(3)(ii)",
    _("Authorization for psychotherapy notes alone"),
    SINCE,
    demands=documented("child_welfare.legally_responsible", "consents", "family.minor_consented_alone"),
)
def authorization(case: Case) -> Finding | None:
    """Never combined with an authorization for other records."""
    return separate_consent(case, ConsentLaw.HIPAA)


def separate_consent(case: Case, law: ConsentLaw, *conditions: Condition) -> Finding | None:
    """The best answer of the consents that cover these notes; one that covers more is not enough."""
    findings = []
    for consent in case.consents:
        finding = check(case, consent, law, *conditions)
        alone = consent.categories == {case.category} and consent.combined is not True
        if finding.outcome.rank < Outcome.DENY.rank and not alone:
            finding = lacking(
                _("A consent for notes kept apart may not be combined with one for other records."),
                Missing.SEPARATE_CONSENT,
            )
        findings.append(finding)
    return min(findings, key=lambda item: (item.outcome.rank, len(item.missing), item.missing), default=None)


@rule(
    "psychotherapy.none",
    Layer.PSYCHOTHERAPY,
    "45 CFR 164.508(a)(2)",
    _("Psychotherapy notes stay with their author"),
    SINCE,
    fallback=True,
)
def none(case: Case) -> Finding:
    """Not even treatment by someone else opens them."""
    return refuse(
        _("Psychotherapy notes need an authorization of their own, even for treatment by somebody else."),
        Missing.SEPARATE_CONSENT,
    )


@rule(
    "psychotherapy.author",
    Layer.PSYCHOTHERAPY,
    "45 CFR 164.508(a)(2)(i)(A)",
    _("The author of the notes"),
    SINCE,
    demands=documented("health.originator"),
)
def author(case: Case) -> Finding | None:
    """The originator may use them for treatment."""
    if case.facts.health.originator is not True or not case.wanted_for(Purpose.TREATMENT):
        return None
    return permit(_("The author of the notes may use them for treatment."))


@rule(
    "psychotherapy.representative",
    Layer.PSYCHOTHERAPY,
    "45 CFR 164.524(a)(1)(i)",
    _("Parent or patient: no right of access"),
    SINCE,
    demands=documented(
        "health.licensed_professional_allows", "state.parent_access", "health.access_against_interest"
    ),
)
def representative(case: Case) -> Finding | None:
    """No right of access; the provider may decide, where state law lets it."""
    if not case.asked_by(RecipientKind.PARENT, RecipientKind.STUDENT_SELF):
        return None
    health = case.facts.health
    if case.rights_revoked or (
        health.requester_may_be_abuser is True and health.access_against_interest is not False
    ):
        return refuse(_("This person does not represent the patient."))
    if health.licensed_professional_allows is True and case.facts.state.parent_access in OPEN:
        return permit(_("The provider decided to give access, and state law lets it."))
    return lacking(
        _("There is no right of access to psychotherapy notes. The provider decides, subject to state law."),
        Missing.PROVIDER_DISCRETION,
        Missing.STATE_LAW,
    )


@rule(
    "psychotherapy.court_order",
    Layer.PSYCHOTHERAPY,
    "45 CFR 164.508(a)(2)(ii); 164.512(a); 164.103 'required by law'",
    _("Order of a court"),
    SINCE,
    demands=documented("orders"),
)
def order(case: Case) -> Finding | None:
    """A court's order is a requirement of law; only what it expressly names."""
    named = any(paper.covers is True for paper in case.production_orders)
    finding = court_order(case)
    if finding is None or not finding.outcome.allows or named:
        return finding
    return lacking(_("It is not shown that the order names the psychotherapy notes."), Missing.COURT_ORDER)


@rule(
    "psychotherapy.threat",
    Layer.PSYCHOTHERAPY,
    "45 CFR 164.508(a)(2)(ii); 164.512(j)(1)(i)",
    _("Serious and imminent threat"),
    SINCE,
    demands=documented("emergency.imminent", "emergency.serious"),
)
def threat(case: Case) -> Finding | None:
    """The one public-policy route that reaches these notes without a paper."""
    finding = threat_finding(case)
    if finding is not None and finding.outcome.allows:
        return permit(finding.reason, Condition.MINIMUM_NECESSARY, Condition.ACCOUNT_FOR_DISCLOSURE)
    return finding


@rule(
    "psychotherapy.training",
    Layer.PSYCHOTHERAPY,
    "45 CFR 164.508(a)(2)(i)(B)",
    _("Training under supervision"),
    SINCE,
    demands=documented("health.supervised_training"),
)
def training(case: Case) -> Finding | None:
    """The provider's own trainees in mental health, under supervision."""
    if case.facts.health.supervised_training is not True or not case.asked_by(RecipientKind.PROGRAM_STAFF):
        return None
    return permit(_("The provider may use the notes to train its own students under supervision."))


@rule(
    "psychotherapy.own_defense",
    Layer.PSYCHOTHERAPY,
    "45 CFR 164.508(a)(2)(i)(C)",
    _("Defense in a case that the patient brought"),
    SINCE,
    demands=documented("health.own_defense"),
)
def own_defense(case: Case) -> Finding | None:
    """The provider defends itself against the patient."""
    if case.facts.health.own_defense is not True or not case.asked_by(
        RecipientKind.ATTORNEY, RecipientKind.COURT
    ):
        return None
    return permit(_("The provider may use the notes to defend itself in a case that the patient brought."))


@rule(
    "psychotherapy.oversight",
    Layer.PSYCHOTHERAPY,
    "45 CFR 164.508(a)(2)(ii); 164.512(d)",
    _("Oversight of the author of the notes"),
    SINCE,
    demands=documented("audit.of_author", "audit.authorized_by_law"),
)
def oversight(case: Case) -> Finding | None:
    """A licensing or oversight body that looks into the one who wrote them."""
    facts = case.facts.audit
    if not case.asked_by(RecipientKind.AUDITOR, RecipientKind.LICENSING_BOARD) or facts.of_author is not True:
        return None
    if facts.authorized_by_law is not True:
        return lacking(_("The law that authorizes this oversight is not shown."), Missing.STATE_LAW)
    return permit(
        _("The law authorizes oversight of the author of the notes."),
        Condition.MINIMUM_NECESSARY,
        Condition.ACCOUNT_FOR_DISCLOSURE,
    )
