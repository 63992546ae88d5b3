"""Pages that draw on every app: the work list, the log, the audit trail, a youth's sharing, consent forms, and verifying a file."""

from desk.views.consent_forms import blank_consent_form, consent_form, consent_forms
from desk.views.log import log, log_entry, log_export
from desk.views.sharing import youth_sharing
from desk.views.trail import audit_trail, audit_verify
from desk.views.verify import verify
from desk.views.work import work

__all__ = [
    "audit_trail",
    "audit_verify",
    "blank_consent_form",
    "consent_form",
    "consent_forms",
    "log",
    "log_entry",
    "log_export",
    "verify",
    "work",
    "youth_sharing",
]
