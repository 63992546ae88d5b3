"""The portal's own wording of an agreement: where a draft begins. Each section can be rewritten by the parties.

One section for each thing an agreement must settle. `{parties}`, `{starts_on}` and `{ends_on}` are filled from
the draft when it is shown and for good when it is sent. What is shared is not told here: Annex A is generated
from the terms, so that the text and the data cannot disagree.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mous.models import Mou

PLACEHOLDERS = ("parties", "starts_on", "ends_on")


@dataclass(frozen=True)
class Section:
    """One section of the template. A `required` one may be rewritten but not left out."""

    code: str
    heading: str
    text: str
    required: bool = True


TEMPLATE: tuple[Section, ...] = (
    Section(
        "parties",
        "Who agrees",
        "This agreement is between {parties}. Each is called a party. Their kinds, addresses and legal "
        "statuses stand in the list of parties, which is part of this agreement.\n\n"
        "Each party says that it has the power to enter into this agreement and that the person who signs for it "
        "may bind it.",
    ),
    Section(
        "legal_status",
        "Which law binds each party",
        "The list of parties says which body of confidentiality law binds each of them: FERPA for schools, HIPAA "
        "for covered health providers, 42 CFR Part 2 for substance use programs, and the state laws on child "
        "welfare, juvenile justice and courts.\n\n"
        "A party whose status changes tells the others in writing within 10 days. No party becomes a school "
        "official, a business associate or a part of another party's program by signing this agreement alone.",
    ),
    Section(
        "authority",
        "What this agreement allows, and what it does not",
        "A flow listed in Annex A gives the party named as asker standing to ask the party named as holder. "
        "It is not by itself legal authority to disclose. Before each disclosure the holder decides whether the "
        "law it is bound by allows it: by the family's or the youth's written consent, by a provision of law that "
        "needs no consent, or by an order of a court.\n\n"
        "Annex A names the legal authority the parties expect to rely on for each flow. Where several laws apply "
        "to one record, all of them must allow the disclosure. The holder may always refuse, and says why.",
    ),
    Section(
        "purpose",
        "Why we share",
        "The parties share information about young people only for the purposes listed for each flow in Annex A: "
        "to coordinate care and support, to keep young people in school and safe, and to serve the families the "
        "parties have in common.\n\n"
        "A party that receives information uses it for the purpose stated in its request and for no other.",
    ),
    Section(
        "data",
        "What we share",
        "Annex A lists, for each flow, the categories of records that may be asked for. A category that is not "
        "listed is not covered by this agreement. No flow covers “all records”.\n\n"
        "Psychotherapy notes, substance use counseling notes and records of victim service providers are never "
        "shared under this agreement.",
    ),
    Section(
        "access",
        "Who may see what is shared",
        "At the asking party: the staff member or counselor who works with the young person and made the request, "
        "that person's supervisor when needed to serve the young person, and the privacy officer. At the holding "
        "party: the records custodian and the privacy officer, who decide requests and release records.\n\n"
        "Auditors and counsel of a party may see requests and decisions, as far as their work needs it. Each party "
        "ends a person's access on the day the person's need for it ends.",
    ),
    Section(
        "minimum_necessary",
        "No more than is needed",
        "The asker names the categories it needs and why. The holder releases the least that serves the stated "
        "purpose: it chooses item by item, and leaves out or blacks out what is not needed and what concerns "
        "other people.\n\n"
        "The categories and purposes of a flow in Annex A are limits, not a standing list of what will be released.",
    ),
    Section(
        "consent",
        "Consent of the family and the youth",
        "The parties use the portal's uniform consent form. It names who may share, which categories, with whom, "
        "for what purpose and until when, and it is signed by the person whom each law gives the right to sign: "
        "a parent or guardian, the youth, or both.\n\n"
        "Consent is never a condition of service where the law forbids that. A consent can be withdrawn in whole or "
        "for one recipient, in writing or on screen. From that moment no party releases anything under it, and "
        "access in the portal to what was released under it ends. A flow that needs no consent by law says so in "
        "Annex A.",
    ),
    Section(
        "minors_and_parents",
        "Minors who may decide for themselves",
        "Where state law lets a minor consent to care alone, the minor also decides about the records of that care, "
        "and a parent's request for them goes to the holder's privacy officer. Where both the minor and a parent "
        "must sign, the holder waits for both.\n\n"
        "A party that knows of a court order or document that limits a parent's rights tells the holder before a "
        "disclosure to or through that parent.",
        required=False,
    ),
    Section(
        "redisclosure",
        "Passing information on",
        "A party does not pass on what it received under this agreement unless the consent or the law under which "
        "it was released allows that.\n\n"
        "Education records stay subject to 34 CFR 99.33: they are used only for the purpose of the disclosure and "
        "not given to any other party without the consent of the parent or eligible student, except as that rule "
        "permits. Records of a substance use program carry the notice of 42 CFR 2.32 and a copy of the consent, and "
        "may not be used in proceedings against the patient without the patient's consent or an order under 42 CFR "
        "Part 2, subpart E. State limits on child welfare, juvenile and court records go with those records.\n\n"
        "There are no onward flows under this agreement other than those listed in Annex A.",
    ),
    Section(
        "emergency",
        "Emergencies",
        "When there is a threat to the health or safety of a young person or of others, any party may ask, and the "
        "holder may disclose what is needed to those whose knowledge of it is necessary, as far as its own law "
        "allows (34 CFR 99.36, 45 CFR 164.512(j), 42 CFR 2.51). Records of a substance use program go to medical "
        "personnel only.\n\n"
        "At the holder the records custodian or the privacy officer decides; when neither can be reached, the next "
        "person in the agency's chain of contact. The record says what the threat was, who decided, what was "
        "disclosed, to whom and when. It is completed within 24 hours. The privacy officers of both parties review "
        "each emergency disclosure within 10 working days.",
    ),
    Section(
        "orders",
        "Subpoenas and court orders",
        "A party served with a subpoena, warrant or order for information it received under this agreement gives it "
        "to its privacy officer, releases nothing before counsel has reviewed it, and tells the party the "
        "information came from within 24 hours, unless a court forbids telling.\n\n"
        "Families are notified before disclosure where 34 CFR 99.31(a)(9) requires it. Substance use records are "
        "disclosed only on both a court order under 42 CFR Part 2, subpart E, and a subpoena or similar mandate "
        "(42 CFR 2.61); a subpoena alone is answered by explaining this.",
    ),
    Section(
        "security",
        "Security",
        "Information is shared through the portal and not by e-mail or fax. Each party makes sure that it is "
        "encrypted in transit and at rest, that people who decide, sign or export use a second factor, that every "
        "access is logged, that staff are screened as its own law requires, and that what is downloaded is kept on "
        "devices the party manages, in the United States.\n\n"
        "Each party reviews who has access at least every 90 days.",
    ),
    Section(
        "breach",
        "When something goes wrong",
        "A party that learns of an access, use or disclosure not allowed by this agreement tells the party the "
        "information came from within 24 hours of discovery, by telephone and in the portal, with what is known. "
        "It limits the harm, and reports in writing within 5 working days.\n\n"
        "The party at which it happened notifies the people concerned, and the authorities, within the time the law "
        "sets, at the latest 60 days after discovery (45 CFR 164.404, 42 CFR 2.16) or earlier where state law "
        "says so, and bears the cost. The parties agree on the wording first, as far as time allows.",
    ),
    Section(
        "retention",
        "Keeping and destroying",
        "Access in the portal to released records ends on the date set with each release. What a party has "
        "downloaded or copied it destroys within 30 days after the purpose is fulfilled or this agreement ends, "
        "by shredding or by erasure that cannot be undone, and confirms this in writing when asked.\n\n"
        "A record that the receiving party must by law keep as part of its own file is kept for the time that law "
        "sets, with its limits. Logs of requests and disclosures are kept as long as the record they concern, and at "
        "least six years.",
    ),
    Section(
        "term",
        "How long it lasts, and how it ends",
        "This agreement begins on {starts_on}, once every party has signed, and ends at the close of {ends_on}.\n\n"
        "A party may withdraw at any time by notice in the portal, with its reason. Its flows in Annex A end at "
        "that moment; between the remaining parties the agreement goes on, and it ends when fewer than two remain. "
        "The duties on confidentiality, redisclosure, breach, keeping and destroying, and logs outlast the agreement.",
    ),
    Section(
        "school_contract",
        "When a party acts for a school, evaluates or studies",
        "A flow in Annex A that rests on an exception of FERPA which needs a written agreement also meets that "
        "exception's conditions. A party that acts as a school official performs a service the school would "
        "otherwise use employees for, is under the school's direct control as to the records, and follows 34 CFR "
        "99.33(a).\n\n"
        "For an audit, evaluation or study, Annex A states as a condition of the flow the representative, the purpose, "
        "scope and length of the work, and the records; only people with a legitimate interest see identities; and "
        "the records are destroyed when no longer needed, at the latest 30 days after the work is done.",
    ),
    Section(
        "health_contract",
        "When a party or the portal serves a health provider",
        "Where the portal's operator or a party handles health information for a covered provider, a business "
        "associate agreement (45 CFR 164.504(e)) is in place between them; where it serves a substance use program, "
        "so is a qualified service organization agreement (42 CFR 2.11). Each party keeps the ones that concern it and "
        "shows them on request.\n\n"
        "Receiving records under a flow of Annex A for one's own purposes makes nobody a business associate.",
    ),
    Section(
        "juvenile_certification",
        "Certification by juvenile justice agencies",
        "A juvenile justice agency that receives education records under a state law that allows it (34 CFR "
        "99.38) certifies with each request, by its privacy officer or its head, that the information serves "
        "the student before adjudication and will not be disclosed to any other party, except as state law provides, "
        "without the written consent of a parent.",
        required=False,
    ),
    Section(
        "accounting",
        "Logs and accounting",
        "The portal logs each request, decision, release, opening and download: who, when, about whom, which records, "
        "for what purpose and on what legal basis. Each party's log is its own. The holder answers a family that asks "
        "to see education records, or the record of their disclosures, within 45 days, and a request for an "
        "accounting of health disclosures within 60 days; substance use programs list recipients within 30 days "
        "where 42 CFR 2.24 applies.\n\n"
        "A party may audit another's use of the information it gave, at reasonable notice.",
    ),
    Section(
        "rights",
        "Rights of youth and families",
        "Youth and families may see and ask to correct their records at the agency that holds them. They may ask who "
        "received their information, complain to any party's privacy officer and to the responsible authority, and "
        "suffer no disadvantage for it. Forms and answers are given in a language the family understands.",
        required=False,
    ),
    Section(
        "training",
        "Training",
        "Each party trains everyone who uses the portal for it, before first use and every 12 months: the laws that "
        "bind it, this agreement, consent, emergencies and breach. It keeps the date, the content and the names of "
        "those trained, and shows them on request.",
    ),
    Section(
        "matching",
        "The right young person",
        "An asker describes the young person; the holder matches the description with its own records and decides "
        "only when a person has confirmed the match. Nobody acts against a young person on an unconfirmed match. A party "
        "that finds an error in what it gave tells those who received it within 5 working days.",
        required=False,
    ),
    Section(
        "aggregate",
        "Reports and research",
        "Reports made from shared information show no group small enough to point to a person, and nobody tries to "
        "identify anyone in them. Research needs the approval of an institutional review board and an agreement of its "
        "own. The parties see a publication 30 days before it appears.",
        required=False,
    ),
    Section(
        "governance",
        "Working together",
        "Each party names its privacy officer as its steward for this agreement. The stewards meet at least every "
        "three months, look at requests, refusals, emergencies and complaints, and propose changes.\n\n"
        "A change needs a new version signed by every party. A disagreement goes first to the stewards, then to the "
        "heads of the agencies; until it is settled, the holder's decision on its own records stands.",
    ),
    Section(
        "prohibited",
        "What shared information is never used for",
        "Immigration enforcement; investigating or prosecuting a young person, unless a court orders it or the law "
        "requires it; discipline at school for conduct learned of only from a health, treatment or child welfare record; "
        "refusing a benefit or service; selling or advertising; scoring, ranking or predicting the conduct of a "
        "young person by automated means.",
    ),
    Section(
        "signatures",
        "Signatures",
        "Each party signs in the portal by a person with authority to bind it, who signs in anew, types name "
        "and title, and attests to having read this agreement. Each signature is bound to the exact text by its "
        "SHA-256 fingerprint, printed at the foot of every page. The agreement takes effect only when every party has "
        "signed the same text. A text that is changed is signed anew by all.",
    ),
    Section(
        "review",
        "Review",
        "The parties review this agreement together within 12 months after the last signature and every 12 months "
        "after that, and record the result.",
        required=False,
    ),
)

REQUIRED = frozenset(section.code for section in TEMPLATE if section.required)

ATTESTATION = (
    "I have read this agreement. I have authority to sign it for {agency}, and by typing my name I sign it. "
    "I understand that this electronic signature binds {agency} as a signature on paper would."
)


CONFIRMATION = (
    "I have compared the scan of the agreement signed on paper with the parties, terms and dates entered here, and they "
    "agree. I may confirm this for {agency}."
)


def statement_for(mou: "Mou", agency: str) -> str:
    """What a person declares with her signature for an agency, or with her confirmation of a paper original."""
    return (CONFIRMATION if mou.on_paper else ATTESTATION).format(agency=agency)


def first_draft() -> list[dict[str, str]]:
    """The sections a new draft begins with."""
    return [{"code": part.code, "heading": part.heading, "text": part.text} for part in TEMPLATE]
