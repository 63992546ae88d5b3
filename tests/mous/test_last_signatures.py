"""The last two signatures at the same instant, many times over: one activation each, and never a lost signature.

ROUNDS=1000 ./run test tests/mous/test_last_signatures.py -s -n 0 --no-cov
"""

import os
from collections import Counter
from threading import Barrier, Thread

import pytest
from django.db import connections
from django.db.models import Count

from accounts.models import User
from agencies.acting import acting_as
from audit.models import AuditEvent
from mous import actions
from mous.models import Mou, MouEvent, MouSignature
from notices.models import OutboxEntry
from notices.tasks import relay_outbox
from sharing_portal.rls.context import acting_for
from tests import factories
from tests.mous import agreements

# A thousand take minutes where others work, too: they are run by hand, as above.
ROUNDS = int(os.environ.get("ROUNDS", "150"))
COPIED = ("mous_mou", "mous_mouparty", "mous_mouterm", "mous_mousigningrequest", "mous_mousignature")


@pytest.fixture
def people(committed_db, monkeypatch) -> list[User]:
    """A signatory for each of three agencies; the last of them audits hers, too."""
    monkeypatch.setattr(relay_outbox, "delay", lambda: None)
    operator = factories.operator()
    agencies = [
        factories.agency(name, "school_district", ["ferpa_bound"], by=operator, address="1 Main Street")
        for name in ("North", "South", "West")
    ]
    for agency in agencies:
        agreements.give_address(agency, by=operator)
    return [
        factories.member(f"signer{index}", agency, ["signatory", "auditor"], by=operator)
        for index, agency in enumerate(agencies)
    ]


def statement(person: User, mou: Mou) -> dict:
    return {
        "by": person,
        "typed_name": person.name,
        "title": "Director",
        "attested": True,
        "text_sha256": mou.text_sha256,
    }


def signed_by_the_first(people: list[User]) -> Mou:
    """An agreement of three that lacks two signatures."""
    first = people[0]
    with acting_as(first):
        agencies = list(type(first.acting_agency).objects.order_by("name"))
    flow = (agencies[0], agencies[1], ["attendance"], ["care_coordination"])
    mou = agreements.sent(agreements.drafted(first, agencies, [flow]), first)
    with acting_as(first):
        actions.sign(mou, **statement(first, mou))
    return mou


def copies(mou: Mou, count: int) -> None:
    """So many copies of the agreement and its rows, made by the tables' owner, who may do so for this once."""
    owner = connections["owner"]
    with owner.cursor() as cursor:
        for table in COPIED:
            cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        cursor.execute(
            "CREATE TEMP TABLE copies AS SELECT gen_random_uuid() AS id FROM generate_series(1, %s)", [count]
        )
        cursor.execute(
            "INSERT INTO mous_mou SELECT (jsonb_populate_record(m, jsonb_build_object('id', c.id))).* "
            "FROM mous_mou m, copies c WHERE m.id = %s",
            [mou.pk],
        )
        for table in COPIED[1:]:
            cursor.execute(
                f"INSERT INTO {table} SELECT (jsonb_populate_record(r, jsonb_build_object('id', "
                f"gen_random_uuid(), 'mou_id', c.id))).* FROM {table} r, copies c WHERE r.mou_id = %s",
                [mou.pk],
            )
        for table in COPIED:
            cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    owner.close()


def race(mous: list[Mou], people: list[User]) -> tuple[Counter, list[BaseException]]:
    """Each person signs each agreement, both released by one barrier a round; gives the states they saw."""
    barrier, seen, errors = Barrier(len(people)), Counter(), []

    def run(person: User) -> None:
        try:
            for mou in mous:
                own = Mou(pk=mou.pk)
                with acting_as(person):
                    barrier.wait(20)
                    actions.sign(own, **statement(person, mou))
                seen[str(own.state)] += 1
        except BaseException as error:
            errors.append(error)
            barrier.abort()
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen, errors


def test_the_last_two_signatures_at_once(people):
    copies(signed_by_the_first(people), ROUNDS)
    with acting_as(people[1]) as reader:
        mous = list(Mou.objects.filter(events=None))
    assert len(mous) == ROUNDS
    seen, errors = race(mous, people[1:])
    assert errors == []
    # In each round one of them found the agreement complete, and one did not.
    assert seen == {"sent": ROUNDS, "signed": ROUNDS}
    raced = [mou.pk for mou in mous]
    with acting_as(reader):
        assert Mou.objects.filter(pk__in=raced, state="signed").count() == ROUNDS
        signatures = MouSignature.objects.filter(mou__in=raced).values("mou").annotate(count=Count("pk"))
        assert Counter(row["count"] for row in signatures) == {3: ROUNDS}
        for kind, each in (("completed", 1), ("signed", 2)):
            events = (
                MouEvent.objects.filter(mou__in=raced, kind=kind).values("mou").annotate(count=Count("pk"))
            )
            assert Counter(row["count"] for row in events) == {each: ROUNDS}
    completed = 0
    for person in people[1:]:
        with acting_as(person):
            completed += AuditEvent.objects.filter(event="mou.completed", object_id__in=raced).count()
    assert completed == ROUNDS
    with acting_for(principal="outbox"):
        sealing = OutboxEntry.objects.filter(task="mous.tasks.seal_agreement", reference__in=raced)
        assert sealing.count() == ROUNDS == sealing.values("reference").distinct().count()
