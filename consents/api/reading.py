"""Reading consents."""

from typing import Any
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
from youth import queries as youth_queries


def found(request: PortalAPIRequest, pk: UUID) -> Consent:
    """A consent the caller may see, or 404."""
    return get_object_or_404(queries.visible_to(request.user), pk=pk)


def own(request: PortalAPIRequest, pk: UUID) -> Consent:
    """One that the caller's agency recorded, or 404."""
    return get_object_or_404(queries.recorded_by_us(request.user).select_related("youth"), pk=pk)


def shown(request: PortalAPIRequest, pk: UUID, answer: int = status.HTTP_200_OK) -> Response:
    """The consent as it now stands."""
    return Response(ConsentOutput(found(request, pk)).data, status=answer)


def listed(request: PortalAPIRequest, rows: QuerySet[Any], *, section: str) -> QuerySet[Any]:
    """The rows; with `?youth=` those of one young person, in whose history it then stands that they were looked at."""
    wanted = request.query_params.get("youth")
    if not wanted:
        record("consent.listed", by=request.user, section=section)
        return rows
    youth_id = as_uuid(wanted)
    youth = youth_queries.visible_to(request.user).filter(pk=youth_id).first() if youth_id else None
    record("consent.listed", by=request.user, on=youth, youth_id=youth.pk if youth else None, section=section)
    return rows.filter(youth=youth_id)


@extend_schema(parameters=[OpenApiParameter("youth", UUID, description="Only of this young person.")])
class Consents(ListAPIView[Consent]):
    """The consents that the caller may see, each line with how it stands, newest signature first."""

    serializer_class = ConsentOutput
    queryset = Consent.objects.none()

    request: PortalAPIRequest  # type: ignore[assignment]

    def get_queryset(self) -> QuerySet[Consent]:
        require(permissions.can_list(self.request.user))
        visible = queries.visible_to(self.request.user).order_by("-signed_at", "pk")
        return listed(self.request, visible, section="api")


class OneConsent(APIView):
    """One consent: who may share what with whom, until when, and how each line stands."""

    @extend_schema(responses=ConsentOutput)
    def get(self, request: PortalAPIRequest, pk: UUID) -> Response:
        consent = found(request, pk)
        ours = consent.agency_id == request.user.acting_agency_id
        record("consent.viewed", by=request.user, on=consent, youth_id=consent.youth_id if ours else None)
        return shown(request, pk)
