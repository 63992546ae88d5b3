"""The pages of agreements: reading them, drafting one step by step, and the acts that bind."""

from mous.views.binding import ask_for_time, cancel, decline, send_back, sign, withdraw
from mous.views.calendar import calendar, calendar_file
from mous.views.commenting import comment_state, comments
from mous.views.deputies import deputies, deputy_add, deputy_end
from mous.views.drafting import check, draft, edit, invitations, parties
from mous.views.importing import import_text
from mous.views.matrix import pair, terms
from mous.views.paper import confirm, paper, paper_send, scan
from mous.views.reading import detail, index
from mous.views.register import publish, published, register
from mous.views.reviewing import ask_again, changes, review, send
from mous.views.sealed import download, evidence, verify
from mous.views.wording import (
    changes,
    restore,
    section,
    section_add,
    section_lock,
    section_move,
    text,
    versions,
)

__all__ = [
    "ask_again",
    "ask_for_time",
    "calendar",
    "calendar_file",
    "cancel",
    "changes",
    "check",
    "comment_state",
    "comments",
    "confirm",
    "decline",
    "deputies",
    "deputy_add",
    "deputy_end",
    "detail",
    "download",
    "draft",
    "edit",
    "evidence",
    "import_text",
    "index",
    "invitations",
    "pair",
    "paper",
    "paper_send",
    "parties",
    "publish",
    "published",
    "register",
    "restore",
    "review",
    "scan",
    "section",
    "section_add",
    "section_lock",
    "section_move",
    "send",
    "send_back",
    "sign",
    "terms",
    "text",
    "verify",
    "versions",
    "withdraw",
]
