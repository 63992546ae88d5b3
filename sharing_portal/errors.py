"""The portal's errors: what went wrong, in words a person can act on, with the HTTP status it answers."""

from typing import Any

from django.core.exceptions import PermissionDenied


class PortalError(Exception):
    """A refusal with a stable `code`, an HTTP `status` and a message that may be shown to the person."""

    code = "error"
    status = 400

    def __init__(self, message: str, **detail: Any) -> None:
        super().__init__(message)
        self.message = message
        self.detail = detail


class Forbidden(PortalError, PermissionDenied):
    """The person may see the object but may not do this to it."""

    code = "forbidden"
    status = 403


class RefusedInput(PortalError):
    """The input has the right shape but the portal must not accept it; nothing was changed."""

    code = "refused_input"
    status = 400


class InvalidTransition(PortalError):
    """The object is not in a state from which this is possible."""

    code = "invalid_transition"
    status = 409


class StaleState(InvalidTransition):
    """Somebody else changed the object first."""

    code = "stale_state"


class NoLegalBasis(PortalError):
    """The law engine does not allow it; `decision` says why and what would."""

    code = "no_legal_basis"
    status = 409

    def __init__(self, message: str, decision: Any = None) -> None:
        super().__init__(message)
        self.decision = decision


class AuditUnavailable(PortalError):
    """The audit event could not be written, so the page must not be shown."""

    code = "audit_unavailable"
    status = 503


class DamagedFile(PortalError):
    """A file kept by the portal is missing or not as it was stored, so it must not be given out."""

    code = "damaged_file"
    status = 503


def require(allowed: bool, message: str = "You may not do this.") -> None:
    """Raise `Forbidden` unless `allowed`."""
    if not allowed:
        raise Forbidden(message)
