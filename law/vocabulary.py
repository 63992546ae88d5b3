"""The closed lists in which facts are stated: who holds, who asks, what, why, who signs, in which state.

Every member is a string (its code, stable, stored in the database) and carries `label`, plain English for
people, to be translated by the caller, and `rank`, its place in its list.
"""

from enum import StrEnum

from law.message import gettext_noop as _


class Labelled(StrEnum):
    """A code with a label that a person can read, and its place in the list, from zero."""

    label: str
    rank: int

    def __new__(cls, code: str, label: str = "") -> "Labelled":
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        member.rank = len(cls.__members__)
        return member


class AgencyKind(Labelled):
    """What kind of body holds the record."""

    SCHOOL_DISTRICT = "school_district", _("Public school district")
    SCHOOL = "school", _("Public school")
    PRIVATE_SCHOOL = "private_school", _("Private school without federal education funds")
    UNIVERSITY = "university", _("College or university")
    HIPAA_PROVIDER = "hipaa_provider", _("Health or mental health provider")
    PART2_PROGRAM = "part2_program", _("Substance use treatment program")
    CHILD_WELFARE = "child_welfare", _("Child welfare agency")
    PROBATION = "probation", _("Juvenile probation")
    JUVENILE_COURT = "juvenile_court", _("Juvenile court")
    LAW_ENFORCEMENT = "law_enforcement", _("Police or sheriff")
    LAW_ENFORCEMENT_UNIT = "law_enforcement_unit", _("Law enforcement unit of a school")
    PUBLIC_HEALTH = "public_health", _("Public health department")
    COMMUNITY_ORGANIZATION = "community_organization", _("Community organization")
    AFTER_SCHOOL_PROVIDER = "after_school_provider", _("After-school provider")


class LegalStatus(Labelled):
    """Which body of law binds an agency. An agency can have several."""

    FERPA_BOUND = "ferpa_bound", _("Bound by FERPA (receives federal education funds)")
    HIPAA_COVERED = "hipaa_covered", _("HIPAA covered entity")
    HIPAA_HYBRID_COMPONENT = "hipaa_hybrid_component", _("Health component of a hybrid entity")
    BUSINESS_ASSOCIATE = "business_associate", _("HIPAA business associate")
    PART2_PROGRAM = "part2_program", _("Federally assisted substance use program (42 CFR Part 2)")
    CHILD_WELFARE = "child_welfare", _("Child welfare agency")
    JUVENILE_JUSTICE = "juvenile_justice", _("Juvenile justice agency")
    COURT = "court", _("Court")
    LAW_ENFORCEMENT = "law_enforcement", _("Law enforcement agency")
    PUBLIC_HEALTH = "public_health", _("Public health authority")
    EDUCATION_AUTHORITY = "education_authority", _("State or local educational authority")
    COMMUNITY = "community", _("Community organization, bound by agreement only")


