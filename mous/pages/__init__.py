"""What the pages of an agreement show, in the order people ask for it; one module for each part of its life."""

from mous.pages.agreement import (
    TABS,
    answers,
    crumbs,
    day,
    detail_context,
    facts,
    flows,
    moment,
    not_covered,
    row,
    step_context,
)

__all__ = [
    "TABS",
    "answers",
    "crumbs",
    "day",
    "detail_context",
    "facts",
    "flows",
    "moment",
    "not_covered",
    "row",
    "step_context",
]
