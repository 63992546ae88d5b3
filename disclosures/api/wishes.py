"""What families ask about what was shared, for the agency whose record it is."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.http import PortalAPIRequest
from agencies.roles import Duty, may
from audit.record import record
from disclosures import actions, queries
from disclosures.api.serializers import AnswerWishInput, WishOutput, WishRowOutput
from disclosures.models import FamilyWish
from sharing_portal.errors import require


class Wishes(ListAPIView[FamilyWish]):
    """What waits for an answer first, then what was answered last; also what other agencies answer of consents recorded here."""

    serializer_class = WishRowOutput
    queryset = FamilyWish.objects.none()

    request: PortalAPIRequest  # type: ignore[assignment]

    def get_queryset(self) -> QuerySet[FamilyWish]:
        require(may(self.request.user, Duty.DECIDE))
        record("consent.wishes_listed", by=self.request.user, section="api")
        return queries.wishes_visible_to(self.request.user)


class OneWish(APIView):
    """What a family wrote, and what was done about it."""

    @extend_schema(responses=WishOutput)
    def get(self, request: PortalAPIRequest, pk: UUID) -> Response:
        wish = get_object_or_404(queries.wishes_visible_to(request.user), pk=pk)
        youth_id = queries.youth_of_wish(wish, request.user)
        record("consent.wish_viewed", by=request.user, on=wish, youth_id=youth_id)
        return Response(WishOutput(wish).data)


class AnswerWish(APIView):
    """Write down, once, what was done about it: the family reads it on its page."""

    @extend_schema(request=AnswerWishInput, responses=WishOutput)
    def post(self, request: PortalAPIRequest, pk: UUID) -> Response:
        wish = get_object_or_404(queries.wishes_visible_to(request.user), pk=pk)
        shape = AnswerWishInput(data=request.data)
        shape.is_valid(raise_exception=True)
        actions.answer_wish(wish, by=request.user, **shape.validated_data)
        return Response(WishOutput(wish).data)
