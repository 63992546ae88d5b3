"""The verbs of an agreement. Each locks the agreement's row first, so that two people cannot both win."""

from mous.actions.drafting import draft, edit, edit_section, set_parties, write_sections
from mous.actions.life import withdraw
from mous.actions.publishing import agree_to_publish, stop_publishing
from mous.actions.signing import approve_text, cancel, send, send_back, send_for_review, sign
from mous.actions.terms import PROHIBITED_PURPOSES, add_term, change_term, remove_term

__all__ = [
    "PROHIBITED_PURPOSES",
    "add_term",
    "agree_to_publish",
    "approve_text",
    "cancel",
    "change_term",
    "draft",
    "edit",
    "edit_section",
    "remove_term",
    "send",
    "send_back",
    "send_for_review",
    "set_parties",
    "sign",
    "stop_publishing",
    "withdraw",
    "write_sections",
]
