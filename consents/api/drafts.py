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
from consents.api.inputs import ConsentDraftInput, DraftChangeInput, signer_answers, taken
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
        actions.save_step(draft, by=request.user, step="offer", answers=_flows(given["offer"]))
        return Response(DraftOutput(draft).data, status=status.HTTP_201_CREATED)


class Draft(APIView):
    """One of the caller's unfinished consents.

    PATCH says who signs, or what the family is asked, or what stands on the paper; DELETE throws it away.
    """

    @extend_schema(responses=DraftOutput)
    def get(self, request: PortalAPIRequest, pk: UUID) -> Response:
        draft = get_object_or_404(queries.drafts_of(request.user), pk=pk)
        record("consent.drafted", by=request.user, on=draft.youth, youth_id=draft.youth_id, step="read")
        return Response(DraftOutput(draft).data)

    @extend_schema(request=DraftChangeInput, responses=DraftOutput)
    def patch(self, request: PortalAPIRequest, pk: UUID) -> Response:
        draft = get_object_or_404(queries.drafts_of(request.user), pk=pk)
        given = taken(DraftChangeInput, request)
        if not given["says_who"] and {"offer", "flows"}.isdisjoint(given):
            return self.get(request, pk)
        before, method = draft.answers.get("signer"), _method(draft, given)
        if given["says_who"]:
            say_who_signs(request, draft, given, method)
        elif before and before["method"] != method:
            answers, siblings = {**before, "method": method.value}, draft.siblings
            actions.save_step(draft, by=request.user, step="signer", answers=answers, siblings=siblings)
        for name, step in (("offer", "offer"), ("flows", "sharing")):
            if name in given:
                actions.save_step(draft, by=request.user, step=step, answers=_flows(given[name]))
        return Response(DraftOutput(draft).data)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: PortalAPIRequest, pk: UUID) -> Response:
        actions.discard(get_object_or_404(queries.drafts_of(request.user), pk=pk), by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


def _method(draft: ConsentDraft, given: dict[str, Any]) -> Consent.Method:
    """How it is signed: as it was to be, unless what is given is for the other way."""
    kept = Consent.Method(draft.answers.get("signer", {}).get("method", Consent.Method.LINK))
    if "flows" in given:
        return Consent.Method.PAPER
    return Consent.Method.LINK if "offer" in given and kept == Consent.Method.PAPER else kept


def _flows(given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [dict(flow) for flow in given]


class Renew(APIView):
    """Begin a draft that asks for the lines of an old consent again; nothing of them is agreed."""

    @extend_schema(request=None, responses={201: DraftOutput})
    def post(self, request: PortalAPIRequest, pk: UUID) -> Response:
        draft = actions.renew(own(request, pk), by=request.user)
        return Response(DraftOutput(draft).data, status=status.HTTP_201_CREATED)
