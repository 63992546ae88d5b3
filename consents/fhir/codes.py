"""The codes that stand in a FHIR Consent, and what they are here.

Where FHIR's own lists have no word that says the same, neither wider nor narrower, only the portal's code is written.
"""

from typing import Any

from law.vocabulary import Category, Labelled, Purpose, SignerCapacity

HL7 = "http://terminology.hl7.org/CodeSystem/"
UUIDS = "urn:ietf:rfc:3986"
OWN = "urn:sharing-portal:"
RECORDS, PURPOSES, CAPACITIES = OWN + "kind-of-record", OWN + "purpose", OWN + "signer-capacity"
FORMS, ACTIONS = OWN + "consent-form", OWN + "action"
# Extensions: the event on which a line ends sooner, and SHA-256 beside the SHA-1 that FHIR's attachments have.
ENDS_WHEN, SHA256 = OWN + "ends-when", OWN + "sha-256"

ACT, REASON, CONFIDENTIALITY = HL7 + "v3-ActCode", HL7 + "v3-ActReason", HL7 + "v3-Confidentiality"
PART, ROLE = HL7 + "v3-ParticipationType", HL7 + "v3-RoleCode"
ACTION = HL7 + "consentaction"
SCOPE = HL7 + "consentscope"
LOINC, PATIENT_CONSENT = "http://loinc.org", "59284-0"
RESOURCES = "http://hl7.org/fhir/resource-types"
CONSENT_SIGNATURE = {
    "system": "urn:iso-astm:E1762-95:2013",
    "code": "1.2.840.10065.1.12.1.7",
    "display": "Consent Signature",
}
DISCLOSER, RECIPIENTS = "CST", ("IRCP", "PRCP")
OPT_IN, OPT_OUT = "OPTIN", "OPTOUT"
# Categories of consents to disclose: a patient's consent, ours, and v3's "information disclosure".
DISCLOSURE = {(LOINC, PATIENT_CONSENT), (FORMS, "uniform"), (ACT, "IDSCL")}

V3_PURPOSES: dict[Purpose, str] = {
    Purpose.TREATMENT: "TREAT",
    Purpose.CARE_COORDINATION: "COC",
    Purpose.PAYMENT: "HPAYMT",
    Purpose.HEALTH_CARE_OPERATIONS: "HOPERAT",
    Purpose.RESEARCH: "HRESCH",
    Purpose.PUBLIC_HEALTH: "PUBHLTH",
    Purpose.ACCREDITATION: "HACCRED",
}
PURPOSE_OF_V3 = {code: purpose for purpose, code in V3_PURPOSES.items()}
SENSITIVITY: dict[Category, tuple[str, ...]] = {
    Category.SUBSTANCE_USE: ("ETH",),
    Category.MENTAL_HEALTH: ("PSY",),
    Category.SEXUAL_HEALTH: ("HIV", "SEX", "STD"),
}
# Each of several labels is narrower than the kind of record that bears them all, and is not read as it.
CATEGORY_OF_LABEL = {codes[0]: category for category, codes in SENSITIVITY.items() if len(codes) == 1}
# What does harm where it is known outside is labelled restricted, everything else normal.
RESTRICTED = frozenset(
    {
        Category.SUBSTANCE_USE,
        Category.MENTAL_HEALTH,
        Category.SEXUAL_HEALTH,
        Category.SPECIAL_EDUCATION,
        Category.CHILD_WELFARE,
        Category.PLACEMENT,
        Category.JUVENILE_JUSTICE,
        Category.LAW_ENFORCEMENT_UNIT,
        Category.HOUSING,
    }
)
V3_ROLES: dict[SignerCapacity, str] = {SignerCapacity.PARENT: "PRN", SignerCapacity.GUARDIAN: "GUARD"}
CAPACITY_OF_ROLE = {
    **{code: capacity for capacity, code in V3_ROLES.items()},
    **dict.fromkeys(("MTH", "FTH", "NMTH", "NFTH", "ADOPTP", "ADOPTM", "ADOPTF"), SignerCapacity.PARENT),
}
LAWS = (
    ("https://www.ed.gov", "https://www.ecfr.gov/current/title-34/section-99.30"),
    ("https://www.hhs.gov", "https://www.ecfr.gov/current/title-45/section-164.508"),
    ("https://www.hhs.gov", "https://www.ecfr.gov/current/title-42/section-2.31"),
)


def coding(system: str, code: str, display: str = "") -> dict[str, str]:
    """One code of one list."""
    found = {"system": system, "code": code}
    return {**found, "display": display} if display else found


def concept(*codings: dict[str, str]) -> dict[str, Any]:
    """A thing that several lists may have a code for."""
    return {"coding": list(codings)}


def own(system: str, code: Labelled) -> dict[str, str]:
    """A code of the portal's own lists, in English for whoever does not know them."""
    return coding(system, code.value, code.label)
