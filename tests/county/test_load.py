"""The county, loaded once, small: that everything it promises is there, and that nothing leaks that must not."""

import hashlib
import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.management import CommandError, call_command
from django.db import models, transaction
from django.test import override_settings

from accounts.models import User
from agencies.acting import acting_as
from agencies.models import Agency, AgencyContact, Membership
from agencies.roles import ROLES
from audit.models import AuditEvent
from audit.verify import verify
from consents.models import Consent, ConsentGrant
from consents.text import is_untouched
from county.cast import AGENCIES
from county.load import load_county
from county.offices import PASSWORD, operator
from county.sign_ins import rows
from county.stories import what_the_story_wants
from county.young_people import as_spelled_by, young_people
from disclosures import actions
from disclosures.actions.releasing import AccessEnded
from disclosures.content import is_intact, releasable_items
from disclosures.facts import facts_for
from disclosures.models import DisclosureRequest, LogEntry, Release
from disclosures.states import Ended, State
from law import decide
from law.vocabulary import STORED_CATEGORIES
from mous.models import Mou, MouSeal
from mous.states import SIGNED_STATES, Standing
from notices.models import Notice, OutboxEntry
from sharing_portal.rls.context import acting_for
from tests.conftest import _recreate
from tests.sealing import AGREEMENT, CONSENT, make_key, work_off
from youth.matching import Description
from youth.models import Guardian, RecordItem, YouthRecord
from youth.queries import candidates

RECORDS = 260


