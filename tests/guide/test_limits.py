"""One address may ask the guide so often and no more; people behind the same proxy are counted apart."""

from html import unescape

import pytest
from django.core.cache import cache
from django.urls import reverse
from redis.exceptions import ConnectionError as NoConnection

from accounts.adapter import PortalAccountAdapter

GUIDE = "/guide/"


@pytest.fixture(autouse=True)
def two_a_minute(settings):
    settings.ACCOUNT_RATE_LIMITS = {"guide": "2/m/ip"}
    cache.clear()
    yield
    cache.clear()


def statuses(client, *addresses: str) -> list[int]:
    return [client.get(GUIDE, REMOTE_ADDR=address).status_code for address in addresses]


def test_a_third_page_within_a_minute_waits_and_another_address_does_not(client, db):
    assert statuses(client, "192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.2") == [200, 200, 429, 200]


@pytest.mark.parametrize("page", ["law:register", "law:signers"])
def test_the_pages_of_the_library_that_take_long_to_make_count_with_the_guide(client, db, page):
    statuses(client, "192.0.2.1")
    found = [client.get(reverse(page), REMOTE_ADDR="192.0.2.1").status_code for _ in range(2)]
    assert found == [200, 429]
    assert client.get(reverse("law:overview"), REMOTE_ADDR="192.0.2.1").status_code == 200


def test_the_refusal_says_what_to_do_in_both_languages(client, db, settings):
    statuses(client, "192.0.2.1", "192.0.2.1")
    english = unescape(client.get(GUIDE, REMOTE_ADDR="192.0.2.1").content.decode())
    assert "Wait one minute" in english
    assert "call 911" in english
    client.cookies.load({settings.LANGUAGE_COOKIE_NAME: "es"})
    assert "Espere un minuto" in unescape(client.get(GUIDE, REMOTE_ADDR="192.0.2.1").content.decode())


def test_the_emergency_page_never_waits(client, db):
    emergency = reverse("guide:emergency")
    assert {client.get(emergency).status_code for _ in range(4)} == {200}


def test_what_is_counted_names_no_address(client, db, rf):
    client.get(GUIDE, REMOTE_ADDR="192.0.2.1")
    kept = str(cache._cache) + str(cache._expire_info)
    assert "guide" in kept
    assert "192.0.2.1" not in kept


def test_neighbors_of_one_ipv6_network_count_as_one(rf):
    def counted(address: str) -> str:
        return PortalAccountAdapter().get_client_ip(rf.get(GUIDE, REMOTE_ADDR=address))

    assert counted("2001:db8::1") == counted("2001:db8::2")
    assert counted("2001:db8::1") != counted("2001:db8:0:1::1")


def test_behind_a_proxy_people_are_counted_and_not_the_proxy_nor_what_they_claim(client, db, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    forwarded = ["192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.2", "192.0.2.3, 192.0.2.1"]
    found = [client.get(GUIDE, headers={"x-forwarded-for": address}).status_code for address in forwarded]
    assert found == [200, 200, 429, 200, 429]


def test_without_its_counters_the_guide_answers(client, db, monkeypatch):
    def broken(*args, **kwargs):
        raise NoConnection

    monkeypatch.setattr("allauth.core.internal.ratelimit.cache.add", broken)
    assert statuses(client, "192.0.2.1", "192.0.2.1", "192.0.2.1") == [200, 200, 200]
