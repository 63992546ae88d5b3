"""Pages of lists that may be too long to count."""

from functools import cached_property
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet


class LongList(Paginator):
    """Pages of a queryset, newest or first in order; the end is known once it is less than `ahead` rows away."""

    # How far ahead of the page asked for it is counted: counting an agency's all would cost more than the page.
    ahead = 1000
    counted_to = ahead

    def get_page(self, number: Any) -> Page[Any]:
        """The page asked for, or the nearest there is; the first when what was asked for is no page's number."""
        text = str(number)
        asked = max(1, int(text)) if text.isdecimal() and len(text) < 8 else 1
        self.counted_to = asked * self.per_page + self.ahead
        return super().get_page(asked)

    @cached_property
    def count(self) -> int:
        """How many rows there are, or as many as were counted."""
        rows = cast("QuerySet[Any]", self.object_list)
        return int(rows.order_by().values("pk")[: self.counted_to].count())
