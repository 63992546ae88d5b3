"""The edges of HIPAA, from both sides: health records, psychotherapy notes, data that identify nobody."""

import pytest

from law.decide import decide
from law.evidence import DataFact, ParentAccessRule
from law.facts import OrderKind
from law.rules.hipaa_public import LOCATE_FIELDS
from law.vocabulary import AgencyKind, Category, LegalStatus, Purpose, RecipientKind
from tests.law.table import order, row

C, H, K, P, R = Category, AgencyKind, OrderKind, Purpose, RecipientKind


def clinic(title, asks, purpose, outcome, rule, missing=None, category=C.MEDICAL, **facts):
    """What a provider answers about a patient of 15."""
    return row(title, H.HIPAA_PROVIDER, asks, 15, category, purpose, outcome, rule, missing, **facts)


def notes(title, asks, purpose, outcome, rule, missing=None, **facts):
    """The same about psychotherapy notes."""
    return clinic(title, asks, purpose, outcome, rule, missing, category=C.PSYCHOTHERAPY_NOTES, **facts)


ROWS = (
    clinic("Partners of an arrangement work together", R.AGENCY, P.HEALTH_CARE_OPERATIONS,
           "permit_with_conditions", "hipaa.organized_arrangement", recipient__organized_arrangement=True),
    clinic("The arrangement serves its operations only", R.AGENCY, P.MARKETING, "deny", "hipaa.none",
           recipient__organized_arrangement=True),
    clinic("An agency outside of it", R.AGENCY, P.HEALTH_CARE_OPERATIONS, "deny", "hipaa.none",
           recipient__organized_arrangement=False),
    clinic("A letter gives the foster parent authority", R.FOSTER_PARENT, P.OWN_REVIEW, "permit",
           "hipaa.substitute_parent", child_welfare__placement_letter=True),
    clinic("There is no such letter", R.FOSTER_PARENT, P.OWN_REVIEW, "needs_more", "hipaa.substitute_parent",
           {"state law", "placement_authority"}, child_welfare__placement_letter=False),
    clinic("Police who look for a person ask for the whole list", R.POLICE, P.INVESTIGATION,
           "permit_with_conditions", "hipaa.locate", request__locate_person=True, request__fields=LOCATE_FIELDS),
    clinic("And for one item more", R.POLICE, P.INVESTIGATION, "deny", "hipaa.locate",
           request__locate_person=True, request__fields=LOCATE_FIELDS | {"dna"}),
    clinic("A judge signed the subpoena", R.ATTORNEY, P.COURT_PROCEEDING, "permit_with_conditions",
           "hipaa.subpoena", orders=(order(K.SUBPOENA, signed_by_judge=True),)),
    clinic("A clerk did", R.ATTORNEY, P.COURT_PROCEEDING, "needs_more", "hipaa.subpoena",
           {"satisfactory_assurances"}, orders=(order(K.SUBPOENA, lawfully_issued=True, signed_by_judge=False),)),
    clinic("A grand jury's subpoena that no judge signed, not shown to be lawful", R.PROSECUTOR, P.INVESTIGATION,
           "needs_more", "hipaa.subpoena", {"court_order_or_subpoena"},
           orders=(order(K.GRAND_JURY_SUBPOENA, signed_by_judge=False),)),
    clinic("One that a judge signed", R.PROSECUTOR, P.INVESTIGATION, "permit_with_conditions", "hipaa.subpoena",
           orders=(order(K.GRAND_JURY_SUBPOENA, signed_by_judge=True),)),
    notes("The provider gives a parent access, and state law is silent", R.PARENT, P.OWN_REVIEW, "permit",
          "psychotherapy.representative", health__licensed_professional_allows=True,
          state__parent_access=ParentAccessRule.SILENT),
    notes("The provider does, and state law forbids it", R.PARENT, P.OWN_REVIEW, "needs_more",
          "psychotherapy.representative", {"provider_discretion", "state law"},
          health__licensed_professional_allows=True, state__parent_access=ParentAccessRule.PROHIBIT),
    notes("State law lets it, and the provider has not decided", R.PARENT, P.OWN_REVIEW, "needs_more",
          "psychotherapy.representative", {"provider_discretion", "state law"},
          state__parent_access=ParentAccessRule.PERMIT),
    notes("A parent who may be an abuser, and access is against the youth's interest", R.PARENT, P.OWN_REVIEW,
          "deny", "psychotherapy.representative", health__requester_may_be_abuser=True,
          health__access_against_interest=True),
    notes("The same, and nobody judged that", R.PARENT, P.OWN_REVIEW, "deny", "psychotherapy.representative",
          health__requester_may_be_abuser=True),
    notes("The same, and access is not against it", R.PARENT, P.OWN_REVIEW, "needs_more",
          "psychotherapy.representative", health__requester_may_be_abuser=True,
          health__access_against_interest=False),
    notes("Nothing is said against the parent", R.PARENT, P.OWN_REVIEW, "needs_more",
          "psychotherapy.representative", health__requester_may_be_abuser=False),
    notes("A board looks into the author of the notes", R.LICENSING_BOARD, P.INVESTIGATION,
          "permit_with_conditions", "psychotherapy.oversight", audit__of_author=True, audit__authorized_by_law=True),
    notes("A board looks into somebody else", R.LICENSING_BOARD, P.INVESTIGATION, "deny", "psychotherapy.none",
          audit__of_author=False, audit__authorized_by_law=True),
    notes("An employer looks into the author", R.EMPLOYER, P.INVESTIGATION, "deny", "psychotherapy.none",
          audit__of_author=True, audit__authorized_by_law=True),
    clinic("Counts in groups that are large enough", R.RESEARCHER, P.RESEARCH, "permit", "deidentified.data",
           category=C.DEIDENTIFIED, data=DataFact(aggregate=True, smallest_cell=20)),
    clinic("Rows of single persons in such groups", R.RESEARCHER, P.RESEARCH, "needs_more", "deidentified.data",
           {"deidentification"}, category=C.DEIDENTIFIED, data=DataFact(aggregate=False, smallest_cell=20)),
    clinic("Counts whose smallest group nobody knows", R.RESEARCHER, P.RESEARCH, "needs_more",
           "deidentified.data", {"deidentification"}, category=C.DEIDENTIFIED, data=DataFact(aggregate=True)),
)  # fmt: skip


@pytest.mark.parametrize("case", ROWS, ids=lambda case: case.title)
def test_edge(case):
    case.check()


@pytest.mark.parametrize(
    ("holder", "category", "bound"),
    [
        (H.COMMUNITY_ORGANIZATION, C.MEDICAL, True),
        (H.COMMUNITY_ORGANIZATION, C.HOUSING, False),
        (H.PART2_PROGRAM, C.HOUSING, True),
    ],
)
def test_which_records_of_a_covered_entity_hipaa_binds(holder, category, bound):
    facts = row("", holder, R.LANDLORD, 15, category, P.EMPLOYMENT, "", "",
                holder__statuses=frozenset({LegalStatus.HIPAA_COVERED})).read()  # fmt: skip
    assert ("hipaa" in {route.layer for route in decide(facts).categories[0].grounds}) is bound
