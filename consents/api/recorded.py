"""What staff write down of a consent after it was signed."""

from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.http import PortalAPIRequest
from audit.record import record
from consents import actions
from consents.api.inputs import CopyInput, taken
from consents.api.outputs import ConsentOutput, CopyOutput
from consents.api.reading import own, shown
from consents.models import ConsentCopy


class Copies(ListAPIView[ConsentCopy]):
    """The copies that the signer was given; POST writes down one more."""

    serializer_class = CopyOutput
    queryset = ConsentCopy.objects.none()

    request: PortalAPIRequest  # type: ignore[assignment]

    def get_queryset(self) -> QuerySet[ConsentCopy]:
        consent = own(self.request, self.kwargs["pk"])
        record("consent.viewed", by=self.request.user, on=consent, youth_id=consent.youth_id)
        return consent.copies.order_by("given_at", "pk")

    @extend_schema(request=CopyInput, responses={201: CopyOutput})
    def post(self, request: PortalAPIRequest, pk: UUID) -> Response:
        copy = actions.record_copy(own(request, pk), by=request.user, **taken(CopyInput, request))
        copy.refresh_from_db()
        return Response(CopyOutput(copy).data, status=status.HTTP_201_CREATED)


class Letter(APIView):
    """Write down that the letter was sent which confirms what the family stopped by word of mouth."""

    @extend_schema(request=None, responses=ConsentOutput)
    def post(self, request: PortalAPIRequest, pk: UUID) -> Response:
        actions.record_letter(own(request, pk), by=request.user)
        return shown(request, pk)
