"""The pages of agreements: reading them, drafting one step by step, and the acts that bind."""

from mous.views.binding import cancel, send_back, sign, withdraw
from mous.views.drafting import (
    check,
    draft,
    edit,
    parties,
    section,
    term_add,
    term_edit,
    term_remove,
    terms,
    text,
)
from mous.views.reading import detail, index
from mous.views.reviewing import review, send
from mous.views.sealed import download, evidence, verify

__all__ = [
    "cancel",
    "check",
    "detail",
    "download",
    "draft",
    "edit",
    "evidence",
    "index",
    "parties",
    "review",
    "section",
    "send",
    "send_back",
    "sign",
    "term_add",
    "term_edit",
    "term_remove",
    "terms",
    "text",
    "verify",
    "withdraw",
]
