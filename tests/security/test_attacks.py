"""What an insider tries who can run any SQL as the application, in her own name: the database refuses it.

Each test is one attack that once worked. The attacker never takes on another identity: she has her own user and her own
agency, as after an injection, and knows every id.
"""

# ruff: noqa: B023, F811 -- each attack runs at once; fixtures come from the main job
import uuid
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from agencies import actions as agency_actions
from agencies.acting import acting_as
from agencies.models import Agency, Membership
from consents.actions import record_consent
from consents.lines import GrantLine
from consents.models import ConsentForm, ConsentGrant
from disclosures import actions
from disclosures.models import (
    AttachedConsent,
    Decision,
    DisclosureRequest,
    LogEntry,
    Release,
    ReleaseGrant,
    RequestedCategory,
    RequestMessage,
    YouthMatch,
)
from law.vocabulary import SignerCapacity
from notices.models import OutboxEntry
from sharing_portal.errors import NoLegalBasis
from tests import factories
from tests.disclosures.conftest import (  # noqa: F401
    agreement,
    approved,
    asked,
    compose,
    consent_for,
    items,
    matched,
    maya,
    mother,
    released,
)
from youth import grants
from youth.models import Assignment, RecordItem, YouthRecordGrant

pytestmark = pytest.mark.data_layer


@pytest.fixture
def sonia(south, operator):
    """Decides requests made to South, where alice asks."""
    return factories.member("sonia", south, ["records_custodian"], by=operator)


def refused(attack):
    """The database refuses it, or nothing it may see is touched; nothing of it stays."""
    try:
        with transaction.atomic():
            touched = attack()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except DatabaseError:
        return True
    return touched in (0, None)


# --- memberships and agencies


def test_an_invited_person_does_not_choose_her_roles(north, alice, operator):
    ada = factories.member("ada", north, ["agency_admin"], by=operator)
    with acting_as(ada):
        invited = agency_actions.invite(north, by=ada, email=alice.email, name="", roles=["staff"])
    rows = Membership.objects.filter(pk=invited.pk)
    with acting_as(alice):
        assert refused(lambda: rows.update(state="active", roles=["records_custodian", "agency_admin"]))
        assert rows.update(state="active") == 1


def test_an_administrator_changes_neither_herself_nor_answers_for_the_invited(north, alice, operator):
    ada = factories.member("ada", north, ["agency_admin"], by=operator)
    with acting_as(ada):
        invited = agency_actions.invite(north, by=ada, email=alice.email, name="", roles=["staff"])
        own = Membership.objects.filter(user=ada)
        assert refused(lambda: own.update(roles=["records_custodian"]))
        assert refused(lambda: Membership.objects.filter(pk=invited.pk).update(state="active"))


def test_an_operator_does_not_join_an_agency(north, operator):
    with acting_as(operator):
        assert refused(
            lambda: Membership.objects.create(
                user=operator, agency=north, roles=["records_custodian"], state="active"
            )
        )


@pytest.mark.parametrize(
    "change",
    [{"kind": "hipaa_provider"}, {"legal_statuses": ["hipaa_covered"]}, {"name": "X"}, {"state": "left"}],
)
def test_an_administrator_does_not_say_what_her_agency_is(north, operator, change):
    ada = factories.member("ada", north, ["agency_admin"], by=operator)
    with acting_as(ada):
        assert refused(lambda: Agency.objects.filter(pk=north.pk).update(**change))
        assert Agency.objects.filter(pk=north.pk).update(phone="1") == 1


# --- requests


@pytest.mark.parametrize("state", ["approved", "refused", "released", "more_needed", "draft"])
def test_the_asker_does_not_take_the_holders_step(asked, alice, sonia, state):
    for attacker in (alice, sonia):
        with acting_as(attacker):
            assert refused(lambda: DisclosureRequest.objects.filter(pk=asked.pk).update(state=state))


@pytest.mark.parametrize(
    "field", ["first_name", "purpose", "reason", "evidence", "basis", "due_on", "birth_date"]
)
def test_what_was_asked_does_not_change_once_it_is_out(asked, alice, bob, field):
    value = {"evidence": {"x": True}, "due_on": date(2030, 1, 1), "birth_date": date(2012, 1, 1)}.get(
        field, "X"
    )
    for attacker in (alice, bob):
        with acting_as(attacker):
            assert refused(lambda: DisclosureRequest.objects.filter(pk=asked.pk).update(**{field: value}))


