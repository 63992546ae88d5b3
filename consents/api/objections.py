"""Parents and guardians who disagree with what another one agreed to."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.http import PortalAPIRequest
from consents import actions, queries
from consents.api.inputs import ObjectionInput, taken
from consents.api.outputs import ObjectionOutput
from consents.api.reading import listed
from consents.models import Objection
from consents.permissions import can_list
from sharing_portal.errors import require
from youth.models import Guardian


@extend_schema(parameters=[OpenApiParameter("youth", UUID, description="Only of this young person.")])
class Objections(ListAPIView[Objection]):
    """Who disagrees, newest first, those withdrawn too; POST writes down one more. It ends no consent by itself."""

    serializer_class = ObjectionOutput
    queryset = Objection.objects.none()

    request: PortalAPIRequest  # type: ignore[assignment]

    def get_queryset(self) -> QuerySet[Objection]:
        require(can_list(self.request.user))
        visible = queries.objections_visible_to(self.request.user)
        return listed(self.request, visible, section="api objections")

    @extend_schema(request=ObjectionInput, responses={201: ObjectionOutput})
    def post(self, request: PortalAPIRequest) -> Response:
        given = taken(ObjectionInput, request)
        guardian = get_object_or_404(Guardian, pk=given["guardian"], agency=request.user.acting_agency_id)
        made = actions.record_objection(
            given["youth"], by=request.user, guardian=guardian, words=given["words"]
        )
        made.refresh_from_db()
        return Response(ObjectionOutput(made).data, status=status.HTTP_201_CREATED)


class Withdraw(APIView):
    """Write down that the person no longer disagrees; once."""

    @extend_schema(request=None, responses=ObjectionOutput)
    def post(self, request: PortalAPIRequest, pk: UUID) -> Response:
        objection = get_object_or_404(queries.objections_visible_to(request.user), pk=pk)
        return Response(ObjectionOutput(actions.withdraw_objection(objection, by=request.user)).data)
