"""The verbs of an agreement. Each locks the agreement's row first, so that two people cannot both win."""

from mous.actions.calendar import make_calendar, remove_calendar
from mous.actions.checking import attest, take_back_attestation
from mous.actions.commenting import answer, comment, reopen, resolve
from mous.actions.deputies import name_deputy, revoke_deputy
from mous.actions.drafting import Start, draft, edit, invite_to_draft, set_parties
from mous.actions.importing import take_over
from mous.actions.joining import decline_to_join, join, offer_to_join, take_back_offer
from mous.actions.life import agree_to_end, retract_end, withdraw
from mous.actions.paper import ask_to_confirm, put_in_scan
from mous.actions.publishing import agree_to_publish, stop_publishing
from mous.actions.renewing import amend, renew
from mous.actions.reviewing import approve_text, send_back, send_for_review
from mous.actions.sections import (
    add_section,
    edit_section,
    leave_out,
    move_section,
    put_back,
    release_lock,
    restore_version,
    take_lock,
    write_sections,
)
from mous.actions.signing import ask_again, ask_for_time, cancel, decline, send, sign
from mous.actions.terms import PROHIBITED_PURPOSES, Flow, add_term, change_term, remove_term, set_flows

__all__ = [
    "PROHIBITED_PURPOSES",
    "Flow",
    "Start",
    "add_section",
    "add_term",
    "agree_to_end",
    "agree_to_publish",
    "amend",
    "answer",
    "approve_text",
    "ask_again",
    "ask_for_time",
    "ask_to_confirm",
    "attest",
    "cancel",
    "change_term",
    "comment",
    "decline",
    "decline_to_join",
    "draft",
    "edit",
    "edit_section",
    "invite_to_draft",
    "join",
    "leave_out",
    "make_calendar",
    "move_section",
    "name_deputy",
    "offer_to_join",
    "put_back",
    "put_in_scan",
    "release_lock",
    "remove_calendar",
    "remove_term",
    "renew",
    "reopen",
    "resolve",
    "restore_version",
    "retract_end",
    "revoke_deputy",
    "send",
    "send_back",
    "send_for_review",
    "set_flows",
    "set_parties",
    "sign",
    "stop_publishing",
    "take_back_attestation",
    "take_back_offer",
    "take_lock",
    "take_over",
    "withdraw",
    "write_sections",
]
