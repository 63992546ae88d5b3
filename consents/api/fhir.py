"""A consent as HL7 FHIR R4, out and in."""

from uuid import UUID

from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework import status
from rest_framework.parsers import MultiPartParser
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.http import PortalAPIRequest
from audit.record import record
from consents.actions import check_import, import_consent
from consents.api.inputs import FhirInput, taken
from consents.api.outputs import UnderstoodOutput
from consents.api.reading import found
from consents.fhir.reading import LARGEST
from consents.fhir.writing import bundle


class FhirRenderer(JSONRenderer):
    """JSON under FHIR's own name."""

    media_type = "application/fhir+json"
    format = "fhir"


class AsFhir(APIView):
    """The consent as a FHIR R4 bundle that names no person; logged as a download."""

    renderer_classes = (FhirRenderer, JSONRenderer)

    @extend_schema(responses={(200, "application/fhir+json"): OpenApiTypes.OBJECT})
    def get(self, request: PortalAPIRequest, pk: UUID) -> Response:
        consent = found(request, pk)
        made = bundle(consent)
        own = consent.agency_id == request.user.acting_agency_id
        youth_id = consent.youth_id if own else None
        record("consent.downloaded", by=request.user, on=consent, youth_id=youth_id, what="fhir")
        headers = {"Content-Disposition": f'attachment; filename="{consent.reference}.fhir.json"'}
        return Response(made, headers=headers)


class ReadFhir(APIView):
    """Begin a draft that offers the lines of a FHIR R4 Consent; with `dry_run` only say what is understood.

    It is no consent: staff check it, and the family signs. What cannot become one is refused with every reason.
    """

    parser_classes = (MultiPartParser,)

    @extend_schema(request=FhirInput, responses={200: UnderstoodOutput, 201: UnderstoodOutput})
    def post(self, request: PortalAPIRequest) -> Response:
        given = taken(FhirInput, request)
        # One byte more than is allowed is enough to refuse it.
        content, youth = given["file"].read(LARGEST + 1), given["youth"]
        if given["dry_run"]:
            understood = check_import(content, by=request.user, youth=youth)
            on = understood.youth
            record("consent.import_checked", by=request.user, on=on, youth_id=on.pk)
            return Response(UnderstoodOutput({"draft": None, "understood": understood}).data)
        draft, understood = import_consent(content, by=request.user, name=given["file"].name, youth=youth)
        made = UnderstoodOutput({"draft": draft, "understood": understood})
        return Response(made.data, status=status.HTTP_201_CREATED)
