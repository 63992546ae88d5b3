"""Every way in which a consent ends: what rests on it closes, is entered in both logs and told, once; the rest reads on.

Maya's mother lets North share attendance and discipline with South, her father special education. alice has one release
of each, an approval for attendance that was not released yet, and a request for attendance that waits.
"""

from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.utils import timezone

from agencies.acting import acting_as
from audit.models import AuditEvent
from consents.actions import record_consent
from consents.lines import GrantLine
from consents.models import Consent, ConsentForm
from disclosures import actions, tasks
from disclosures.actions.releasing import AccessEnded
from disclosures.models import Release, ReleasedItem
from law.vocabulary import SignerCapacity
from notices.models import Notice
from sharing_portal.errors import Forbidden, InvalidTransition, NoLegalBasis
from sharing_portal.rls.context import acting_for
from tests import factories
from tests.disclosures.agreement_states import AHEAD, BEHIND
from tests.disclosures.conftest import ends_in, run
from youth.actions import edit_record
from youth.models import Guardian

DAY = timedelta(days=1)
ATTENDANCE, DISCIPLINE, SPECIAL = "attendance", "discipline", "special_education"


@pytest.fixture
def given(bob, north, south, maya):
    """`given(signer, {category: fields})`: a consent that she signed; a guardian, or the name of an adult youth."""

    def _given(signer, lines):
        today = north.today()
        fields = {"purposes": ["care_coordination"], "starts_on": today, "expires_on": today + 90 * DAY}
        on_file = signer if isinstance(signer, Guardian) else None
        with acting_as(bob):
            return record_consent(
                maya,
                by=bob,
                form=ConsentForm.objects.get(kind="uniform", language="en"),
                signer_name=str(signer),
                capacity=SignerCapacity.PARENT if on_file else SignerCapacity.ADULT_YOUTH,
                guardian=on_file,
                lines=[
                    GrantLine(discloser=north, recipient=south, category=category, **{**fields, **more})
                    for category, more in lines.items()
                ],
            )

    return _given


class Scene:
    """What alice has under the consents, and how each of them ends."""

    def __init__(self, maya, mother, county, alice, bob, compose):
        self.maya, self.mother, self.county, self.alice, self.bob = maya, mother, county, alice, bob
        self.compose, self.asked = compose, 0

    def approve(self, category):
        """A request for one category, found by bob."""
        self.asked += 1
        draft = self.compose(category, reason=f"We plan her care and need to know it, number {self.asked}.")
        with acting_as(self.alice):
            actions.submit(draft, by=self.alice)
        with acting_as(self.bob):
            actions.match(draft, self.maya, by=self.bob)
        return draft

    def release(self, category):
        request = self.approve(category)
        with acting_as(self.bob):
            item = factories.item(self.bob, self.maya, category)
            actions.approve(request, by=self.bob, categories=[category])
            return actions.release(request, by=self.bob, items=[item])

    def open(self, release):
        with acting_as(self.alice):
            return actions.open_release(Release.objects.get(pk=release.pk), by=self.alice)

    def is_open(self, release):
        with acting_as(self.alice):
            return ReleasedItem.objects.filter(release=release).exists()

    def revoked_in_part(self, consent):
        return actions.revoke_consent(consent, by=self.bob, category=ATTENDANCE)

    def revoked(self, consent):
        return actions.revoke_consent(consent, by=self.bob)

    def event(self, consent):
        return actions.record_event(consent, by=self.bob, event="leaves_school")

    def rights_revoked(self, _consent):
        actions.edit_guardian(self.mother, {"rights_revoked": True, "authority": "none"}, by=self.bob)

    def rights_revoked_alone(self, _consent):
        Guardian.objects.filter(pk=self.mother.pk).update(rights_revoked=True)

    def no_authority(self, _consent):
        actions.edit_guardian(self.mother, {"authority": "none"}, by=self.bob)

    def turned_18(self, _consent):
        edit_record(self.maya, {"birth_date": self.maya.agency.today() - 18 * 366 * DAY}, by=self.bob)

    def last_day(self, _consent):
        self.county.live_in(AHEAD)


# The end; why the releases of attendance, discipline and special education close; whether its verb closes them, or beat.
TABLE = [
    ("revoked_in_part", ["The consent was revoked", "", ""], True),
    ("revoked", ["The consent was revoked"] * 2 + [""], True),
    ("event", ["The event named in the consent took place", "", ""], True),
    ("rights_revoked", ["The person who signed the consent has no right to decide"] * 2 + [""], True),
    ("rights_revoked_alone", ["The person who signed the consent has no right to decide"] * 2 + [""], False),
    ("no_authority", ["The person who signed the consent has no right to decide"] * 2 + [""], True),
    ("turned_18", ["The young person is 18, and decides anew"] * 3, False),
    ("last_day", ["The last day is past", "", ""], False),
]


