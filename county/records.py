"""Writes each agency's youth records, guardians, items and caseloads, in bulk, as its records custodian."""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from accounts.models import User
from agencies.acting import acting_as
from audit.record import record
from county.days import working_day
from county.facts import facts_about
from county.offices import WORKING, Office
from county.place import Need, Place
from county.plan import Topic
from county.story_records import told_by_hand
from county.writing import Phrase, bank, in_order, write
from county.young_people import Young, as_spelled_by
from youth import grants
from youth.keys import refresh_keys
from youth.models import Assignment, Guardian, RecordItem, YouthRecord

AUTHORITY = Guardian.Authority
BATCH = 1000


def write_records(office: Office, place: Place) -> int:
    """Everything the agency holds about the young people it knows; answers how many items."""
    key = office.plan.key
    chance = random.Random(f"records of {office.plan.name}")
    known = [young for young in place.young if key in young.known_to]
    spelled = [as_spelled_by(young, young.known_to.index(key), chance) for young in known]
    with acting_as(office.custodian, office.agency) as custodian:
        records = [_record(office, young, place, chance) for young in spelled]
        YouthRecord.objects.bulk_create(records, batch_size=BATCH)
        refresh_keys(records)
        office.records = {young.number: made for young, made in zip(known, records, strict=True)}
        guardians = (guardian for young in known for guardian in _guardians(office, young, chance))
        Guardian.objects.bulk_create(guardians, batch_size=BATCH)
        workers = _caseloads(office, known, place, custodian, chance)
        items = [
            item
            for young in known
            if not told_by_hand(place, young)
            for item in _items(office, young, place, workers.get(young.number, custodian), chance)
        ]
        RecordItem.objects.bulk_create(items, batch_size=BATCH)
        record("youth.loaded", by=custodian, on=office.agency, records=len(records), items=len(items))
    return len(items)


def _id(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)


def _record(office: Office, young: Young, place: Place, chance: random.Random) -> YouthRecord:
    plan, school = office.plan, place.school_of(young)
    in_school = plan.kind == "school_district"
    grade = facts_about(young, place.today, school)["grade_code"] if in_school else ""
    gone = chance.random() < 0.04 or (in_school and not grade)
    made = datetime.combine(place.today - timedelta(days=chance.randint(430, 900)), time(17), UTC)
    return YouthRecord(
        id=_id(chance),
        agency=office.agency,
        number=f"{plan.numbering}-{10400 + young.number * 7 + chance.randint(0, 6)}",
        first_name=young.first,
        middle_name=young.middle,
        last_name=young.last,
        preferred_name=young.preferred,
        birth_date=young.born,
        sex=young.sex,
        grade=grade,
        site=school if in_school else chance.choice(plan.sites or ("",)),
        language=young.language,
        address=young.address,
        phone=young.phone,
        state=YouthRecord.State.LEFT if gone else YouthRecord.State.ACTIVE,
        created_at=made,
    )


def _guardians(office: Office, young: Young, chance: random.Random) -> Iterator[Guardian]:
    """The adults this agency knows of. That one is a parent is not yet an authority to decide: see `authority`."""
    for place, adult in enumerate(young.adults):
        if place and chance.random() < 0.25:
            continue
        authority, evidence, revoked = _authority(adult.relation, place, chance)
        yield Guardian(
            id=_id(chance),
            agency=office.agency,
            youth=office.records[young.number],
            first_name=adult.first,
            last_name=adult.last,
            relation=adult.relation,
            authority=authority,
            authority_evidence=evidence,
            rights_revoked=revoked,
            language=adult.language,
            phone=adult.phone,
            address=young.address if place == 0 else "",
        )