class RecipientKind(Labelled):
    """Who asks, or would receive."""

    AGENCY = "agency", _("Other government or service agency")
    ATTORNEY = "attorney", _("Lawyer")
    AUDITOR = "auditor", _("Auditor or reviewer")
    CAREGIVER = "caregiver", _("Relative or other person raising the child")
    CASA_GAL = "casa_gal", _("Court appointed special advocate or guardian ad litem")
    CASEWORKER = "caseworker", _("Child welfare worker")
    COLLEGE = "college", _("College")
    COMMUNITY_ORG = "community_org", _("Community organization")
    CONTRACTOR = "contractor", _("Contractor or vendor")
    CORRECTIONAL = "correctional", _("Correctional or detention facility")
    COURT = "court", _("Court")
    EMPLOYER = "employer", _("Employer")
    FINANCIAL_AID = "financial_aid", _("Giver of financial aid")
    FOSTER_PARENT = "foster_parent", _("Foster parent")
    HEALTH_DEPARTMENT = "health_department", _("Public health authority")
    HEALTH_PROVIDER = "health_provider", _("Health care provider")
    LANDLORD = "landlord", _("Landlord")
    LEGISLATOR = "legislator", _("Member of a legislature")
    LICENSING_BOARD = "licensing_board", _("Licensing board")
    MEDIA = "media", _("Press")
    MEDICAID_AGENCY = "medicaid_agency", _("Medicaid or CHIP agency")
    MILITARY_RECRUITER = "military_recruiter", _("Military recruiter")
    PARENT = "parent", _("Parent")
    PAYER = "payer", _("Health plan")
    POLICE = "police", _("Police or sheriff")
    PROBATION_OFFICER = "probation_officer", _("Probation or intake officer")
    PROGRAM_STAFF = "program_staff", _("Staff of the same program")
    PROSECUTOR = "prosecutor", _("Prosecutor")
    PUBLIC = "public", _("The public")
    RESEARCHER = "researcher", _("Researcher")
    SCHOOL = "school", _("Another school or its office")
    SCHOOL_NURSE = "school_nurse", _("School nurse")
    SCHOOL_OFFICIAL = "school_official", _("School administrator, counselor or other official")
    SPOUSE = "spouse", _("Spouse")
    SRO = "sro", _("School resource officer")
    STATE_EDUCATION_AGENCY = "state_education_agency", _("State education agency")
    STEPPARENT = "stepparent", _("Stepparent")
    STUDENT_SELF = "student_self", _("The youth")
    TEACHER = "teacher", _("Teacher")
    THREAT_TEAM = "threat_team", _("Threat assessment team")
    TREATMENT_AGENCY = "treatment_agency", _("Treatment facility a court committed the youth to")
    VICTIM = "victim", _("Victim")
    VOLUNTEER = "volunteer", _("School volunteer")


class Category(Labelled):
    """What kind of record: each category is decided on its own."""

    ATTENDANCE = "attendance", _("Attendance")
    DISCIPLINE = "discipline", _("Discipline")
    EDUCATION = "education", _("Grades, transcript and other education records")
    SPECIAL_EDUCATION = "special_education", _("Special education (IEP)")
    SCHOOL_HEALTH = "school_health", _("School health record")
    DIRECTORY = "directory", _("Directory information")
    IMMUNIZATION = "immunization", _("Immunization")
    MEDICAL = "medical", _("General health")
    MENTAL_HEALTH = "mental_health", _("Mental health")
    SEXUAL_HEALTH = "sexual_health", _("HIV, sexual and reproductive health")
    SUBSTANCE_USE = "substance_use", _("Substance use")
    CHILD_WELFARE = "child_welfare", _("Child welfare")
    PLACEMENT = "placement", _("Placement")
    JUVENILE_JUSTICE = "juvenile_justice", _("Juvenile justice")
    LAW_ENFORCEMENT_UNIT = "law_enforcement_unit", _("Record of a school law enforcement unit")
    HOUSING = "housing", _("Living situation of a youth without stable housing")
    DEIDENTIFIED = "deidentified", _("De-identified or aggregate data")
    PSYCHOTHERAPY_NOTES = "psychotherapy_notes", _("Psychotherapy notes")
    SUD_COUNSELING_NOTES = "sud_counseling_notes", _("Substance use counseling notes")
    VICTIM_SERVICE = "victim_service", _("Record of a victim service provider")


REFUSED_ON_ENTRY: dict[Category, str] = {
    Category.PSYCHOTHERAPY_NOTES: _(
        "Psychotherapy notes are kept apart from the rest of the record by the person who wrote them "
        "(45 CFR 164.501). They need a consent of their own and do not belong in the portal."
    ),
    Category.SUD_COUNSELING_NOTES: _(
        "Substance use counseling notes are kept apart from the rest of the record (42 CFR 2.11). "
        "They need a consent of their own and do not belong in the portal."
    ),
    Category.VICTIM_SERVICE: _(
        "Providers of services to victims may not put names into shared records "
        "(34 USC 12291(b)(2), 42 USC 10406(c)(5)). Please keep this record with the provider."
    ),
}
"""Categories that must never be entered, each with the reason that is shown."""

STORED_CATEGORIES: tuple[Category, ...] = tuple(
    category
    for category in Category
    if category not in REFUSED_ON_ENTRY and category is not Category.DEIDENTIFIED
)
"""Categories in which a record item may be entered."""


