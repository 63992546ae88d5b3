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
from mous.views.reading import detail, download, index

__all__ = [
    "cancel",
    "check",
    "detail",
    "download",
    "draft",
    "edit",
    "index",
    "parties",
    "section",
    "send_back",
    "sign",
    "term_add",
    "term_edit",
    "term_remove",
    "terms",
    "text",
    "withdraw",
]
