"""The holder's operations."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.http import PortalAPIRequest
from agencies.facts import state_pack
from audit.record import record
from disclosures import actions, content, permissions, queries
from disclosures.api.asking import shown
from disclosures.api.serializers import (
    AnswerOutput,
    ApproveInput,
    CandidateOutput,
    EvidenceInput,
    ItemOutput,
    ItemsInput,
    MatchInput,
    MessageInput,
    OpenObjectionOutput,
    ReasonAndNoteInput,
    ReleaseOutput,
    RequestOutput,
)
from disclosures.facts import facts_for, grants_for
from disclosures.matching import differences, plausible
from disclosures.models import DisclosureRequest
from law import decide
from sharing_portal.errors import require
from youth import queries as youth_queries
from youth.matching import LABELS
from youth.models import RecordItem


def held(request: PortalAPIRequest, pk: UUID) -> DisclosureRequest:
    """A request to the caller's agency that she may see, or 404."""
    return get_object_or_404(queries.made_to_us(request.user), pk=pk)


class LegalAnswer(APIView):
    """What the law engine says now, category by category, with every route tried, and which parents disagree."""

    @extend_schema(responses=AnswerOutput)
    def get(self, request: PortalAPIRequest, pk: UUID) -> Response:
        disclosure = held(request, pk)
        match = queries.match_of(disclosure)
        youth_id = match.youth_id if match else None
        record(
            "disclosure.considered", by=request.user, on=disclosure, youth_id=youth_id, state=disclosure.state
        )
        decision = decide(facts_for(disclosure), state_pack(disclosure.holding_agency))
        objections = queries.objections_to_weigh(match, grants_for(disclosure, match))
        return Response({**decision.to_json(), "objections": OpenObjectionOutput(objections, many=True).data})


class Candidates(APIView):
    """The agency's own records that may well be meant, best first; `differs` wants a reason when one is chosen."""

    @extend_schema(responses=CandidateOutput(many=True))
    def get(self, request: PortalAPIRequest, pk: UUID) -> Response:
        asked = held(request, pk)
        require(permissions.can_decide(request.user, asked))
        ranked = plausible(asked)
        record("disclosure.candidates_viewed", by=request.user, on=asked, shown=len(ranked))
        rows = [
            {
                "youth": row.record.pk,
                "name": row.record.full_name,
                "birth_date": row.record.birth_date,
                "grade": str(row.match.grade),
                "findings": [_(LABELS[finding.sentence]) for finding in row.match.findings],
                "differs": [_(LABELS[code]) for code in differences(row.match)],
            }
            for row in ranked
        ]
        return Response(CandidateOutput(rows, many=True).data)


class Match(APIView):
    """Say which of the agency's own records is meant, and why where a name or the birth date differs."""

    @extend_schema(request=MatchInput, responses=RequestOutput)
    def post(self, request: PortalAPIRequest, pk: UUID) -> Response:
        disclosure = held(request, pk)
        require(permissions.can_decide(request.user, disclosure))
        shape = MatchInput(data=request.data)
        shape.is_valid(raise_exception=True)
        youth = get_object_or_404(youth_queries.visible_to(request.user), pk=shape.validated_data["youth"])
        actions.match(disclosure, youth, by=request.user, reason=shape.validated_data["reason"])
        return shown(request, pk)


class ConfirmEvidence(APIView):
    """Say which of the asker's statements have been checked."""

    @extend_schema(request=EvidenceInput, responses=RequestOutput)
    def post(self, request: PortalAPIRequest, pk: UUID) -> Response:
        disclosure = held(request, pk)
        shape = EvidenceInput(data=request.data)
        shape.is_valid(raise_exception=True)
        actions.confirm_evidence(disclosure, shape.validated_data["confirmed"], by=request.user)
        return shown(request, pk)


class AskForMore(APIView):
    """Ask the asker for what is missing."""

    @extend_schema(request=MessageInput, responses=RequestOutput)
    def post(self, request: PortalAPIRequest, pk: UUID) -> Response:
        disclosure = held(request, pk)
        shape = MessageInput(data=request.data)
        shape.is_valid(raise_exception=True)
        actions.ask_for_more(disclosure, by=request.user, **shape.validated_data)
        return shown(request, pk)


class Approve(APIView):
    """Approve categories; answers 409 with the engine's decision when the law does not allow one of them."""

    @extend_schema(request=ApproveInput, responses=RequestOutput)
    def post(self, request: PortalAPIRequest, pk: UUID) -> Response:
        disclosure = held(request, pk)
        shape = ApproveInput(data=request.data)
        shape.is_valid(raise_exception=True)
        actions.approve(disclosure, by=request.user, **shape.validated_data)
        return shown(request, pk)


class Refuse(APIView):
    """Refuse the request."""

    @extend_schema(request=ReasonAndNoteInput, responses=RequestOutput)
    def post(self, request: PortalAPIRequest, pk: UUID) -> Response:
        disclosure = held(request, pk)
        shape = ReasonAndNoteInput(data=request.data)
        shape.is_valid(raise_exception=True)
        actions.refuse(disclosure, by=request.user, **shape.validated_data)
        return shown(request, pk)


class ReleasableItems(APIView):
    """The items that may go out under the approval."""

    @extend_schema(responses=ItemOutput(many=True))
    def get(self, request: PortalAPIRequest, pk: UUID) -> Response:
        asked = held(request, pk)
        require(permissions.can_release(request.user, asked))
        match = queries.match_of(asked)
        items = content.releasable_items(asked) if match else []
        record(
            "disclosure.items_viewed", by=request.user, on=asked, youth_id=match.youth_id if match else None
        )
        return Response(ItemOutput(items, many=True).data)


class MakeRelease(APIView):
    """Release exactly these items."""

    @extend_schema(request=ItemsInput, responses={201: ReleaseOutput})
    def post(self, request: PortalAPIRequest, pk: UUID) -> Response:
        disclosure = held(request, pk)
        shape = ItemsInput(data=request.data)
        shape.is_valid(raise_exception=True)
        items = RecordItem.objects.filter(pk__in=shape.validated_data["items"])
        made = actions.release(disclosure, by=request.user, items=items)
        return Response(ReleaseOutput(made).data, status=status.HTTP_201_CREATED)
