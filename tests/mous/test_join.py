"""Joinder: an agency signs an exhibit and is a party on the terms of one that is bound; nobody else's terms change."""

import json

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from agencies.acting import acting_as
from mous import actions, queries
from mous.document import fingerprint
from mous.models import Mou, MouJoinder
from notices.models import Notice
from sharing_portal.errors import Forbidden, InvalidTransition, RefusedInput, StaleState
from sharing_portal.sealing.verify import Verdict, verify
from tests.factories import PASSWORD
from tests.mous import agreements
from tests.mous.test_agreement_rows import POLICY, run
from tests.sealing import work_off


@pytest.fixture
def open_one(dana, nora, sam, wendy, north, south, west, parties, operator) -> Mou:
    """Signed by North and South, open to others: South may ask North for attendance."""
    agreements.give_address(west, by=operator)
    mou = agreements.drafted(dana, parties, [(north, south, ["attendance"], ["care_coordination"])])
    with acting_as(dana):
        actions.edit(
            mou, by=dana, title=mou.title, starts_on=mou.starts_on, ends_on=mou.ends_on, open_to_joinder=True
        )
    return agreements.signed(agreements.sent(mou, dana), [nora, sam])


@pytest.fixture
def offer(open_one, nora, west, south) -> MouJoinder:
    with acting_as(nora):
        return actions.offer_to_join(open_one, by=nora, agency=west, like=south)


def signature(offer, by):
    return {
        "typed_name": by.name, "title": "Director", "attested": True, "text_sha256": offer.exhibit_sha256,
        "proofs": ["password"],
    }  # fmt: skip


def joined(offer, by):
    with acting_as(by):
        found = MouJoinder.objects.select_related("mou", "agency", "like").get(pk=offer.pk)
        actions.join(found, by=by, **signature(offer, by))
    return found


def holders(person):
    with acting_as(person):
        return list(queries.holders_one_may_ask(person))


def test_the_exhibit_says_what_is_joined_and_on_which_terms(offer, open_one, north, south, west):
    exhibit = json.loads(offer.exhibit_text)
    assert fingerprint(offer.exhibit_text) == offer.exhibit_sha256
    assert exhibit["agreement_sha256"] == open_one.text_sha256
    assert (exhibit["joins"], exhibit["like"]) == (west.name, south.name)
    assert [(term["holder"], term["asker"]) for term in exhibit["terms"]] == [(north.name, west.name)]
    assert exhibit["terms"][0]["categories"] == ["Attendance"]


def test_who_signs_it_is_a_party_from_that_moment(
    offer, open_one, nora, wendy, carol, alice, north, south, west
):
    assert holders(carol) == []
    joined(offer, wendy)
    assert holders(carol) == [north]
    assert holders(alice) == [north]
    with acting_as(nora):
        open_one.refresh_from_db()
        party = open_one.parties.get(agency=west)
        assert party.joined_at is not None
        assert open_one.terms.count() == 2
        assert [event.kind for event in open_one.events.all()[:2]] == ["joined", "joinder_offered"]
        row = open_one.joinders.get()
        assert (row.state, row.closed_by, row.typed_name, row.proofs) == (
            "joined",
            wendy,
            wendy.name,
            ["password"],
        )
        assert Notice.objects.filter(user=nora, kind="mou.joined").exists()


def test_it_is_seen_while_the_offer_stands_and_no_longer(offer, open_one, nora, wendy, carol):
    with acting_as(carol):
        assert queries.visible_to(carol).get() == open_one
    with acting_as(wendy):
        assert Notice.objects.get(user=wendy).kind == "mou.joinder_offered"
        actions.decline_to_join(MouJoinder.objects.get(pk=offer.pk), by=wendy, reason="Not this year.")
        assert not queries.visible_to(wendy).exists()
        assert not MouJoinder.objects.exists()
    with acting_as(nora):
        assert open_one.joinders.get().note == "Not this year."
        assert open_one.events.first().kind == "joinder_declined"


