"""The public copy comes with the last party's word and goes with the first that is taken back, by the database itself."""

import pytest
from django.db import connection
from django.urls import reverse

from accounts.models import User
from agencies.acting import acting_as
from mous import actions, queries
from mous.models import Mou, MouPublication, PublishedMou
from notices.models import Notice
from sharing_portal.errors import Forbidden, InvalidTransition
from tests.mous.test_agreement_rows import GRANT, POLICY, refused, run

AGREE = """INSERT INTO mous_moupublication (id, mou_id, agency_id, by_id)
  VALUES (gen_random_uuid(), %(mou)s, %(agency)s, %(by)s)"""


def agree(mou, *people):
    for person in people:
        with acting_as(person):
            actions.agree_to_publish(Mou.objects.get(pk=mou.pk), by=person)


def test_it_is_public_when_the_last_party_agrees_and_hidden_when_the_first_stops(signed, nora, sam):
    agree(signed, nora, nora)
    assert not PublishedMou.objects.exists()
    with acting_as(sam):
        assert Notice.objects.filter(user=sam, kind="mou.to_publish").count() == 1
    agree(signed, sam)
    copy = PublishedMou.objects.get()
    assert (copy.pk, copy.title, copy.parties) == (
        signed.pk,
        signed.title,
        ["North School District", "South Community Mental Health"],
    )
    assert (copy.categories, copy.purposes) == (["attendance", "discipline"], ["care_coordination"])
    with acting_as(nora):
        actions.stop_publishing(signed, by=nora)
        actions.stop_publishing(signed, by=nora)
    assert not PublishedMou.objects.exists()
    agree(signed, nora)
    assert PublishedMou.objects.exists()
    with acting_as(sam):
        kinds = [notice.kind for notice in Notice.objects.filter(user=sam).order_by("created_at")]
    assert kinds.count("mou.published") == 2
    assert kinds.count("mou.unpublished") == 1


def test_no_person_of_any_agency_is_in_the_copy(signed, nora, sam):
    agree(signed, nora, sam)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(p)::text FROM mous_publishedmou p")
        (copy,) = cursor.fetchone()
    people = User.objects.exclude(name="")
    assert people.count() > 3
    assert not [person.name for person in people if person.name in copy or person.email in copy]
    assert "Main Street" not in copy


def test_a_withdrawal_hides_it_and_the_others_are_asked_anew(three, nora, sam, wendy):
    agree(three, nora, sam, wendy)
    assert PublishedMou.objects.exists()
    with acting_as(wendy):
        actions.withdraw(three, by=wendy, reason="We close.")
    assert not PublishedMou.objects.exists()
    agree(three, nora)
    assert not PublishedMou.objects.exists()
    agree(three, sam)
    copy = PublishedMou.objects.get()
    assert copy.parties == ["North School District", "South Community Mental Health"]
    assert [(term["holder"], term["asker"]) for term in copy.document["terms"]] == [
        ("North School District", "South Community Mental Health")
    ]
    with acting_as(sam):
        actions.withdraw(three, by=sam, reason="We close too.")
    assert not PublishedMou.objects.exists()


def test_only_a_partys_signatory_says_so_and_only_of_what_is_signed(signed, sent, dana, bob, wendy, nora):
    for person in (dana, bob):
        with acting_as(person), pytest.raises(Forbidden):
            actions.agree_to_publish(signed, by=person)


def test_what_is_not_in_force_is_not_published(sent, nora):
    with acting_as(nora), pytest.raises(InvalidTransition):
        actions.agree_to_publish(sent, by=nora)


@pytest.mark.data_layer
def test_nobody_publishes_past_the_parties_by_sql(signed, nora, sam, dana, wendy, north, south, west):
    for person, agency, by in (
        (nora, south, nora),
        (nora, north, sam),
        (dana, north, dana),
        (wendy, west, wendy),
    ):
        refused(POLICY, person, AGREE, mou=signed.pk, agency=agency.pk, by=by.pk)
    assert run(nora, AGREE, mou=signed.pk, agency=north.pk, by=nora.pk) == 1
    refused(GRANT, nora, "INSERT INTO mous_publishedmou (id) VALUES (gen_random_uuid())")
    refused(GRANT, nora, "UPDATE mous_publishedmou SET title = 'x'")
    refused(GRANT, nora, "DELETE FROM mous_publishedmou")
    refused(GRANT, nora, "UPDATE mous_moupublication SET agency_id = %(south)s", south=south.pk)
    assert run(sam, "DELETE FROM mous_moupublication") == 0
    assert run(dana, "DELETE FROM mous_moupublication") == 0


@pytest.mark.data_layer
def test_what_is_out_for_signature_is_not_published_by_sql(sent, nora, north):
    refused(POLICY, nora, AGREE, mou=sent.pk, agency=north.pk, by=nora.pk)


def test_the_page_says_who_agrees_and_takes_it_back(sign_in, signed, nora, sam):
    agree(signed, sam)
    client, address = sign_in(nora), reverse("mous:publish", args=[signed.pk])
    page = client.get(address).content.decode()
    assert "Has not agreed" in page
    assert "Check that it names no person" in page
    done = client.post(address, {"say": "agree"}, follow=True).content.decode()
    assert "Every party agrees: the agreement is in the public register." in done
    assert (
        reverse("mous:published", args=[signed.pk])
        in client.get(reverse("mous:detail", args=[signed.pk])).content.decode()
    )
    gone = client.post(address, {"say": "stop"}, follow=True).content.decode()
    assert "not in the public register" in gone
    with acting_as(nora):
        assert MouPublication.objects.count() == 1
        assert not queries.is_public(signed)
