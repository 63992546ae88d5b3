"""Signing by the API: the same recent proof of who one is as on the page, or 403 `reauthentication_required`."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.http import PortalAPIRequest
from mous import actions
from mous.api.inputs import SignatureInput
from mous.api.outputs import WholeAgreementOutput
from mous.api.reading import found, shown
from mous.api.verbs import offer, taken
from mous.permissions import can_confirm, can_join, can_sign
from mous.proofs import fresh_proofs
from sharing_portal.errors import RefusedInput, require


class Sign(APIView):
    """Sign for the caller's agency the text with this hash, or confirm it where paper was signed. Needs a proof of identity within the last five minutes."""

    @extend_schema(request=SignatureInput, responses=WholeAgreementOutput)
    def post(self, request: PortalAPIRequest, pk: UUID) -> Response:
        mou = found(request, pk)
        require(can_confirm(request.user, mou) if mou.on_paper else can_sign(request.user, mou))
        return _signed(request, pk, actions.sign, mou)


class Join(APIView):
    """Sign the exhibit with this hash and become a party. Needs a proof of identity within the last five minutes."""

    @extend_schema(request=SignatureInput, responses=WholeAgreementOutput)
    def post(self, request: PortalAPIRequest, pk: UUID, part: UUID) -> Response:
        made = offer(found(request, pk), {"part": part})
        require(can_join(request.user, made))
        return _signed(request, pk, actions.join, made)


def _signed(request: PortalAPIRequest, pk: UUID, verb: Callable[..., Any], target: Any) -> Response:
    proofs = fresh_proofs(request._request, request.user)
    given = taken(SignatureInput, request)
    if given.pop("agency") != request.user.acting_agency_id:
        raise RefusedInput(_("You act for another agency than the one you named."), field="agency")
    verb(target, by=request.user, proofs=proofs, **given)
    return shown(request, pk)