def test_an_offer_is_taken_back_by_who_made_it(offer, open_one, nora, sam, wendy, west, south):
    with acting_as(sam), pytest.raises(Forbidden):
        actions.take_back_offer(MouJoinder.objects.get(pk=offer.pk), by=sam)
    with acting_as(nora):
        actions.take_back_offer(offer, by=nora)
        with pytest.raises(StaleState):
            actions.take_back_offer(MouJoinder.objects.get(pk=offer.pk), by=nora)
    with acting_as(wendy), pytest.raises((StaleState, MouJoinder.DoesNotExist)):
        joined(offer, wendy)
    with acting_as(nora):
        assert actions.offer_to_join(open_one, by=nora, agency=west, like=south).state == "offered"


def test_what_cannot_be_offered(signed, open_one, nora, dana, north, south, west):
    with acting_as(nora):
        with pytest.raises(InvalidTransition, match="does not let"):
            actions.offer_to_join(signed, by=nora, agency=west, like=south)
        with pytest.raises(RefusedInput, match="party already"):
            actions.offer_to_join(open_one, by=nora, agency=south, like=north)
        with pytest.raises(RefusedInput, match="binds now"):
            actions.offer_to_join(open_one, by=nora, agency=west, like=west)
        actions.offer_to_join(open_one, by=nora, agency=west, like=south)
        with pytest.raises(RefusedInput, match="not answered"):
            actions.offer_to_join(open_one, by=nora, agency=west, like=south)
    with acting_as(dana), pytest.raises(Forbidden):
        actions.offer_to_join(open_one, by=dana, agency=west, like=south)


def test_a_flow_that_law_forbids_is_not_offered(open_one, nora, west, south, monkeypatch):
    monkeypatch.setattr("mous.actions.joining.errors_in", lambda flows: ["No."])
    with acting_as(nora), pytest.raises(RefusedInput, match="law does not allow"):
        actions.offer_to_join(open_one, by=nora, agency=west, like=south)


def test_nothing_is_joined_that_is_about_to_be_replaced(offer, open_one, dana, nora, wendy):
    with acting_as(dana):
        new = actions.amend(open_one, by=dana)
    agreements.reviewed(new, dana)
    with acting_as(wendy), pytest.raises(DatabaseError, match="cannot be joined"), transaction.atomic():
        actions.join(
            MouJoinder.objects.select_related("mou", "agency", "like").get(pk=offer.pk),
            by=wendy,
            **signature(offer, wendy),
        )


def test_a_signature_is_whole_and_on_this_exhibit(offer, wendy, carol):
    good = signature(offer, wendy)
    with acting_as(wendy):
        found = MouJoinder.objects.select_related("mou", "agency", "like").get(pk=offer.pk)
        for change, error in (
            ({"typed_name": "Somebody Else"}, RefusedInput),
            ({"title": " "}, RefusedInput),
            ({"attested": False}, RefusedInput),
            ({"text_sha256": "0" * 64}, StaleState),
        ):
            with pytest.raises(error):
                actions.join(found, by=wendy, **{**good, **change})
        actions.join(found, by=wendy, **good)
        with pytest.raises(StaleState, match="answered"):
            actions.join(found, by=wendy, **good)
    with acting_as(carol), pytest.raises(Forbidden):
        actions.decline_to_join(MouJoinder.objects.get(pk=offer.pk), by=carol, reason="No.")