def reasons_in(auditor):
    """Release and reason of each line that says that access ended."""
    return sorted((entry.release_id, entry.reason) for entry in ends_in(auditor))


def told(user, kind="release.ended"):
    with acting_as(user):
        return sorted(Notice.objects.filter(user=user, kind=kind).values_list("object_id", flat=True))


@pytest.fixture
def scene(county, maya, mother, alice, bob, compose):
    return Scene(maya, mother, county, alice, bob, compose)


@pytest.mark.parametrize(("end", "reasons", "at_once"), TABLE, ids=[line[0] for line in TABLE])
def test_every_end(end, reasons, at_once, scene, county, given, auditors, cora, bob, north):
    if end == "last_day":
        county.live_in(BEHIND)
    county.sign(categories=(ATTENDANCE, DISCIPLINE, SPECIAL))
    lines = {ATTENDANCE: {"ends_when": "leaves_school"}, DISCIPLINE: {}}
    if end == "last_day":
        lines[ATTENDANCE]["expires_on"] = north.today()
    consent = given(scene.mother, lines)
    with acting_as(bob):
        father = Guardian.objects.create(
            agency=north, youth=scene.maya, first_name="Luis", last_name="Torres", relation="father",
            authority="parent", authority_evidence="Birth certificate seen",
        )  # fmt: skip
    given(father, {SPECIAL: {}})
    made = [scene.release(category) for category in (ATTENDANCE, DISCIPLINE, SPECIAL)]
    waiting, approved = scene.approve(ATTENDANCE), scene.approve(ATTENDANCE)
    with acting_as(bob):
        actions.approve(approved, by=bob, categories=[ATTENDANCE])
        item = factories.item(bob, scene.maya)
    assert [len(scene.open(release)) for release in made] == [1, 1, 1]

    with acting_as(bob):
        closed = getattr(scene, end)(consent)

    ended = sorted((release.pk, why) for release, why in zip(made, reasons, strict=True) if why)
    gone = [pk for pk, _why in ended]
    if closed is not None:
        assert sorted(closed) == gone
    assert [scene.is_open(release) for release in made] == [not why for why in reasons]
    for release, why in zip(made, reasons, strict=True):
        if why:
            with pytest.raises(AccessEnded):
                scene.open(release)
        else:
            assert len(scene.open(release)) == 1
    with acting_as(bob):
        approved.refresh_from_db()
        with pytest.raises(InvalidTransition if at_once else NoLegalBasis):
            actions.release(approved, by=bob, items=[item])
        with pytest.raises(NoLegalBasis):
            actions.approve(waiting, by=bob, categories=[ATTENDANCE])
    assert reasons_in(auditors[0]) == (ended if at_once else [])

    # Beat: twice, as when a message is delivered twice.
    assert actions.end_what_lost_its_consent() == (0 if at_once else len(ended))
    tasks.end_what_lost_its_consent()
    assert [reasons_in(auditor) for auditor in auditors] == [ended, ended]
    assert [told(person) for person in (scene.alice, cora)] == [gone, gone]
    with acting_as(scene.alice):
        reread = {release.pk: release for release in Release.objects.all()}
        for release, why in zip(made, reasons, strict=True):
            assert reread[release.pk].get_end_reason_display() == why
    assert [scene.is_open(release) for release in made] == [not why for why in reasons]

    # The approval is taken back, so that its holder decides anew.
    with acting_as(bob):
        approved.refresh_from_db()
        assert (approved.state, approved.decided_anew) == ("submitted", True)
        assert [row.answer for row in approved.categories.all()] == ["pending"]
    assert [told(person, "request.consent_ended") for person in (scene.alice, bob, cora)] == [
        [approved.pk],
        [approved.pk],
        [],
    ]


def test_a_minor_who_passed_for_an_adult(scene, county, given, auditors, bob, alice, north, sign_in):
    """Signed as an adult, by a date of birth that is put right afterwards; also when she is 18 by then."""
    county.sign()
    today = north.today()
    with acting_as(bob):
        edit_record(scene.maya, {"birth_date": today - 19 * 366 * DAY}, by=bob)
        scene.maya.refresh_from_db()
    with time_machine.travel(timezone.now() - 30 * DAY, tick=False):
        given("Maya Torres", {ATTENDANCE: {}})
    draft = scene.compose(ATTENDANCE, birth_date=scene.maya.birth_date)
    with acting_as(alice):
        actions.submit(draft, by=alice)
    with acting_as(bob):
        actions.match(draft, scene.maya, by=bob)
        actions.approve(draft, by=bob, categories=[ATTENDANCE])
        made = actions.release(draft, by=bob, items=[factories.item(bob, scene.maya)])
    assert scene.is_open(made)
    with acting_as(bob):
        # 18 for two weeks or so.
        edit_record(scene.maya, {"birth_date": today - (18 * 365 + 19) * DAY}, by=bob)
    assert not scene.is_open(made)
    assert actions.end_what_lost_its_consent() == 1
    assert [why for _pk, why in reasons_in(auditors[1])] == [
        "The person who signed the consent has no right to decide"
    ]
    page = sign_in(alice).get(f"/requests/releases/{made.pk}/")
    assert page.status_code == 403
    assert "does not have the right to decide for this young person" in page.content.decode()


