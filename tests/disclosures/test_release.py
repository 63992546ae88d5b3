"""Exactly the approved items, with the notices; read while open, and not a moment longer."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.db import ProgrammingError, transaction
from django.utils import timezone

from agencies.acting import acting_as
from consents.models import ConsentGrant
from disclosures import actions, content
from disclosures.actions.releasing import AccessEnded, ContentChanged
from disclosures.models import LogEntry, Release, ReleaseBasis, ReleasedItem, ReleaseGrant
from disclosures.queries import open_among, released_to_us
from disclosures.states import State
from sharing_portal.errors import Forbidden, InvalidTransition, NoLegalBasis, RefusedInput
from tests import factories


def test_release_is_a_hashed_snapshot_with_the_notice(released, items, bob, north):
    with acting_as(bob):
        copies = list(released.items.all())
        assert {copy.item_id for copy in copies} == {item.pk for item in items[:2]}
        assert content.is_intact(released, copies)
        assert [notice["citation"] for notice in released.notices] == ["34 CFR 99.33(a), (d)"]
        assert released.request.state == State.RELEASED
        assert ReleaseBasis.objects.get().grant.category == "attendance"


def test_access_ends_with_the_consent_at_the_latest(matched, items, consent_for, bob, north):
    last_day = north.today() + timedelta(days=9)
    consent_for("attendance", expires_on=last_day)
    with acting_as(bob):
        actions.approve(matched, by=bob, categories=["attendance"])
        released = actions.release(matched, by=bob, items=items[:1])
    assert released.access_until == datetime.combine(last_day + timedelta(days=1), time.min, north.zone)


def test_the_grant_binds_the_recipients_agency(released, alice, south, bob):
    with acting_as(bob):
        grant = ReleaseGrant.objects.get()
    assert (grant.user_id, grant.agency_id) == (alice.pk, south.pk)
    with acting_as(alice):
        assert alice.has_perm("disclosures.view_release", released)
        assert list(released_to_us(alice)) == [released]


@pytest.mark.parametrize("which", ["discipline", "corrected", "foreign", "none"])
def test_items_outside_the_approval_are_refused(approved, items, bob, maya, which):
    chosen = {
        "discipline": [items[2]],
        "corrected": [items[0]],
        "foreign": [factories.item(bob, factories.youth(bob, "Mia"))],
        "none": [],
    }[which]
    if which == "corrected":
        factories.item(bob, maya, corrects=items[0], correction_reason="Wrong month")
    with acting_as(bob), pytest.raises(RefusedInput):
        actions.release(approved, by=bob, items=chosen)
    with acting_as(bob):
        assert Release.objects.count() == 0


def test_only_the_period_asked_for(agreement, compose, alice, bob, maya, items, consent_for):
    from disclosures.actions.asking import Wanted

    draft = compose()
    with acting_as(alice):
        actions.edit(draft, by=alice, wanted=[Wanted("attendance", date(2026, 10, 1), date(2026, 10, 31))])
        actions.submit(draft, by=alice)
    consent_for("attendance")
    with acting_as(bob):
        actions.match(draft, maya, by=bob)
        actions.approve(draft, by=bob, categories=["attendance"])
        assert [item.title for item in content.releasable_items(draft)] == ["Absences in October"]


def test_release_decides_again(approved, items, bob):
    """The consent has fallen, and nothing has taken the approval back yet."""
    with acting_as(bob):
        ConsentGrant.objects.update(
            revoked_at=timezone.now(), revoked_by=bob, revocation_asked=ConsentGrant.Asked.WRITTEN
        )
        with pytest.raises(NoLegalBasis):
            actions.release(approved, by=bob, items=items[:1])
        approved.refresh_from_db()
        assert approved.state == State.APPROVED
        assert Release.objects.count() == 0


def test_release_twice_is_a_conflict(released, items, bob):
    with acting_as(bob), pytest.raises(InvalidTransition):
        actions.release(released.request, by=bob, items=items[:1])


def test_only_the_holder_releases(approved, items, alice, carol):
    for person in (alice, carol):
        with acting_as(person), pytest.raises(Forbidden):
            actions.release(approved, by=person, items=items[:1])


def test_colleagues_without_a_grant_cannot_open_it(released, south, operator):
    other = factories.member("otto", south, ["staff"], by=operator)
    with acting_as(other):
        assert not Release.objects.exists()
        with pytest.raises(Forbidden):
            actions.open_release(released, by=other)


def test_the_recipients_custodian_can_open_it(released, south, operator):
    custodian = factories.member("cora", south, ["records_custodian"], by=operator)
    with acting_as(custodian):
        assert len(actions.open_release(released, by=custodian)) == 2


def test_recall_ends_access_at_once(released, alice, bob):
    with acting_as(bob):
        with pytest.raises(RefusedInput):
            actions.recall(released, by=bob, reason=" ")
        actions.recall(released, by=bob, reason="Released by mistake")
        with pytest.raises(InvalidTransition):
            actions.recall(released, by=bob, reason="Again")
    with acting_as(alice):
        found = Release.objects.get()
        assert ReleasedItem.objects.count() == 0
        with pytest.raises(AccessEnded, match="recalled"):
            actions.open_release(found, by=alice)
        with pytest.raises(AccessEnded):
            actions.download(found, by=alice)


def test_the_recipient_cannot_recall_and_a_stranger_neither(released, alice, carol):
    for person in (alice, carol):
        with acting_as(person), pytest.raises(Forbidden):
            actions.recall(released, by=person, reason="No")


def test_acknowledge_once(released, alice):
    with acting_as(alice):
        actions.acknowledge(released, by=alice)
        with pytest.raises(InvalidTransition):
            actions.acknowledge(released, by=alice)
        assert Release.objects.get().acknowledged_by == alice


def test_revoking_for_one_recipient_leaves_the_others(released, bob, south, west):
    from consents.models import Consent

    with acting_as(bob):
        consent = Consent.objects.get()
        with pytest.raises(InvalidTransition):
            actions.revoke_consent(consent, by=bob, reason="", recipient=west)
        assert actions.revoke_consent(consent, by=bob, reason="", recipient=south) == [released.pk]


def test_only_the_recording_agency_revokes(released, alice, carol, bob):
    from consents.models import Consent

    with acting_as(bob):
        consent = Consent.objects.get()
    for person in (alice, carol):
        with acting_as(person), pytest.raises(Forbidden):
            actions.revoke_consent(consent, by=person, reason="")


def test_an_opening_that_cannot_be_logged_shows_nothing(released, alice, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("the log is not writable")

    monkeypatch.setattr(LogEntry, "save", broken)
    with acting_as(alice):
        with pytest.raises(RuntimeError), transaction.atomic():
            actions.open_release(released, by=alice)
        assert Release.objects.get().opened_at is None


def test_changed_content_is_not_shown(released, alice, monkeypatch):
    monkeypatch.setattr(content, "is_intact", lambda *args: False)
    with acting_as(alice), pytest.raises(ContentChanged):
        actions.open_release(released, by=alice)


def test_the_database_itself_keeps_the_snapshot(released, bob):
    with acting_as(bob):
        for change in (
            lambda: ReleasedItem.objects.update(text="x"),
            lambda: ReleasedItem.objects.all().delete(),
            lambda: Release.objects.update(content_sha256="0" * 64),
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                change()


def test_part_two_items_carry_the_notice_and_the_consent(operator, south, alice):
    """42 CFR 2.32: the notice and a clear explanation of the consent's scope go with each disclosure."""
    from consents.actions import record_consent
    from consents.lines import GrantLine
    from consents.models import ConsentForm
    from disclosures.actions.asking import Wanted
    from tests.mous import agreements

    program = factories.agency(
        "River Youth Program", "part2_program", ["part2_program", "hipaa_covered"], by=operator
    )
    pam = factories.member("pam", program, ["records_custodian", "signatory"], by=operator)
    sam = factories.member("sam", south, ["signatory"], by=operator)
    for agency in (program, south):
        agreements.give_address(agency, by=operator)
    flow = (program, south, ["substance_use"], ["treatment"])
    mou = agreements.sent(agreements.drafted(pam, [program, south], [flow]), pam)
    agreements.signed(mou, [pam, sam])
    youth = factories.youth(pam, "Devon", "Reyes", date(2008, 1, 2))
    item = factories.item(pam, youth, "substance_use", title="Attendance in group")
    today = program.today()
    # An evening: by UTC it is the next day already.
    evening = datetime.combine(today - timedelta(days=1), time(21), program.zone)
    with time_machine.travel(evening), acting_as(pam):
        record_consent(
            youth,
            by=pam,
            form=ConsentForm.objects.get(kind="uniform", language="en"),
            signer_name="Devon Reyes",
            capacity="adult_youth",
            authority_evidence="Driver license seen",
            lines=[
                GrantLine(program, south, "substance_use", ["treatment"], today, today + timedelta(days=60))
            ],
        )
    with acting_as(alice):
        draft = actions.compose(
            by=alice,
            holder=program,
            first_name="Devon",
            last_name="Reyes",
            birth_date=date(2008, 1, 2),
            purpose="treatment",
            reason="He has begun therapy with us and asks us to work with his program.",
            basis="consent",
        )
        actions.edit(draft, by=alice, wanted=[Wanted("substance_use")])
        actions.submit(draft, by=alice)
    with acting_as(pam):
        actions.match(draft, youth, by=pam)
        actions.approve(draft, by=pam, categories=["substance_use"])
        made = actions.release(draft, by=pam, items=[item])
        assert "42 CFR 2.32(a)(1)" in [notice["citation"] for notice in made.notices]
        assert [(copy["signed_by"], copy["signed_on"]) for copy in made.consent_copy] == [
            ("Devon Reyes", evening.date().isoformat())
        ]


