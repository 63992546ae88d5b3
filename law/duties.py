"""The closed lists of an answer: duties attached to a release, and what is missing for a lawful one."""

from law.message import gettext_noop as _
from law.vocabulary import Labelled


class Condition(Labelled):
    """A duty attached to a disclosure."""

    ACCOUNT_FOR_DISCLOSURE = "account_for_disclosure", _("Enter it in the HIPAA accounting of disclosures.")
    ANNUAL_NOTICE_TO_PARENT = (
        "annual_notice_to_parent",
        _("Give the parent the written notice again every year."),
    )
    ATTACH_STATEMENT = (
        "attach_statement_of_disagreement",
        _("Send along the statement in which the family disagrees with the record."),
    )
    COPY_OF_CONSENT = (
        "copy_of_consent",
        _("Send a copy of the consent, or a clear explanation of its scope, along."),
    )
    DESTROY_WHEN_DONE = (
        "destroy_when_done",
        _("The recipient destroys the information when it is no longer needed."),
    )
    DIRECT_CONTROL = (
        "direct_control",
        _("The school keeps direct control of the use and keeping of the records."),
    )
    DO_NOT_NOTIFY_PARENT = "do_not_notify_parent", _("Do not tell the family: a court or agency ordered so.")
    DOCUMENT_IN_RECORD = "document_in_record", _("Document the disclosure in the youth's record at once.")
    DOCUMENT_ORAL_AGREEMENT = "document_oral_agreement", _("Document the oral agreement.")
    LIMIT_TO_ORDER = "limit_to_order", _("Disclose only what the order or subpoena names.")
    LIMITED_INFORMATION = "limited_information", _("Disclose only the items that the provision lists.")
    MINIMUM_NECESSARY = "minimum_necessary", _("Disclose only what the purpose needs.")
    NEED_TO_KNOW = "need_to_know", _("Only to persons who need it for the stated duty.")
    NO_USE_IN_PROCEEDINGS = (
        "no_use_in_proceedings_against_patient",
        _("No use in proceedings against the patient without consent or order."),
    )
    NO_USE_FOR_GUILT = (
        "no_use_for_guilt",
        _("No use of what the youth said there as proof of guilt, as far as state law bars it."),
    )
    NOTIFY_PARENT_FIRST = (
        "notify_parent_first",
        _("Make a reasonable effort to tell the parent, or the student who is 18, before complying."),
    )
    INFORM_PATIENT = "inform_patient", _("Tell the patient promptly, unless that would put her in danger.")
    NOTIFY_PARENT_OF_TRANSFER = (
        "notify_parent_of_transfer",
        _("Make a reasonable attempt to tell the parent about the transfer."),
    )
    PART2_NOTICE = "part2_notice", _("Attach the notice of 42 CFR 2.32.")
    RECORD_OF_ACCESS = (
        "record_of_access",
        _("Enter who received it, when and why in the special education record of access."),
    )
    RECORD_IN_LOG = "record_in_log", _("Enter it in the school's record of disclosures.")
    RECORD_THREAT_BASIS = "record_threat_basis", _("Record the threat and the persons who were told.")
    REDISCLOSURE_NOTICE = (
        "redisclosure_notice",
        _("Tell the recipient that it may not pass the information on."),
    )
    USE_ONLY_FOR_PURPOSE = (
        "use_only_for_purpose",
        _("The recipient uses it only for the purpose of the disclosure."),
    )
    VIEW_ONLY = (
        "view_only",
        _(
            "The recipient reads it in the portal and is given no file: a parent may ask to see what a school keeps."
        ),
    )
    WRITTEN_AGREEMENT_TERMS = "written_agreement_terms", _("Keep to the terms of the written agreement.")


