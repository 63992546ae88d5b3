"""Drafts of consents: the caller's own, prepared for a family to sign by its link."""

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
from consents import actions, queries
from consents.api.inputs import ConsentDraftInput, SignerInput, signer_answers, taken
from consents.api.outputs import DraftOutput
from consents.api.reading import own
from consents.models import Consent, ConsentDraft
from consents.permissions import can_list
from sharing_portal.errors import require


def begin(request: PortalAPIRequest, given: dict[str, Any], method: Consent.Method) -> ConsentDraft:
    """A draft with its first step answered. An unfinished one of the same young person is never written over."""
    draft = actions.begin_draft(given["youth"], by=request.user)
    return say_who_signs(request, draft, given, method)


def say_who_signs(
    request: PortalAPIRequest, draft: ConsentDraft, given: dict[str, Any], method: Consent.Method
) -> ConsentDraft:
    """The draft with its first step answered, for brothers and sisters, too, where the same person signs for them."""
    answers = {**signer_answers(draft.youth, given), "method": method.value}
    siblings = given["siblings"]
    return actions.save_step(draft, by=request.user, step="signer", answers=answers, siblings=siblings)


class Drafts(ListAPIView[ConsentDraft]):
    """The caller's unfinished consents; POST prepares one, which the family signs by its link or on paper."""

    serializer_class = DraftOutput
    queryset = ConsentDraft.objects.none()

    request: PortalAPIRequest  # type: ignore[assignment]

    def get_queryset(self) -> QuerySet[ConsentDraft]:
        require(can_list(self.request.user))
        record("consent.listed", by=self.request.user, section="api drafts")
        return queries.drafts_of(self.request.user)

    @extend_schema(request=ConsentDraftInput, responses={201: DraftOutput})
    def post(self, request: PortalAPIRequest) -> Response:
        given = taken(ConsentDraftInput, request)
        draft = begin(request, given, Consent.Method.LINK)
        offer = [dict(flow) for flow in given["offer"]]
        actions.save_step(draft, by=request.user, step="offer", answers=offer)
        return Response(DraftOutput(draft).data, status=status.HTTP_201_CREATED)


class Draft(APIView):
    """One of the caller's unfinished consents; PATCH says who signs, DELETE throws it away."""

    @extend_schema(responses=DraftOutput)
    def get(self, request: PortalAPIRequest, pk: UUID) -> Response:
        draft = get_object_or_404(queries.drafts_of(request.user), pk=pk)
        record("consent.drafted", by=request.user, on=draft.youth, youth_id=draft.youth_id, step="read")
        return Response(DraftOutput(draft).data)

    @extend_schema(request=SignerInput, responses=DraftOutput)
    def patch(self, request: PortalAPIRequest, pk: UUID) -> Response:
        draft = get_object_or_404(queries.drafts_of(request.user), pk=pk)
        given = taken(SignerInput, request)
        return Response(DraftOutput(say_who_signs(request, draft, given, Consent.Method.LINK)).data)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: PortalAPIRequest, pk: UUID) -> Response:
        actions.discard(get_object_or_404(queries.drafts_of(request.user), pk=pk), by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Renew(APIView):
    """Begin a draft that asks for the lines of an old consent again; nothing of them is agreed."""

    @extend_schema(request=None, responses={201: DraftOutput})
    def post(self, request: PortalAPIRequest, pk: UUID) -> Response:
        draft = actions.renew(own(request, pk), by=request.user)
        return Response(DraftOutput(draft).data, status=status.HTTP_201_CREATED)
