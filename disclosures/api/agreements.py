"""The ends of an agreement, which close what rested on it."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.http import PortalAPIRequest
from disclosures.actions.agreements import agree_to_end, withdraw_from
from disclosures.api.serializers import ClosedOutput
from mous import queries as mou_queries
from mous.api.inputs import ReasonInput


class WithdrawFrom(APIView):
    """Take the caller's agency out of an agreement at once, and close what rested on its flows."""

    @extend_schema(request=ReasonInput, responses=ClosedOutput)
    def post(self, request: PortalAPIRequest, pk: UUID) -> Response:
        mou = get_object_or_404(mou_queries.visible_to(request.user), pk=pk)
        shape = ReasonInput(data=request.data)
        shape.is_valid(raise_exception=True)
        closed = withdraw_from(mou, by=request.user, **shape.validated_data)
        return Response(ClosedOutput({"closed_releases": closed}).data)


class AgreeToEnd(APIView):
    """Agree that an agreement ends for everybody; with the last party it does, and what rested on it closes."""

    @extend_schema(request=ReasonInput, responses=ClosedOutput)
    def post(self, request: PortalAPIRequest, pk: UUID) -> Response:
        mou = get_object_or_404(mou_queries.visible_to(request.user), pk=pk)
        shape = ReasonInput(data=request.data)
        shape.is_valid(raise_exception=True)
        closed = agree_to_end(mou, by=request.user, **shape.validated_data)
        return Response(ClosedOutput({"closed_releases": closed}).data)