class Purpose(Labelled):
    """Why the recipient wants it. UNKNOWN never satisfies a rule that asks for a purpose."""

    TREATMENT = "treatment", _("Treatment")
    CARE_COORDINATION = "care_coordination", _("Coordination of care")
    PAYMENT = "payment", _("Payment")
    HEALTH_CARE_OPERATIONS = "health_care_operations", _("Health care operations")
    EDUCATIONAL_SUPPORT = "educational_support", _("Educational support")
    ENROLLMENT = "enrollment", _("Enrollment or transfer")
    FINANCIAL_AID = "financial_aid", _("Financial aid")
    INSTITUTIONAL_SERVICE = "institutional_service", _("A service performed for the holder")
    CHILD_PROTECTION = "child_protection", _("Protection of a child")
    REPORTING_ABUSE = "reporting_abuse", _("Report of suspected abuse or neglect")
    PLACEMENT = "placement", _("Care of a child in placement")
    HEALTH_OR_SAFETY_EMERGENCY = "health_or_safety_emergency", _("Health or safety emergency")
    THREAT_ASSESSMENT = "threat_assessment", _("Threat assessment or school safety")
    COURT_PROCEEDING = "court_proceeding", _("Court proceeding or litigation")
    PROCEEDING_AGAINST_YOUTH = "proceeding_against_youth", _("Legal proceeding against the youth")
    JUVENILE_SERVICES = "juvenile_services", _("Serving the youth before adjudication")
    SUPERVISION = "supervision", _("Supervision by probation or court")
    INVESTIGATION = "investigation", _("Investigation by law enforcement")
    LOCATE_PERSON = "locate_person", _("Finding a suspect, witness or missing person")
    SCHOOL_DISCIPLINE = "school_discipline", _("School discipline")
    AUDIT_OR_EVALUATION = "audit_or_evaluation", _("Audit or evaluation")
    STUDY_FOR_SCHOOL = "study_for_school", _("Study for the school, to improve instruction")
    RESEARCH = "research", _("Research")
    PUBLIC_HEALTH = "public_health", _("Public health")
    ACCREDITATION = "accreditation", _("Accreditation")
    BENEFITS = "benefits", _("Enrollment in a public benefit")
    OWN_REVIEW = "own_review", _("Review by the family or the youth")
    PUBLIC_REPORTING = "public_reporting", _("Public reporting or planning with aggregate data")
    RECRUITING = "recruiting", _("Military recruiting")
    EMPLOYMENT = "employment", _("Employment, licensing or housing check")
    NATIONAL_SECURITY = "national_security", _("National security clearance")
    NEWS_OR_PUBLICITY = "news_or_publicity", _("News or publicity")
    MARKETING = "marketing", _("Advertising or other commercial use")
    PERSONAL = "personal", _("Personal interest")
    IMMIGRATION_ENFORCEMENT = "immigration_enforcement", _("Immigration enforcement")
    UNKNOWN = "unknown", _("Not known")


class SignerCapacity(Labelled):
    """In which capacity somebody signed a consent."""

    PARENT = "parent", _("Parent")
    GUARDIAN = "guardian", _("Legal guardian")
    CARETAKER = "caretaker", _("Caretaker acting as a parent in the absence of one")
    ELIGIBLE_STUDENT = "eligible_student", _("Student who is 18 or attends college")
    MINOR = "minor", _("Youth under 18")
    ADULT_YOUTH = "adult_youth", _("Youth aged 18 or over")
    CHILD_WELFARE_AGENCY = "child_welfare_agency", _("Child welfare agency with legal custody")
    COURT_APPOINTED = "court_appointed", _("Person appointed by a court to decide")