def test_nobody_puts_another_name_on_a_request(asked, alice, bob, sonia, west, carol):
    rows = DisclosureRequest.objects.filter(pk=asked.pk)
    with acting_as(sonia):
        assert refused(lambda: rows.update(requested_by=sonia))
    with acting_as(bob):
        assert refused(lambda: rows.update(asking_agency=west, asking_youth=None))
        assert refused(lambda: rows.update(requested_by=carol))
    with acting_as(alice):
        assert refused(lambda: rows.update(holding_agency=west))


def test_a_colleague_does_not_send_anothers_draft(agreement, compose, sonia):
    draft = compose()
    change = {"state": "submitted", "submitted_at": timezone.now(), "due_on": date(2030, 1, 1)}
    with acting_as(sonia):
        assert refused(lambda: DisclosureRequest.objects.filter(pk=draft.pk).update(**change))


def test_who_works_for_both_agencies_does_not_answer_her_own_request(asked, alice, north, operator, maya):
    factories.member("alice", north, ["records_custodian"], by=operator)
    with acting_as(alice, north):
        assert refused(lambda: DisclosureRequest.objects.filter(pk=asked.pk).update(state="approved"))
        assert refused(lambda: RequestedCategory.objects.filter(request=asked).update(answer="approved"))
        assert refused(
            lambda: YouthMatch.objects.create(request=asked, agency=north, youth=maya, matched_by=alice)
        )
        assert refused(
            lambda: Decision.objects.create(
                request=asked, agency=north, decided_by=alice, facts={}, engine={}, approved_categories=["x"]
            )
        )


def test_no_category_is_added_or_answered_by_the_asker(approved, alice, sonia, bob):
    for attacker in (alice, sonia, bob):
        with acting_as(attacker):
            assert refused(
                lambda: RequestedCategory.objects.create(
                    request=approved, category="special_education", answer="approved"
                )
            )
    for attacker in (alice, sonia):
        with acting_as(attacker):
            assert refused(
                lambda: RequestedCategory.objects.filter(request=approved).update(answer="approved")
            )


def test_the_asker_does_not_occupy_the_holders_match_decision_or_release(
    asked, sonia, south, north, operator
):
    youth = factories.youth(sonia)
    with acting_as(sonia):
        assert refused(
            lambda: YouthMatch.objects.create(request=asked, agency=south, youth=youth, matched_by=sonia)
        )
        assert refused(
            lambda: Decision.objects.create(
                request=asked, agency=south, decided_by=sonia, facts={}, engine={}
            )
        )
        assert refused(lambda: a_release(asked, south, north, sonia))


def test_a_stranger_releases_nothing_in_answer_to_others(asked, carol, west, south):
    with acting_as(carol):
        assert refused(lambda: a_release(asked, west, south, carol))


def test_nothing_is_released_before_the_request_is(approved, bob, north, south, west):
    with acting_as(bob):
        assert refused(lambda: a_release(approved, north, south, bob))
        DisclosureRequest.objects.filter(pk=approved.pk).update(state="released")
        assert refused(lambda: a_release(approved, north, west, bob))


def a_release(request, agency, recipient, by):
    end = timezone.now() + timedelta(days=1)
    return Release.objects.create(
        request=request,
        agency=agency,
        recipient_agency=recipient,
        released_by=by,
        access_until=end,
        content_sha256="0" * 64,
    )


def test_colleagues_without_the_reach_read_nothing_that_hangs_on_a_request(
    matched,
    alice,
    bob,
    south,
    operator,
    consent_for,
):
    with acting_as(bob):
        actions.ask_for_more(matched, by=bob, text="Which Maya Torres?")
    for role in ("staff", "agency_admin", "signatory", "auditor"):
        curious = factories.member(f"curious-{role}", south, [role], by=operator)
        with acting_as(curious):
            assert not RequestMessage.objects.exists()
            assert not RequestedCategory.objects.exists()
            assert not AttachedConsent.objects.exists()
            assert refused(
                lambda: RequestMessage.objects.create(request=matched, agency=south, author=curious, text="x")
            )
    with acting_as(alice):
        assert RequestMessage.objects.exists()
        assert RequestedCategory.objects.exists()


