"""Files sent to the API: a document that becomes the text of a draft, and the scan of what was signed on paper."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.http import PortalAPIRequest
from mous import actions
from mous.api.inputs import DocumentInput, ScanInput
from mous.api.outputs import PartOutput, WholeAgreementOutput
from mous.api.reading import found, shown
from mous.api.verbs import taken
from mous.importing import read
from mous.models import Mou
from mous.permissions import can_edit
from sharing_portal.errors import require


class ReadDocument(APIView):
    """Take a document apart into sections for `take-over`. Nothing of it is kept, and the draft stays as it is."""

    parser_classes = (MultiPartParser,)

    @extend_schema(request=DocumentInput, responses=PartOutput(many=True))
    def post(self, request: PortalAPIRequest, pk: UUID) -> Response:
        _to_edit(request, pk)
        parts = read(taken(DocumentInput, request)["file"])
        return Response(PartOutput(parts, many=True).data)


class PutInScan(APIView):
    """Put in the scan of an agreement that was signed on paper, and the day of its last signature."""

    parser_classes = (MultiPartParser,)

    @extend_schema(request=ScanInput, responses=WholeAgreementOutput)
    def post(self, request: PortalAPIRequest, pk: UUID) -> Response:
        actions.put_in_scan(_to_edit(request, pk), by=request.user, **taken(ScanInput, request))
        return shown(request, pk)


def _to_edit(request: PortalAPIRequest, pk: UUID) -> Mou:
    """Asked before the file is looked at."""
    mou = found(request, pk)
    require(can_edit(request.user, mou))
    return mou
