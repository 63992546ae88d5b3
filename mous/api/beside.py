"""What stands beside the agreements: comments on a section, deputies, and the caller's calendar."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.http import PortalAPIRequest
from agencies.roles import Reach, can_read
from mous import actions
from mous.api.inputs import CommentInput, DeputyInput
from mous.api.outputs import CalendarOutput, DeputyOutput, WholeAgreementOutput
from mous.api.reading import found, shown
from mous.api.verbs import section, taken
from mous.models import SigningDeputy
from sharing_portal.errors import require


class Comment(APIView):
    """Begin a thread on a section or, without one, on the whole agreement."""

    @extend_schema(request=CommentInput, responses={201: WholeAgreementOutput})
    def post(self, request: PortalAPIRequest, pk: UUID) -> Response:
        mou, given = found(request, pk), taken(CommentInput, request)
        on = section(mou, {"code": given["section"]}) if given["section"] else None
        actions.comment(mou, by=request.user, text=given["text"], section=on)
        return shown(request, pk, status.HTTP_201_CREATED)


class Deputies(ListAPIView[SigningDeputy]):
    """Who signs for the caller's agency in an absent signatory's place; POST names a deputy."""

    serializer_class = DeputyOutput
    queryset = SigningDeputy.objects.none()

    request: PortalAPIRequest  # type: ignore[assignment]

    def get_queryset(self) -> QuerySet[SigningDeputy]:
        require(can_read(self.request.user, Reach.AGREEMENTS))
        return SigningDeputy.objects.filter(agency=self.request.user.acting_agency).order_by(
            "-starts_on", "pk"
        )

    @extend_schema(request=DeputyInput, responses={201: DeputyOutput})
    def post(self, request: PortalAPIRequest) -> Response:
        paper = actions.name_deputy(by=request.user, **taken(DeputyInput, request))
        paper.refresh_from_db()
        return Response(DeputyOutput(paper).data, status=status.HTTP_201_CREATED)


class RevokeDeputy(APIView):
    """End a deputy's power at once; what was signed before stands."""

    @extend_schema(request=None, responses=DeputyOutput)
    def post(self, request: PortalAPIRequest, pk: UUID) -> Response:
        paper = get_object_or_404(SigningDeputy, pk=pk, agency=request.user.acting_agency)
        actions.revoke_deputy(paper, by=request.user)
        paper.refresh_from_db()
        return Response(DeputyOutput(paper).data)


class CalendarAddress(APIView):
    """Make the secret address of the caller's calendar of agreements, shown once; DELETE removes it."""

    @extend_schema(request=None, responses={201: CalendarOutput})
    def post(self, request: PortalAPIRequest) -> Response:
        address = reverse("mous:calendar_file", args=[actions.make_calendar(by=request.user)])
        made = CalendarOutput({"url": request.build_absolute_uri(address)})
        return Response(made.data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: PortalAPIRequest) -> Response:
        actions.remove_calendar(by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)