# --- releases


@pytest.mark.parametrize("change", [{"ended_at": None, "end_reason": ""}, {"ended_at": timezone.now()}])
def test_an_ended_release_is_not_opened_again(released, alice, bob, sonia, change):
    with acting_as(bob):
        actions.recall(released, by=bob, reason="A mistake")
    for attacker in (alice, bob, sonia):
        with acting_as(attacker):
            assert refused(lambda: Release.objects.filter(pk=released.pk).update(**change))
            assert refused(
                lambda: Release.objects.filter(pk=released.pk).update(
                    acknowledged_at=timezone.now(), acknowledged_by=attacker
                )
            )


def test_each_side_of_a_release_does_its_own(released, alice, bob, sonia):
    rows, now = Release.objects.filter(pk=released.pk), timezone.now()
    with acting_as(alice):
        assert refused(lambda: rows.update(ended_at=now, end_reason="recalled"))
        assert refused(lambda: rows.update(ended_at=now, end_reason="revoked"))
        assert refused(lambda: rows.update(acknowledged_at=now, acknowledged_by=sonia))
        assert refused(lambda: rows.update(access_until=now + timedelta(days=999)))
    with acting_as(bob):
        assert refused(lambda: rows.update(ended_at=now, end_reason="revoked"))
        assert refused(lambda: rows.update(opened_at=now))
        assert refused(lambda: rows.update(acknowledged_at=now, acknowledged_by=alice))


def test_nobody_points_a_release_or_an_item_at_another_file(released, alice, bob, sonia):
    """The package of an ended release has a name that its recipient knows."""
    package = f"packages/{released.pk}.pdf"
    for attacker in (alice, bob, sonia):
        with acting_as(attacker):
            assert refused(lambda: Release.objects.filter(pk=released.pk).update(package="items/secret"))
    own = factories.youth(sonia)
    with acting_as(sonia):
        assert refused(
            lambda: RecordItem.objects.create(
                agency=own.agency,
                youth=own,
                category="attendance",
                occurred_on=date(2026, 1, 1),
                title="x",
                file=package,
                entered_by=sonia,
            )
        )


def test_a_grant_is_given_only_for_releases_of_ones_own(released, carol, west, north, operator):
    permission = ReleaseGrant._meta.get_field("permission").related_model.objects.get(
        content_type__app_label="disclosures", codename="view_release"
    )
    with acting_as(carol):
        assert refused(
            lambda: ReleaseGrant.objects.create(
                content_object=released, user=carol, agency=west, permission=permission
            )
        )
    with acting_as(factories.member("audrey", north, ["auditor"], by=operator)):
        assert refused(lambda: ReleaseGrant.objects.all()._raw_delete("default"))


def test_a_recipient_does_not_block_a_correction_of_the_holder(released, items, sonia):
    """She knows the ids of the holder's items, and an item is corrected once."""
    own = factories.youth(sonia)
    with acting_as(sonia):
        assert refused(
            lambda: RecordItem.objects.create(
                agency=own.agency,
                youth=own,
                category="attendance",
                occurred_on=date(2026, 1, 1),
                title="x",
                text="x",
                corrects_id=items[0].pk,
                entered_by=sonia,
            )
        )


# --- the log


def line(agency, request, kind, by, **fields):
    return LogEntry(
        chain_id=agency.pk,
        agency_id=agency.pk,
        kind=kind,
        disclosure_request_id=getattr(request, "pk", request),
        actor_id=by.pk,
        **fields,
    ).save(force_insert=True)


def test_the_log_takes_only_ones_own_steps_in_the_two_logs_of_the_request(
    asked, alice, bob, north, south, west, operator
):
    written = []

    def wrote(*arguments):
        line(*arguments)
        return written.append(arguments) or 1

    for attacker, kinds in (
        (alice, ("approved", "released", "refused", "ended", "exported")),
        (bob, ("requested", "opened", "acknowledged", "withdrawn", "exported")),
    ):
        with acting_as(attacker):
            for agency in (north, south):
                for kind in kinds:
                    assert refused(lambda a=agency, k=kind: wrote(a, asked, k, attacker)), kind
            assert refused(lambda: wrote(west, asked, "requested", attacker))
            assert refused(lambda: wrote(north, uuid.uuid4(), "requested", attacker))
            assert refused(lambda: wrote(north, None, "requested", attacker))
    assert written == []


