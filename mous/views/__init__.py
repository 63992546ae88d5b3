"""The pages of agreements: reading them, drafting one step by step, and the acts that bind."""

from mous.views.binding import ask_for_time, cancel, decline, send_back, sign, withdraw
from mous.views.calendar import calendar, calendar_file
from mous.views.deputies import deputies, deputy_add, deputy_end
from mous.views.drafting import (
    check,
    draft,
    edit,
    parties,
    section,
    text,
)
from mous.views.matrix import pair, terms
from mous.views.reading import detail, index
from mous.views.register import publish, published, register
from mous.views.reviewing import ask_again, changes, review, send
from mous.views.sealed import download, evidence, verify

__all__ = [
    "ask_again",
    "ask_for_time",
    "calendar",
    "calendar_file",
    "cancel",
    "changes",
    "check",
    "decline",
    "deputies",
    "deputy_add",
    "deputy_end",
    "detail",
    "download",
    "draft",
    "edit",
    "evidence",
    "index",
    "pair",
    "parties",
    "publish",
    "published",
    "register",
    "review",
    "section",
    "send",
    "send_back",
    "sign",
    "terms",
    "text",
    "verify",
    "withdraw",
]
