"""An agency as the law engine sees it: when it holds records, and when it asks for them."""

from agencies.models import Agency
from law import RECIPIENT_OF_AGENCY
from law.facts import HolderFact, RecipientFact
from law.packs import Pack, for_state
from law.vocabulary import AgencyKind, LegalStatus


def holder_fact(agency: Agency) -> HolderFact:
    """The agency as the holder of a record."""
    statuses = _statuses(agency)
    return HolderFact(
        AgencyKind(agency.kind),
        statuses=statuses,
        reference=str(agency.pk),
        sends_standard_transactions=True if LegalStatus.HIPAA_COVERED in statuses else None,
        part2_program=LegalStatus.PART2_PROGRAM in statuses,
    )


def recipient_fact(agency: Agency) -> RecipientFact:
    """The agency as the one that asks."""
    covered = {LegalStatus.HIPAA_COVERED, LegalStatus.HIPAA_HYBRID_COMPONENT} & _statuses(agency)
    return RecipientFact(
        RECIPIENT_OF_AGENCY[AgencyKind(agency.kind)], reference=str(agency.pk), hipaa_covered=bool(covered)
    )


def state_pack(agency: Agency) -> Pack | None:
    """The rules of the agency's state that are in force where it is today, or None."""
    return for_state(agency.us_state, agency.today())


def _statuses(agency: Agency) -> frozenset[LegalStatus]:
    return frozenset(LegalStatus(status) for status in agency.legal_statuses)