def test_a_line_bears_the_name_of_who_wrote_it(asked, alice, north, operator):
    with acting_as(alice):
        line(north, asked, "opened", alice, actor_name="Bob")
    with acting_as(factories.member("audrey", north, ["auditor"], by=operator)):
        assert LogEntry.objects.get(kind="opened").actor_name == "Alice"


# --- consents and caseloads


def test_a_revoked_grant_never_stands_again(consent_for, bob):
    consent = consent_for("attendance")
    with acting_as(bob):
        actions.revoke_consent(consent, by=bob)
        rows = ConsentGrant.objects.filter(consent=consent)
        assert refused(lambda: rows.update(revoked_at=None, revoked_by=None))
        assert refused(lambda: rows.update(revocation_reason="Other"))


def test_a_consent_is_revoked_in_ones_own_name(consent_for, bob, alice):
    consent = consent_for("attendance")
    with acting_as(bob):
        rows = ConsentGrant.objects.filter(consent=consent)
        assert refused(lambda: rows.update(revoked_at=timezone.now(), revoked_by=alice))


def test_who_lost_a_youth_does_not_take_her_back(north, bob, operator):
    staff = factories.member("stan", north, ["staff"], by=operator)
    youth = factories.youth(bob)
    with acting_as(bob):
        taken = Assignment.objects.create(agency=north, youth=youth, user=staff, assigned_by=bob)
        grants.give(youth, staff)
        Assignment.objects.filter(pk=taken.pk).update(until=timezone.now())
        grants.take(youth, staff)
    with acting_as(staff):
        assert refused(lambda: grants.give(youth, staff) or 1)
        assert refused(
            lambda: Assignment.objects.create(agency=north, youth=youth, user=staff, assigned_by=staff)
        )
    with acting_as(bob):
        assert not YouthRecordGrant.objects.filter(user=staff).exists()


def test_a_consent_for_another_child_opens_nothing(
    agreement,
    compose,
    items,
    alice,
    bob,
    south,
    north,
    maya,
    operator,
):
    """Not of the injection: alice attaches a consent that was signed for another youth of hers."""
    today = timezone.localdate()
    custodian = factories.member("cora", south, ["records_custodian", "staff"], by=operator)
    other = factories.youth(custodian, first="Noah", last="Brown", born=date(2010, 1, 1))
    with acting_as(custodian):
        grants.give(other, alice)
        consent = record_consent(
            other,
            by=custodian,
            form=ConsentForm.objects.get(kind="uniform", language="en"),
            signer_name="Ben Brown",
            capacity=SignerCapacity.PARENT,
            authority_evidence="Birth certificate seen",
            lines=[
                GrantLine(
                    discloser=north,
                    recipient=south,
                    category="attendance",
                    purposes=["care_coordination"],
                    starts_on=today,
                    expires_on=today + timedelta(days=90),
                )
            ],
        )
    draft = compose("attendance")
    with acting_as(alice):
        actions.attach_consent(draft, consent, by=alice)
        actions.submit(draft, by=alice)
    with acting_as(bob):
        actions.match(draft, maya, by=bob)
        with pytest.raises(NoLegalBasis):
            actions.approve(draft, by=bob, categories=["attendance"])


# --- work in the background


@pytest.mark.parametrize(
    "task", ["consents.tasks.queue_reminders", "audit.tasks.witness_chain_heads", "os.system"]
)
def test_only_the_portals_own_work_is_queued(task, bob, north):
    with acting_as(bob):
        for agency_id in (None, north.pk):
            assert refused(lambda a=agency_id: OutboxEntry.objects.create(key="x", task=task, agency_id=a))


def test_no_work_is_queued_for_another_agency_or_for_none(bob, west, released):
    task = "disclosures.tasks.render_package"
    with acting_as(bob):
        for agency_id in (None, west.pk):
            assert refused(
                lambda a=agency_id: OutboxEntry.objects.create(
                    key="x", task=task, agency_id=a, reference=released.pk
                )
            )


def test_the_application_hangs_no_trigger_on_a_table_of_its_own(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'portal'::regnamespace "
            "AND prorettype = 'trigger'::regtype AND has_function_privilege('portal_app', oid, 'EXECUTE')"
        )
        assert cursor.fetchall() == []
