"""For whom a family's link is made, and its secrets: derived when they are needed and nowhere stored.

Keys are derived from the portal's secret key, each for one use. A link already sent outlives a change of that key, for
it is found by the hash of its token; a code that was told does not.
"""

import base64
import hashlib
import secrets
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from consents.expiry import OWN_NAME, is_adult
from consents.models import Consent, FamilyLink
from youth.models import Guardian

CODE_DIGITS = 6


def whose_page(consent: Consent) -> tuple[str, Guardian | None]:
    """For whom a link to the page of this consent is made today: the name, and the adult on file, if it is one."""
    if is_adult(consent.youth.birth_date, consent.agency.today()):
        return consent.youth.full_name, None
    return consent.signer_name, consent.guardian


def is_own_page(consent: Consent) -> bool:
    """Whether the page is the young person's own today."""
    adult = is_adult(consent.youth.birth_date, consent.agency.today())
    return adult or consent.signer_capacity in OWN_NAME


def token_of(link_id: UUID) -> str:
    """The secret part of the link's address: 43 letters, digits, hyphens and underscores."""
    digest = salted_hmac("consents.links.token", link_id.hex, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_code() -> str:
    """Six digits to tell by phone. Five wrong ones close the link, so that guessing is in vain."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def code_hash(link_id: UUID, code: str) -> str:
    """What is kept of a link's code; whoever reads it cannot try all codes without the portal's key."""
    return salted_hmac("consents.links.code", f"{link_id.hex}:{code}", algorithm="sha256").hexdigest()


def address_of(link: FamilyLink) -> str:
    """The whole address, which also says in which language the door is written. It is a secret."""
    path = reverse("family:enter", args=[token_of(link.pk)])
    return f"{settings.PORTAL_URL.rstrip('/')}{path}?language={link.language}"
