"""The asker's operations."""

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
from agencies.models import Agency
from audit.record import record
from disclosures import actions, queries
from disclosures.actions.asking import Wanted
from disclosures.api.serializers import (
    ComposeInput,
    EditRequestInput,
    HolderOutput,
    MessageInput,
    RequestOutput,
    WithdrawInput,
)
from disclosures.models import DisclosureRequest
from mous import queries as mou_queries


def found(request: PortalAPIRequest, pk: UUID) -> DisclosureRequest:
    """A request the caller may see, or 404."""
    visible = queries.visible_to(request.user).prefetch_related("categories", "messages__author")
    return get_object_or_404(visible, pk=pk)


def shown(request: PortalAPIRequest, pk: UUID) -> Response:
    """The request as it now stands."""
    return Response(RequestOutput(found(request, pk)).data)


def _wanted(data: dict[str, Any]) -> list[Wanted] | None:
    lines = data.pop("categories", None)
    return None if lines is None else [Wanted(**line) for line in lines]


class Holders(ListAPIView[Agency]):
    """Agencies that an agreement in force lets people in the caller's roles ask."""

    serializer_class = HolderOutput

    request: PortalAPIRequest  # type: ignore[assignment]

    def get_queryset(self) -> QuerySet[Agency]:
        return mou_queries.holders_one_may_ask(self.request.user).order_by("name")


class Requests(ListAPIView[DisclosureRequest]):
    """Requests the caller may see, made by or to her agency; POST composes a draft."""

    serializer_class = RequestOutput
    queryset = DisclosureRequest.objects.none()

    request: PortalAPIRequest  # type: ignore[assignment]

    def get_queryset(self) -> QuerySet[DisclosureRequest]:
        visible = queries.visible_to(self.request.user)
        record("disclosure.listed", by=self.request.user, section="api")
        return visible.prefetch_related("categories", "messages__author").order_by("-created_at", "pk")

    @extend_schema(request=ComposeInput, responses={201: RequestOutput})
    def post(self, request: PortalAPIRequest) -> Response:
        shape = ComposeInput(data=request.data)
        shape.is_valid(raise_exception=True)
        data = dict(shape.validated_data)
        wanted, holder = _wanted(data), get_object_or_404(Agency, pk=data.pop("holder"))
        draft = actions.compose(by=request.user, holder=holder, **data)
        if wanted is not None:
            actions.edit(draft, by=request.user, wanted=wanted)
        return Response(RequestOutput(found(request, draft.pk)).data, status=status.HTTP_201_CREATED)


class OneRequest(APIView):
    """One request; PATCH edits a draft."""

    @extend_schema(responses=RequestOutput)
    def get(self, request: PortalAPIRequest, pk: UUID) -> Response:
        disclosure = found(request, pk)
        record("disclosure.viewed", by=request.user, on=disclosure)
        return Response(RequestOutput(disclosure).data)

    @extend_schema(request=EditRequestInput, responses=RequestOutput)
    def patch(self, request: PortalAPIRequest, pk: UUID) -> Response:
        disclosure = found(request, pk)
        shape = EditRequestInput(data=request.data)
        shape.is_valid(raise_exception=True)
        data = dict(shape.validated_data)
        actions.edit(disclosure, by=request.user, wanted=_wanted(data), **data)
        return shown(request, pk)


class Submit(APIView):
    """Send a draft to the holder."""

    @extend_schema(request=None, responses=RequestOutput)
    def post(self, request: PortalAPIRequest, pk: UUID) -> Response:
        actions.submit(found(request, pk), by=request.user)
        return shown(request, pk)


class AnswerQuestion(APIView):
    """Answer what the holder asked."""

    @extend_schema(request=MessageInput, responses=RequestOutput)
    def post(self, request: PortalAPIRequest, pk: UUID) -> Response:
        disclosure = found(request, pk)
        shape = MessageInput(data=request.data)
        shape.is_valid(raise_exception=True)
        actions.answer_question(disclosure, by=request.user, **shape.validated_data)
        return shown(request, pk)


class Withdraw(APIView):
    """Take a request back."""

    @extend_schema(request=WithdrawInput, responses=RequestOutput)
    def post(self, request: PortalAPIRequest, pk: UUID) -> Response:
        disclosure = found(request, pk)
        shape = WithdrawInput(data=request.data)
        shape.is_valid(raise_exception=True)
        actions.withdraw(disclosure, by=request.user, **shape.validated_data)
        return shown(request, pk)
