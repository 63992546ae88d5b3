"""On the 18th birthday the young person is to be asked: staff hear it 30 days before and on the day, once each."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from agencies.acting import acting_as
from consents.actions import renew, revoke
from consents.models import FamilyLink
from consents.reminders.sweep import queue_birthdays
from desk.work import work_list
from law.vocabulary import SignerCapacity
from notices.models import Notice
from tests import factories
from tests.consents.reminding import deliver
from youth.models import Guardian, YouthRecord

SOON, NOW = "consent.turns_18", "consent.turned_18"


@pytest.fixture
def agreed(bob, guardian_of, consented, line, north):
    """`agreed(born, days)`: a parent's consent that runs until the day before the 18th birthday, recorded 90 days before."""

    def _agreed(born, birthday, **fields):
        youth = factories.youth(bob, born=born)
        with time_machine.travel(noon(birthday) - timedelta(days=90), tick=False):
            lines = [line(expires_on=birthday - timedelta(days=1))]
            return consented(*lines, youth=youth, guardian=guardian_of(youth), **fields)

    return _agreed


def noon(day):
    """Noon of the day in Los Angeles, more or less."""
    return datetime(day.year, day.month, day.day, 20, tzinfo=UTC)


def told(user, birthday, days):
    """The kinds of notice that runs on these days, counted from the birthday, have brought."""
    for number in days:
        with time_machine.travel(noon(birthday) + timedelta(days=number), tick=False):
            queue_birthdays()
            deliver()
    with acting_as(user):
        return sorted(Notice.objects.filter(kind__in=(SOON, NOW)).values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("born", "birthday"),
    [
        (date(2009, 3, 14), date(2027, 3, 14)),
        (date(2009, 11, 7), date(2027, 11, 7)),
        (date(2008, 2, 29), date(2026, 3, 1)),
        (date(2012, 2, 29), date(2030, 3, 1)),
        (date(2010, 2, 28), date(2028, 2, 28)),
        (date(2009, 12, 31), date(2027, 12, 31)),
    ],
)
def test_thirty_days_before_and_on_the_day_once_each(agreed, bob, born, birthday):
    agreed(born, birthday)
    assert told(bob, birthday, range(-40, -30)) == []
    assert told(bob, birthday, range(-30, 0)) == [SOON]
    assert told(bob, birthday, range(40)) == [NOW, SOON]


def test_a_beat_that_was_down_on_the_day_catches_up_within_a_week(agreed, bob):
    agreed(date(2009, 3, 14), date(2027, 3, 14))
    assert told(bob, date(2027, 3, 14), (7,)) == [NOW]
    assert told(bob, date(2027, 3, 14), (-3, 2, 8)) == [NOW]


def test_nobody_is_told_when_it_is_long_past(agreed, bob):
    agreed(date(2009, 3, 14), date(2027, 3, 14))
    assert told(bob, date(2027, 3, 14), (8, 30)) == []


def test_one_notice_for_a_young_person_with_several_consents(agreed, bob, consented, line, guardian_of):
    born, birthday = date(2009, 3, 14), date(2027, 3, 14)
    first = agreed(born, birthday)
    with time_machine.travel(noon(birthday) - timedelta(days=60), tick=False):
        consented(
            line("discipline", expires_on=birthday - timedelta(days=1)),
            youth=first.youth,
            guardian=guardian_of(first.youth),
        )
    assert told(bob, birthday, range(-35, 10)) == [NOW, SOON]


def test_nothing_is_said_of_a_consent_that_was_revoked(agreed, bob):
    birthday = date(2027, 3, 14)
    consent = agreed(date(2009, 3, 14), birthday)
    with time_machine.travel(noon(birthday) - timedelta(days=50), tick=False), acting_as(bob):
        revoke(consent, by=bob)
    assert told(bob, birthday, range(-31, 3)) == []


def test_nothing_is_said_of_what_a_parent_signed_who_may_not_decide(agreed, bob):
    consent = agreed(date(2009, 3, 14), date(2027, 3, 14))
    with acting_as(bob):
        Guardian.objects.filter(pk=consent.guardian_id).update(rights_revoked=True)
    assert told(bob, date(2027, 3, 14), range(-31, 3)) == []


def test_nothing_is_said_of_what_the_young_person_signed(bob, consented, line):
    birthday = date(2026, 10, 1)
    youth = factories.youth(bob, born=date(2008, 10, 1))
    with time_machine.travel(noon(birthday) + timedelta(hours=1), tick=False):
        consented(
            line(),
            youth=youth,
            capacity=SignerCapacity.ELIGIBLE_STUDENT,
            guardian=None,
            signer_name="Maya Torres",
        )
        queue_birthdays()
    assert told(bob, birthday, (0, 1)) == []


