"""What a pack's rule may ask for, and how the engine sees that it was supplied."""

from collections.abc import Callable, Mapping

from law.case import Case
from law.consent import check
from law.duties import Missing
from law.facts import ConsentFact
from law.proof import documented
from law.vocabulary import ConsentLaw, Outcome, Purpose, SignerCapacity

DEMANDS = documented(
    "child_welfare.legally_responsible",
    "consents",
    "contract",
    "justice.certified_in_writing",
    "justice.lawful_custody",
    "orders",
)
"""What has to rest on a document before it counts as supplied."""

ADULT = (SignerCapacity.ADULT_YOUTH, SignerCapacity.ELIGIBLE_STUDENT)
PARENTS = (SignerCapacity.PARENT, SignerCapacity.GUARDIAN, SignerCapacity.CARETAKER)


def _never(case: Case) -> bool:
    """Counsel answers this outside the portal."""
    return False


def _consented(case: Case) -> bool:
    return any(
        found.outcome.allows for found in (check(case, paper, ConsentLaw.FERPA) for paper in case.consents)
    )


def _signed_by(*capacities: SignerCapacity) -> Callable[[Case], bool]:
    return lambda case: any(paper.signers & {*capacities} for paper in _fitting(case))


def _fitting(case: Case) -> list[ConsentFact]:
    """The consents that speak to this request, complete or not."""
    return [
        paper for paper in case.consents if check(case, paper, ConsentLaw.FERPA).outcome is not Outcome.DENY
    ]


SUPPLIED: Mapping[Missing, Callable[[Case], bool]] = {
    Missing.AGREEMENT_IN_FORCE: lambda case: (
        case.facts.agreement is not None and case.facts.agreement.in_force is True
    ),
    Missing.CONSENT: _consented,
    Missing.COURT_ORDER: lambda case: any(paper.signed_by_judge is True for paper in case.production_orders),
    Missing.EXPLICIT_RULE: _never,
    Missing.LAWFUL_CUSTODY: lambda case: case.facts.justice.lawful_custody is True,
    Missing.LEGAL_RESPONSIBILITY: lambda case: case.facts.child_welfare.legally_responsible is True,
    Missing.MINOR_SIGNATURE: _signed_by(SignerCapacity.MINOR, *ADULT),
    Missing.NEED_SHOWN: lambda case: (
        True in (case.facts.justice.need_represented, case.facts.health.need_to_know)
    ),
    Missing.PARENT_SIGNATURE: _signed_by(*PARENTS),
    Missing.SEPARATE_CONSENT: lambda case: any(paper.combined is False for paper in _fitting(case)),
    Missing.STATED_PURPOSE: lambda case: case.facts.purpose is not Purpose.UNKNOWN,
    Missing.THREAT_DESCRIPTION: lambda case: case.threat_described,
    Missing.WRITTEN_AGREEMENT: lambda case: case.facts.contract is not None,
    Missing.WRITTEN_CERTIFICATION: lambda case: case.facts.justice.certified_in_writing is True,
    Missing.YOUTH_AGE: lambda case: case.youth.age is not None,
}
"""Each thing that the effect needs_more may list. A rule holds a request until all that it lists is supplied."""