@pytest.mark.data_layer
def test_by_sql_nobody_joins_otherwise(offer, open_one, signed, nora, sam, wendy, dana, west, south, north):
    close = """UPDATE mous_moujoinder SET state = %(state)s, closed_at = now(), closed_by_id = %(by)s,
      typed_name = %(name)s, title = 'x', attestation = 'x' WHERE id = %(pk)s"""
    values = {"pk": offer.pk, "state": "joined", "by": wendy.pk, "name": "Wendy"}

    def refused(message, person, statement, **changes):
        with pytest.raises(DatabaseError, match=message):
            run(person, statement, **{**values, **changes})

    refused(POLICY, wendy, close, by=sam.pk)
    refused(POLICY, nora, close, by=nora.pk)
    refused("who signs", wendy, close, name=" ")
    refused(POLICY, wendy, close, state="taken_back")
    refused("permission denied", wendy, "UPDATE mous_moujoinder SET exhibit_text = 'x'")
    refused("permission denied", wendy, "DELETE FROM mous_moujoinder")
    assert run(sam, close, **{**values, "by": sam.pk, "state": "declined"}) == 0
    insert = """INSERT INTO mous_moujoinder (id, mou_id, agency_id, like_id, offered_for_id, offered_by_id, offered_at,
      exhibit_text, exhibit_sha256, state, note, typed_name, title, in_place_of, authority, attestation, proofs)
      VALUES (gen_random_uuid(), %(mou)s, %(agency)s, %(like)s, %(of)s, %(by)s, now(), 'x', %(hash)s, 'offered',
      '', '', '', '', '', '', '{}')"""
    good = {"mou": open_one.pk, "agency": west.pk, "like": south.pk, "of": north.pk, "by": nora.pk,
      "hash": fingerprint("x")}  # fmt: skip
    run(
        nora,
        "UPDATE mous_moujoinder SET state = 'taken_back', closed_at = now(), closed_by_id = %(by)s",
        by=nora.pk,
    )
    for message, person, change in (
        (POLICY, dana, {"by": dana.pk}),
        (POLICY, wendy, {"by": wendy.pk, "of": west.pk}),
        ("cannot be joined", nora, {"mou": signed.pk}),
        ("cannot be joined", nora, {"agency": south.pk}),
        ("cannot be joined", nora, {"like": west.pk}),
        ("cannot be joined", nora, {"hash": "0" * 64}),
    ):
        with pytest.raises(DatabaseError, match=message):
            run(person, insert, **{**good, **change})
    assert run(nora, insert, **good) == 1


def test_the_pages_offer_show_sign_and_print(
    open_one, nora, wendy, carol, west, south, north, sign_in, settings
):
    settings.REQUIRE_SECOND_FACTOR = False
    client = sign_in(nora)
    base = f"/agreements/{open_one.pk}/"
    assert "Invite an agency to join" in client.get(base).content.decode()
    refused = client.post(f"{base}offers/new/", {"agency": west.pk})
    assert "Choose the party" in refused.content.decode()
    answer = client.post(f"{base}offers/new/", {"agency": west.pk, "like": south.pk}, follow=True)
    assert "The offer was made" in answer.content.decode()
    with acting_as(nora):
        pk = open_one.joinders.get().pk
    page = f"{base}offers/{pk}/"
    joiner = sign_in(wendy)
    assert "Read and sign" in joiner.get(base).content.decode()
    assert sign_in(carol).get(page).status_code == 403
    assert joiner.get(f"{page}exhibit.pdf").content.startswith(b"%PDF-")
    text = joiner.get(page).content.decode()
    assert "becomes a party when this exhibit is signed" in " ".join(text.split())
    with acting_as(wendy):
        sha = MouJoinder.objects.get(pk=pk).exhibit_sha256
    statement = {
        "typed_name": wendy.name,
        "title": "Head",
        "attested": "on",
        "text_sha256": sha,
        "agency": west.pk,
    }
    asked = joiner.post(page, statement)
    assert asked.url.startswith(reverse("account_reauthenticate"))
    answer = joiner.post(asked.url, {"password": PASSWORD, "next": page}, follow=True)
    assert "Your agency is a party from now on" in answer.content.decode()
    assert "The sealed file is being prepared" in joiner.get(f"{page}exhibit.pdf").content.decode()
    assert holders(carol) == [north]


def test_the_exhibit_is_sealed_once_as_a_file_of_its_own(
    offer, open_one, nora, wendy, west, sign_in, seal_key
):
    joined(offer, wendy)
    work_off()
    work_off()
    address = f"/agreements/{open_one.pk}/offers/{offer.pk}/exhibit.pdf"
    content = sign_in(nora).get(address).content
    assert sign_in(wendy).get(address).content == content
    found = verify(content)
    assert found.verdict == Verdict.GENUINE
    assert [seal.reason.partition(" on ")[0] for seal in found.seals] == [
        f"{wendy.name}, Director, signed for {west.name}"
    ]
    with acting_as(nora):
        assert open_one.seals.count() == 2
        made = queries.seal_of(open_one, offer)
        assert (made.file_sha256, made.text_sha256) == (found.sha256, offer.exhibit_sha256)
        assert queries.seal_of(open_one).file_sha256 != found.sha256
    assert verify(content[:-9] + b"x" + content[-8:]).verdict != Verdict.GENUINE
