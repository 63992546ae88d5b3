"""Everything that can be done to a consent. Each verb asks who may, changes rows, and writes the log, or does nothing.

`check_import` changes nothing. What a family chooses before it signs is in the log by the pages on which it does.
"""

from consents.actions.acting import actor
from consents.actions.copies import record_copy, record_letter
from consents.actions.drafting import begin_draft, discard, save_step
from consents.actions.families import remind_family, take_copy
from consents.actions.importing import check_import, import_consent
from consents.actions.links import close_link, hand_over, make_link, make_own_page, make_page_link
from consents.actions.objecting import record_objection, withdraw_objection
from consents.actions.papers import (
    compare_paper,
    confirm,
    keep_scan,
    put_in_scan,
    record_paper,
    retype,
    send_back,
)
from consents.actions.recording import record_consent
from consents.actions.renewing import renew
from consents.actions.revoking import record_event, revoke
from consents.actions.signing import choose_how, choose_records, refuse, sign

__all__ = [
    "actor",
    "begin_draft",
    "check_import",
    "choose_how",
    "choose_records",
    "close_link",
    "compare_paper",
    "confirm",
    "discard",
    "hand_over",
    "import_consent",
    "keep_scan",
    "make_link",
    "make_own_page",
    "make_page_link",
    "put_in_scan",
    "record_consent",
    "record_copy",
    "record_event",
    "record_letter",
    "record_objection",
    "record_paper",
    "refuse",
    "remind_family",
    "renew",
    "retype",
    "revoke",
    "save_step",
    "send_back",
    "sign",
    "take_copy",
    "withdraw_objection",
]
