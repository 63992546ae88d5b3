"""One shape for every error of the API. Apart from api.py, because DRF's views load that module themselves."""

from typing import Any

from rest_framework.response import Response
from rest_framework.views import exception_handler as default_handler
from rest_framework.views import set_rollback

from sharing_portal.error_pages import RETRY_AFTER
from sharing_portal.errors import PortalError


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer {"code", "message", "detail"}, with the engine's decision beside it where there is one."""
    if isinstance(error, PortalError):
        set_rollback()
        body = {"code": error.code, "message": error.message, "detail": error.detail}
        decision = getattr(error, "decision", None)
        if decision is not None:
            body["decision"] = decision.to_json()
        headers = {"Retry-After": RETRY_AFTER} if error.status == 503 else None
        return Response(body, status=error.status, headers=headers)
    response = default_handler(error, context)
    if response is not None:
        detail = response.data
        message = detail.get("detail", "") if isinstance(detail, dict) else ""
        code = getattr(message, "code", "invalid")
        response.data = {"code": code, "message": str(message), "detail": {} if message else detail}
    return response
