"""Lists too long to count: the end is known when it is near, and no row is out of reach."""

import pytest

from accounts.models import User
from sharing_portal.paging import LongList


@pytest.fixture
def twenty(db, monkeypatch):
    monkeypatch.setattr(LongList, "ahead", 4)
    User.objects.bulk_create(User(email=f"{number}@portal.example", password="!") for number in range(20))
    return User.objects.order_by("pk")


def test_the_first_page_counts_a_few_rows_ahead(twenty):
    page = LongList(twenty, 5).get_page(None)
    assert (len(page.object_list), page.paginator.count, page.has_next()) == (5, 9, True)


def test_every_page_leads_to_the_next_until_the_last(twenty):
    seen = []
    number = 1
    while True:
        page = LongList(twenty, 5).get_page(number)
        seen += page.object_list
        if not page.has_next():
            break
        number = page.next_page_number()
    assert (number, seen) == (4, list(twenty))


@pytest.mark.parametrize("asked", ["99", "", "x", "-1", "0", "9" * 5000, "٣"])
def test_a_page_that_is_not_there_is_the_nearest_one(twenty, asked):
    assert LongList(twenty, 5).get_page(asked).number == {"99": 4, "٣": 3}.get(asked, 1)
