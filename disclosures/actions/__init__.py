"""The verbs of a disclosure. Web, API, tasks and commands all come through here."""

from disclosures.actions.agreements import agree_to_end, end_what_lost_its_agreement, withdraw_from
from disclosures.actions.asking import (
    answer_question,
    attach_consent,
    compose,
    detach_consent,
    edit,
    submit,
    withdraw,
)
from disclosures.actions.deciding import approve, ask_for_more, confirm_evidence, match, refuse
from disclosures.actions.ending import (
    edit_guardian,
    end_what_lost_its_consent,
    record_event,
    revoke_consent,
)
from disclosures.actions.exporting import export_log
from disclosures.actions.releasing import (
    acknowledge,
    download,
    open_release,
    recall,
    release,
)
from disclosures.actions.wishes import answer_wish, ask_agency

__all__ = [
    "acknowledge",
    "agree_to_end",
    "answer_question",
    "answer_wish",
    "approve",
    "ask_agency",
    "ask_for_more",
    "attach_consent",
    "compose",
    "confirm_evidence",
    "detach_consent",
    "download",
    "edit",
    "edit_guardian",
    "end_what_lost_its_agreement",
    "end_what_lost_its_consent",
    "export_log",
    "match",
    "open_release",
    "recall",
    "record_event",
    "refuse",
    "release",
    "revoke_consent",
    "submit",
    "withdraw",
    "withdraw_from",
]
