"""What is told by hand: Mateo's record at each agency, a correction, and the files that hang on a few records."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.core.files.base import ContentFile

from accounts.models import User
from agencies.acting import acting_as
from county.offices import WORKING, Office
from county.papers import pdf, plain_text
from county.place import Place
from county.request_plan import RequestPlan
from county.stories import stories
from county.young_people import Young
from youth import files
from youth.models import RecordItem


@dataclass(frozen=True)
class Told:
    """One item, so many days ago. With `paper` the text is a file too; `corrected` is what it should have said."""

    agency: str
    category: str
    ago: int
    title: str
    text: str
    source: str
    paper: str = ""
    corrected: str = ""


MATEO_TOLD: tuple[Told, ...] = (
    Told(
        "cedar",
        "attendance",
        9,
        "Absences since the start of school",
        "Absent 9 of 47 days, 6 of them Mondays after a weekend in Kestrel Point. Never absent on a day with band.",
        "Attendance office",
        corrected="Absent 8 of 47 days, 6 of them Mondays after a weekend in Kestrel Point. Never absent on a day with band.",
    ),
    Told(
        "cedar",
        "attendance",
        31,
        "Late bus, three weeks in a row",
        "The 41 bus was late eleven times; eleven of Mateo’s fourteen late arrivals are struck from the count.",
        "Attendance office",
    ),
    Told(
        "cedar",
        "attendance",
        58,
        "Meeting with Mateo and his mother",
        "Ms. Ruiz came with her sister, who interpreted; an interpreter of ours is booked for the next time. Mornings at the "
        "father’s house begin at five because of the ferry. Agreed: first period on Mondays becomes study hall until winter.",
        "Theo Brandt, school counselor",
    ),
    Told(
        "cedar",
        "discipline",
        24,
        "Suspension, one day",
        "Pushed a student into the instrument lockers after the third remark about the boat. Said so at once. One day at home, then "
        "a talk between the two of them, with the band teacher in the room. They now carry the bass drum together.",
        "Assistant principal",
        paper="pdf",
    ),
    Told(
        "cedar",
        "discipline",
        210,
        "Left campus at lunch",
        "Gone from 12:10 to 1:30 on the day the letter from the court came. Back on his own. No consequence beyond a call home.",
        "Security desk",
    ),
    Told(
        "cedar",
        "special_education",
        120,
        "Annual IEP meeting",
        "Specific learning disability in written expression. Goals: a paragraph from an outline without prompting; notes by keyboard. "
        "90 minutes a week of specially designed instruction. Ms. Ruiz asked for the draft in Spanish a week ahead, and gets it.",
        "Case manager",
        paper="pdf",
    ),
    Told(
        "cedar",
        "education",
        40,
        "Progress report",
        "Band A, algebra B-, history C+, English D+, all of the D+ being essays not handed in. Spoken, the essays are very good.",
        "Registrar",
    ),
    Told(
        "mind",
        "mental_health",
        140,
        "Intake summary",
        "Came with his mother and an interpreter. Wakes at four and thinks about the boat, the water being cold, his friend not being a "
        "swimmer. Adjustment disorder with anxiety. No thoughts of suicide. Would rather draw than talk, at first, and did.",
        "Owen Castle, clinician",
    ),
    Told(
        "mind",
        "mental_health",
        62,
        "Treatment plan",
        "Weekly, cognitive behavioral; his mother every fourth time. Goals in his words: “sleep till six”, “play the solo”, “say it "
        "before I push somebody”. Coping skills group from next month if school allows.",
        "Priya Raman, caseworker",
        paper="text",
    ),
    Told(
        "mind",
        "mental_health",
        12,
        "Progress review",
        "Eight sessions of nine. Slept till six on four of the last seven nights. Mondays are still hard, and he cannot say why; the "
        "school may be able to.",
        "Priya Raman, caseworker",
    ),
    Told(
        "probation",
        "juvenile_justice",
        190,
        "Diversion agreement",
        "Taking a boat without asking, with two others. Twenty hours with the harbor crew, a letter to the owner, no boats at night. "
        "If finished by the turn of the year, nothing is filed.",
        "Diversion unit",
        paper="pdf",
    ),
    Told(
        "probation",
        "juvenile_justice",
        33,
        "Community service hours",
        "Seventeen of twenty hours. The harbormaster writes: “Scraped a hull that was not on his list. The owner of the boat has asked "
        "whether he would like to learn to sail it.”",
        "Service coordinator",
    ),
)


TRANSCRIPT = Told(
    "",
    "education",
    25,
    "Transcript, unofficial copy",
    "Courses and marks of the last three terms, with the teachers’ comments. Incomplete work is marked with its due date. "
    "The official transcript follows by mail on request.",
    "Registrar",
    paper="pdf",
)


def told_by_hand(place: Place, young: Young) -> bool:
    """Whether this young person's records are told here and not drawn from the banks."""
    return place.number == 0 and young.number == 0


def write_story(place: Place) -> int:
    """Write Mateo's records and the transcripts; answers how many items."""
    told = [(0, item) for item in MATEO_TOLD] if place.number == 0 else []
    told += [
        (number, replace(TRANSCRIPT, agency=plan.holder))
        for plan, number in stories()
        if isinstance(plan, RequestPlan) and plan.files
    ]
    return sum(_write(place.offices[item.agency], number, item, place.today) for number, item in told)


def _write(office: Office, number: int, told: Told, today: date) -> int:
    """The item, and beside it the correction if there is one."""
    with acting_as(office.custodian, office.agency) as custodian:
        item = _item(office, number, told, today, office.one(*WORKING))
        item.save(force_insert=True)
        if not told.corrected:
            return 1
        corrected = replace(told, text=told.corrected)
        correction = _item(office, number, corrected, today, custodian)
        correction.corrects, correction.correction_reason = item, "One day was entered twice."
        correction.created_at += timedelta(days=2)
        correction.save(force_insert=True)
        return 2


def _item(office: Office, number: int, told: Told, today: date, writer: User) -> RecordItem:
    day = today - timedelta(days=told.ago)
    return RecordItem(
        agency=office.agency,
        youth=office.records[number],
        category=told.category,
        occurred_on=day,
        title=told.title,
        text=told.text,
        source=told.source,
        entered_by=writer,
        created_at=datetime.combine(day, time(23), UTC),
        **_paper(told),
    )


def _paper(told: Told) -> dict[str, Any]:
    """The file's columns, after the same checks as an upload."""
    if not told.paper:
        return {}
    content, ending = (pdf, "pdf") if told.paper == "pdf" else (plain_text, "txt")
    upload = ContentFile(content(told.title, told.text), name=f"{told.title}.{ending}")
    checked = files.check(upload)
    return {
        "file": files.keep(checked),
        "file_name": checked.name,
        "file_type": checked.type,
        "file_size": checked.size,
        "file_sha256": checked.sha256,
    }
