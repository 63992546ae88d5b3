"""The edges of the rules on justice, child welfare and runaway programs, from both sides."""

import pytest

from law.decide import decide
from law.vocabulary import AgencyKind, Category, Purpose, RecipientKind, SignerCapacity
from tests.law.table import row

C, H, P, R, S = Category, AgencyKind, Purpose, RecipientKind, SignerCapacity


def federal(title, asks, purpose, outcome, rule, **facts):
    """What a federal court answers about the record of a youth of 16."""
    return row(title, H.JUVENILE_COURT, asks, 16, C.JUVENILE_JUSTICE, purpose, outcome, rule,
               holder__federal_court=True, **facts)  # fmt: skip


def shelter(title, asks, purpose, outcome, rule, age=15, **facts):
    """What a program for runaway youth answers."""
    return row(title, H.COMMUNITY_ORGANIZATION, asks, age, C.PLACEMENT, purpose,
               outcome, rule, holder__runaway_program=True, **facts)  # fmt: skip


ROWS = (
    federal("An agency prepares a report for the court", R.AGENCY, P.COURT_PROCEEDING, "permit_with_conditions",
            "federal_juvenile.court"),
    federal("An agency that prepares none", R.AGENCY, P.INVESTIGATION, "deny", "federal_juvenile.none"),
    federal("A proceeding, and somebody who is no helper of the court", R.CASEWORKER, P.COURT_PROCEEDING, "deny",
            "federal_juvenile.none"),
    federal("Counsel in the same case", R.ATTORNEY, P.COURT_PROCEEDING, "permit_with_conditions",
            "federal_juvenile.counsel", recipient__same_case=True),
    federal("Counsel in another", R.ATTORNEY, P.COURT_PROCEEDING, "deny", "federal_juvenile.none",
            recipient__same_case=False),
    federal("A school that is named in the case", R.SCHOOL, P.COURT_PROCEEDING, "deny", "federal_juvenile.none",
            recipient__same_case=True),
    row("The agency that pays benefits administers a related program", H.CHILD_WELFARE, R.AGENCY, 10,
        C.CHILD_WELFARE, P.BENEFITS, "permit_with_conditions", "child_welfare.related_program",
        child_welfare__administers_related_program=True),
    row("It investigates", H.CHILD_WELFARE, R.AGENCY, 10, C.CHILD_WELFARE, P.INVESTIGATION, "needs_more",
        "child_welfare.none", child_welfare__administers_related_program=True),
    row("Somebody else pays benefits", H.CHILD_WELFARE, R.SCHOOL, 10, C.CHILD_WELFARE, P.BENEFITS, "needs_more",
        "child_welfare.none", child_welfare__administers_related_program=True),
    shelter("An agency counts", R.AGENCY, P.PUBLIC_REPORTING, "permit_with_conditions", "runaway.government"),
    shelter("An agency investigates", R.AGENCY, P.INVESTIGATION, "deny", "runaway.none"),
    shelter("A newspaper counts", R.MEDIA, P.PUBLIC_REPORTING, "deny", "runaway.none"),
    shelter("A prosecutor disposes of charges", R.PROSECUTOR, P.PROCEEDING_AGAINST_YOUTH, "permit_with_conditions",
            "runaway.government"),
    shelter("A prosecutor investigates", R.PROSECUTOR, P.INVESTIGATION, "deny", "runaway.none"),
    shelter("A school hears of the charges", R.SCHOOL, P.PROCEEDING_AGAINST_YOUTH, "deny", "runaway.none"),
)  # fmt: skip


@pytest.mark.parametrize("case", ROWS, ids=lambda case: case.title)
def test_edge(case):
    case.check()


@pytest.mark.parametrize(
    ("age", "signers"), [(18, (S.ADULT_YOUTH,)), (17, (S.MINOR, S.PARENT)), (None, (S.MINOR, S.PARENT))]
)
def test_youth_and_parent_sign_for_a_runaway_program_until_the_youth_is_of_age(age, signers):
    asked = shelter("", R.SCHOOL, P.EDUCATIONAL_SUPPORT, "deny", "runaway.none", age=age)
    assert decide(asked.read()).categories[0].signers == signers


@pytest.mark.parametrize(
    ("asks", "said"), [(R.EMPLOYER, "are barred"), (R.LANDLORD, "are barred"), (R.SCHOOL, "not on the list")]
)
def test_why_a_federal_record_stays_closed(asks, said):
    asked = federal("", asks, P.EMPLOYMENT, "deny", "federal_juvenile.none")
    assert said in str(decide(asked.read()).categories[0].ground.reason)