def test_what_is_past_its_own_last_day_is_entered_and_told_once(scene, county, given, auditors, alice, north):
    today = north.today()
    county.sign(starts_on=today - 200 * DAY)
    with time_machine.travel(timezone.now() - 100 * DAY, tick=False):
        given(scene.mother, {ATTENDANCE: {"starts_on": north.today(), "expires_on": today + 30 * DAY}})
        made = scene.release(ATTENDANCE)
    assert not scene.is_open(made)
    assert [actions.end_what_lost_its_consent() for _run in range(2)] == [1, 0]
    assert [reasons_in(auditor) for auditor in auditors] == [[(made.pk, "The last day is past")]] * 2
    assert told(alice) == [made.pk]


def test_one_agency_that_fails_keeps_no_other_waiting(scene, county, given, auditors, monkeypatch, bob):
    county.sign()
    given(scene.mother, {ATTENDANCE: {}})
    made = scene.release(ATTENDANCE)
    with acting_as(bob):
        Guardian.objects.filter(pk=scene.mother.pk).update(rights_revoked=True)

    def broken(*args, **kwargs):
        raise RuntimeError("the log is not writable")

    with monkeypatch.context() as patched:
        patched.setattr("disclosures.actions.ending.log_end", broken)
        assert actions.end_what_lost_its_consent() == 0
    assert ends_in(auditors[0]) == []
    assert not scene.is_open(made)
    assert actions.end_what_lost_its_consent() == 1


def test_only_the_agency_that_recorded_the_consent_says_that_its_event_occurred(
    scene, county, given, alice, carol
):
    county.sign()
    consent = given(scene.mother, {ATTENDANCE: {"ends_when": "leaves_school"}})
    scene.release(ATTENDANCE)
    for person in (alice, carol):
        with acting_as(person), pytest.raises(Forbidden):
            actions.record_event(consent, by=person, event="leaves_school")


def test_a_line_that_its_event_ended_is_not_revoked_as_well(scene, county, given, bob):
    county.sign()
    consent = given(scene.mother, {ATTENDANCE: {"ends_when": "leaves_school"}, DISCIPLINE: {}})
    with acting_as(bob):
        actions.record_event(consent, by=bob, event="leaves_school")
        actions.revoke_consent(consent, by=bob)
        assert [grant.category for grant in consent.grants.exclude(revoked_at=None)] == [DISCIPLINE]
        with pytest.raises(InvalidTransition, match="left to revoke"):
            actions.revoke_consent(consent, by=bob)


def test_what_was_closed_is_in_the_record_of_events(scene, county, given, bob):
    county.sign()
    consent = given(scene.mother, {ATTENDANCE: {"ends_when": "leaves_school"}, DISCIPLINE: {}})
    scene.release(ATTENDANCE)
    scene.release(DISCIPLINE)
    with acting_as(bob):
        actions.record_event(consent, by=bob, event="leaves_school")
        actions.edit_guardian(scene.mother, {"phone": "555 0100"}, by=bob)
        actions.edit_guardian(scene.mother, {"authority": "none"}, by=bob)
        events = AuditEvent.objects.filter(event__startswith="disclosure.", details__has_key="closed")
        assert sorted(events.values_list("event", "details__closed")) == [
            ("disclosure.consent_event", 1),
            ("disclosure.signer_barred", 1),
        ]


@pytest.mark.data_layer
def test_nobody_closes_what_stands_or_is_anothers(scene, county, given, bob, alice, carol):
    close = "SELECT * FROM portal.close_releases_without_consent(%s)"
    county.sign()
    given(scene.mother, {ATTENDANCE: {}})
    made = scene.release(ATTENDANCE)
    for person, youth in ((alice, scene.maya.pk), (carol, scene.maya.pk), (bob, None)):
        with acting_as(person), pytest.raises(DatabaseError, match="only the agency"), transaction.atomic():
            run(close, [youth])
    family = acting_for(principal="family", agency_id=scene.maya.agency_id)
    with family, pytest.raises(DatabaseError, match="only the agency"), transaction.atomic():
        run(close, [None])
    with acting_as(bob):
        assert run(close, [scene.maya.pk]) == []
    with acting_for(principal="consents", agency_id=scene.maya.agency_id):
        assert run(close, [None]) == []
    for person in (bob, alice, carol):
        for why in ("event", "signer", "turned_18", "last_day"):
            with acting_as(person), transaction.atomic():
                try:
                    with transaction.atomic():
                        Release.objects.update(ended_at=timezone.now(), end_reason=why)
                except DatabaseError:
                    pass
    assert scene.is_open(made)
    with acting_as(bob):
        assert Consent.objects.count() == 1
