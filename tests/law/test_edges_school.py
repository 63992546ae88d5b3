"""The edges of the rules on school records, from both sides: FERPA, IDEA, meals and living situation."""

import pytest

from law.decide import decide
from law.evidence import DirectoryFact, ReceivedUnder
from law.vocabulary import AgencyKind, Category, Element, Purpose, RecipientKind
from tests.law.table import consent, order, row

C, H, P, R = Category, AgencyKind, Purpose, RecipientKind
SERVICE = dict.fromkeys(
    (
        "school_official__institutional_service",
        "school_official__direct_control",
        "school_official__use_limits",
        "school_official__annual_notice_covers",
        "school_official__legitimate_interest",
    ),
    True,
)
TREATED = {"record__treatment_record": True, "record__used_only_for_treatment": True}
UNIT = {"record__created_by_unit": True, "record__for_law_enforcement_purpose": True}
UNSIGNED = consent(C.SPECIAL_EDUCATION, elements=frozenset(Element) - {Element.SIGNATURE})
YOUTH_WITHOUT_HOUSING = {
    "youth__mckinney_vento": True,
    "youth__directory_opt_out": False,
}

ROWS = (
    row("A college may tell of a violation until the birthday", H.UNIVERSITY, R.PARENT, 20, C.DISCIPLINE,
        P.OWN_REVIEW, "permit_with_conditions", "ferpa.alcohol_or_drugs", enrollment__alcohol_or_drug_violation=True),
    row("At 21 it may not", H.UNIVERSITY, R.PARENT, 21, C.DISCIPLINE, P.OWN_REVIEW, "needs_more",
        "ferpa.dependent_student", {"tax_dependency_proof"}, enrollment__alcohol_or_drug_violation=True),
    row("The unit made the record, and who keeps it is not shown", H.SCHOOL, R.POLICE, 15, C.LAW_ENFORCEMENT_UNIT,
        P.INVESTIGATION, "needs_more", "ferpa.law_enforcement_unit", {"record_status"}, **UNIT),
    row("The unit made the record, and the office keeps it", H.SCHOOL, R.POLICE, 15, C.LAW_ENFORCEMENT_UNIT,
        P.INVESTIGATION, "deny", "ferpa.none", **UNIT, record__maintained_by_unit=False),
    row("A report that the unit made and keeps, filed under discipline", H.SCHOOL, R.POLICE, 15, C.DISCIPLINE,
        P.INVESTIGATION, "permit", "ferpa.law_enforcement_unit", **UNIT, record__maintained_by_unit=True),
    row("A report of the principal that the unit keeps", H.SCHOOL, R.POLICE, 15, C.DISCIPLINE, P.INVESTIGATION,
        "deny", "ferpa.none", record__created_by_unit=False, record__for_law_enforcement_purpose=True,
        record__maintained_by_unit=True),
    row("The parents do not claim the student", H.UNIVERSITY, R.PARENT, 19, C.EDUCATION, P.OWN_REVIEW, "deny",
        "ferpa.dependent_student", {"consent", "tax_dependency_proof"}, family__tax_dependent=False),
    row("Whether they do is not shown", H.UNIVERSITY, R.PARENT, 19, C.EDUCATION, P.OWN_REVIEW, "needs_more",
        "ferpa.dependent_student", {"tax_dependency_proof"}),
    row("The parent of a dependent student, known to be the parent", H.UNIVERSITY, R.PARENT, 19, C.EDUCATION,
        P.OWN_REVIEW, "permit_with_conditions", "ferpa.dependent_student", family__tax_dependent=True,
        recipient__parent_of_youth=True),
    row("The parent of another student, and a dependent student", H.UNIVERSITY, R.PARENT, 19, C.EDUCATION,
        P.OWN_REVIEW, "deny", "ferpa.other_parent", {"consent"}, family__tax_dependent=True,
        recipient__parent_of_youth=False),
    row("A treatment record goes to those who treat the student", H.UNIVERSITY, R.HEALTH_PROVIDER, 20, C.MENTAL_HEALTH,
        P.TREATMENT, "permit", "ferpa.treatment_record", **TREATED),
    row("It does not go to an employer", H.UNIVERSITY, R.EMPLOYER, 20, C.MENTAL_HEALTH, P.TREATMENT, "deny",
        "ferpa.none", **TREATED),
    row("What is no treatment record does not go to those who treat", H.UNIVERSITY, R.HEALTH_PROVIDER, 20,
        C.MENTAL_HEALTH, P.TREATMENT, "deny", "ferpa.none", record__treatment_record=False,
        record__used_only_for_treatment=True),
    row("Who acts as a parent has shown that, and the age is open", H.SCHOOL, R.CAREGIVER, None, C.EDUCATION,
        P.OWN_REVIEW, "needs_more", "ferpa.acting_parent", {"youth_age"}, family__acting_as_parent=True),
    row("Neither is shown", H.SCHOOL, R.CAREGIVER, None, C.EDUCATION, P.OWN_REVIEW, "needs_more",
        "ferpa.acting_parent", {"youth_age", "evidence_acting_as_parent"}),
    row("School records in other hands and the parent", H.COMMUNITY_ORGANIZATION, R.PARENT, 12, C.EDUCATION,
        P.OWN_REVIEW, "permit", "ferpa_onward.family", record__received_under=ReceivedUnder.FERPA_OTHER,
        recipient__parent_of_youth=True),
    row("School records in other hands and the parent of another student", H.COMMUNITY_ORGANIZATION, R.PARENT, 12,
        C.EDUCATION, P.OWN_REVIEW, "deny", "ferpa_onward.none", record__received_under=ReceivedUnder.FERPA_OTHER,
        recipient__parent_of_youth=False),
    row("A parent who is a party to some other case is told first", H.SCHOOL, R.ATTORNEY, 14, C.EDUCATION,
        P.COURT_PROCEEDING, "permit_with_conditions", "ferpa.order",
        conditions={"notify_parent_first", "record_in_log", "limit_to_order"}, orders=(order(parent_is_party=True),)),
    row("So is one who is no party to the child protection case", H.SCHOOL, R.ATTORNEY, 14, C.EDUCATION,
        P.COURT_PROCEEDING, "permit_with_conditions", "ferpa.order",
        conditions={"notify_parent_first", "record_in_log", "limit_to_order"},
        orders=(order(child_protection_case=True, parent_is_party=False),)),
    row("A lawsuit about the treatment", H.SCHOOL, R.COURT, 14, C.MENTAL_HEALTH, P.COURT_PROCEEDING,
        "permit_with_conditions", "ferpa.litigation", justice__litigation_with_school=True,
        justice__relevant_to_litigation=True, justice__litigation_about_treatment=True),
    row("A lawsuit about something else", H.SCHOOL, R.COURT, 14, C.MENTAL_HEALTH, P.COURT_PROCEEDING, "deny",
        "ferpa.none", justice__litigation_with_school=True, justice__relevant_to_litigation=True,
        justice__litigation_about_treatment=False),
    row("The school's lawyer and treatment records, what the suit is about not known", H.SCHOOL, R.ATTORNEY, 14,
        C.MENTAL_HEALTH, P.INSTITUTIONAL_SERVICE, "permit_with_conditions", "ferpa.outsourced_service", **SERVICE),
    row("The school's lawyer and treatment records for a suit about something else", H.SCHOOL, R.ATTORNEY, 14,
        C.MENTAL_HEALTH, P.INSTITUTIONAL_SERVICE, "deny", "ferpa.outsourced_service", **SERVICE,
        justice__litigation_about_treatment=False),
    row("The school's lawyer and grades for that suit", H.SCHOOL, R.ATTORNEY, 14, C.EDUCATION,
        P.INSTITUTIONAL_SERVICE, "permit_with_conditions", "ferpa.outsourced_service", **SERVICE,
        justice__litigation_about_treatment=False),
    row("An order opens special education records to a transition agency that has a valid consent", H.SCHOOL,
        R.AGENCY, 15, C.SPECIAL_EDUCATION, P.CARE_COORDINATION, "permit_with_conditions", "ferpa.consent",
        consents=(consent(C.SPECIAL_EDUCATION),), orders=(order(),)),
    row("An order does not, where the consent lacks the signature", H.SCHOOL, R.AGENCY, 15, C.SPECIAL_EDUCATION,
        P.CARE_COORDINATION, "needs_more", "idea.transition_agency", {"signature"}, consents=(UNSIGNED,),
        orders=(order(),)),
    row("Staff of a program of education evaluate it with name and status", H.SCHOOL, R.TEACHER, 9, C.EDUCATION,
        P.AUDIT_OR_EVALUATION, "permit_with_conditions", "meals.education_program", record__school_meals=True,
        request__fields=frozenset({"name"})),
    row("Staff who want them for something else", H.SCHOOL, R.TEACHER, 9, C.EDUCATION, P.EDUCATIONAL_SUPPORT,
        "deny", "meals.none", record__school_meals=True, request__fields=frozenset({"name"})),
    row("Somebody else who evaluates", H.SCHOOL, R.CONTRACTOR, 9, C.EDUCATION, P.AUDIT_OR_EVALUATION, "deny",
        "meals.none", record__school_meals=True, request__fields=frozenset({"name"})),
    row("A directory without addresses says nothing of where a youth lives", H.SCHOOL, R.MEDIA, 12, C.DIRECTORY,
        P.NEWS_OR_PUBLICITY, "permit", "ferpa.directory", **YOUTH_WITHOUT_HOUSING,
        directory=DirectoryFact(notice_given=True, items=frozenset({"name"}))),
    row("A directory with addresses does", H.SCHOOL, R.MEDIA, 12, C.DIRECTORY, P.NEWS_OR_PUBLICITY, "deny",
        "housing.never_directory", {"consent"}, **YOUTH_WITHOUT_HOUSING,
        directory=DirectoryFact(notice_given=True, items=frozenset({"name", "address"}))),
    row("One whose items nobody listed may", H.SCHOOL, R.MEDIA, 12, C.DIRECTORY, P.NEWS_OR_PUBLICITY, "deny",
        "housing.never_directory", **YOUTH_WITHOUT_HOUSING, directory=DirectoryFact(notice_given=True)),
)  # fmt: skip


@pytest.mark.parametrize("case", ROWS, ids=lambda case: case.title)
def test_edge(case):
    case.check()


@pytest.mark.parametrize(
    ("asks", "reported", "tried"),
    [(R.POLICE, True, True), (R.POLICE, None, False), (R.POLICE, False, False), (R.EMPLOYER, True, False)],
)
def test_the_report_of_a_crime_is_a_ground_only_for_those_who_receive_it(asks, reported, tried):
    facts = row("", H.SCHOOL, asks, 15, C.SPECIAL_EDUCATION, P.INVESTIGATION, "", "",
                justice__crime_reported_by_school=reported).read()  # fmt: skip
    answer = decide(facts).categories[0]
    assert ("idea.crime_report" in {route.rule for route in answer.grounds}) is tried
