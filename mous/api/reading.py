"""Reading agreements, and beginning or editing one."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.http import PortalAPIRequest
from audit.record import record
from mous import actions, queries
from mous.api.inputs import DraftInput, EditAgreementInput
from mous.api.outputs import AgreementOutput, FindingOutput, WholeAgreementOutput
from mous.checklist import findings
from mous.models import Mou


def found(request: PortalAPIRequest, pk: UUID) -> Mou:
    """An agreement the caller may see, or 404."""
    return get_object_or_404(queries.visible_to(request.user), pk=pk)


def shown(request: PortalAPIRequest, pk: UUID, answer: int = status.HTTP_200_OK) -> Response:
    """The agreement as it now stands; nothing where what was done took it out of the caller's sight."""
    visible = queries.visible_to(request.user).prefetch_related(
        "parties__agency",
        "sections",
        "terms__from_agency",
        "terms__to_agency",
        "terms__mou",
        "comments__by",
        "comments__section",
        "reviews__by",
        "signing_requests",
        "signatures",
        "joinders",
        "publications",
        "terminations",
        "events__by",
    )
    mou = visible.filter(pk=pk).first()
    if mou is None:
        return Response(status=status.HTTP_204_NO_CONTENT)
    return Response(WholeAgreementOutput(mou, context={"request": request}).data, status=answer)


class Agreements(ListAPIView[Mou]):
    """The agreements the caller's agency may see, newest first; POST begins a draft."""

    serializer_class = AgreementOutput
    queryset = Mou.objects.none()

    request: PortalAPIRequest  # type: ignore[assignment]

    def get_queryset(self) -> QuerySet[Mou]:
        record("mou.listed", by=self.request.user, section="api")
        return (
            queries.visible_to(self.request.user)
            .prefetch_related("parties__agency")
            .order_by("-created_at", "pk")
        )

    @extend_schema(request=DraftInput, responses={201: WholeAgreementOutput})
    def post(self, request: PortalAPIRequest) -> Response:
        shape = DraftInput(data=request.data)
        shape.is_valid(raise_exception=True)
        data: dict[str, Any] = dict(shape.validated_data)
        if earlier := data.pop("earlier"):
            data["earlier"] = found(request, earlier)
        made = actions.draft(by=request.user, **data)
        return shown(request, made.pk, status.HTTP_201_CREATED)


class Agreement(APIView):
    """One agreement, with the law beside each flow; PATCH edits title and dates of a draft."""

    @extend_schema(responses=WholeAgreementOutput)
    def get(self, request: PortalAPIRequest, pk: UUID) -> Response:
        record("mou.viewed", by=request.user, on=found(request, pk))
        return shown(request, pk)

    @extend_schema(request=EditAgreementInput, responses=WholeAgreementOutput)
    def patch(self, request: PortalAPIRequest, pk: UUID) -> Response:
        mou = found(request, pk)
        shape = EditAgreementInput(data=request.data, partial=True)
        shape.is_valid(raise_exception=True)
        as_it_is = {name: getattr(mou, name) for name in EditAgreementInput.Meta.fields}
        actions.edit(mou, by=request.user, **{**as_it_is, **shape.validated_data})
        return shown(request, pk)


class Checklist(APIView):
    """Every item of the checklist: complete, incomplete or not applicable, what it lacks, and what people attested."""

    @extend_schema(responses=FindingOutput(many=True))
    def get(self, request: PortalAPIRequest, pk: UUID) -> Response:
        return Response(FindingOutput(findings(found(request, pk)), many=True).data)