def _authority(relation: str, place: int, chance: random.Random) -> tuple[str, str, bool]:
    """What the agency knows of the adult's right to decide, and how; often it never asked."""
    year = chance.randint(2, 6)
    if relation in ("mother", "father", "guardian"):
        if place and chance.random() < 0.05:
            order = f"Superior Court order 2{year}-3-00{chance.randint(110, 880)}, copy on file"
            return AUTHORITY.NONE, order, True
        if place and chance.random() < 0.38:
            return AUTHORITY.UNKNOWN, "", False
        if relation == "guardian":
            order = f"Letters of guardianship 2{year}-4-00{chance.randint(110, 880)} seen"
            return AUTHORITY.GUARDIAN, order, False
        seen = ("Birth certificate seen at intake", "Birth certificate on file", "Parenting plan seen")
        return AUTHORITY.PARENT, chance.choice(seen), False
    if relation == "grandparent" and chance.random() < 0.5:
        return AUTHORITY.ACTING_PARENT, "Kinship caregiver’s declaration on file", False
    return (AUTHORITY.NONE if relation == "stepparent" else AUTHORITY.UNKNOWN), "", False


def _caseloads(
    office: Office, known: Sequence[Young], place: Place, custodian: User, chance: random.Random
) -> dict[int, User]:
    """Who works with whom: assignments with their history, and the grants that open the records."""
    workers = office.all(*WORKING)
    chosen: dict[int, User] = {}
    assignments = []
    for young in known:
        need = place.needs.get((young.number, office.plan.key))
        if need is None and chance.random() * 100 >= office.plan.caseload:
            continue
        worker = workers[need.hand % len(workers)] if need else chance.choice(workers)
        chosen[young.number] = worker
        made = office.records[young.number]
        since = made.created_at + timedelta(days=chance.randint(0, 300))
        assignments.append(_assignment(made, worker, custodian, since))
        former = [person for person in workers if person != worker]
        if former and chance.random() < 0.08:
            before = _assignment(made, chance.choice(former), custodian, made.created_at, until=since)
            assignments.append(before)
    Assignment.objects.bulk_create(assignments, batch_size=BATCH)
    for worker in workers:
        given = [office.records[number] for number, person in chosen.items() if person == worker]
        grants.give_all(given, worker)
    return chosen


def _assignment(
    made: YouthRecord, worker: User, custodian: User, since: datetime, until: datetime | None = None
) -> Assignment:
    return Assignment(
        agency_id=made.agency_id, youth=made, user=worker, since=since, until=until, assigned_by=custodian
    )


def _items(
    office: Office, young: Young, place: Place, writer: User, chance: random.Random
) -> Iterator[RecordItem]:
    """A few notes on each topic that applies, none twice; what the story needs is always there."""
    made, school, today = office.records[young.number], place.school_of(young), place.today
    needed = place.needs.get((young.number, office.plan.key), Need()).categories
    topics = office.plan.topics
    chosen = [topic for topic in topics if topic.category in needed or chance.random() * 100 < topic.share]
    for topic in chosen or topics[:1]:
        most = max(topic.most, 2) if topic.category in needed else chance.randint(1, topic.most)
        phrases = in_order(_phrases(topic, young, most, chance, today))
        in_term = topic.bank.startswith("school_")
        days = sorted(working_day(chance, today, in_term=in_term) for _phrase in phrases)
        for phrase, day in zip(phrases, days, strict=True):
            yield _item(made, topic, phrase, day, facts_about(young, day, school, chance), writer, chance)


def _phrases(topic: Topic, young: Young, most: int, chance: random.Random, today: date) -> list[Phrase]:
    speaks_english = young.language == "English"
    fitting = [
        phrase
        for phrase in bank(topic.bank)
        if phrase.fits(young.age(today)) and not (speaks_english and "{home_language}" in phrase.text)
    ]
    return chance.sample(fitting or list(bank(topic.bank)[:1]), min(most, len(fitting or [1])))


def _item(
    made: YouthRecord,
    topic: Topic,
    phrase: Phrase,
    day: date,
    facts: Mapping[str, str],
    writer: User,
    chance: random.Random,
) -> RecordItem:
    entered = datetime.combine(day, time(16 + chance.randint(0, 7), chance.randint(0, 59)), UTC)
    return RecordItem(
        id=_id(chance),
        agency_id=made.agency_id,
        youth=made,
        category=topic.category,
        occurred_on=day,
        title=write(phrase.title, chance, facts),
        text=write(phrase.text, chance, facts),
        source=phrase.source,
        entered_by=writer,
        created_at=entered,
    )
