"""The named agencies of Larkspur County and the people who work there."""

from county.plan import AgencyPlan, Topic, people

SCHOOL_TOPICS = (
    Topic("attendance", "school_attendance", 75, 3),
    Topic("education", "school_education", 78, 2),
    Topic("discipline", "school_discipline", 26, 3),
    Topic("special_education", "school_special_education", 15, 3),
    Topic("school_health", "school_health", 22, 2),
    Topic("directory", "school_directory", 22, 1),
    Topic("immunization", "school_immunization", 38, 1),
    Topic("law_enforcement_unit", "school_unit", 3, 1),
    Topic("housing", "school_housing", 4, 1),
)
COUNTY = "larkspurcounty"

AGENCIES: tuple[AgencyPlan, ...] = (
    AgencyPlan(
        "cedar",
        "Cedar Hollow School District",
        "school_district",
        ("ferpa_bound",),
        "410 Orchard Avenue, Cedar Hollow, XE 98399",
        "360-555-0110",
        "CH",
        SCHOOL_TOPICS,
        35,
        people(
            "cedarhollow",
            """
            Ruth Okafor | Records custodian | records_custodian
            Gwen Castellano | Privacy officer | privacy_officer
            Alan Whitcomb | Superintendent | signatory
            Marcy Dill | Office manager | agency_admin
            Theo Brandt | School counselor, Cedar Hollow High School | counselor
            Hannah Lindqvist | School counselor, Trestle Middle School | counselor
            Joaquín Soto | Family liaison | staff
            Ingrid Voss | Internal auditor | auditor
            Lionel Achterberg | District counsel | counsel
            """,
        ),
        (
            "Orchard Elementary",
            "Millrace Elementary",
            "Huckleberry Elementary",
            "Trestle Middle School",
            "Cedar Hollow High School",
        ),
    ),
    AgencyPlan(
        "alder",
        "Port Alder School District",
        "school_district",
        ("ferpa_bound",),
        "77 Pier Street, Port Alder, XE 98397",
        "360-555-0114",
        "PA",
        SCHOOL_TOPICS,
        30,
        people(
            "portalder",
            """
            Samuel Thistlewood | Registrar and records custodian | records_custodian
            Nadine Okonkwo | Privacy officer | privacy_officer
            Rosalind Ferreira | Superintendent | signatory
            Curtis Bell | Operations coordinator | agency_admin
            Amara Dunleavy | School counselor, Port Alder High School | counselor
            Wesley Tran | School counselor, Lighthouse Middle School | counselor
            Pauline Grady | School nurse | staff
            """,
        ),
        ("Beacon Elementary", "Tideflat Elementary", "Lighthouse Middle School", "Port Alder High School"),
    ),
    AgencyPlan(
        "mind",
        "Larkspur Community Mental Health",
        "hipaa_provider",
        ("hipaa_covered",),
        "12 Clearwater Lane, Cedar Hollow, XE 98399",
        "360-555-0120",
        "MH",
        (Topic("mental_health", "mental_health", 100, 4), Topic("medical", "medical", 6, 1)),
        92,
        people(
            "larkspurmind",
            """
            Priya Raman | Mental health caseworker | staff
            Owen Castle | Clinician, adolescent team | staff
            Marisela Duarte | Clinician, family team | staff
            Judith Farrow | Health records manager | records_custodian
            Colm Rafferty | Privacy officer | privacy_officer
            Beatrix Lang | Executive director | signatory
            Dennis Yoo | Administrator | agency_admin
            Harriet Solberg | Compliance auditor | auditor
            """,
        ),
        ("Clearwater clinic", "Port Alder satellite office"),
    ),
    AgencyPlan(
        "harbor",
        "Harbor Light Youth Recovery",
        "part2_program",
        ("part2_program", "hipaa_covered"),
        "3 Lighthouse Road, Port Alder, XE 98397",
        "360-555-0126",
        "HL",
        (Topic("substance_use", "substance_use", 100, 4),),
        95,
        people(
            "harborlight",
            """
            Marcus Bellamy | Substance use counselor | staff
            Tova Nilsson | Intake counselor | staff
            Celia Montrose | Clinical records custodian | records_custodian
            Dov Abramson | Privacy officer | privacy_officer
            Lorraine Peake | Program director | signatory, agency_admin
            """,
        ),
        ("Outpatient house",),
    ),
    AgencyPlan(
        "family",
        "Larkspur County Children and Family Services",
        "child_welfare",
        ("child_welfare",),
        "200 Courthouse Square, Larkspur, XE 98395",
        "360-555-0130",
        "CF",
        (Topic("child_welfare", "child_welfare", 100, 4), Topic("placement", "placement", 48, 2)),
        96,
        people(
            COUNTY,
            """
            Delphine Mbeki | Child welfare caseworker | staff
            Ross Gallagher | Child welfare caseworker | staff
            Ana Lucía Prado | Family engagement worker | staff
            Vernon Stokes | Records unit lead | records_custodian
            Sylvie Harcourt | Privacy officer | privacy_officer
            Margaret Oyelaran | Director | signatory
            Tim Falk | Office administrator | agency_admin
            Bernard Achebe | County counsel | counsel
            """,
        ),
        ("Larkspur office",),
    ),
    AgencyPlan(
        "probation",
        "Larkspur County Juvenile Probation",
        "probation",
        ("juvenile_justice",),
        "210 Courthouse Square, Larkspur, XE 98395",
        "360-555-0134",
        "JP",
        (Topic("juvenile_justice", "probation", 100, 4),),
        97,
        people(
            COUNTY,
            """
            Isaac Drummond | Juvenile probation counselor | staff
            Kelly Vantongeren | Diversion coordinator | staff
            Rhonda Pike | Records clerk | records_custodian
            Emil Sandvik | Deputy administrator and privacy officer | privacy_officer
            Frances Toliver | Administrator | signatory, agency_admin
            Bernard Achebe | County counsel | counsel
            """,
        ),
        ("Larkspur office",),
    ),
    AgencyPlan(
        "court",
        "Larkspur County Juvenile Court",
        "juvenile_court",
        ("court",),
        "1 Courthouse Square, Larkspur, XE 98395",
        "360-555-0138",
        "JC",
        (
            Topic("juvenile_justice", "court", 62, 2),
            Topic("child_welfare", "court_dependency", 45, 2),
        ),
        55,
        people(
            COUNTY,
            """
            Nathalie Brooks | Court services officer | staff
            Gordon Leake | Deputy clerk | records_custodian
            Yvonne Castleberry | Privacy officer | privacy_officer
            Miriam Aldous | Court administrator | signatory, agency_admin
            Peter Quill | Court auditor | auditor
            """,
        ),
    ),
    AgencyPlan(
        "sheriff",
        "Larkspur County Sheriff’s Office",
        "law_enforcement",
        ("law_enforcement",),
        "5 Jail Road, Larkspur, XE 98395",
        "360-555-0142",
        "SO",
        (Topic("juvenile_justice", "sheriff", 100, 2),),
        30,
        people(
            COUNTY,
            """
            Dale Hutchins | Youth services deputy | staff
            Connie Marsh | Records supervisor | records_custodian
            Leonard Fisk | Undersheriff and privacy officer | privacy_officer
            Joyce Ramsden | Sheriff | signatory
            Brett Olander | Administrative sergeant | agency_admin
            """,
        ),
    ),
    AgencyPlan(
        "health",
        "Larkspur County Public Health",
        "public_health",
        ("public_health", "hipaa_hybrid_component"),
        "88 Trillium Drive, Larkspur, XE 98395",
        "360-555-0146",
        "PH",
        (
            Topic("immunization", "immunization", 94, 2),
            Topic("medical", "public_health", 16, 1),
            Topic("sexual_health", "sexual_health", 24, 2),
        ),
        25,
        people(
            COUNTY,
            """
            Soledad Vargas | Immunization nurse | staff
            Amir Haddad | Immunization records custodian | records_custodian
            Greta Olmstead | Privacy officer | privacy_officer
            Florence Adeyemi | Health officer | signatory
            Pat Norwood | Administrator | agency_admin
            """,
        ),
    ),
    AgencyPlan(
        "riverbend",
        "Riverbend After-School",
        "after_school_provider",
        ("community",),
        "19 Ferry Road, Cedar Hollow, XE 98399",
        "360-555-0150",
        "RB",
        (
            Topic("attendance", "after_school_attendance", 85, 2),
            Topic("education", "after_school_education", 55, 2),
            Topic("discipline", "after_school_discipline", 10, 1),
        ),
        60,
        people(
            "riverbend",
            """
            Lena Kowalczyk | Site leader | staff
            Devon Applegate | Tutoring coordinator | staff
            Carol Whistler | Office and records | records_custodian
            Mary Ellen Pryor | Executive director | signatory, privacy_officer
            Jorge Tamez | Administrator | agency_admin
            """,
        ),
        ("Ferry Road hall", "Beacon gym"),
    ),
    AgencyPlan(
        "clinic",
        "Tamarack Family Clinic",
        "hipaa_provider",
        ("hipaa_covered",),
        "6 Wishbone Court, Tamarack Falls, XE 98396",
        "360-555-0154",
        "TC",
        (Topic("medical", "medical", 100, 3), Topic("immunization", "immunization", 40, 1)),
        45,
        people(
            "tamarackclinic",
            """
            Noor Rahimi | Nurse care manager | staff
            Edith Colquhoun | Medical records | records_custodian
            Vincent Abara | Privacy officer | privacy_officer
            Lucille Hart | Medical director | signatory
            Stan Pelletier | Practice manager | agency_admin
            """,
        ),
        ("Tamarack Falls",),
    ),
    AgencyPlan(
        "opendoor",
        "Open Door Youth Shelter",
        "community_organization",
        ("community",),
        "31 Railroad Street, Larkspur, XE 98395",
        "360-555-0158",
        "OD",
        (Topic("housing", "shelter_housing", 100, 3),),
        80,
        people(
            "opendooryouth",
            """
            Jess Lindgren | Case manager | staff
            Malik Whitfield | Outreach worker | staff
            Opal Sturgess | Records and intake | records_custodian
            Hilary Boone | Executive director | signatory, privacy_officer
            Ramona Finch | Administrator | agency_admin
            """,
        ),
    ),
)
OPERATOR = people("portal", "Olive Pendergast | Portal operator | operator")[0]
