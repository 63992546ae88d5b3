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
from disclosures.actions.exporting import export_log
from disclosures.actions.releasing import (
    acknowledge,
    download,
    open_release,
    recall,
    release,
    revoke_consent,
)

__all__ = [
    "acknowledge",
    "agree_to_end",
    "answer_question",
    "approve",
    "ask_for_more",
    "attach_consent",
    "compose",
    "confirm_evidence",
    "detach_consent",
    "download",
    "edit",
    "end_what_lost_its_agreement",
    "export_log",
    "match",
    "open_release",
    "recall",
    "refuse",
    "release",
    "revoke_consent",
    "submit",
    "withdraw",
    "withdraw_from",
]
