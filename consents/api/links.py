"""Links of families: made and closed by staff. What opens them goes to the family alone."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.http import PortalAPIRequest
from audit.record import record
from consents import actions, queries
from consents.api.inputs import FamilyLinkInput, taken
from consents.api.outputs import LinkOutput, NewLinkOutput
from consents.api.reading import own
from consents.drafting import chosen
from consents.models import FamilyLink
from sharing_portal.errors import RefusedInput


class SignLink(APIView):
    """Send the family a link by which it chooses and signs; an earlier one to the same draft is closed."""

    @extend_schema(request=FamilyLinkInput, responses={201: NewLinkOutput})
    def post(self, request: PortalAPIRequest, pk: UUID) -> Response:
        draft = get_object_or_404(queries.drafts_of(request.user), pk=pk)
        signer = draft.answers.get("signer")
        if not signer:
            raise RefusedInput(_("Say first who signs."))
        guardian = chosen(draft.youth, signer["who"]).guardian
        link, code = actions.make_link(
            draft,
            by=request.user,
            kind=FamilyLink.Kind.SIGN,
            person_name=signer["signer_name"],
            guardian=guardian,
            **_given(request),
        )
        return _shown(link, code)


class PageLinks(ListAPIView[FamilyLink]):
    """The links of the young person of a consent; POST sends one to the page of what was agreed and shared."""

    serializer_class = LinkOutput
    queryset = FamilyLink.objects.none()

    request: PortalAPIRequest  # type: ignore[assignment]

    def get_queryset(self) -> QuerySet[FamilyLink]:
        consent = own(self.request, self.kwargs["pk"])
        record("consent.viewed", by=self.request.user, on=consent, youth_id=consent.youth_id)
        return queries.links_visible_to(self.request.user).filter(youth=consent.youth_id)

    @extend_schema(request=FamilyLinkInput, responses={201: NewLinkOutput})
    def post(self, request: PortalAPIRequest, pk: UUID) -> Response:
        return _shown(*actions.make_page_link(own(request, pk), by=request.user, **_given(request)))


class CloseLink(APIView):
    """Let a link open nothing from now on."""

    @extend_schema(request=None, responses=LinkOutput)
    def post(self, request: PortalAPIRequest, pk: UUID) -> Response:
        link = get_object_or_404(queries.links_visible_to(request.user), pk=pk)
        return Response(LinkOutput(actions.close_link(link, by=request.user)).data)


def _given(request: PortalAPIRequest) -> dict[str, Any]:
    """Where the link goes, in which language, and how who opens it is checked."""
    given = taken(FamilyLinkInput, request)
    check = FamilyLink.Check(given["check_by"])
    return {"check": check, "language": given["language"], "email": given["email"]}


def _shown(link: FamilyLink, code: str) -> Response:
    link.refresh_from_db()
    return Response(NewLinkOutput(link, context={"code": code}).data, status=status.HTTP_201_CREATED)
