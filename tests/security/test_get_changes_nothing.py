"""A GET or HEAD writes nothing but what says that it happened (security: a link, a prefetch or a robot may follow it)."""

from django.urls import reverse

from tests.security.opened import tables_written
from tests.security.visits import Visitor

# Who looked at what, its place in the log's chain, and that the session is alive.
ALWAYS = {"audit_auditevent", "audit_chainlink", "audit_chainhead", "django_session"}
# Opening a release or downloading from it is itself a disclosure: the first opening is noted at the release, and every
# one in the legal log of both agencies.
EXCEPTIONS = {
    "disclosures:open": {"disclosures_release", "disclosures_logentry"},
    "disclosures:package": {"disclosures_logentry"},
    "disclosures:item_file": {"disclosures_logentry"},
    "api-open": {"disclosures_release", "disclosures_logentry"},
}


def test_a_get_or_head_writes_only_that_it_happened(opened):
    written = {
        f"{page.method} {page.address} by {page.person}": extra
        for page in opened
        if (extra := sorted(page.wrote - ALWAYS - EXCEPTIONS.get(page.address, set())))
    }
    assert written == {}


def test_a_visitor_who_is_not_signed_in_writes_nothing(opened):
    written = {page.address: page.wrote for page in opened if page.person == "anonymous" and page.wrote}
    assert written == {}


def test_each_exception_is_one(opened):
    """An exception nobody needs would hide a fault."""
    for address, tables in EXCEPTIONS.items():
        wrote = frozenset().union(*(page.wrote for page in opened if page.address == address))
        assert tables <= wrote, address


def test_a_write_would_be_seen(world):
    """Also when the request takes it back, as a refusal does."""
    before = tables_written()
    bob = Visitor(world, "bob")
    bob.visit("POST", "youth:item_new", ["maya"])
    after = tables_written()
    assert after["youth_recorditem"] == before.get("youth_recorditem", 0) + 1


def test_signing_out_by_link_signs_nobody_out(world):
    bob = Visitor(world, "bob")
    bob.client.get(reverse("account_logout"))
    assert bob.client.get(reverse("desk:work")).status_code == 200
