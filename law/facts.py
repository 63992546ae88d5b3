"""The facts that a decision rests on: frozen, typed, and the only input of the engine.

Three ways not to know. A truth value is `True`, `False` or `None`; `None` means that nothing is known, and
nothing known never satisfies a rule. Where somebody asked for proof and none was shown, the name of the fact
stands in `Facts.not_shown` as well, so that the answer can say so.

How far a fact is proven: papers (consents, orders, agreements) carry their `provenance`; other facts count as
documented unless their name stands in `Facts.asserted` (stated by the one who asks) or `Facts.verified` (checked by
a second person). Every rule says what proof it demands; a fact proven less counts as not shown to it.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from law.evidence import (
    AuditFact,
    ChildWelfareFact,
    ContractFact,
    DataFact,
    DirectoryFact,
    EnrollmentFact,
    FamilyFact,
    HealthFact,
    JusticeFact,
    RecordFact,
    RequestFact,
    ResearchFact,
    SchoolOfficialFact,
    StateLawFact,
)
from law.vocabulary import (
    AgencyKind,
    Category,
    Element,
    LegalStatus,
    Provenance,
    Purpose,
    RecipientKind,
    SignerCapacity,
    SignerGround,
)


class OrderKind(StrEnum):
    """Kinds of legal process."""

    COURT_ORDER = "court_order"
    SEARCH_WARRANT = "search_warrant"
    ARREST_WARRANT = "arrest_warrant"
    ADMINISTRATIVE_WARRANT = "administrative_warrant"
    PROTECTIVE_ORDER = "protective_order"
    CUSTODY_ORDER = "custody_order"
    SUBPOENA = "subpoena"
    LAW_ENFORCEMENT_SUBPOENA = "law_enforcement_subpoena"
    GRAND_JURY_SUBPOENA = "grand_jury_subpoena"
    ADMINISTRATIVE_REQUEST = "administrative_request"
    EX_PARTE_TERRORISM_ORDER = "ex_parte_terrorism_order"
    FEDERAL_GRAND_JURY_SUBPOENA = "federal_grand_jury_subpoena"
    LETTER = "letter"


class Part2Section(StrEnum):
    """The section of 42 CFR Part 2, subpart E, under which an order was made."""

    CIVIL = "2.64"
    CRIMINAL = "2.65"
    HOLDER = "2.66"
    UNDERCOVER = "2.67"


@dataclass(frozen=True, slots=True)
class HolderFact:
    """Who holds the record."""

    kind: AgencyKind
    statuses: frozenset[LegalStatus] = frozenset()
    reference: str = ""
    sends_standard_transactions: bool | None = None
    runs_covered_clinic: bool | None = None
    part2_program: bool | None = None
    youth_placed_by_district: bool | None = None
    federal_court: bool | None = None
    runaway_program: bool | None = None


@dataclass(frozen=True, slots=True)
class RecipientFact:
    """Who asks. The further facts are known only when somebody established them."""

    kind: RecipientKind
    reference: str = ""
    hipaa_covered: bool | None = None
    parent_of_youth: bool | None = None
    emergency_medical: bool | None = None
    supervises_release: bool | None = None
    employee_of_authority: bool | None = None
    same_case: bool | None = None
    identity_verified: bool | None = None
    organized_arrangement: bool | None = None
    participating_agency: bool | None = None
    directory_parties: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class YouthFact:
    """The young person, on the day of the disclosure."""

    age: int | None = None
    attends_postsecondary: bool | None = None
    emancipated: bool | None = None
    adjudicated: bool | None = None
    mckinney_vento: bool | None = None
    directory_opt_out: bool | None = None
    recruiter_opt_out: bool | None = None
    capable_minor: bool | None = None
    former_student: bool | None = None
    student_visa: bool | None = None
    lacks_capacity: bool | None = None
    deceased: bool | None = None
    privately_placed: bool | None = None


@dataclass(frozen=True, slots=True)
class ConsentFact:
    """One grant of consent, as written and signed. Which laws it satisfies is for the engine to say.

    `recipients` and `purposes` are compared with the request; where a person compared them instead, as with a
    class of recipients in words, `names_recipient` and `covers_purpose` carry her answer. `grounds` are what the paper
    shows of its signer's right to decide: they count for this paper alone.
    """

    reference: str = ""
    elements: frozenset[Element] = frozenset()
    categories: frozenset[Category] = frozenset()
    purposes: frozenset[Purpose] = frozenset()
    recipients: frozenset[str] = frozenset()
    disclosers: frozenset[str] = frozenset()
    signers: frozenset[SignerCapacity] = frozenset()
    grounds: frozenset[SignerGround] = frozenset()
    signed_on: date | None = None
    expires_on: date | None = None
    expires_event: str = ""
    event_occurred: bool | None = None
    written: bool | None = None
    revoked: bool | None = None
    revocable: bool | None = None
    revocation_attempted: bool | None = None
    electronic: bool | None = None
    authenticated: bool | None = None
    indicates_approval: bool | None = None
    signer_rights_revoked: bool | None = None
    names_recipient: bool | None = None
    names_discloser: bool | None = None
    covers_purpose: bool | None = None
    combined: bool | None = None
    all_treatment_payment_operations: bool | None = None
    criminal_justice_referral: bool | None = None
    known_false: bool | None = None
    conditioned_unlawfully: bool | None = None
    intermediary: bool | None = None
    names_participants: bool | None = None
    authority_described: bool | None = None
    provenance: Provenance = Provenance.DOCUMENTED


@dataclass(frozen=True, slots=True)
class AgreementFact:
    """The term of a memorandum of understanding under which the portal lets one agency ask another.

    It is a condition of the portal and never an authority to disclose.
    """

    reference: str = ""
    in_force: bool | None = None
    categories: frozenset[Category] = frozenset()
    purposes: frozenset[Purpose] = frozenset()


@dataclass(frozen=True, slots=True)
class EmergencyFact:
    """What is said about a danger."""

    threat: str = ""
    articulable: bool | None = None
    significant: bool | None = None
    serious: bool | None = None
    imminent: bool | None = None
    current: bool | None = None
    medical: bool | None = None
    consent_obtainable: bool | None = None
    program_closed_by_disaster: bool | None = None


@dataclass(frozen=True, slots=True)
class OrderFact:
    """One paper of legal process: an order, a warrant, a subpoena, a letter."""

    kind: OrderKind
    reference: str = ""
    signed_by_judge: bool | None = None
    lawfully_issued: bool | None = None
    covers: bool | None = None
    nondisclosure_ordered: bool | None = None
    child_protection_case: bool | None = None
    parent_is_party: bool | None = None
    part2_findings: bool | None = None
    part2_section: Part2Section | None = None
    extremely_serious_crime: bool | None = None
    opens_confidential: bool | None = None
    notice_and_hearing: bool | None = None
    relevant_and_limited: bool | None = None
    custody_to_agency: bool | None = None
    medical_decision_authority: bool | None = None
    revokes_record_rights: bool | None = None
    assurance_notice_given: bool | None = None
    assurance_time_over: bool | None = None
    assurance_no_objections: bool | None = None
    protective_order: bool | None = None
    provenance: Provenance = Provenance.DOCUMENTED


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything known about one request. Every category in it is decided on its own.

    What `record` says holds for all categories of the request: records of different origin, say one received
    from a Part 2 program, belong in facts of their own.
    """

    holder: HolderFact
    recipient: RecipientFact
    youth: YouthFact
    categories: tuple[Category, ...]
    purpose: Purpose
    on: date
    consents: tuple[ConsentFact, ...] = ()
    agreement_required: bool = False
    agreement: AgreementFact | None = None
    emergency: EmergencyFact | None = None
    orders: tuple[OrderFact, ...] = ()
    record: RecordFact = field(default_factory=RecordFact)
    request: RequestFact = field(default_factory=RequestFact)
    school_official: SchoolOfficialFact = field(default_factory=SchoolOfficialFact)
    enrollment: EnrollmentFact = field(default_factory=EnrollmentFact)
    directory: DirectoryFact = field(default_factory=DirectoryFact)
    family: FamilyFact = field(default_factory=FamilyFact)
    child_welfare: ChildWelfareFact = field(default_factory=ChildWelfareFact)
    justice: JusticeFact = field(default_factory=JusticeFact)
    health: HealthFact = field(default_factory=HealthFact)
    research: ResearchFact = field(default_factory=ResearchFact)
    audit: AuditFact = field(default_factory=AuditFact)
    contract: ContractFact | None = None
    data: DataFact | None = None
    state: StateLawFact = field(default_factory=StateLawFact)
    not_shown: frozenset[str] = frozenset()
    asserted: frozenset[str] = frozenset()
    verified: frozenset[str] = frozenset()
