"""How a signatory has just shown who she is: what a signature needs, by page and by API."""

import time

from allauth.account.authentication import get_authentication_records
from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import User
from mous.models import Proof
from sharing_portal.errors import Forbidden


class ProofNeeded(Forbidden):
    """She must show again who she is: by password or second factor at /accounts/reauthenticate/, then repeat."""

    code = "reauthentication_required"


def fresh_proofs(request: HttpRequest, user: User) -> list[str]:
    """How she showed within the last five minutes who she is. Raises `ProofNeeded` when she did not."""
    try:
        _guarded(request)
    except ReauthenticationRequired as error:
        words = _("Show again who you are, then sign: this takes your password or your second step.")
        raise ProofNeeded(words) from error
    return recent_proofs(request, user)


def recent_proofs(request: HttpRequest, user: User) -> list[str]:
    """The same where a page has already asked for them: kept as evidence with her signature."""
    since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    recent = [entry for entry in get_authentication_records(request, user) if entry["at"] >= since]
    named = [entry["type"] if entry["method"] == "mfa" else entry["method"] for entry in recent]
    return [proof for proof in dict.fromkeys(named) if proof in Proof.values]


@reauthentication_required
def _guarded(request: HttpRequest) -> None:
    """What only she may pass who has just shown who she is."""