class Missing(Labelled):
    """What is lacking for a lawful release."""

    ANNUAL_NOTICE_CRITERIA = (
        "annual_notice_criteria",
        _("An annual notice that covers this kind of school official."),
    )
    ARTICULABLE_THREAT = "articulable_threat", _("A significant threat that can be put into words.")
    BUSINESS_ASSOCIATE_AGREEMENT = "business_associate_agreement", _("A HIPAA business associate agreement.")
    CONSENT = "consent", _("A valid consent for this disclosure.")
    CONSEQUENCES_OF_REFUSAL = (
        "consequences_of_refusal",
        _("The statement of the consequences of refusing to sign."),
    )
    COURT_ORDER = "court_order", _("A court order.")
    COURT_ORDER_OR_SUBPOENA = "court_order_or_subpoena", _("A court order or a lawfully issued subpoena.")
    CURRENT_EMERGENCY = "current_emergency", _("An emergency that is going on or about to happen.")
    DATE = "date", _("The date on the consent.")
    DEIDENTIFICATION = "deidentification", _("De-identification of the data.")
    DIRECT_CONTROL_AGREEMENT = (
        "direct_control_agreement",
        _("An agreement that gives the school direct control of the records."),
    )
    DIRECTORY_NOTICE = (
        "directory_notice",
        _("Public notice of what the school treats as directory information."),
    )
    DISCLOSURE_REVIEW = "disclosure_review", _("A disclosure review of the data.")
    EVIDENCE_ACTING_AS_PARENT = "evidence_acting_as_parent", _("Evidence that the person acts as a parent.")
    EXPIRATION = "expiration", _("A date, event or condition on which the consent ends.")
    IDENTITY = "identity", _("Proof of who asks, and of the authority to ask.")
    IRB_WAIVER_OR_CONSENT = (
        "irb_waiver_or_consent",
        _("A research route: waiver by a review board, authorization, or data use agreement."),
    )
    LEGAL_RESPONSIBILITY = (
        "legal_responsibility",
        _("Legal responsibility of the agency for the care and protection of the youth."),
    )
    LEGITIMATE_EDUCATIONAL_INTEREST = (
        "legitimate_educational_interest",
        _("A legitimate educational interest in this record."),
    )
    MINOR_SIGNATURE = "minor_signature", _("The signature of the youth.")
    PARENT_AGREEMENT = (
        "parent_agreement",
        _("The documented agreement of the parent to send proof of immunization."),
    )
    PARENT_SIGNATURE = "parent_signature", _("The signature of the parent.")
    PART2_COURT_ORDER = "part2_court_order", _("A court order under 42 CFR Part 2, subpart E.")
    PLACEMENT_AUTHORITY = "placement_authority", _("An order or letter that shows who decides on care.")
    PROOF = "proof", _("A document, or a check by the holder, that shows what is only stated so far.")
    PROVIDER_DISCRETION = "provider_discretion", _("The professional decision of the provider.")
    PURPOSE = "purpose", _("The purpose on the consent.")
    QSOA = "qsoa", _("A qualified service organization agreement (42 CFR 2.11).")
    REDISCLOSURE_STATEMENT = (
        "redisclosure_statement",
        _("The statement about further disclosure on the consent."),
    )
    RIGHT_TO_REVOKE = "right_to_revoke", _("The statement of the right to revoke on the consent.")
    SATISFACTORY_ASSURANCES = (
        "satisfactory_assurances",
        _("Satisfactory assurances that the patient was told of the subpoena, or a protective order."),
    )
    SEPARATE_CONSENT = "separate_consent", _("A consent of its own, not combined with another.")
    SERIOUS_IMMINENT_THREAT = "serious_imminent_threat", _("A serious and imminent threat.")
    SIGNATURE = "signature", _("The signature on the consent.")
    STATE_LAW = "state law", _("The state rule that decides.")
    STUDENT_SIGNATURE = "student_signature", _("The signature of the student, who holds the rights.")
    SURVEY_CONSENT = "survey_consent", _("The consent of the parent to the survey.")
    TAX_DEPENDENCY_PROOF = "tax_dependency_proof", _("Proof that the student is a tax dependent of a parent.")
    THREAT_DESCRIPTION = "threat_description", _("A description of the threat.")
    USE_LIMITS = "use_limits", _("Terms that limit use and further disclosure.")
    WRITTEN_AGREEMENT = "written_agreement", _("The written agreement that this route requires.")
    WRITTEN_CERTIFICATION = "written_certification", _("The written certification under 34 CFR 99.38(b).")
    WRITTEN_CONSENT = "written_consent", _("A consent in writing.")
    WRITTEN_REQUEST_FROM_DIRECTOR = (
        "written_request_from_director",
        _("A written request from the director of the facility."),
    )
    AGREEMENT_IN_FORCE = (
        "agreement_in_force",
        _("An agreement between the two agencies that covers this request."),
    )
    AID_APPLICATION = "aid_application", _("An application by the student for the aid.")
    CASE_PLAN_ACCESS = "case_plan_access", _("The right of the person to see the youth's case plan.")
    CASE_STAGE = "case_stage", _("Proof that the case has not been adjudicated.")
    CONSENT_DISCLOSER = "consent_discloser", _("The name on the consent of the agency that may disclose.")
    CONSENT_RECORDS = "consent_records", _("The description of the records on the consent.")
    CONSENT_RECIPIENT = (
        "consent_recipient",
        _("The name on the consent of the person or class that may receive."),
    )
    CONSENT_PATIENT_NAME = "consent_patient_name", _("The name of the youth on the consent.")
    CONSENT_PARTICIPANTS = (
        "consent_participants",
        _(
            "The names on the consent of those who receive through the intermediary, or that they treat the youth."
        ),
    )
    CONDITIONING_STATEMENT = (
        "conditioning_statement",
        _("The statement on the consent that services do not depend on signing."),
    )
    CHANCE_TO_DECLINE = "chance_to_decline", _("Notice to the family, with the chance to decline.")
    ENROLLMENT_PROOF = "enrollment_proof", _("Proof that the youth is enrolled or seeks to enroll there.")
    EXPLICIT_RULE = "explicit_rule", _("A rule for this kind of holder and record: ask counsel.")
    LAWFUL_CUSTODY = "lawful_custody", _("Proof that the youth is in lawful custody of the facility.")
    NEED_SHOWN = "need_shown", _("A statement of why the recipient needs it.")
    OPT_OUT_CHECK = "opt_out_check", _("A check that the family has not opted out.")
    RECORD_STATUS = "record_status", _("The facts that show what kind of record it is.")
    SIGNER_AUTHORITY = "signer_authority", _("Proof of the signer's authority to sign.")
    STATED_PURPOSE = "stated_purpose", _("The purpose of the request.")
    WRITTEN_NOTICE = "written_notice", _("A written notice to the parent beforehand.")
    YOUTH_AGE = "youth_age", _("The age of the youth.")
