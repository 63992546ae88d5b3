"""What is stopped is stopped on every form that the same person signed: a family means what is shared, not a form."""

from datetime import timedelta

import pytest
from django.urls import reverse

from agencies.acting import acting_as
from consents.actions import record_consent
from consents.lines import GrantLine
from consents.models import Consent, ConsentForm, ConsentGrant
from disclosures import actions
from disclosures.actions.releasing import AccessEnded
from disclosures.models import Release, ReleaseBasis
from law.vocabulary import SignerCapacity
from notices.models import Notice
from sharing_portal.errors import Forbidden
from tests import factories
from tests.family.conftest import released_to


@pytest.fixture
def renewed(page, bob, maya, mother, guardian_of, north, south, west):
    """The mother's page; her first form (attendance to South and West), the later one, and one of the father's."""
    family, first = page()
    father = guardian_of(maya, first_name="Luis", relation="father")

    def recorded(guardian, days, *recipients):
        lines = [
            GrantLine(
                discloser=north, recipient=recipient, category="attendance", purposes=["care_coordination"],
                starts_on=north.today(), expires_on=north.today() + timedelta(days=days),
            )
            for recipient in recipients
        ]  # fmt: skip
        with acting_as(bob):
            return record_consent(
                maya, by=bob, form=ConsentForm.objects.get(pk=first.form_id), signer_name=str(guardian),
                capacity=SignerCapacity.PARENT, guardian=guardian, lines=lines,
            )  # fmt: skip

    return family, first, recorded(mother, 300, south, west), recorded(father, 250, south)


def left(bob, consent):
    with acting_as(bob):
        found = ConsentGrant.objects.filter(consent=consent, revoked_at=None)
        return sorted(f"{grant.category} to {grant.recipient.name.split()[0]}" for grant in found)


FIRST = ["attendance to South", "attendance to West", "discipline to South"]


@pytest.mark.parametrize(
    ("scope", "stays_of_first", "stays_of_second"),
    [
        ("all", [], []),
        ("south", ["attendance to West"], ["attendance to West"]),
        ("attendance", ["discipline to South"], []),
    ],
)
def test_a_mother_stops_it_on_all_her_forms(
    renewed, bob, south, alice, maya, north, scope, stays_of_first, stays_of_second
):
    family, first, second, fathers = renewed
    assert left(bob, first) == FIRST
    release = released_to(alice, bob, maya, north, factories.item(bob, maya))
    chosen = {"all": "all", "south": f"to:{south.pk}", "attendance": "of:attendance"}[scope]
    address = f"/family/page/{second.pk}/stop/"
    assert "You signed 1 other form for Maya Torres." in family.get(address).content.decode()
    assert family.post(address, {"scope": chosen}).status_code == 302
    assert (left(bob, first), left(bob, second)) == (stays_of_first, stays_of_second)
    assert left(bob, fathers) == ["attendance to South"]
    with acting_as(bob):
        told = Notice.objects.filter(user=bob, kind="consent.revoked").values_list("object_id", flat=True)
        assert sorted(told) == sorted([first.pk, second.pk])
        assert Release.objects.get(pk=release.pk).ended_at is not None
    with acting_as(alice), pytest.raises(AccessEnded):
        actions.open_release(release, by=alice)


def test_what_only_an_older_form_gives_can_be_stopped_from_any(renewed, bob):
    family, first, second, _fathers = renewed
    family.post(f"/family/page/{second.pk}/stop/", {"scope": "of:discipline"})
    assert left(bob, first) == ["attendance to South", "attendance to West"]


@pytest.mark.parametrize(
    ("ticked", "how", "reaches"), [(True, "spoken", True), (False, "spoken", False), (True, "wrong", False)]
)
def test_staff_stop_the_other_forms_too_unless_they_say_no(renewed, bob, sign_in, ticked, how, reaches):
    """What was entered by mistake says nothing of the other forms."""
    _family, first, second, fathers = renewed
    client, address = sign_in(bob), reverse("disclosures:revoke_consent", args=[second.pk])
    page = client.get(address)
    assert f"The same in the other consents of Ana Torres: {first.reference}" in page.content.decode()
    assert page.context["form"]["others"].value() is True
    given = {"scope": "all", "how": how} | ({"others": "on"} if ticked else {})
    assert client.post(address, given).status_code == 302
    assert left(bob, second) == []
    assert left(bob, first) == ([] if reaches else FIRST)
    assert left(bob, fathers) == ["attendance to South"]


@pytest.mark.parametrize(
    ("everywhere", "how", "reaches"),
    [(True, "spoken", True), (False, "spoken", False), (True, "wrong", False)],
)
def test_the_api_asks_for_it_by_name(renewed, bob, sign_in, everywhere, how, reaches):
    """What was entered by mistake ends that form alone, whoever asks in whichever way."""
    _family, first, second, fathers = renewed
    body = {"how": how, "on_every_form": everywhere}
    address = reverse("api-revoke-consent", args=[second.pk])
    assert sign_in(bob).post(address, body, content_type="application/json").status_code == 200
    assert left(bob, second) == []
    assert left(bob, first) == ([] if reaches else FIRST)
    assert left(bob, fathers) == ["attendance to South"]


def test_another_young_persons_form_is_never_among_the_others(renewed, bob, guardian_of, north):
    _family, first, _second, _fathers = renewed
    leo = factories.youth(bob, "Leo", "Torres")
    with acting_as(bob):
        other = Consent(pk=first.pk, agency=north, youth=leo)
        with pytest.raises(Forbidden):
            actions.revoke_consent(first, by=bob, others=[other])
    assert left(bob, first) == FIRST


def test_a_release_rests_on_the_form_that_lasts_longest(renewed, alice, bob, maya, north):
    """Otherwise access ends with the old form although the family has renewed."""
    _family, _first, second, _fathers = renewed
    release = released_to(alice, bob, maya, north, factories.item(bob, maya))
    with acting_as(bob):
        assert ReleaseBasis.objects.get(release=release).grant.consent_id == second.pk
