"""Papers one may have: a consent, a paper of a court or police, a written agreement."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from guide.questions.kinds import Choice, Question, fact
from law.evidence import ContractKind
from law.facts import OrderKind
from law.vocabulary import Element, SignerCapacity

REQUESTED = "requested"
"""In place of a set of kinds of records: those that are asked for."""
LATER = date(2100, 1, 1)
"""Some day after every day on which the guide is asked."""


def _states(element: Element, label: object) -> Choice:
    return Choice(element.value, label, {"consent.elements": frozenset({element})})  # type: ignore[arg-type]


CONSENT = Question(
    "consent",
    _("What does the consent say?"),
    _("The consent"),
    (
        fact("consent.written", _("Is in writing")),
        _states(Element.PATIENT_NAME, _("Names the young person")),
        Choice(
            "description",
            _("Says which records, and these are among them"),
            {"consent.elements": frozenset({Element.DESCRIPTION}), "consent.categories": REQUESTED},
        ),
        Choice(
            "discloser",
            _("Names the one who has the records"),
            {"consent.elements": frozenset({Element.DISCLOSER}), "consent.names_discloser": True},
        ),
        Choice(
            "recipient",
            _("Names the one who asks, or the group the asker belongs to"),
            {"consent.elements": frozenset({Element.RECIPIENT}), "consent.names_recipient": True},
        ),
        Choice(
            "purpose",
            _("Says what for, and that fits"),
            {"consent.elements": frozenset({Element.PURPOSE}), "consent.covers_purpose": True},
        ),
        _states(Element.EXPIRATION, _("Says when it ends, and has not ended")),
        _states(Element.SIGNATURE, _("Is signed")),
        _states(Element.DATE, _("Shows the day it was signed")),
        _states(Element.RIGHT_TO_REVOKE, _("Says that it can be taken back, and how")),
        _states(Element.CONDITIONING_STATEMENT, _("Says whether services depend on signing")),
        _states(Element.REDISCLOSURE_STATEMENT, _("Says what may happen to the information afterwards")),
        _states(Element.CONSEQUENCES_OF_REFUSAL, _("Says what happens if one does not sign")),
        fact("consent.names_participants", _("Names those who receive through the intermediary")),
        Choice(
            "alone", _("Covers nothing else: it is not part of another consent"), {"consent.combined": False}
        ),
    ),
    group="consent",
    hint=_("Look at the paper, and tick only what you can see on it."),
)
SIGNED = Question(
    "signed",
    _("Who signed the consent?"),
    _("Signed by"),
    tuple(
        Choice(capacity.value, capacity.label, {"consent.signers": frozenset({capacity})})
        for capacity in SignerCapacity
    ),
    group="consent",
)
CONSENT_KIND = Question(
    "consent_kind",
    _("Is there something special about the consent?"),
    _("The consent"),
    (
        fact(
            "consent.all_treatment_payment_operations",
            _("Is one consent for all future treatment, payment and health operations"),
        ),
        fact(
            "consent.criminal_justice_referral",
            _("Was signed because treatment was made part of a sentence, release or parole"),
        ),
        Choice("never_ends", _("Says that it never ends"), {"consent.expires_event": "none"}),
        Choice(
            "electronic",
            _("Was signed by computer or telephone, and nobody checked who signed"),
            {"consent.electronic": True},
        ),
        fact(
            "consent.intermediary",
            _("Lets records pass through an intermediary, such as a health data exchange"),
        ),
        Choice(
            "no_authority",
            _("Does not say why the signer may sign for the patient"),
            {"consent.authority_described": False},
        ),
        fact("consent.revoked", _("Was taken back")),
        Choice(
            "tried_to_revoke",
            _("Someone tried to take it back, and the form says that is not possible"),
            {"consent.revocation_attempted": True, "consent.revocable": False},
        ),
        fact("consent.event_occurred", _("Has ended: its last day or event has passed")),
        fact("consent.signer_rights_revoked", _("Was signed by someone whose rights a court had ended")),
        fact("consent.known_false", _("Is known to contain something false")),
        fact(
            "consent.conditioned_unlawfully",
            _("Had to be signed to get services, where the law forbids that"),
        ),
        fact("consent.combined", _("Is part of one paper with a consent for other things")),
    ),
    group="consent",
    favorable=False,
)
PAPER = Question(
    "paper",
    _("What kind of paper is it?"),
    _("The paper is"),
    tuple(
        Choice(code, label, {"order.kind": kind})
        for code, label, kind in (
            ("court_order", _("A court order to hand over records"), OrderKind.COURT_ORDER),
            ("search_warrant", _("A search warrant"), OrderKind.SEARCH_WARRANT),
            ("subpoena", _("A subpoena from a lawyer or a court clerk"), OrderKind.SUBPOENA),
            (
                "law_enforcement_subpoena",
                _("A subpoena from police or a prosecutor"),
                OrderKind.LAW_ENFORCEMENT_SUBPOENA,
            ),
            ("grand_jury_subpoena", _("A grand jury subpoena"), OrderKind.GRAND_JURY_SUBPOENA),
            (
                "federal_grand_jury_subpoena",
                _("A federal grand jury subpoena"),
                OrderKind.FEDERAL_GRAND_JURY_SUBPOENA,
            ),
            ("arrest_warrant", _("An arrest warrant"), OrderKind.ARREST_WARRANT),
            (
                "administrative_warrant",
                _("A warrant signed by an agency, not by a judge"),
                OrderKind.ADMINISTRATIVE_WARRANT,
            ),
            ("protective_order", _("A protective order"), OrderKind.PROTECTIVE_ORDER),
            ("letter", _("A letter, an e-mail or a form without a court’s power"), OrderKind.LETTER),
        )
    ),
    several=False,
    group="process",
)
PAPER_SAYS = Question(
    "paper_says",
    _("What is true of the paper?"),
    _("The paper"),
    (
        fact("order.signed_by_judge", _("A judge signed it")),
        fact(
            "order.lawfully_issued", _("It was issued as the law asks (counsel or the court clerk can tell)")
        ),
        fact("order.covers", _("It names the records asked for")),
        fact("order.nondisclosure_ordered", _("It orders that the family must not be told")),
        fact("order.child_protection_case", _("It was made in a child protection or dependency case")),
        fact("order.parent_is_party", _("The parent is a party to that case")),
        fact("order.part2_findings", _("It makes the findings of 42 CFR 2.64 or 2.65")),
        fact(
            "order.extremely_serious_crime", _("It finds that the crime is extremely serious (42 CFR 2.65)")
        ),
        fact("order.opens_confidential", _("It opens what the patient said in confidence (42 CFR 2.63)")),
        fact("order.relevant_and_limited", _("It asks only for what is relevant, and says how much")),
        fact(
            "order.notice_and_hearing",
            _("The patient and the agency that has the records were given notice and could be heard"),
        ),
        fact("order.assurance_notice_given", _("The one who asks showed that the patient was told of it")),
        fact("order.assurance_time_over", _("The time to object is over")),
        fact("order.assurance_no_objections", _("Nobody objected, or the court settled the objections")),
        fact("order.protective_order", _("A court order protects the information in the case")),
    ),
    group="process",
)
CONTRACT = Question(
    "contract",
    _("What kind of agreement is there?"),
    _("The signed agreement is"),
    (
        Choice(
            "qsoa",
            _("A qualified service organization agreement with a substance use program"),
            {"contract.kind": ContractKind.QSOA},
        ),
        Choice(
            "business_associate",
            _("A HIPAA business associate agreement"),
            {"contract.kind": ContractKind.BUSINESS_ASSOCIATE},
        ),
        Choice("data_use", _("A data use agreement"), {"contract.kind": ContractKind.DATA_USE}),
        Choice("other", _("Another written agreement"), {"contract.kind": ContractKind.OTHER}),
        Choice("none", _("There is no written agreement"), {}),
    ),
    several=False,
    group="contract",
)
CONTRACT_SAYS = Question(
    "contract_says",
    _("What is true of the agreement and the work?"),
    _("The agreement or the work"),
    (
        fact("contract.purpose_scope_duration", _("Says what for, which records and for how long")),
        fact("contract.use_limited_to_purpose", _("Limits the use to that purpose")),
        fact("contract.no_identification", _("Keeps others from finding out who the persons are")),
        Choice("destroy_by", _("Says by when everything must be destroyed"), {"contract.destroy_by": LATER}),
        fact("audit.agreed_to_limits", _("Binds the auditor in writing to the limits of the law")),
        fact("audit.of_education_program", _("Serves to audit or evaluate an education program")),
        fact("audit.regulates_or_funds", _("Is with one who funds or regulates the program")),
        fact("research.for_school", _("Is for a study that the school wants made")),
        fact("audit.authorized_by_law", _("Is an audit or inspection that a law allows")),
        fact("research.board_waiver", _("Is research for which a review board waived the consent")),
        fact("research.preparatory", _("Only prepares a study, or studies people who have died")),
        fact("audit.federal_enforcement", _("Is an inquiry of the federal health department into privacy")),
        fact("audit.of_school_meals", _("Evaluates school meals for the Department of Agriculture")),
        fact("audit.of_author", _("Oversees the person who wrote the notes")),
        fact(
            "research.limited_data_set", _("Covers only data without direct identifiers (a limited data set)")
        ),
        Choice(
            "could_decline",
            _("Was told to the family, who could say no and did not"),
            {"family.parent_notified": True, "family.parent_declined": False},
        ),
    ),
    group="contract",
)
PAPERS = (CONSENT, SIGNED, CONSENT_KIND, PAPER, PAPER_SAYS, CONTRACT, CONTRACT_SAYS)
