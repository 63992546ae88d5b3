"""Amendment and renewal: a new version, signed anew by all, that takes the old one's place at one instant."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from agencies.acting import acting_as
from mous import actions, queries
from mous.changes import changes_since, earlier_text
from mous.models import Mou, MouEvent
from mous.periods import as_long_again
from mous.states import Standing
from notices.models import Notice
from sharing_portal.errors import Forbidden, InvalidTransition, RefusedInput, StaleState
from tests.mous import agreements


def holders(person):
    with acting_as(person):
        return list(queries.holders_one_may_ask(person))


def amended(mou, by, **dates):
    with acting_as(by):
        new = actions.amend(mou, by=by)
        if dates:
            actions.edit(
                new, by=by, **{"title": new.title, "starts_on": new.starts_on, "ends_on": new.ends_on} | dates
            )
    return new


def test_it_copies_text_parties_and_flows(signed, dana, north, south):
    new = amended(signed, dana)
    with acting_as(dana):
        assert (new.replaces, new.version, new.state) == (signed, 2, "draft")
        assert (new.starts_on, new.ends_on) == (north.today(), signed.ends_on)
        assert {party.agency for party in new.parties.all()} == {north, south}
        assert [part.text for part in new.sections.all()] == [part.text for part in signed.sections.all()]
        old_term, term = signed.terms.get(), new.terms.get()
        for name in ("from_agency", "to_agency", "categories", "purposes", "roles", "authority", "need"):
            assert getattr(term, name) == getattr(old_term, name)
        assert signed.events.first().kind == MouEvent.Kind.REDRAFTED
        assert new.events.get().kind == MouEvent.Kind.DRAFTED


def test_counsel_sees_what_it_changes_against_the_one_in_force(signed, dana, sam):
    new = amended(signed, dana)
    with acting_as(dana):
        agreements.reword(new, dana, "purpose", text="To keep every student well.")
        actions.send_for_review(new, by=dana)
    with acting_as(sam):
        read = Mou.objects.get(pk=new.pk)
        earlier = earlier_text(read)
        assert earlier.mou_id == signed.pk
        changed = {change.heading for change in changes_since(earlier.document, read)}
        assert read.sections.get(code="purpose").heading in changed


def test_it_replaces_the_old_one_with_the_last_signature(signed, dana, nora, sam, alice, bob, north, south):
    new = amended(signed, dana)
    with acting_as(dana):
        actions.remove_term(new.terms.get(), by=dana)
        actions.add_term(
            new, by=dana, from_agency=south, to_agency=north, categories=["medical"], purposes=["care_coordination"],
            authority=agreements.AUTHORITY, need=agreements.NEED,
        )  # fmt: skip
    agreements.sent(new, dana)
    agreements.signed(new, [nora])
    assert (holders(alice), holders(bob)) == ([north], [])
    agreements.signed(new, [sam])
    assert (holders(alice), holders(bob)) == ([], [south])
    with acting_as(sam):
        signed.refresh_from_db()
        assert (signed.superseded_on, signed.standing(south.today())) == (new.starts_on, Standing.SUPERSEDED)
        assert signed.events.first().kind == MouEvent.Kind.SUPERSEDED
        assert Notice.objects.filter(user=sam, kind="mou.superseded").exists()
        with pytest.raises(InvalidTransition):
            actions.withdraw(signed, by=sam, reason="Too late.")


def test_a_later_first_day_leaves_the_old_one_in_force_until_then(
    signed, dana, nora, sam, alice, north, south
):
    new = amended(signed, dana, starts_on=north.today() + timedelta(days=10))
    agreements.signed(agreements.sent(new, dana), [nora, sam])
    assert holders(alice) == [north]
    with acting_as(nora):
        signed.refresh_from_db()
        day = new.starts_on
        assert signed.standing(day - timedelta(days=1)) == Standing.IN_FORCE
        assert signed.standing(day) == Standing.SUPERSEDED
        for on in (day - timedelta(days=1), day):
            standing = {
                mou.pk for mou in queries.standing_in(queries.visible_to(nora), [Standing.IN_FORCE], on)
            }
            assert len(standing) == 1
    with acting_as(alice):
        assert queries.terms_in_force(asking=south, on=day).get().mou == new
        assert queries.terms_in_force(asking=south, on=day - timedelta(days=1)).get().mou == signed


def test_one_new_version_at_a_time_whoever_drafts_it(signed, dana, sam, south):
    new = amended(signed, dana)
    with acting_as(sam):
        with pytest.raises(InvalidTransition, match="under way"):
            actions.renew(signed, by=sam)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Mou.objects.create(
                agency=south, title="x", starts_on=date(2026, 1, 1), ends_on=date(2027, 1, 1), drafted_by=sam,
                replaces=signed,
            )  # fmt: skip
    with acting_as(dana):
        actions.cancel(new, by=dana)
    with acting_as(sam):
        assert actions.renew(signed, by=sam).agency == south


def test_only_drafters_of_a_bound_party_begin_one(signed, alice, carol, wendy, three, dana, nora):
    with acting_as(alice), pytest.raises(Forbidden):
        actions.amend(signed, by=alice)
    with acting_as(carol), pytest.raises(StaleState):
        actions.amend(signed, by=carol)
    with acting_as(wendy):
        actions.withdraw(three, by=wendy, reason="We merge.")
        with pytest.raises(Forbidden):
            actions.amend(three, by=wendy)


def test_whoever_is_bound_stays_a_party_and_who_withdrew_does_not(
    three, dana, nora, wendy, north, south, west
):
    with acting_as(dana):
        new = actions.amend(three, by=dana)
        with pytest.raises(RefusedInput, match="West"):
            actions.set_parties(new, by=dana, agencies=[north, south])
        actions.cancel(new, by=dana)
    with acting_as(wendy):
        actions.withdraw(three, by=wendy, reason="We merge.")
    with acting_as(dana):
        new = actions.amend(three, by=dana)
        assert {party.agency for party in new.parties.all()} == {north, south}
        assert not new.terms.filter(from_agency=west).exists()


def test_the_last_signatory_need_not_have_been_a_party(
    signed, dana, nora, sam, wendy, north, south, west, operator
):
    agreements.give_address(west, by=operator)
    new = amended(signed, dana)
    with acting_as(dana):
        actions.set_parties(new, by=dana, agencies=[north, south, west])
    agreements.signed(agreements.sent(new, dana), [nora, sam, wendy])
    with acting_as(wendy):
        assert not queries.visible_to(wendy).filter(pk=signed.pk).exists()
    with acting_as(nora):
        signed.refresh_from_db()
        assert signed.superseded_on == new.starts_on


def test_a_draft_or_an_ended_one_gets_no_new_version(draft, dana, signed, sam):
    with acting_as(sam):
        actions.withdraw(signed, by=sam, reason="The program closes.")
    with acting_as(dana), pytest.raises(InvalidTransition):
        actions.renew(signed, by=dana)


def test_a_renewal_goes_on_where_the_old_one_ends(signed, dana, nora, sam):
    with acting_as(dana):
        new = actions.renew(signed, by=dana)
    assert new.starts_on == signed.ends_on + timedelta(days=1)
    assert new.ends_on - new.starts_on == signed.ends_on - signed.starts_on
    agreements.signed(agreements.sent(new, dana), [nora, sam])
    with acting_as(nora):
        signed.refresh_from_db()
        assert signed.standing(nora.acting_agency.today()) == Standing.IN_FORCE


@pytest.mark.parametrize(
    ("first", "last", "again"),
    [
        ((2026, 1, 1), (2026, 12, 31), (2027, 12, 31)),
        ((2027, 7, 1), (2028, 6, 30), (2029, 6, 30)),
        ((2027, 3, 1), (2028, 2, 29), (2029, 2, 28)),
        ((2028, 2, 29), (2029, 2, 28), (2030, 2, 28)),
        ((2026, 1, 15), (2026, 4, 14), (2026, 7, 14)),
        ((2026, 1, 1), (2026, 1, 10), (2026, 1, 20)),
    ],
)
def test_as_long_again_counts_as_people_do(first, last, again):
    begin = date(*last) + timedelta(days=1)
    assert as_long_again(date(*first), date(*last), begin) == date(*again)


def test_the_page_offers_it_and_one_click_makes_the_draft(signed, dana, nora, alice, sign_in):
    client = sign_in(dana)
    page = client.get(f"/agreements/{signed.pk}/").content.decode()
    assert "Draft the renewal" in page
    assert "Draft a change" in page
    answer = client.post(f"/agreements/{signed.pk}/renew/", follow=True)
    assert "draft of version 2" in answer.content.decode()
    page = client.get(f"/agreements/{signed.pk}/").content.decode()
    assert "Draft the renewal" not in page
    assert "Followed by" in page
    assert client.post(f"/agreements/{signed.pk}/amend/").status_code == 409
    assert sign_in(alice).post(f"/agreements/{signed.pk}/amend/").status_code == 403
