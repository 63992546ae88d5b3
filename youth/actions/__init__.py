"""Everything one can do to youth records; each verb asks for permission, writes its audit event, and is whole."""

from youth.actions.caseload import assign, end_assignment, hand_over
from youth.actions.guardians import add_guardian, edit_guardian
from youth.actions.items import ItemContent, add_item, correct_item
from youth.actions.records import create_record, edit_record
from youth.actions.roster import apply_roster, check_roster, discard_roster

__all__ = [
    "ItemContent",
    "add_guardian",
    "add_item",
    "apply_roster",
    "assign",
    "check_roster",
    "correct_item",
    "create_record",
    "discard_roster",
    "edit_guardian",
    "edit_record",
    "end_assignment",
    "hand_over",
]