class SignerGround(Labelled):
    """What gives a signer the right to decide where the capacity alone does not; shown by a paper or by who knows it."""

    CUSTODY = "custody", _("A court order or state law gives custody of the young person")
    EDUCATION_DECISIONS = (
        "education_decisions",
        _("A court order or a paper under state law gives the decisions on school"),
    )
    MEDICAL_DECISIONS = (
        "medical_decisions",
        _("A court order or a paper under state law gives the decisions on health care"),
    )
    PLACED = "placed_by_agency", _("The agency with custody placed the young person with this person")
    AGREED_TO_CARE = "agreed_to_care", _("A parent, or who stands in for one, agreed to this care")
    CARE_ALONE = "care_alone", _("The young person agreed to this care alone, as state law allows")
    COLLEGE = "college", _("The young person attends a college, and no high school any more")
    EMANCIPATED = "emancipated", _("A court or state law treats the young person as an adult")


class ConsentLaw(Labelled):
    """The law whose requirements a consent is measured against."""

    FERPA = "ferpa", _("FERPA (34 CFR 99.30)")
    HIPAA = "hipaa", _("HIPAA (45 CFR 164.508)")
    PART2 = "part2", _("42 CFR Part 2 (2.31)")


class Element(Labelled):
    """What a consent form states. FERPA's `records_specified` and `party` are `description` and `recipient`."""

    PATIENT_NAME = "patient_name", _("Name of the youth")
    DISCLOSER = "discloser", _("Who may disclose")
    DESCRIPTION = "description", _("Which records")
    RECIPIENT = "recipient", _("To whom")
    PURPOSE = "purpose", _("For what purpose")
    EXPIRATION = "expiration", _("Date or event on which it ends")
    SIGNATURE = "signature", _("Signature")
    DATE = "date", _("Date signed")
    RIGHT_TO_REVOKE = "right_to_revoke", _("Right to revoke")
    CONDITIONING_STATEMENT = "conditioning_statement", _("Services do not depend on signing")
    REDISCLOSURE_STATEMENT = "redisclosure_statement", _("What may happen to the information afterwards")
    CONSEQUENCES_OF_REFUSAL = "consequences_of_refusal", _("Consequences of refusing to sign")


class Outcome(Labelled):
    """The answer, ranked from the least to the most restrictive."""

    PERMIT = "permit", _("Sharing is lawful")
    PERMIT_WITH_CONDITIONS = "permit_with_conditions", _("Sharing is lawful if the duties are met")
    NEEDS_MORE = "needs_more", _("Not yet lawful: something is missing")
    DENY = "deny", _("Not lawful")

    @property
    def allows(self) -> bool:
        """True for the two answers under which a release may be made."""
        return self in (Outcome.PERMIT, Outcome.PERMIT_WITH_CONDITIONS)


class Provenance(Labelled):
    """How far a fact is proven, ranked from the weakest proof."""

    ASSERTED = "asserted", _("Stated by the person who asks")
    DOCUMENTED = "documented", _("A document is on file")
    VERIFIED = "verified", _("Checked by a second person or by the system")


RECIPIENT_OF_AGENCY: dict[AgencyKind, RecipientKind] = {
    AgencyKind.SCHOOL_DISTRICT: RecipientKind.SCHOOL,
    AgencyKind.SCHOOL: RecipientKind.SCHOOL,
    AgencyKind.PRIVATE_SCHOOL: RecipientKind.SCHOOL,
    AgencyKind.UNIVERSITY: RecipientKind.COLLEGE,
    AgencyKind.HIPAA_PROVIDER: RecipientKind.HEALTH_PROVIDER,
    AgencyKind.PART2_PROGRAM: RecipientKind.HEALTH_PROVIDER,
    AgencyKind.CHILD_WELFARE: RecipientKind.CASEWORKER,
    AgencyKind.PROBATION: RecipientKind.PROBATION_OFFICER,
    AgencyKind.JUVENILE_COURT: RecipientKind.COURT,
    AgencyKind.LAW_ENFORCEMENT: RecipientKind.POLICE,
    AgencyKind.LAW_ENFORCEMENT_UNIT: RecipientKind.SRO,
    AgencyKind.PUBLIC_HEALTH: RecipientKind.HEALTH_DEPARTMENT,
    AgencyKind.COMMUNITY_ORGANIZATION: RecipientKind.COMMUNITY_ORG,
    AgencyKind.AFTER_SCHOOL_PROVIDER: RecipientKind.COMMUNITY_ORG,
}
"""As what kind of recipient an agency counts when it asks."""
