"""The API's shared half: who may call, and how lists are paged. Errors: api_errors.py."""

from typing import TYPE_CHECKING

from rest_framework.pagination import PageNumberPagination
from rest_framework.permissions import BasePermission

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView


class SignedInForAnAgency(BasePermission):
    """The person is signed in and acts for an agency."""

    def has_permission(self, request: "Request", view: "APIView") -> bool:
        return bool(request.user.is_authenticated and request.user.acting_agency_id)


class Pages(PageNumberPagination):
    """25 a page, at most 100."""

    page_size_query_param = "page_size"
    max_page_size = 100
