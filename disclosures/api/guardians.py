"""What an agency knows of a parent or guardian: it decides what may rest on that person's signature."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.http import PortalAPIRequest
from audit.record import record
from disclosures import actions
from disclosures.api.serializers import GuardianSerializer
from youth import queries as youth_queries
from youth.models import Guardian


class OneGuardian(APIView):
    """Change what is known of an adult; what rests on the signature of one who may decide no more closes at once."""

    @extend_schema(request=GuardianSerializer(partial=True), responses=GuardianSerializer)
    def patch(self, request: PortalAPIRequest, pk: UUID) -> Response:
        youth = youth_queries.visible_to(request.user)
        guardian = get_object_or_404(Guardian.objects.select_related("youth"), youth__in=youth, pk=pk)
        shape = GuardianSerializer(data=request.data, partial=True)
        shape.is_valid(raise_exception=True)
        edited = actions.edit_guardian(guardian, shape.validated_data, by=request.user)
        record("youth.viewed", by=request.user, on=edited.youth, youth_id=edited.youth_id)
        return Response(GuardianSerializer(edited).data)
