"""Operations on releases, consents and the log."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.http import PortalAPIRequest
from agencies.models import Agency
from agencies.roles import Reach, can_read
from audit.record import record
from consents import queries as consent_queries
from consents.api.inputs import EventInput, taken
from consents.api.outputs import ConsentOutput
from consents.api.reading import own, shown
from disclosures import actions, queries
from disclosures.api.serializers import (
    ClosedOutput,
    LogOutput,
    OpenReleaseOutput,
    ReasonAndNoteInput,
    ReleaseOutput,
    RevokeInput,
)
from disclosures.models import LogEntry, Release
from sharing_portal.errors import require


def found(request: PortalAPIRequest, pk: UUID) -> Release:
    """A release the caller may see the cover of, or 404."""
    return get_object_or_404(queries.releases_visible_to(request.user), pk=pk)


class Releases(ListAPIView[Release]):
    """Releases made by or to the caller's agency that she may see the cover of."""

    serializer_class = ReleaseOutput
    queryset = Release.objects.none()

    request: PortalAPIRequest  # type: ignore[assignment]

    def get_queryset(self) -> QuerySet[Release]:
        record("release.listed", by=self.request.user, section="api")
        return queries.releases_visible_to(self.request.user).order_by("-released_at", "pk")


class OpenRelease(APIView):
    """Read a release: the recipient while it is open (logged) and not only to be read on screen, the holder always."""

    @extend_schema(responses=OpenReleaseOutput)
    def get(self, request: PortalAPIRequest, pk: UUID) -> Response:
        release = found(request, pk)
        if release.agency_id == request.user.acting_agency_id:
            require(can_read(request.user, Reach.RELEASES))
            record("release.reviewed", by=request.user, on=release)
        else:
            actions.open_release(release, by=request.user, on_screen=False)
        return Response(OpenReleaseOutput(release).data)


class Acknowledge(APIView):
    """Confirm receipt."""

    @extend_schema(request=None, responses=ReleaseOutput)
    def post(self, request: PortalAPIRequest, pk: UUID) -> Response:
        actions.acknowledge(found(request, pk), by=request.user)
        return Response(ReleaseOutput(found(request, pk)).data)


class Recall(APIView):
    """End the recipient's access."""

    @extend_schema(request=ReasonAndNoteInput, responses=ReleaseOutput)
    def post(self, request: PortalAPIRequest, pk: UUID) -> Response:
        release = found(request, pk)
        shape = ReasonAndNoteInput(data=request.data)
        shape.is_valid(raise_exception=True)
        actions.recall(release, by=request.user, reason=shape.validated_data["reason"])
        return Response(ReleaseOutput(found(request, pk)).data)


class RevokeConsent(APIView):
    """Revoke a consent, whole or a part of it, and close what rests on it, at once."""

    @extend_schema(request=RevokeInput, responses=ClosedOutput)
    def post(self, request: PortalAPIRequest, pk: UUID) -> Response:
        consent = get_object_or_404(consent_queries.visible_to(request.user), pk=pk)
        shape = RevokeInput(data=request.data)
        shape.is_valid(raise_exception=True)
        given = dict(shape.validated_data)
        wanted = given.pop("recipient")
        recipient = get_object_or_404(Agency, pk=wanted) if wanted else None
        others = consent_queries.of_same_signer(request.user, consent) if given.pop("on_every_form") else ()
        closed = actions.revoke_consent(consent, by=request.user, recipient=recipient, others=others, **given)
        return Response(ClosedOutput({"closed_releases": closed}).data)


class RecordEvent(APIView):
    """Write down that an event occurred on which lines of a consent end, and close what rests on them, at once."""

    @extend_schema(request=EventInput, responses=ConsentOutput)
    def post(self, request: PortalAPIRequest, pk: UUID) -> Response:
        actions.record_event(own(request, pk), by=request.user, **taken(EventInput, request))
        return shown(request, pk)


class Log(ListAPIView[LogEntry]):
    """The disclosure log of the caller's agency, newest first."""

    serializer_class = LogOutput
    queryset = LogEntry.objects.none()

    request: PortalAPIRequest  # type: ignore[assignment]

    def get_queryset(self) -> QuerySet[LogEntry]:
        require(can_read(self.request.user, Reach.LOG))
        record("log.viewed", by=self.request.user, section="api")
        return queries.log_visible_to(self.request.user)
