"""From the answers given in the guide to the beginning of a request."""

from urllib.parse import urlencode

from disclosures.models import DisclosureRequest
from guide.answers import Answers
from guide.questions import HAVE
from guide.questions.basics import PURPOSE, RECORDS
from law.vocabulary import REFUSED_ON_ENTRY, Category, Purpose

Basis = DisclosureRequest.Basis
BASIS_OF = {
    "danger": Basis.EMERGENCY,
    "process": Basis.COURT_ORDER,
    "consent": Basis.CONSENT,
    "custody": Basis.CUSTODY,
    "service": Basis.SCHOOL_OFFICIAL,
    "enrollment": Basis.ENROLLMENT,
    "care": Basis.TREATMENT,
}
"""The basis that each thing one has stands for in a request, the most urgent first."""
NOT_ASKED_FOR = {*REFUSED_ON_ENTRY, Category.DEIDENTIFIED}


def compose_query(answers: Answers) -> str:
    """The query with which the first step of a request takes over kinds of record, purpose and basis."""
    chosen = answers.to(HAVE)
    basis = next((basis for code, basis in BASIS_OF.items() if code in chosen), Basis.UNSURE)
    pairs = [("categories", code) for code in answers.to(RECORDS) if code not in NOT_ASKED_FOR]
    pairs += [("purpose", code) for code in answers.to(PURPOSE) if code != Purpose.UNKNOWN]
    return "?" + urlencode([*pairs, ("basis", basis.value)])
