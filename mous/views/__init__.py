"""The pages of agreements: reading them, drafting one step by step, and the acts that bind."""

from mous.views.binding import ask_for_time, cancel, decline, send_back, sign
from mous.views.calendar import calendar, calendar_file
from mous.views.checklist import attest, checklist, take_back_attestation
from mous.views.commenting import comment_state, comments
from mous.views.deputies import deputies, deputy_add, deputy_end
from mous.views.drafting import check, draft, edit, invitations, parties
from mous.views.importing import import_text
from mous.views.joining import decline_to_join, join, offer, take_back_offer
from mous.views.life import amend, renew, retract_end
from mous.views.matrix import pair, terms
from mous.views.paper import confirm, paper, paper_send, scan
from mous.views.reading import detail, index
from mous.views.register import publish, published, register
from mous.views.reviewing import ask_again, changes, review, send
from mous.views.sealed import download, evidence, exhibit
from mous.views.wording import (
    restore,
    section,
    section_add,
    section_lock,
    section_move,
    text,
    versions,
)

__all__ = [
    "amend",
    "ask_again",
    "ask_for_time",
    "attest",
    "calendar",
    "calendar_file",
    "cancel",
    "changes",
    "check",
    "checklist",
    "comment_state",
    "comments",
    "confirm",
    "decline",
    "decline_to_join",
    "deputies",
    "deputy_add",
    "deputy_end",
    "detail",
    "download",
    "draft",
    "edit",
    "evidence",
    "exhibit",
    "import_text",
    "index",
    "invitations",
    "join",
    "offer",
    "pair",
    "paper",
    "paper_send",
    "parties",
    "publish",
    "published",
    "register",
    "renew",
    "restore",
    "retract_end",
    "review",
    "scan",
    "section",
    "section_add",
    "section_lock",
    "section_move",
    "send",
    "send_back",
    "sign",
    "take_back_attestation",
    "take_back_offer",
    "terms",
    "text",
    "versions",
]
