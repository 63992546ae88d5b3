"""Who holds a link or a device gets no further by changing whom it is for, or by bringing a link along."""

import pytest
from django.urls import reverse

from agencies.acting import acting_as
from consents.actions import save_step
from consents.models import ConsentDraft
from notices.models import Notice
from tests.family.conftest import Check, Family, flow

REFUSED = b"That did not work"


@pytest.mark.parametrize(
    "change",
    [
        {"who": "adult_youth", "grounds": ["emancipated"], "authority_evidence": "Order seen"},
        {"signer_name": "Raul Torres"},
        {"method": "paper"},
    ],
)
def test_a_link_is_of_no_use_when_another_is_to_sign(prepared, linked, bob, change):
    draft = prepared()
    link, _code = linked(draft)
    inside = Family()
    inside.come(link)
    with acting_as(bob):
        draft.refresh_from_db()
        save_step(draft, by=bob, step="signer", answers={**draft.answers["signer"], **change})
    assert b"This page is closed" in inside.get("/family/who/").content
    assert REFUSED in Family().come(link).content


def test_the_same_signer_written_again_leaves_the_link_open(prepared, linked, bob):
    draft = prepared()
    link, _code = linked(draft)
    with acting_as(bob):
        draft.refresh_from_db()
        save_step(
            draft, by=bob, step="signer", answers={**draft.answers["signer"], "interpreter": "Eva Ruiz"}
        )
    assert Family().come(link).status_code == 302


def test_a_link_opened_on_a_device_handed_over_does_not_set_the_device_free(
    prepared, linked, bob, maya, sign_in
):
    draft = prepared()
    device = sign_in(bob)
    device.get("/")
    device.post(f"/family/hand-over/{maya.pk}/")
    link, code = linked(draft, check=Check.CODE)
    assert Family.come(device, link, code=code)["Location"] == "/family/"
    assert b"You are asked to decide" in device.get("/family/who/").content
    assert device.get("/youth/")["Location"] == "/family/"
    device.post("/family/leave/")
    assert device.get("/youth/")["Location"] == "/family/"


def test_asking_again_and_again_tells_the_agency_once_until_it_answers(signed, linked, bob):
    used = signed()
    with acting_as(bob):
        consent = used.consents.get()
    page, _code = linked(consent)
    family = Family()
    family.come(page)
    for _time in range(3):
        family.post(f"/family/page/{consent.pk}/ask/", {"kind": "copy"})
    with acting_as(bob):
        assert Notice.objects.filter(user=bob, kind="consent.copy_asked").count() == 1


def test_nothing_is_handed_over_or_sent_before_it_is_said_who_signs(bob, maya, mother, north, south, sign_in):
    """What came in as FHIR has an offer and no signer."""
    with acting_as(bob):
        ConsentDraft.objects.create(
            agency=north, youth=maya, author=bob, answers={"offer": [flow(north, south)]}
        )
    staff = sign_in(bob)
    steps = reverse("consents:step", args=[maya.pk, "signer"])
    assert staff.post(reverse("consents:send_link", args=[maya.pk]))["Location"] == steps
    assert staff.post(reverse("family:hand_over", args=[maya.pk]))["Location"] == steps
