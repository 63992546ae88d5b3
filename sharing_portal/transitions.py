"""State changes: a table, and compare-and-set so that two people cannot both win."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from sharing_portal.errors import InvalidTransition, StaleState

Transitions = Mapping[Any, frozenset[Any]]


def move(obj: models.Model, to: Any, table: Transitions, **fields: Any) -> None:
    """Move `obj.state` to `to` and set `fields` in the same statement.

    Raises `InvalidTransition` when `table` has no way from the state in hand, and `StaleState` when the row
    has changed since it was read. `state_changed_at` is set when the model has it. Nothing else is saved.
    """
    # Every model with a transition table has `state`; read from the database it is a plain string.
    state = type(to)(obj.state)  # type: ignore[attr-defined]
    if to not in table.get(state, frozenset()):
        raise InvalidTransition(
            _("This is already “%(state)s”, so it cannot become “%(to)s”.")
            % {"state": state.label, "to": to.label},
            state=state.value,
        )
    if any(field.name == "state_changed_at" for field in obj._meta.concrete_fields):
        fields["state_changed_at"] = timezone.now()
    rows = type(obj)._default_manager.filter(pk=obj.pk, state=state)
    if rows.update(state=to, **fields) != 1:
        raise StaleState(_("Somebody else has just changed this. Look at it again before you go on."))
    for name, value in {"state": to, **fields}.items():
        setattr(obj, name, value)
