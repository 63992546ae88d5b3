"""Reading consents."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.http import PortalAPIRequest
from audit.record import record
from consents import permissions, queries
from consents.api.outputs import ConsentOutput
from consents.fhir.elements import as_uuid
from consents.models import Consent
from sharing_portal.errors import require


def found(request: PortalAPIRequest, pk: UUID) -> Consent:
    """A consent the caller may see, or 404."""
    return get_object_or_404(queries.visible_to(request.user), pk=pk)


def own(request: PortalAPIRequest, pk: UUID) -> Consent:
    """One that the caller's agency recorded, or 404."""
    return get_object_or_404(queries.recorded_by_us(request.user).select_related("youth"), pk=pk)


def shown(request: PortalAPIRequest, pk: UUID, answer: int = status.HTTP_200_OK) -> Response:
    """The consent as it now stands."""
    return Response(ConsentOutput(found(request, pk)).data, status=answer)


@extend_schema(parameters=[OpenApiParameter("youth", UUID, description="Only of this young person.")])
class Consents(ListAPIView[Consent]):
    """The consents that the caller may see, each line with how it stands, newest signature first."""

    serializer_class = ConsentOutput
    queryset = Consent.objects.none()

    request: PortalAPIRequest  # type: ignore[assignment]

    def get_queryset(self) -> QuerySet[Consent]:
        require(permissions.can_list(self.request.user))
        record("consent.listed", by=self.request.user, section="api")
        visible = queries.visible_to(self.request.user).order_by("-signed_at", "pk")
        wanted = self.request.query_params.get("youth")
        return visible.filter(youth=as_uuid(wanted)) if wanted else visible


class OneConsent(APIView):
    """One consent: who may share what with whom, until when, and how each line stands."""

    @extend_schema(responses=ConsentOutput)
    def get(self, request: PortalAPIRequest, pk: UUID) -> Response:
        consent = found(request, pk)
        ours = consent.agency_id == request.user.acting_agency_id
        record("consent.viewed", by=request.user, on=consent, youth_id=consent.youth_id if ours else None)
        return shown(request, pk)
