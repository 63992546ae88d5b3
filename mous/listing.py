"""The list of an agency's agreements, which opens as fast where there are thousands."""

from collections.abc import Collection
from datetime import date
from functools import cached_property
from typing import Any

from django.db import connection

from mous.models import Mou
from mous.states import Standing
from sharing_portal.paging import LongList


class Listed:
    """What `queries.visible_to` shows of these standings on a day, newest first; it is read a page at a time.

    PostgreSQL answers for the acting person and agency (`portal.listed_agreements`), without asking the policies of the
    tables for all ids. Each agreement has what a line shows of it, `party_names` among that, and loads the rest.
    """

    ordered = True

    def __init__(self, standings: Collection[Standing], on: date) -> None:
        self.asked: list[Any] = [[standing.value for standing in standings], on]

    def count_to(self, most: int) -> int:
        """How many there are, or `most`."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT cardinality(portal.listed_agreement_ids(%s, %s, %s))", [*self.asked, most])
            return int(cursor.fetchone()[0])

    def __getitem__(self, rows: slice) -> list[Mou]:
        page = [rows.start, rows.stop - rows.start]
        return list(
            Mou.objects.raw("SELECT * FROM portal.listed_agreements(%s, %s, %s, %s)", [*self.asked, *page])
        )


class ListedPages(LongList):
    """Its pages. Few are counted ahead: PostgreSQL then stops after the newest."""

    ahead = 200
    # A `Listed`: it is asked for slices and its count alone, which Django does not offer as a type.
    object_list: Any

    @cached_property
    def count(self) -> int:
        """How many there are, or as many as were counted."""
        return self.object_list.count_to(self.counted_to)
