"""Further facts, grouped by the subject a person would ask about. All unknown unless stated."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from law.vocabulary import Provenance


class ReceivedUnder(StrEnum):
    """The basis on which a holder received a record that another agency made."""

    FERPA_CONSENT = "ferpa_consent"
    FERPA_EMERGENCY = "ferpa_emergency"
    FERPA_JUVENILE_JUSTICE = "ferpa_juvenile_justice"
    FERPA_CHILD_WELFARE = "ferpa_child_welfare"
    FERPA_OTHER = "ferpa_other"
    FERPA_UNLIMITED = "ferpa_unlimited"
    PART2_CONSENT = "part2_consent"
    PART2_TPO_CONSENT = "part2_tpo_consent"
    PART2_JUSTICE_CONSENT = "part2_justice_consent"
    PART2_PAYMENT_CONSENT = "part2_payment_consent"
    PART2_PROCEEDING_CONSENT = "part2_proceeding_consent"
    PART2_RESEARCH = "part2_research"
    PART2_AUDIT = "part2_audit"
    PART2_OTHER = "part2_other"

    @property
    def part2(self) -> bool:
        """True when the record came from a Part 2 program and stays protected (42 CFR 2.12(d)(2))."""
        return self.value.startswith("part2")


class ContractKind(StrEnum):
    """Kinds of written agreement that a route requires."""

    QSOA = "qsoa"
    BUSINESS_ASSOCIATE = "business_associate"
    DATA_USE = "data_use"
    OTHER = "other"


class MinorConsentRule(StrEnum):
    """Who consents to substance use treatment of a minor under state law (42 CFR 2.14)."""

    MINOR_ALONE = "minor_alone"
    PARENT_REQUIRED = "parent_required"


class ParentAccessRule(StrEnum):
    """What state law says on a parent's access to care that a minor consented to (45 CFR 164.502(g)(3)(ii))."""

    REQUIRE = "require"
    PERMIT = "permit"
    PROHIBIT = "prohibit"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class RecordFact:
    """What kind of record it is, beyond its category."""

    personal_observation: bool | None = None
    sole_possession: bool | None = None
    created_by_unit: bool | None = None
    for_law_enforcement_purpose: bool | None = None
    maintained_by_unit: bool | None = None
    treatment_record: bool | None = None
    used_only_for_treatment: bool | None = None
    kept_by_school: bool | None = None
    holder_acts_for_school: bool | None = None
    several_students: bool | None = None
    redaction_possible: bool | None = None
    school_meals: bool | None = None
    reporter_identity: bool | None = None
    sealed: bool | None = None
    employment_record: bool | None = None
    made_after_attendance: bool | None = None
    peer_graded: bool | None = None
    protected_survey: bool | None = None
    statement_of_disagreement: bool | None = None
    confidential_communications: bool | None = None
    criminal_history: bool | None = None
    victim_identity: bool | None = None
    research_only: bool | None = None
    assessment_statement: bool | None = None
    sexual_abuse_report: bool | None = None
    received_under: ReceivedUnder | None = None
    part2_content: bool | None = None


@dataclass(frozen=True, slots=True)
class RequestFact:
    """What exactly is asked for."""

    fields: frozenset[str] = frozenset()
    about: str = ""
    written: bool | None = None
    by_director: bool | None = None
    committed_there: bool | None = None
    locate_person: bool | None = None
    investigates_crime: bool | None = None
    investigates_holder: bool | None = None
    places_agent: bool | None = None


@dataclass(frozen=True, slots=True)
class SchoolOfficialFact:
    """The tests of 34 CFR 99.31(a)(1)."""

    annual_notice_covers: bool | None = None
    legitimate_interest: bool | None = None
    institutional_service: bool | None = None
    direct_control: bool | None = None
    use_limits: bool | None = None


@dataclass(frozen=True, slots=True)
class EnrollmentFact:
    """Transfer, application, financial aid, campus proceedings."""

    seeks_to_enroll: bool | None = None
    dual_enrolled: bool | None = None
    initiated_by_family: bool | None = None
    annual_notice_says_forwards: bool | None = None
    aid_applied_for: bool | None = None
    necessary_for_aid: bool | None = None
    crime_of_violence: bool | None = None
    violation_found: bool | None = None
    final_results_only: bool | None = None
    alcohol_or_drug_violation: bool | None = None


@dataclass(frozen=True, slots=True)
class DirectoryFact:
    """The school's directory information policy. `limited_to` is None when the policy is open to all."""

    notice_given: bool | None = None
    items: frozenset[str] = frozenset()
    limited_to: frozenset[str] | None = None
    recruiter_notice_given: bool | None = None


@dataclass(frozen=True, slots=True)
class FamilyFact:
    """Who stands in which relation to the youth, and what was agreed."""

    acting_as_parent: bool | None = None
    lives_with_child: bool | None = None
    other_parent_absent: bool | None = None
    tax_dependent: bool | None = None
    sanction_concerns_requester_child: bool | None = None
    parent_notified: bool | None = None
    parent_declined: bool | None = None
    written_notice_given: bool | None = None
    immunization_agreement: bool | None = None
    parent_consented_to_care: bool | None = None
    minor_consented_alone: bool | None = None
    parent_agreed_to_confidentiality: bool | None = None
    survey_consent: bool | None = None


