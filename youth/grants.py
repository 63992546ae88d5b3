"""The only place that gives and takes a person's grant of a youth record. PostgreSQL's policies read the same rows.

A grant carries the agency (from the transaction's identity), so a person who works for two agencies never mixes
what each of them gave her.
"""

from collections.abc import Sequence

from guardian.shortcuts import assign_perm, remove_perm

from accounts.models import User
from youth.models import YouthRecord

VIEW = "youth.view_youthrecord"


def give(record: YouthRecord, user: User) -> None:
    """Let this person see the record; giving it twice changes nothing."""
    assign_perm(VIEW, user, record)


def give_all(records: Sequence[YouthRecord], user: User) -> None:
    """Let this person see all of these records, none of which she was given before."""
    if records:
        assign_perm(VIEW, user, list(records))  # type: ignore[arg-type]  # it takes lists too


def take(record: YouthRecord, user: User) -> None:
    """Take the record from this person's sight, from her next request on."""
    remove_perm(VIEW, user, record)


def move_all(records: Sequence[YouthRecord], *, giver: User, receiver: User) -> None:
    """Take these records from one person and give them to another."""
    if records:
        chosen = YouthRecord.objects.filter(pk__in=[record.pk for record in records])
        assign_perm(VIEW, receiver, chosen)  # type: ignore[arg-type]  # it takes querysets too
        remove_perm(VIEW, giver, chosen)


def has(record: YouthRecord, user: User) -> bool:
    """Whether the record was given to this person by the agency she acts for."""
    return user.has_perm(VIEW, record)
