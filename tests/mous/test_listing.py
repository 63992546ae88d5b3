"""The list of agreements, which PostgreSQL makes past its policies: it shows what the policies show, and nothing else."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import connection
from django.urls import reverse

from agencies.acting import acting_as
from agencies.roles import ROLES
from mous import actions, queries
from mous.listing import Listed, ListedPages
from mous.models import Mou
from mous.states import Standing
from tests import factories
from tests.mous import agreements

pytestmark = pytest.mark.data_layer


def listed(standings, on, first=0, end=100):
    """Ids and parties, as the list has them."""
    return [(mou.pk, mou.party_names) for mou in Listed(standings, on)[first:end]]


def seen(person, standings, on):
    """Ids and parties, newest first, as the tables have them."""
    mous = queries.standing_in(queries.visible_to(person), standings, on).order_by("-created_at", "-pk")
    return [(mou.pk, [party.agency.name for party in mou.parties.all()]) for mou in mous]


@pytest.fixture
def agreements_of_all_kinds(dana, nora, sam, wendy, north, south, west, parties, operator):
    """Agreements of North, South and West in every state, with an invitation, an offer and a draft of another each."""
    agreements.give_address(west, by=operator)
    flow = (north, south, ["attendance"], ["care_coordination"])
    today = north.today()

    def drafted(title, **dates):
        return agreements.drafted(dana, parties, [flow], title=title, **dates)

    def signed(title, **dates):
        return agreements.signed(agreements.sent(drafted(title, **dates), dana), [nora, sam])

    drafted("private draft")
    shared, open_one = drafted("shared draft"), drafted("open")
    agreements.drafted(wendy, [north, west], [(west, north, *flow[2:])], title="West's draft")
    agreements.reviewed(drafted("reviewed"), dana)
    agreements.sent(drafted("sent"), dana)
    signed("upcoming", starts_on=today + timedelta(days=5), ends_on=today + timedelta(days=50))
    ended, replaced, given_up = signed("ended"), signed("replaced"), drafted("given up")
    with acting_as(dana):
        actions.invite_to_draft(shared, by=dana, agencies=[south])
        actions.edit(
            open_one, by=dana, title="open", starts_on=today, ends_on=open_one.ends_on, open_to_joinder=True
        )
        actions.cancel(given_up, by=dana)
        new = actions.amend(replaced, by=dana)
        actions.edit(
            new, by=dana, title="new", starts_on=today + timedelta(days=3), ends_on=today + timedelta(days=90)
        )
    agreements.signed(agreements.sent(open_one, dana), [nora, sam])
    agreements.signed(agreements.sent(new, dana), [nora, sam])
    with acting_as(nora):
        actions.offer_to_join(open_one, by=nora, agency=west, like=south)
    for person in (nora, sam):
        with acting_as(person):
            actions.agree_to_end(ended, by=person, reason="Over.")
    return today


def test_it_shows_what_each_agency_sees_on_each_day(agreements_of_all_kinds, dana, nora, sam, wendy):
    found = set()
    # The days on and around which something begins, is replaced or ends.
    days = [
        agreements_of_all_kinds + timedelta(days=ahead) for ahead in (-99, 0, 2, 3, 5, 50, 51, 90, 91, 999)
    ]
    for person, on in product((dana, nora, sam, wendy), days):
        with acting_as(person):
            for standing in Standing:
                expected = seen(person, [standing], on)
                assert listed([standing], on) == expected, (person, standing, on)
                found |= {standing} if expected else set()
            every = listed(list(Standing), on)
            assert every == seen(person, list(Standing), on)
            assert Listed(list(Standing), on).count_to(100) == len(every)
            assert listed(list(Standing), on, 1, 3) == every[1:3]
            assert Listed(list(Standing), on).count_to(2) == 2
    assert found == set(Standing)


def test_the_drafts_of_others_show_only_to_the_invited(agreements_of_all_kinds, dana, sam, wendy):
    def titles(person):
        with acting_as(person):
            return {mou.title for mou in Listed([Standing.DRAFT], agreements_of_all_kinds)[0:100]}

    assert titles(dana) == {"private draft", "shared draft"}
    assert titles(sam) == {"shared draft"}
    assert titles(wendy) == {"West's draft"}


@pytest.mark.parametrize("role", ROLES)
def test_it_answers_the_roles_that_read_agreements(signed, north, operator, role):
    person = factories.member("reader", north, [role], by=operator)
    with acting_as(person):
        assert listed([Standing.IN_FORCE], north.today()) == seen(person, [Standing.IN_FORCE], north.today())


def test_it_answers_nobody_who_acts_for_no_agency(signed, north):
    assert connection.settings_dict["USER"] == "portal_app"
    assert listed(list(Standing), north.today()) == []
    assert Listed(list(Standing), north.today()).count_to(10) == 0


def test_its_pages_lead_to_the_last(sign_in, signed, dana, north, parties, monkeypatch):
    flow = (*parties, ["attendance"], ["treatment"])
    made = [agreements.drafted(dana, parties, [flow], title=f"Draft {number}").pk for number in range(5)]
    monkeypatch.setattr(ListedPages, "ahead", 1)
    with acting_as(dana):
        drafts = Listed([Standing.DRAFT], north.today())
        pages = [ListedPages(drafts, 2).get_page(number) for number in (1, 2, 3, 9)]
        assert [page.has_next() for page in pages] == [True, True, False, False]
        assert [[mou.pk for mou in page] for page in pages] == [
            [*reversed(made)][a : a + 2] for a in (0, 2, 4, 4)
        ]
        assert Mou.objects.get(pk=made[0]).title == drafts[4:5][0].title
    assert "Draft 4" in sign_in(dana).get(reverse("mous:list") + "?show=drafts").content.decode()