def test_open_ids_are_the_recipients_alone(released, alice, carol):
    with acting_as(alice):
        assert open_among([released]) == {released.pk}
        assert open_among([]) == set()
    with acting_as(carol):
        assert open_among([released]) == set()


def test_the_page_checks_before_it_releases(approved, items, alice, bob, sign_in):
    client, path = sign_in(bob), f"/requests/{approved.pk}/release/"
    chosen = {"items": [str(items[1].pk)]}
    page = client.post(path, chosen).content.decode()
    for shown in ("Absences in September", "1 approved item stays", "Alice", "They can read it until"):
        assert shown in page
    for shown in ("Do not give them", "What the law asks with this release", "Routine"):
        assert shown in page
    assert "Absences in October" not in page
    again = client.post(path, {**chosen, "step": "choose"}).content.decode()
    assert (
        f'value="{items[1].pk}" id="item-{items[1].pk}" aria-describedby="text-{items[1].pk}" checked'
        in again
    )
    with acting_as(bob):
        assert Release.objects.count() == 0
    done = client.post(path, {**chosen, "step": "release"})
    with acting_as(bob):
        assert done.url.endswith(f"/releases/{Release.objects.get().pk}/")


def test_nothing_chosen_is_asked_again(approved, items, bob, sign_in):
    page = sign_in(bob).post(f"/requests/{approved.pk}/release/", {"step": "release"})
    assert "Choose at least one item." in page.content.decode()
