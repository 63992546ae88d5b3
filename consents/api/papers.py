"""Consents that were signed on paper."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.http import PortalAPIRequest
from audit.record import record
from consents import actions, queries
from consents.api.drafts import begin
from consents.api.inputs import ConsentScanInput, DifferenceInput, PaperInput, RecordDraftInput, taken
from consents.api.outputs import ConsentOutput, DraftOutput
from consents.api.reading import found, own, shown
from consents.models import Consent, ConsentDraft
from consents.permissions import can_record
from sharing_portal.errors import require
from youth import files


class RecordPaper(APIView):
    """Record what stands on a signed paper, with its scan; one consent for each young person of the sitting.

    None is in force before a second person has confirmed it. The same scan sent again gives what it has made.
    """

    parser_classes = (MultiPartParser,)

    @extend_schema(
        request=PaperInput, responses={200: ConsentOutput(many=True), 201: ConsentOutput(many=True)}
    )
    def post(self, request: PortalAPIRequest) -> Response:
        given = taken(PaperInput, request)
        require(can_record(request.user, given["youth"]))
        before = _made_before(request, given)
        if before:
            for consent in before:
                record("consent.viewed", by=request.user, on=consent, youth_id=consent.youth_id)
            return _all_shown(request, before, status.HTTP_200_OK)
        draft = begin(request, given, Consent.Method.PAPER)
        actions.save_step(draft, by=request.user, step="sharing", answers=given["flows"])
        return _recorded(request, draft, given)


class RecordDraft(APIView):
    """Record a draft of what stands on a signed paper: one that was typed anew, or prepared before it was signed.

    None of its consents is in force before a second person has confirmed it.
    """

    parser_classes = (MultiPartParser, JSONParser)

    @extend_schema(request=RecordDraftInput, responses={201: ConsentOutput(many=True)})
    def post(self, request: PortalAPIRequest, pk: UUID) -> Response:
        draft = get_object_or_404(queries.drafts_of(request.user), pk=pk)
        return _recorded(request, draft, taken(RecordDraftInput, request))


class PutInScan(APIView):
    """Give a consent that was recorded from paper its scan, once."""

    parser_classes = (MultiPartParser,)

    @extend_schema(request=ConsentScanInput, responses=ConsentOutput)
    def post(self, request: PortalAPIRequest, pk: UUID) -> Response:
        consent = own(request, pk)
        require(can_record(request.user, consent.youth))
        actions.put_in_scan(consent, by=request.user, **taken(ConsentScanInput, request))
        return shown(request, pk)


class Confirm(APIView):
    """Confirm, as the second person, that scan and record agree: from now on the consent is in force."""

    @extend_schema(request=None, responses=ConsentOutput)
    def post(self, request: PortalAPIRequest, pk: UUID) -> Response:
        actions.confirm(own(request, pk), by=request.user)
        return shown(request, pk)


class SendBack(APIView):
    """Say, as the second person, what differs: the record ends and is typed anew."""

    @extend_schema(request=DifferenceInput, responses=ConsentOutput)
    def post(self, request: PortalAPIRequest, pk: UUID) -> Response:
        actions.send_back(own(request, pk), by=request.user, **taken(DifferenceInput, request))
        return shown(request, pk)


class TypeAnew(APIView):
    """Begin a draft with what was recorded wrongly and the same scan."""

    @extend_schema(request=None, responses={201: DraftOutput})
    def post(self, request: PortalAPIRequest, pk: UUID) -> Response:
        draft = actions.retype(own(request, pk), by=request.user)
        return Response(DraftOutput(draft).data, status=status.HTTP_201_CREATED)


def _recorded(request: PortalAPIRequest, draft: ConsentDraft, given: dict[str, Any]) -> Response:
    if given.get("file"):
        actions.keep_scan(draft, by=request.user, file=given["file"])
    initials = [flow.get("initials", {}) for flow in draft.answers.get("sharing", [])]
    actions.compare_paper(draft, by=request.user, signed_on=given["signed_on"], initials=initials)
    return _all_shown(request, actions.record_paper(draft, by=request.user), status.HTTP_201_CREATED)


def _made_before(request: PortalAPIRequest, given: dict[str, Any]) -> list[Consent]:
    """What the caller made of the same scan for the same youth and still stands: she sends it again."""
    sha256 = files.check(given["file"]).sha256
    given["file"].seek(0)
    return queries.made_from(sha256, given["youth"], by=request.user)


def _all_shown(request: PortalAPIRequest, consents: list[Consent], answer: int) -> Response:
    visible = [found(request, consent.pk) for consent in consents]
    return Response(ConsentOutput(visible, many=True).data, status=answer)
