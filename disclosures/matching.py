"""How well a record of the holder fits the young person an asker describes. The custodian alone decides."""

from collections.abc import Iterable

from disclosures.models import DisclosureRequest
from youth import queries as youth_queries
from youth.keys import as_candidate
from youth.matching import Description, Finding, Grade, Match, rank
from youth.models import YouthRecord
from youth.queries import FoundYouth

NAMES = frozenset({"first_name", "middle_name", "last_name"})
SIBLING = "caution.may_be_sibling"


def description_of(request: DisclosureRequest) -> Description:
    """Whom the asker describes."""
    return Description(
        first_name=request.first_name,
        middle_name=request.middle_name,
        last_name=request.last_name,
        birth_date=request.birth_date,
    )


def plausible(request: DisclosureRequest) -> list[FoundYouth]:
    """The holder's records that may well be meant, best first; a weak match is found only by searching for it."""
    ranked = youth_queries.candidates(request.holding_agency_id, description_of(request))
    return [found for found in ranked if found.match.grade is not Grade.WEAK]


def compared(request: DisclosureRequest, records: Iterable[YouthRecord]) -> list[FoundYouth]:
    """These records, in their order, each compared with the description."""
    description = description_of(request)
    return [FoundYouth(record, rank(description, [as_candidate(record)])[0]) for record in records]


def differences(match: Match) -> list[str]:
    """Ids in `youth.matching.LABELS` of what speaks against the record: another name or birth date, or a likely sibling."""
    siblings = [caution for caution in match.cautions if caution == SIBLING]
    return siblings + [finding.sentence for finding in match.findings if _differs(finding)]


def _differs(finding: Finding) -> bool:
    """A name written in another way may pass, a name of which only the initial agrees and a slip in the date may not."""
    if finding.field == "birth_date":
        return finding.verdict in ("differs", "close")
    return finding.field in NAMES and (
        finding.verdict == "differs" or finding.sentence in ("first_name.initial", "last_name.initial")
    )


def differences_of(request: DisclosureRequest, record: YouthRecord) -> list[str]:
    """The same, of one record."""
    return differences(compared(request, [record])[0].match)
