"""What families and young people wait for, on the work list."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from consents import queries as consent_queries
from desk.work.lines import SHOWN, Group, Task, day, group
from disclosures import queries


def turned_18(user: User) -> Group:
    """Young people for whom a parent had agreed until they turned 18: now they are asked themselves."""
    # `Any`: the query adds `birthday` to each consent.
    found: Iterable[Any] = consent_queries.to_ask_at_18(user)[: SHOWN + 1]
    return group(
        _("Turned 18: ask them"),
        (
            Task(
                what=consent.youth_name,
                url=reverse("consents:renew", args=[consent.pk]),
                action=_("Ask"),
                detail=_(
                    "What a parent or guardian agreed to has stopped. Only the young person decides now."
                ),
                when=_("18 since %(day)s") % {"day": day(consent.birthday)},
                names_youth=True,
            )
            for consent in found
        ),
        "consents:list",
    )


def wishes(user: User) -> Group:
    """What families ask of her agency about what was shared, until somebody writes down what was done."""
    today = user.acting_agency.today() if user.acting_agency else None
    found = queries.wishes_visible_to(user).filter(agency=user.acting_agency_id, answered_at=None)
    return group(
        _("What families ask"),
        (
            Task(
                what=wish.youth_name,
                url=reverse("disclosures:wish", args=[wish.pk]),
                action=_("Answer"),
                detail=str(wish.get_kind_display()),
                when=_("Answer by %(day)s") % {"day": day(wish.due_on)},
                urgent=_("Overdue") if today and wish.due_on < today else "",
                names_youth=True,
            )
            for wish in found[: SHOWN + 1]
        ),
        "disclosures:wishes",
    )
