"""Who the database believes is asking: set for one transaction, read by every policy.

Identity comes in two steps: the user after sign-in, then the agency she acts for. Background work has no user:
it acts as a named principal, for one agency at a time. No context means no rows.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction

SETTINGS = ("portal.user_id", "portal.agency_id", "portal.principal", "portal.family_link")
_READ = "SELECT " + ", ".join(f"current_setting('{name}', true)" for name in SETTINGS)
_WRITE = "SELECT " + ", ".join(f"set_config('{name}', %s, true)" for name in SETTINGS)


def set_identity(
    *,
    user_id: UUID | None = None,
    agency_id: UUID | None = None,
    principal: str = "",
    family_link: UUID | None = None,
) -> None:
    """Set the identity for the rest of the current transaction; only inside `transaction.atomic`.

    A family has no account: it acts as the principal `family` with the link it came through, and sees what that opens.
    """
    assert connection.in_atomic_block, "identity lives as long as a transaction: open one first"
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [str(user_id or ""), str(agency_id or ""), principal, str(family_link or "")])


@contextmanager
def acting_for(
    *,
    user_id: UUID | None = None,
    agency_id: UUID | None = None,
    principal: str = "",
    family_link: UUID | None = None,
) -> Iterator[None]:
    """Run a block, in a transaction, as this user and agency, or as this named principal.

    The outer identity is restored on the way out: a released savepoint would keep the inner one. When the
    block raises, the savepoint's rollback restores it.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_READ)
            outer = [value or "" for value in cursor.fetchone()]
        set_identity(user_id=user_id, agency_id=agency_id, principal=principal, family_link=family_link)
        yield
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, outer)
