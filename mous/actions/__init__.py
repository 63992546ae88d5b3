"""The verbs of an agreement. Each locks the agreement's row first, so that two people cannot both win."""

from mous.actions.deputies import name_deputy, revoke_deputy
from mous.actions.drafting import draft, edit, edit_section, set_parties, write_sections
from mous.actions.life import withdraw
from mous.actions.publishing import agree_to_publish, stop_publishing
from mous.actions.reviewing import approve_text, send_back, send_for_review
from mous.actions.signing import ask_again, ask_for_time, cancel, decline, send, sign
from mous.actions.terms import PROHIBITED_PURPOSES, Flow, add_term, change_term, remove_term, set_flows

__all__ = [
    "PROHIBITED_PURPOSES",
    "Flow",
    "add_term",
    "agree_to_publish",
    "approve_text",
    "ask_again",
    "ask_for_time",
    "cancel",
    "change_term",
    "decline",
    "draft",
    "edit",
    "edit_section",
    "name_deputy",
    "remove_term",
    "revoke_deputy",
    "send",
    "send_back",
    "send_for_review",
    "set_flows",
    "set_parties",
    "sign",
    "stop_publishing",
    "withdraw",
    "write_sections",
]
