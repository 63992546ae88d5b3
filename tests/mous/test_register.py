"""The public register: what anybody can read, find and not find, without an account."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.acting import acting_as
from mous import actions
from mous.models import PublishedMou
from tests.mous import agreements
from tests.mous.test_publish import agree

REGISTER = reverse("mous:register")


def address(mou):
    return reverse("mous:published", args=[mou.pk])


@pytest.fixture
def public(signed, nora, sam):
    agree(signed, nora, sam)
    return signed


def test_anybody_finds_it_and_reads_what_it_means(client, public):
    page = client.get(REGISTER).content.decode()
    assert "1 agreement" in page
    assert public.title in page
    one = client.get(address(public)).content.decode()
    for words in (
        "South Community Mental Health may ask North School District", "Attendance, Discipline", "What this means for you and your family",
        "Who agrees", public.text_sha256, "What may not be asked for under it",
    ):  # fmt: skip
        assert words in one
    assert "There is no translation" not in one


def test_in_spanish_the_page_says_that_the_text_is_english(client, public):
    client.cookies["django_language"] = "es"
    page = client.get(address(public), headers={"accept-language": "es"}).content.decode()
    assert '<html lang="es"' in page
    assert '<div class="measure prose" lang="en">' in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("party=north", 1), ("party=NORTH+sch", 1), ("party=west", 0), ("party=%25", 0), ("category=attendance", 1),
        ("category=medical", 0), ("purpose=care_coordination", 1), ("purpose=research", 0), ("category=nonsense", 1),
        ("party=north&category=discipline&purpose=care_coordination", 1), ("page=99", 1),
    ],
)  # fmt: skip
def test_the_list_is_narrowed(client, public, query, found):
    page = client.get(f"{REGISTER}?{query}").content.decode()
    assert (public.title in page) == bool(found)


def test_what_is_not_in_force_is_neither_listed_nor_shown(client, dana, north, south, parties, nora, sam):
    today = timezone.localdate()
    flow = (north, south, ["attendance"], ["care_coordination"])
    coming = agreements.drafted(
        dana, parties, [flow], starts_on=today + timedelta(2), ends_on=today + timedelta(90)
    )
    agree(agreements.signed(agreements.sent(coming, dana), [nora, sam]), nora, sam)
    assert PublishedMou.objects.get().pk == coming.pk
    assert client.get(address(coming)).status_code == 404
    assert coming.title not in client.get(REGISTER).content.decode()


def test_it_goes_on_the_day_after_the_last_and_on_the_day_it_is_replaced(client, public, later):
    with later(days=335):
        assert client.get(address(public)).status_code == 200
    with later(days=336):
        assert client.get(address(public)).status_code == 404
        assert client.get(REGISTER).content.decode().count(public.title) == 0


def test_a_draft_and_one_not_published_are_not_there(client, signed, draft):
    assert client.get(address(signed)).status_code == 404
    assert "No agreement is published" in client.get(REGISTER).content.decode()


def test_one_address_may_not_ask_without_end(db, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "read_register": "2/m/ip"}
    assert [client.get(REGISTER).status_code for _ in range(3)] == [200, 200, 429]


def test_nothing_is_shown_when_a_party_takes_it_back(client, public, sam):
    with acting_as(sam):
        actions.stop_publishing(public, by=sam)
    assert client.get(address(public)).status_code == 404
