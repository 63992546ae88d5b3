"""What a signed form says of what the laws ask for: computed from the wording that was stored and from what was filled in.

The law engine compares it with what each law asks (`law/consent.py`), so that a form without an element that only one
law wants fails under that law alone.
"""

from collections.abc import Mapping
from typing import Any

from consents.lines import GrantLine
from consents.models import Consent, ConsentGrant
from consents.text import Signing
from consents.wording import LANGUAGES, statements
from law.vocabulary import Category, Element

# The statements of the form that say what a law wants said, for any kind of record.
STATED: Mapping[Element, str] = {
    Element.RIGHT_TO_REVOKE: "right_to_revoke",
    Element.CONDITIONING_STATEMENT: "conditioning_statement",
    Element.CONSEQUENCES_OF_REFUSAL: "consequences_of_refusal",
    Element.REDISCLOSURE_STATEMENT: "redisclosure_health",
}
# What may happen afterwards is another thing for records of substance use treatment (42 CFR 2.31(a)(4)(iii) and (10)).
PART2_REDISCLOSURE = "redisclosure_part2"


def elements_of(consent: Consent, grant: ConsentGrant) -> frozenset[Element]:
    """The elements that one line of a recorded consent has; its form must be loaded."""
    codes = {statement["code"] for statement in consent.form.statements}
    filled_in = {
        Element.PATIENT_NAME: consent.youth_name,
        Element.SIGNATURE: consent.signer_name,
        Element.DATE: consent.signed_at,
        Element.DISCLOSER: grant.discloser_id,
        Element.RECIPIENT: grant.recipient_id,
        Element.DESCRIPTION: grant.category,
        Element.PURPOSE: grant.purposes,
        Element.EXPIRATION: grant.expires_on or grant.ends_when,
    }
    return _stated(codes, grant.category) | _written(filled_in)


def elements_ahead(signing: Signing, line: GrantLine) -> frozenset[Element]:
    """The elements that a line will have once it is signed on the wording of today, whose languages say the same."""
    codes = {statement["code"] for statement in statements(next(iter(LANGUAGES)))}
    filled_in = {
        Element.PATIENT_NAME: signing.youth_name,
        Element.SIGNATURE: signing.signer_name,
        Element.DATE: signing.signed_on,
        Element.DISCLOSER: line.discloser.pk,
        Element.RECIPIENT: line.recipient.pk,
        Element.DESCRIPTION: line.category,
        Element.PURPOSE: line.purposes,
        Element.EXPIRATION: line.expires_on or line.ends_when,
    }
    return _stated(codes, line.category) | _written(filled_in)


def _stated(codes: set[str], category: str) -> frozenset[Element]:
    found = {element for element, code in STATED.items() if code in codes}
    if category == Category.SUBSTANCE_USE and PART2_REDISCLOSURE not in codes:
        found.discard(Element.REDISCLOSURE_STATEMENT)
    return frozenset(found)


def _written(filled_in: Mapping[Element, Any]) -> frozenset[Element]:
    return frozenset(element for element, value in filled_in.items() if value)
