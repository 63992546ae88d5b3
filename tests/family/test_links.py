"""Staff's pages about links: one is sent and its code shown once, it is seen and closed, and it opens the family's page."""

import re

import pytest
from django.urls import reverse

from agencies.acting import acting_as
from audit.models import AuditEvent
from consents.links import code_hash
from consents.models import Consent, ConsentDraft, FamilyLink
from sharing_portal.errors import RefusedInput
from tests.family.conftest import Check, Family, Kind

GIVEN = {"email": "ana@family.example", "check": "code", "language": "es"}


def links(bob, **filters):
    with acting_as(bob):
        return list(FamilyLink.objects.filter(**filters).order_by("created_at"))


def test_a_link_is_sent_and_its_code_is_shown_once(prepared, bob, maya, mother, sign_in):
    prepared()
    staff, address = sign_in(bob), reverse("consents:send_link", args=[maya.pk])
    assert b"ana@family.example" in staff.get(address).content, "the address on file"
    code = re.search(r"<strong>(\d{6})</strong>", staff.post(address, GIVEN).content.decode())[1]
    (link,) = links(bob)
    assert (link.kind, link.check_by, link.language, link.guardian_id) == (
        Kind.SIGN,
        Check.CODE,
        "es",
        mother.pk,
    )
    assert link.code_hash == code_hash(link.pk, code)
    later = staff.get(reverse("consents:step", args=[maya.pk, "ways"])).content.decode()
    assert reverse("consents:close_link", args=[link.pk]) in later
    assert code not in later
    assert Family().come(link, code=code).status_code == 302


def test_a_link_with_a_date_of_birth_shows_no_code(prepared, bob, maya, sign_in):
    prepared()
    page = sign_in(bob).post(reverse("consents:send_link", args=[maya.pk]), {**GIVEN, "check": "birth_date"})
    assert re.search(r"\b\d{6}\b</strong>", page.content.decode()) is None
    assert links(bob)[0].code_hash == ""


def test_nothing_is_sent_before_staff_have_said_what_is_asked(prepared, bob, maya, sign_in, linked):
    draft = prepared()
    with acting_as(bob):
        ConsentDraft.objects.update(answers={**draft.answers, "offer": []})
        draft.refresh_from_db()
    address = reverse("consents:send_link", args=[maya.pk])
    assert sign_in(bob).post(address, GIVEN)["Location"].endswith("/offer/")
    with pytest.raises(RefusedInput):
        linked(draft)
    assert links(bob) == []


def test_staff_close_a_link_once(prepared, linked, bob, sign_in):
    link, _code = linked(prepared())
    staff, address = sign_in(bob), reverse("consents:close_link", args=[link.pk])
    assert staff.post(address).status_code == 302
    assert staff.post(address).status_code == 409
    assert links(bob)[0].closed_by == bob


def test_another_agency_does_not_find_the_link(prepared, linked, alice, carol, sign_in, maya):
    link, _code = linked(prepared())
    for stranger in (alice, carol):
        assert sign_in(stranger).post(reverse("consents:close_link", args=[link.pk])).status_code == 404
        assert sign_in(stranger).get(reverse("consents:send_link", args=[maya.pk])).status_code == 404


def test_the_link_to_the_page_is_sent_from_the_consent(signed, bob, sign_in):
    signed()
    with acting_as(bob):
        consent = Consent.objects.get()
    staff, address = sign_in(bob), reverse("consents:page_link", args=[consent.pk])
    assert staff.get(address).status_code == 200
    staff.post(address, {**GIVEN, "check": "birth_date"})
    (link,) = links(bob, kind=Kind.PAGE)
    assert (
        reverse("consents:close_link", args=[link.pk]).encode()
        in staff.get(reverse("consents:detail", args=[consent.pk])).content
    )
    later = Family()
    later.come(link)
    assert b"Maya Torres" in later.get("/family/page/").content


def test_the_trail_says_who_did_what_without_a_secret(signed, bob, auditor):
    signed()
    with acting_as(auditor):
        events = {event.event: event for event in AuditEvent.objects.filter(event__startswith="consent.")}
    assert {"consent.link_made", "consent.link_opened", "consent.recorded"} <= set(events)
    assert events["consent.link_made"].actor_id == bob.pk
    opened = events["consent.link_opened"]
    assert (opened.actor_id, opened.actor_name) == (None, "Family, by its link")
    assert "Ana" not in str([event.details for event in events.values()])
