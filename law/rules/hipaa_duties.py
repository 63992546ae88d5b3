"""HIPAA: what goes with, or stands against, any permission (45 CFR 164.502(a)(2), 164.514(h), 164.522, 164.526)."""

from datetime import date

from law.answers import Finding
from law.case import Case
from law.duties import Condition, Missing
from law.layers import Layer
from law.message import message as _
from law.proof import documented, verified
from law.register import bar, hold, oblige, permit, rule
from law.vocabulary import Purpose, RecipientKind

SINCE = date(2003, 4, 14)
OMNIBUS = date(2013, 9, 23)
PART2_SINCE = date(2024, 4, 16)
FEDERAL = (RecipientKind.AGENCY, RecipientKind.AUDITOR)


@rule("hipaa.identity", Layer.HIPAA, "45 CFR 164.514(h)(1)", _("Identity of the one who asks"), SINCE)
@rule(
    "psychotherapy.identity",
    Layer.PSYCHOTHERAPY,
    "45 CFR 164.514(h)(1)",
    _("Identity of the one who asks"),
    SINCE,
)
def identity(case: Case) -> Finding | None:
    """Verify who asks, and the authority to ask, where the provider does not know them."""
    known = case.recipient.identity_verified
    if known is True or (known is None and "recipient.identity_verified" not in case.facts.not_shown):
        return None
    return hold(_("It is not shown who asks. The provider must make sure of that first."), Missing.IDENTITY)


@rule(
    "hipaa.restriction",
    Layer.HIPAA,
    "45 CFR 164.522(a)(1)(iii)-(v)",
    _("Restriction that the provider agreed to"),
    SINCE,
    demands=documented("emergency.current"),
)
@rule(
    "part2.restriction",
    Layer.PART2,
    "42 CFR 2.26(a)",
    _("Restriction that the provider agreed to"),
    PART2_SINCE,
    demands=documented("emergency.current"),
)
def restriction(case: Case) -> Finding | None:
    """Binding once agreed, except for the patient's own access, emergency treatment and what law requires."""
    if case.facts.health.restriction_agreed is not True or case.asked_by(RecipientKind.STUDENT_SELF):
        return None
    treats_now = (
        case.emergency is not None
        and case.emergency.current is True
        and case.wanted_for(Purpose.TREATMENT, Purpose.HEALTH_OR_SAFETY_EMERGENCY)
    )
    if treats_now or case.facts.state.requires is True or case.facts.audit.federal_enforcement is True:
        return None
    return bar(_("The provider agreed with the patient not to disclose this."))


@rule(
    "hipaa.paid_in_full",
    Layer.HIPAA,
    "45 CFR 164.522(a)(1)(vi)",
    _("Service the patient paid for in full"),
    OMNIBUS,
)
@rule(
    "part2.paid_in_full",
    Layer.PART2,
    "42 CFR 2.26(a)(6)",
    _("Service the patient paid for in full"),
    PART2_SINCE,
)
def paid_in_full(case: Case) -> Finding | None:
    """The patient may keep it from the health plan, and the provider has to agree."""
    if case.facts.health.paid_in_full is not True or not case.asked_by(RecipientKind.PAYER):
        return None
    return bar(_("The patient paid for this service in full and asked that the plan not be told."))


@rule(
    "hipaa.statement_of_disagreement",
    Layer.HIPAA,
    "45 CFR 164.526(d)(5)",
    _("Statement that the patient put on record"),
    SINCE,
)
def statement_of_disagreement(case: Case) -> Finding | None:
    """A denied amendment: the patient's statement goes wherever that part goes."""
    if case.facts.record.statement_of_disagreement is not True:
        return None
    return oblige(
        _("The patient put a statement on record that disagrees with this part."), Condition.ATTACH_STATEMENT
    )


@rule(
    "hipaa.enforcement",
    Layer.HIPAA,
    "45 CFR 164.502(a)(2)(ii)",
    _("Federal inquiry into how the provider keeps the privacy rules"),
    SINCE,
    demands=verified("audit.federal_enforcement"),
)
@rule(
    "psychotherapy.enforcement",
    Layer.PSYCHOTHERAPY,
    "45 CFR 164.508(a)(2)(ii); 164.502(a)(2)(ii)",
    _("Federal inquiry into how the provider keeps the privacy rules"),
    SINCE,
    demands=verified("audit.federal_enforcement"),
)
@rule(
    "part2.enforcement",
    Layer.PART2,
    "42 CFR 2.2(b); 2.3",
    _("Federal inquiry into how the provider keeps the privacy rules"),
    PART2_SINCE,
    demands=verified("audit.federal_enforcement"),
)
def enforcement(case: Case) -> Finding | None:
    """The Department of Health and Human Services; the one outside body to which disclosure is required."""
    if case.facts.audit.federal_enforcement is not True or not case.asked_by(*FEDERAL):
        return None
    return permit(
        _("The Department of Health and Human Services inquires how the provider keeps the privacy rules.")
    )


@rule(
    "hipaa.organized_arrangement",
    Layer.HIPAA,
    "45 CFR 164.506(c)(5); 160.103",
    _("Operations of an organized health care arrangement"),
    SINCE,
    demands=documented("recipient.organized_arrangement"),
)
def organized_arrangement(case: Case) -> Finding | None:
    """Covered entities that work as one towards the patient."""
    if case.recipient.organized_arrangement is not True or not case.wanted_for(
        Purpose.HEALTH_CARE_OPERATIONS
    ):
        return None
    return permit(_("Both belong to one organized health care arrangement."), Condition.MINIMUM_NECESSARY)
