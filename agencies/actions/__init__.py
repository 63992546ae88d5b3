"""The verbs: members of an agency, its profile and contacts, and its life in the portal."""

from agencies.actions.answering import accept, decline, enter
from agencies.actions.contacts import add_contact, edit_contact, move_contact, remove_contact, verify_contact
from agencies.actions.members import change_roles, invite, remove, resend_invitation, resume, suspend
from agencies.actions.profile import activate, edit_profile, onboard, resume_agency, suspend_agency

__all__ = [
    "accept",
    "activate",
    "add_contact",
    "change_roles",
    "decline",
    "edit_contact",
    "edit_profile",
    "enter",
    "invite",
    "move_contact",
    "onboard",
    "remove",
    "remove_contact",
    "resend_invitation",
    "resume",
    "resume_agency",
    "suspend",
    "suspend_agency",
    "verify_contact",
]
