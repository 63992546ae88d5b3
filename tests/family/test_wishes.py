"""A family asks for a copy or says what is wrong: of the release and of the agency whose record it is, until it is answered."""

from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse

from agencies.acting import acting_as
from agencies.models import Agency
from audit.models import AuditEvent
from desk.work import work_list
from disclosures.models import FamilyWish
from notices.models import Notice, OutboxEntry
from sharing_portal.rls.context import acting_for
from tests import factories
from tests.family.conftest import released_to

WORDS = "She was not absent on October 12. She was at the dentist."
DONE = "We corrected October 12 and sent the new record to South."


def wish_of(user):
    with acting_as(user):
        return FamilyWish.objects.get()


def kinds(user):
    with acting_as(user):
        return sorted(Notice.objects.filter(user=user).values_list("kind", flat=True))


def test_what_is_wrong_in_a_release_is_asked_answered_and_shown(page, sign_in, alice, bob, maya, north):
    family, consent = page()
    release = released_to(alice, bob, maya, north, factories.item(bob, maya))
    ask = f"/family/page/{consent.pk}/ask/{release.pk}/"
    assert ask in family.get("/family/page/").content.decode()
    assert "North School District shared with South" in family.get(ask).content.decode()
    empty = family.post(ask, {"kind": "correction", "words": " "})
    assert "Write what is wrong." in empty.content.decode()
    assert family.post(ask, {"kind": "correction", "words": WORDS})["Location"] == "/family/page/"
    again = family.post(ask, {"kind": "correction", "words": "And more."}).content.decode()
    assert "You asked this already." in again
    assert "And more." in again
    shown = family.get("/family/page/").content.decode()
    assert WORDS in shown
    assert "North School District will answer by" in shown
    wish = wish_of(bob)
    assert (wish.agency_id, wish.release_id, wish.words) == (north.pk, release.pk, WORDS)
    with acting_as(bob) as user:
        tasks = {group.heading: group.tasks for group in work_list(user).waiting}["What families ask"]
    assert [(task.what, task.detail) for task in tasks] == [("Maya Torres", "Something in it is wrong")]
    client = sign_in(bob)
    address = reverse("disclosures:wish", args=[wish.pk])
    assert address in client.get(reverse("disclosures:wishes")).content.decode()
    assert WORDS in client.get(address).content.decode()
    assert client.post(address, {"answer": " "}).status_code == 200
    assert client.post(address, {"answer": DONE})["Location"] == address
    assert DONE in client.get(address).content.decode()
    assert DONE in family.get("/family/page/").content.decode()
    with acting_as(bob) as user:
        assert "What families ask" not in {group.heading for group in work_list(user).waiting}
        events = AuditEvent.objects.filter(event__startswith="consent.", object_id=wish.pk, youth_id=maya.pk)
        found = set(events.values_list("event", flat=True))
    assert found == {"consent.correction_asked", "consent.wish_viewed", "consent.wish_answered"}
    assert family.post(ask, {"kind": "correction", "words": "And more."}).status_code == 302


def test_no_word_of_it_is_in_a_notice_or_mail_or_log(page, alice, bob, maya, north):
    family, consent = page()
    family.post(f"/family/page/{consent.pk}/ask/", {"kind": "correction", "words": WORDS})
    assert "consent.correction_asked" in kinds(bob)
    with acting_for(principal="outbox"):
        mails = [f"{mail.subject} {mail.body}" for mail in OutboxEntry.objects.all()]
    with acting_as(bob):
        details = [str(event.details) for event in AuditEvent.objects.all()]
    assert mails
    assert not any("dentist" in text for text in [*mails, *details])


def test_of_the_form_itself_the_agency_that_recorded_it_is_asked(page, bob, alice, north):
    family, consent = page()
    family.post(f"/family/page/{consent.pk}/ask/", {"kind": "copy", "words": ""})
    wish = wish_of(bob)
    assert (wish.agency_id, wish.recording_agency_id, wish.release_id) == (north.pk, north.pk, None)
    assert kinds(bob).count("consent.copy_asked") == 1
    with acting_as(alice):
        assert not FamilyWish.objects.exists()


@pytest.mark.parametrize(
    ("kind_of_agency", "what", "days"),
    [
        ("school_district", "copy", 45),
        ("school_district", "correction", 45),
        ("hipaa_provider", "copy", 30),
        ("part2_program", "correction", 60),
        ("child_welfare", "copy", 45),
    ],
)
def test_until_when_it_is_answered_follows_the_law_of_who_holds_it(kind_of_agency, what, days, north):
    wish = FamilyWish(agency=Agency(kind=kind_of_agency, time_zone=north.time_zone), kind=what)
    wish.asked_at = datetime.combine(north.today(), time(12), tzinfo=north.zone)
    assert wish.due_on == north.today() + timedelta(days=days)
