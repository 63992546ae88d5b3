"""A holder sees the consent that another agency attached as long as the request is open or led to a release."""

import pytest
from django.urls import reverse

from agencies.acting import acting_as
from consents import queries
from consents.models import Consent, ConsentGrant
from disclosures import actions

pytestmark = pytest.mark.data_layer
NOT_SHOWN = "does not count here any more"


@pytest.fixture
def consent(souths_consent_for):
    """South, which asks, recorded it."""
    return souths_consent_for("attendance")


@pytest.fixture
def shown(consent, matched, alice):
    """The request to which alice attached it."""
    with acting_as(alice):
        actions.attach_consent(matched, consent, by=alice)
    return matched


def withdraw(request, alice, bob):
    with acting_as(alice):
        actions.withdraw(request, by=alice)


def refuse(request, alice, bob):
    with acting_as(bob):
        actions.refuse(request, by=bob, reason="We cannot share records on the description given.")


def seen(consent, person):
    """How many rows of it the person reads: the consent, and its lines."""
    with acting_as(person):
        return (
            Consent.objects.filter(pk=consent.pk).count(),
            ConsentGrant.objects.filter(consent=consent.pk).count(),
        )


@pytest.mark.parametrize("close", [withdraw, refuse])
def test_a_closed_request_shows_it_no_more_and_still_opens(consent, shown, alice, bob, sign_in, close):
    decide = reverse("disclosures:decide", args=[shown.pk])
    client = sign_in(bob)
    assert seen(consent, bob) == (1, 1)
    assert NOT_SHOWN not in client.get(decide).content.decode()
    close(shown, alice, bob)
    assert seen(consent, bob) == (0, 0)
    with acting_as(bob):
        assert list(queries.visible_to(bob)) == []
    page = client.get(decide)
    assert (page.status_code, page.content.decode().count(NOT_SHOWN)) == (200, 1)
    assert client.get(reverse("consents:detail", args=[consent.pk])).status_code == 404
    assert client.get(f"/api/requests/{shown.pk}/decision/").status_code == 200


def test_the_decision_keeps_what_it_said(consent, shown, alice, bob, cora, sign_in):
    with acting_as(cora):
        lines = [str(grant.pk) for grant in consent.grants.all()]
    refuse(shown, alice, bob)
    with acting_as(bob):
        answers = {answer["category"]: answer for answer in shown.decisions.get().engine["categories"]}
    assert answers["attendance"]["relies_on"] == lines
    assert sign_in(bob).get(reverse("disclosures:decision_pdf", args=[shown.pk])).status_code == 200


def test_another_request_that_waits_still_shows_it(consent, shown, compose, alice, bob):
    again = compose("attendance", reason="We ask once more, for the part that we need most.")
    with acting_as(alice):
        actions.attach_consent(again, consent, by=alice)
        actions.submit(again, by=alice)
    refuse(shown, alice, bob)
    assert seen(consent, bob) == (1, 1)


def test_a_release_that_rests_on_it_still_shows_it(consent, shown, items, alice, bob):
    with acting_as(bob):
        actions.approve(shown, by=bob, categories=["attendance"])
        actions.release(shown, by=bob, items=items[:1])
    assert seen(consent, bob) == (1, 1)


def test_why_it_was_stopped_and_who_wrote_it_down_stay_with_the_agency_that_recorded_it(
    consent, shown, bob, cora, sign_in
):
    with acting_as(cora):
        actions.revoke_consent(consent, by=cora, reason="He told the counselor why.", how="spoken")
    address = reverse("consents:detail", args=[consent.pk])
    own, theirs = (sign_in(person).get(address).content.decode() for person in (cora, bob))
    assert "He told the counselor why." in own
    assert "written down by Cora" in own
    assert "By phone or in person" in theirs
    assert "He told the counselor why." not in theirs
    assert "written down by" not in theirs