@pytest.fixture(scope="module")
def county(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[list[str]]:
    """The county in a database of its own; gives the lines of progress. Its commits are real."""
    name = settings.DATABASES["default"]["NAME"]
    folder = tmp_path_factory.mktemp("county")
    storages = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": str(folder)}},
    }
    lines: list[str] = []
    with (
        django_db_blocker.unblock(),
        override_settings(STORAGES=storages, PORTAL_DATA_DIR=folder),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr("notices.actions.relay_outbox.delay", lambda: None)
        assert load_county(records=RECORDS, say=lines.append) == 1
        yield lines
        _recreate(name, f"{name}_template")


def privacy_officers() -> list[Membership]:
    """One a agency: they see everything of their own."""
    with acting_for(user_id=operator().pk):
        return list(
            Membership.objects.filter(roles__contains=["privacy_officer"]).select_related("user", "agency")
        )


def everywhere(model: type[models.Model]) -> list[models.Model]:
    """Every row that any agency can see, once."""
    found: dict[object, models.Model] = {}
    for membership in privacy_officers():
        with acting_as(membership.user, membership.agency):
            found |= {row.pk: row for row in model._default_manager.all()}
    return list(found.values())


def test_agencies_of_every_kind_with_their_people(county):
    with acting_for(user_id=operator().pk):
        agencies, memberships = list(Agency.objects.all()), list(Membership.objects.all())
        chains = list(AgencyContact.objects.filter(purpose="chain").values_list("agency", "position"))
    assert len(agencies) == 12
    assert all(agency.legal_statuses and agency.address and agency.phone for agency in agencies)
    assert len({membership.user_id for membership in memberships}) >= 60
    assert {role for membership in memberships for role in membership.roles} == set(ROLES)
    assert {agency for agency, place in chains if place == 1} == {agency.pk for agency in agencies}
    for agency in agencies:
        held = {role for row in memberships if row.agency_id == agency.pk for role in row.roles}
        assert {"records_custodian", "privacy_officer", "signatory", "agency_admin"} <= held


def test_records_are_as_many_as_asked_and_many_are_known_twice(county):
    records = everywhere(YouthRecord)
    assert len(records) == RECORDS
    assert (
        len({(record.first_name, record.last_name, record.birth_date) for record in records}) < RECORDS * 0.7
    )
    assert {record.language for record in records} >= {"English", "Spanish"}
    assert all(6 <= (date.today() - record.birth_date).days / 365.25 < 20.1 for record in records)


def test_items_in_every_category_none_twice_in_one_record(county):
    items = everywhere(RecordItem)
    assert {item.category for item in items} == {str(category) for category in STORED_CATEGORIES}
    assert len(items) > RECORDS * 2
    current = [item for item in items if item.corrects_id is None]
    assert len({(item.youth_id, item.category, item.title) for item in current}) == len(current)
    assert not [item for item in items if re.search(r"[\[\]{}|]|  ", item.title + item.text)]
    assert all(item.occurred_on < date.today() for item in items)
    assert {item.file_type for item in items} == {"", "application/pdf", "text/plain"}


def test_guardians_know_and_do_not_know(county):
    guardians = everywhere(Guardian)
    assert {guardian.authority for guardian in guardians} >= {"unknown", "none", "parent", "guardian"}
    assert any(guardian.rights_revoked for guardian in guardians)


def test_caseworkers_see_their_caseload_and_no_more(county):
    priya = User.objects.get(email="priya.raman@larkspurmind.example")
    with acting_as(priya):
        mine = list(YouthRecord.objects.values_list("first_name", "last_name"))
    assert ("Mateo", "Halloran Ruiz") in mine
    assert 3 < len(mine) < len(everywhere(YouthRecord)) / 2


def test_agreements_in_every_standing(county):
    today = date.today()
    agreements = everywhere(Mou)
    assert {mou.standing(today) for mou in agreements} == set(Standing)
    assert any(0 < (mou.ends_on - today).days <= 30 for mou in agreements if mou.is_in_force(today))


def test_consents_active_ending_expired_and_revoked(county):
    today = date.today()
    consents, grants = everywhere(Consent), everywhere(ConsentGrant)
    days_left = {(grant.expires_on - today).days for grant in grants if grant.revoked_at is None}
    assert {30, 14, 7, 1} <= days_left
    assert min(days_left) < 0
    assert max(days_left) > 100
    by_consent: dict[object, list[bool]] = {}
    for grant in grants:
        by_consent.setdefault(grant.consent_id, []).append(grant.revoked_at is not None)
    kinds = {(any(revoked), all(revoked)) for revoked in by_consent.values()}
    assert kinds == {(False, False), (True, True), (True, False)}
    assert {consent.signer_capacity for consent in consents} >= {"parent", "minor", "adult_youth"}
    assert {consent.form.language for consent in consents} == {"en", "es"}
    assert all(is_untouched(consent) for consent in consents)


def test_requests_and_releases_in_every_state(county):
    today = date.today()
    requests = everywhere(DisclosureRequest)
    priya = User.objects.get(email="priya.raman@larkspurmind.example")
    with acting_as(priya):
        drafts = list(DisclosureRequest.objects.filter(state=State.DRAFT))
    assert {request.state for request in (*requests, *drafts)} == {state.value for state in State}
    assert any(request.due_on < today for request in requests if request.state == State.SUBMITTED)
    releases = everywhere(Release)
    assert {release.end_reason for release in releases} == {"", Ended.RECALLED, Ended.REVOKED}
    assert any(release.acknowledged_at for release in releases)
    assert any(release.opened_at is None and release.ended_at is None for release in releases)
    assert any(notice["id"] for release in releases for notice in release.notices)


def test_what_was_released_is_intact(county):
    for membership in privacy_officers():
        with acting_as(membership.user, membership.agency):
            made = Release.objects.filter(agency=membership.agency)
            assert all(is_intact(release, release.items.all()) for release in made)


def test_the_walk_of_the_story(county):
    """county/story.py, steps 1 to 5, undone afterwards."""
    with transaction.atomic():
        request, made = walk_to_the_release()
        priya = someone("priya.raman@larkspurmind.example")
        with acting_as(priya):
            assert {item.category for item in actions.open_release(made, by=priya)} == {
                "attendance",
                "discipline",
            }
            actions.acknowledge(made, by=priya)
            actions.download(made, by=priya)
            consent = request.attached_consents.get().consent
            assert actions.revoke_consent(consent, by=priya, reason="Lucía called.") == [made.pk]
            made.refresh_from_db()
            with pytest.raises(AccessEnded), transaction.atomic():
                actions.open_release(made, by=priya)
        gwen = someone("gwen.castellano@cedarhollow.example")
        with acting_as(gwen):
            entries = LogEntry.objects.filter(disclosure_request_id=request.pk)
            told = set(entries.values_list("kind", flat=True))
            assert LogEntry.objects.filter(youth_number=request.match.youth.number, kind="refused").exists()
        answered = {"requested", "approved", "refused", "released"}
        assert told == answered | {"opened", "acknowledged", "downloaded", "ended"}
        transaction.set_rollback(True)


def someone(email: str) -> User:
    return User.objects.get(email=email)


def walk_to_the_release() -> tuple[DisclosureRequest, Release]:
    """Priya sends her draft; Ruth finds Mateo, approves what the consent covers, and releases it."""
    priya, ruth = someone("priya.raman@larkspurmind.example"), someone("ruth.okafor@cedarhollow.example")
    with acting_as(priya):
        request = DisclosureRequest.objects.get(state=State.DRAFT, requested_by=priya)
        actions.submit(request, by=priya)
    with acting_as(ruth):
        described = Description(
            first_name=request.first_name, last_name=request.last_name, birth_date=request.birth_date
        )
        best = candidates(request.holding_agency_id, described)[0].record
        assert best.full_name == "Mateo Ruiz-Halloran"
        actions.match(request, best, by=ruth)
        decision = decide(facts_for(request))
        assert [str(category) for category in decision.permitted_categories] == ["attendance", "discipline"]
        actions.approve(request, by=ruth, categories=["attendance", "discipline"])
        made = actions.release(request, by=ruth, items=releasable_items(request))
    return request, made


def test_the_log_is_filled_and_verifies(county):
    entries = everywhere(LogEntry)
    kinds = {entry.kind for entry in entries}
    assert kinds == set(LogEntry.Kind.values) - {LogEntry.Kind.EXPORTED, LogEntry.Kind.REOPENED}
    read, findings = verify()
    assert findings == []
    assert read > len(entries)


def test_no_name_of_a_young_person_in_mail_notices_or_audit(county):
    youth = everywhere(YouthRecord)
    names = {record.full_name for record in youth} | {
        f"{record.first_name} {record.last_name}" for record in youth
    }
    with acting_for(principal="outbox"):
        outbox = [f"{row.key} {row.subject} {row.body}" for row in OutboxEntry.objects.all()]
    details = [json.dumps(event.details, ensure_ascii=False) for event in everywhere(AuditEvent)]
    with acting_for(user_id=operator().pk):
        memberships = list(Membership.objects.select_related("user", "agency"))
    notices = []
    for membership in memberships:
        with acting_as(membership.user, membership.agency):
            notices += [f"{row.kind} {row.object_type}" for row in Notice.objects.all()]
    assert all((outbox, details, notices))
    told = "\n".join([*outbox, *details, *notices])
    assert [name for name in names if name in told] == []
    words = set(re.findall(r"\w+", told))
    assert {record.last_name for record in youth} & words == set()


def test_every_sign_in_worth_trying_works(county):
    people = rows()
    assert len(people) >= 12
    for person in people:
        account = User.objects.get(email=person["email"])
        assert (account.is_active, account.name) == (True, person["name"])
    assert check_password(PASSWORD, User.objects.get(email=people[0]["email"]).password)


def test_a_second_load_changes_nothing(county):
    before = len(everywhere(AuditEvent))
    lines: list[str] = []
    assert load_county(records=RECORDS, say=lines.append) == 0
    assert lines == []
    assert len(everywhere(AuditEvent)) == before


def test_progress_is_shown(county):
    assert [line.split()[0] for line in county] == ["12", str(RECORDS), "15", "14"]


def test_the_command_refuses_outside_the_demonstration():
    with override_settings(PORTAL_DEMO=False), pytest.raises(CommandError, match="PORTAL_DEMO"):
        call_command("load_county")


def names_of_a_place() -> str:
    """A fingerprint of who lives in the first place and how each agency spells them."""
    wanted, _needs = what_the_story_wants(0)
    people = young_people(random.Random("young people of place 0"), date(2026, 11, 21), 2000, wanted)
    chance = random.Random("spelling")
    spelled = [
        as_spelled_by(young, place, chance) for young in people for place in range(len(young.known_to))
    ]
    told = "|".join(
        f"{young.first} {young.middle} {young.last} {young.born} {young.address}" for young in spelled
    )
    return hashlib.sha256(told.encode()).hexdigest()


def test_two_loads_give_the_same_people():
    script = (
        "import django; django.setup(); from tests.county.test_load import names_of_a_place; "
        "print(names_of_a_place())"
    )
    environment = os.environ | {
        "PYTHONHASHSEED": "7",
        "DJANGO_SETTINGS_MODULE": "sharing_portal.settings_test",
    }
    other = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert other.stdout.split()[-1] == names_of_a_place()


def test_a_place_holds_exactly_the_records_asked_for():
    wanted, _needs = what_the_story_wants(0)
    people = young_people(random.Random("any"), date(2026, 11, 21), 2000, wanted)
    assert sum(len(young.known_to) for young in people) == 2000
    share = sum(len(young.known_to) > 1 for young in people) / len(people)
    assert 0.3 < share < 0.8
    assert max(young.born for young in people) < date(2026, 11, 21) - timedelta(days=365 * 5)
    assert {key for young in people for key in young.known_to} == {agency.key for agency in AGENCIES}


def test_each_consent_is_to_be_sealed_once_it_is_confirmed(county):
    wanted = {
        consent.pk
        for consent in everywhere(Consent)
        if consent.method != Consent.Method.PAPER or consent.confirmed_at
    }
    with acting_for(principal="outbox"):
        assert {row.reference for row in OutboxEntry.objects.filter(task=CONSENT)} == wanted
    assert len(wanted) > 20


def test_each_agreement_that_all_signed_gets_its_sealed_file(county, tmp_path):
    key = make_key(tmp_path)
    signed = {mou.pk for mou in everywhere(Mou) if mou.state in SIGNED_STATES}
    with acting_for(principal="outbox"):
        assert {row.reference for row in OutboxEntry.objects.filter(task=AGREEMENT)} == signed
    with override_settings(SEAL_KEY_FILE=key.key, SEAL_ROOTS_FILE=key.roots):
        work_off(AGREEMENT)
    assert {made.mou_id for made in everywhere(MouSeal) if made.joinder_id is None} == signed
    assert len(signed) > 5