def test_a_date_of_birth_corrected_later_counts(agreed, bob):
    """The form names March 14; the record was corrected to March 1: the young person is 18 sooner."""
    consent = agreed(date(2009, 3, 14), date(2027, 3, 14))
    with acting_as(bob):
        YouthRecord.objects.filter(pk=consent.youth_id).update(birth_date=date(2009, 3, 1))
    assert told(bob, date(2027, 3, 1), (-30,)) == [SOON]
    assert told(bob, date(2027, 3, 1), (0,)) == [NOW, SOON]


def on_the_desk(user, birthday, days):
    """Whom the work list says to ask, so many days after the birthday; nothing has run."""
    with time_machine.travel(noon(birthday) + timedelta(days=days), tick=False), acting_as(user) as acting:
        groups = {group.heading: group.tasks for group in work_list(acting).waiting}
    return [task.what for task in groups.get("Turned 18: ask them", [])]


@pytest.mark.parametrize(
    ("born", "birthday"),
    [(date(2009, 3, 14), date(2027, 3, 14)), (date(2008, 2, 29), date(2026, 3, 1))],
)
def test_whom_to_ask_stands_on_the_work_list_though_nothing_has_run(agreed, bob, born, birthday):
    agreed(born, birthday)
    found = {days: on_the_desk(bob, birthday, days) for days in (-1, 0, 8, 300, 366)}
    assert found == {-1: [], 0: ["Maya Torres"], 8: ["Maya Torres"], 300: ["Maya Torres"], 366: []}


def test_one_line_a_young_person_until_she_signs_herself(agreed, bob, consented, line, guardian_of):
    birthday = date(2027, 3, 14)
    youth = agreed(date(2009, 3, 14), birthday).youth
    with time_machine.travel(noon(birthday) - timedelta(days=60), tick=False):
        last = line("discipline", expires_on=birthday - timedelta(days=1))
        consented(last, youth=youth, guardian=guardian_of(youth))
    assert on_the_desk(bob, birthday, 3) == ["Maya Torres"]
    with time_machine.travel(noon(birthday) + timedelta(days=3), tick=False):
        consented(
            line(), youth=youth, guardian=None, capacity=SignerCapacity.ADULT_YOUTH, signer_name="Maya Torres"
        )
    assert on_the_desk(bob, birthday, 4) == []


def test_who_was_asked_is_not_asked_anew_before_the_link_has_ended(agreed, bob):
    birthday = date(2027, 3, 14)
    consent = agreed(date(2009, 3, 14), birthday)
    with time_machine.travel(noon(birthday) + timedelta(days=1), tick=False), acting_as(bob):
        draft = renew(consent, by=bob)
        draft.answers["signer"] = {"signer_name": "Maya Torres"}
        draft.save()
        FamilyLink.objects.create(
            agency_id=consent.agency_id, youth_id=consent.youth_id, kind="sign", check_by="birth_date",
            person_name="Maya Torres", language="en", draft=draft, created_by=bob, created_at=timezone.now(),
            token_sha256="0" * 64, expires_at=timezone.now() + timedelta(days=7),
        )  # fmt: skip
    assert on_the_desk(bob, birthday, 2) == []
    assert on_the_desk(bob, birthday, 20) == ["Maya Torres"]


def test_nobody_is_asked_whose_parent_had_revoked_or_whose_consent_had_ended_long_before(
    agreed, bob, consented, line, guardian_of, operator, north
):
    birthday = date(2027, 3, 14)
    consent = agreed(date(2009, 3, 14), birthday)
    sam = factories.member("sam", north, ["staff"], by=operator)
    assert on_the_desk(sam, birthday, 1) == []
    with time_machine.travel(noon(birthday) - timedelta(days=50), tick=False), acting_as(bob):
        revoke(consent, by=bob)
    assert on_the_desk(bob, birthday, 1) == []


def test_the_line_leads_to_asking_the_young_person_herself(agreed, bob, sign_in):
    today = datetime.now(UTC).date()
    birthday = today - timedelta(days=2)
    consent = agreed(birthday.replace(year=birthday.year - 18), birthday)
    client, address = sign_in(bob), f"/consents/{consent.pk}/renew/"
    assert "Turned 18: ask them" in client.get(reverse("desk:work")).content.decode()
    assert "only she or he decides now" in client.get(address).content.decode()
    answer = client.post(address)
    step = client.get(answer["Location"]).content.decode()
    assert "Maya Torres" in step
    assert "Ana Torres" not in step