@dataclass(frozen=True, slots=True)
class ChildWelfareFact:
    """The child welfare agency's role, and reports of abuse."""

    legally_responsible: bool | None = None
    case_plan_access: bool | None = None
    represents_agency: bool | None = None
    addresses_education: bool | None = None
    authorized_by_agency: bool | None = None
    at_placement: bool | None = None
    placement_letter: bool | None = None
    leaving_care: bool | None = None
    protects_children: bool | None = None
    abuse_report: bool | None = None
    report_required_by_law: bool | None = None
    report_is_initial: bool | None = None
    subject_of_report: bool | None = None
    review_panel: bool | None = None
    fatality_findings: bool | None = None
    administers_related_program: bool | None = None


@dataclass(frozen=True, slots=True)
class JusticeFact:
    """Juvenile justice: statute, certification, custody, crime, litigation."""

    statute_cited: bool | None = None
    statute_after_1974: bool | None = None
    certified_in_writing: bool | None = None
    certified_no_redisclosure: bool | None = None
    lawful_custody: bool | None = None
    need_represented: bool | None = None
    crime_on_premises: bool | None = None
    litigation_with_school: bool | None = None
    relevant_to_litigation: bool | None = None
    litigation_about_treatment: bool | None = None
    national_security_position: bool | None = None
    position_in_agency: bool | None = None
    prosecuted_as_adult: bool | None = None
    registered_offender_notice: bool | None = None
    on_behalf_of_school: bool | None = None
    crime_reported_by_school: bool | None = None
    funded_program: bool | None = None


@dataclass(frozen=True, slots=True)
class HealthFact:
    """Judgments of the provider and the program, and the objections of the patient."""

    originator: bool | None = None
    patient_objects: bool | None = None
    patient_incapacitated: bool | None = None
    best_interest_judgment: bool | None = None
    furthers_health_care: bool | None = None
    requester_may_be_abuser: bool | None = None
    access_against_interest: bool | None = None
    licensed_professional_allows: bool | None = None
    lacks_rational_choice: bool | None = None
    threat_to_life: bool | None = None
    telling_parent_may_help: bool | None = None
    need_to_know: bool | None = None
    public_health_authorized: bool | None = None
    immunization_required: bool | None = None
    restriction_agreed: bool | None = None
    paid_in_full: bool | None = None
    victim_of_abuse: bool | None = None
    crime_victim: bool | None = None
    patient_agrees: bool | None = None
    prevents_serious_harm: bool | None = None
    death_from_crime: bool | None = None
    off_site_crime: bool | None = None
    admitted_violent_crime: bool | None = None
    escaped_custody: bool | None = None
    benefit_law: bool | None = None
    supervised_training: bool | None = None
    own_defense: bool | None = None
    product_error: bool | None = None


@dataclass(frozen=True, slots=True)
class ResearchFact:
    """Research routes."""

    for_school: bool | None = None
    board_waiver: bool | None = None
    limited_data_set: bool | None = None
    preparatory: bool | None = None


@dataclass(frozen=True, slots=True)
class AuditFact:
    """Audit and evaluation."""

    of_education_program: bool | None = None
    regulates_or_funds: bool | None = None
    agreed_to_limits: bool | None = None
    authorized_by_law: bool | None = None
    federal_enforcement: bool | None = None
    of_school_meals: bool | None = None
    of_author: bool | None = None


@dataclass(frozen=True, slots=True)
class ContractFact:
    """A written agreement that a route requires: studies, authorized representative, QSOA, BAA, data use."""

    kind: ContractKind = ContractKind.OTHER
    reference: str = ""
    purpose_scope_duration: bool | None = None
    use_limited_to_purpose: bool | None = None
    no_identification: bool | None = None
    destroy_by: date | None = None
    provenance: Provenance = Provenance.DOCUMENTED


@dataclass(frozen=True, slots=True)
class DataFact:
    """How data were freed of what identifies a person."""

    aggregate: bool | None = None
    identifiers_removed: bool | None = None
    disclosure_review: bool | None = None
    smallest_cell: int | None = None
    safe_harbor: bool | None = None
    expert_determination: bool | None = None
    actual_knowledge: bool | None = None
    coded: bool | None = None
    targeted_request: bool | None = None


@dataclass(frozen=True, slots=True)
class StateLawFact:
    """What the state's rule pack, or counsel with a citation, says on this request. Unknown unless stated."""

    minor_consent_substance_use: MinorConsentRule | None = None
    parent_access: ParentAccessRule | None = None
    authorizes: bool | None = None
    requires: bool | None = None
    authorizes_citation: str = ""
    allows_redisclosure: bool | None = None
    consent_suffices: bool | None = None
    majority_age: int | None = None
    consent_max_days: int | None = None
    minor_signs_from: int | None = None
    electronic_signature: bool | None = None
    custody_decides_care: bool | None = None
    placement_decides_care: bool | None = None
