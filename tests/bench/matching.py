"""How well the matcher finds the right record: precision and recall on synthetic people with known duplicates.

``./run bench matching`` reads the FEBRL sets in ``../shared/data/febrl-people``. Each duplicate is the
description, the originals are the agency's records; keys pick the records to compare and ``rank`` orders them,
just as in a request. The figures are printed for what askers usually know (names and birth date), with the
address, and with a number too. A quarter of the originals is then taken away to see what the matcher says of
youth whom the agency does not know.
"""

import csv
import statistics
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from tests.bench import judge
from youth.matching import Candidate, Description, Grade, Match, blocking_keys, rank, record_keys

DATA = Path(__file__).parents[3] / "shared" / "data" / "febrl-people"
NAMES_AND_DATE = frozenset({"first_name", "last_name", "birth_date"})
WITH_ADDRESS = NAMES_AND_DATE | {"address"}
WITH_NUMBER = WITH_ADDRESS | {"state_id"}


@dataclass(frozen=True)
class Person:
    """One line of a FEBRL file; ``truth`` is equal for the lines of one person."""

    truth: str
    is_copy: bool
    candidate: Candidate


@dataclass
class Agency:
    """The records of one agency under their stored keys, looked up as the database would."""

    records: list[Candidate]
    by_key: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for place, record in enumerate(self.records):
            for key in record_keys(record):
                self.by_key[key].append(place)

    def candidates(self, description: Description) -> list[Candidate]:
        places = {place for key in blocking_keys(description) for place in self.by_key.get(key, ())}
        return [self.records[place] for place in sorted(places)]

    def search(self, description: Description) -> list[Match]:
        return rank(description, self.candidates(description), population=len(self.records))


@dataclass
class Score:
    """What came of all descriptions of one run."""

    asked: int = 0
    blocked: int = 0
    first: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    right: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    top: int = 0
    in_list: int = 0
    compared: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def precision(self, level: str) -> float:
        return self.right[level] / self.first[level] if self.first[level] else 1.0

    def recall(self, level: str) -> float:
        return self.right[level] / self.asked if self.asked else 1.0

    def f1(self, level: str) -> float:
        precision, recall = self.precision(level), self.recall(level)
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def main() -> int:
    """Print the figures and one ``ratio`` line a limit; 0 when all hold, 1 when one misses, 2 without the data."""
    if not DATA.is_dir():
        print("The sample people are not here: put the FEBRL files into ../shared/data/febrl-people.")
        return 2
    large = read("dataset4a.csv") + read("dataset4b.csv")
    scores = {
        "names and birth date": run(large, NAMES_AND_DATE, "4a/4b, names and birth date"),
        "address": run(large, WITH_ADDRESS, "4a/4b, with address"),
        "number": run(large, WITH_NUMBER, "4a/4b, with address and number"),
    }
    small = run(read("dataset1.csv"), WITH_ADDRESS, "dataset1, with address")
    strangers = false_alarms(large)
    return judge(ratios(scores["address"], scores["names and birth date"], small, strangers))


def ratios(
    main_run: Score, names_only: Score, small: Score, strangers: float
) -> list[tuple[str, float, float]]:
    """Name, value and limit; each value is a share that went wrong, so that lower is better."""
    return [
        ("matching_blocking_miss_rate", 1 - main_run.blocked / main_run.asked, 0.01),
        ("matching_top1_miss_rate", 1 - main_run.recall("possible"), 0.02),
        ("matching_top1_wrong_rate", 1 - main_run.precision("possible"), 0.01),
        ("matching_listed_miss_rate", 1 - main_run.in_list / main_run.asked, 0.015),
        ("matching_strong_wrong_rate", 1 - main_run.precision("strong"), 0.002),
        ("matching_strong_miss_rate", 1 - main_run.recall("strong"), 0.2),
        ("matching_names_only_top1_miss_rate", 1 - names_only.recall("possible"), 0.07),
        ("matching_names_only_top1_wrong_rate", 1 - names_only.precision("possible"), 0.01),
        ("matching_small_set_miss_rate", 1 - small.recall("possible"), 0.02),
        ("matching_stranger_strong_rate", strangers, 0.002),
    ]


def read(name: str) -> list[Person]:
    with (DATA / name).open(encoding="utf-8", newline="") as source:
        return [_person(row) for row in csv.DictReader(source, skipinitialspace=True)]


def _person(row: dict[str, str]) -> Person:
    cells = {name: value.strip() for name, value in row.items()}
    kind = cells["rec_id"].split("-")
    candidate = Candidate(
        key=cells["rec_id"],
        first_name=cells["given_name"],
        last_name=cells["surname"],
        birth_date=_date(cells["date_of_birth"]),
        address=" ".join(
            cells[part] for part in ("street_number", "address_1", "suburb", "postcode")
        ).strip(),
        state_id=cells["soc_sec_id"],
    )
    return Person(truth=kind[1], is_copy=kind[2] == "dup", candidate=candidate)


def _date(digits: str) -> date | None:
    """A date that cannot be (month 54) is left out, as a form would refuse it."""
    try:
        return datetime.strptime(digits, "%Y%m%d").date()
    except ValueError:
        return None


def describe(record: Candidate, known: frozenset[str]) -> Description:
    """The description an asker would write who knows only these fields of the record."""
    return Description(**{name: getattr(record, name) for name in known})


def run(people: list[Person], known: frozenset[str], title: str) -> Score:
    agency = Agency([person.candidate for person in people if not person.is_copy])
    truth = {person.candidate.key: person.truth for person in people}
    score = Score()
    for person in people:
        if person.is_copy:
            _ask(agency, describe(person.candidate, known), person.truth, truth, score)
    _print(title, score)
    return score


def _ask(
    agency: Agency, description: Description, wanted: str, truth: dict[int | str, str], score: Score
) -> None:
    started = time.perf_counter()
    candidates = agency.candidates(description)
    matches = rank(description, candidates, population=len(agency.records))
    score.seconds.append(time.perf_counter() - started)
    score.asked += 1
    score.compared.append(len(candidates))
    score.blocked += any(truth[candidate.key] == wanted for candidate in candidates)
    score.top += bool(matches) and truth[matches[0].candidate.key] == wanted
    score.in_list += any(truth[match.candidate.key] == wanted for match in matches)
    for level in _levels(matches):
        score.first[level] += 1
        score.right[level] += truth[matches[0].candidate.key] == wanted


def _levels(matches: list[Match]) -> tuple[str, ...]:
    """The thresholds that the first-ranked record passes."""
    if not matches or matches[0].grade is Grade.WEAK:
        return ()
    return ("possible", "strong") if matches[0].grade is Grade.STRONG else ("possible",)


def false_alarms(people: list[Person]) -> float:
    """The share of youth unknown to the agency for whom some record is nevertheless called strong."""
    originals = sorted((person for person in people if not person.is_copy), key=lambda person: person.truth)
    gone = {person.truth for person in originals[::4]}
    agency = Agency([person.candidate for person in originals if person.truth not in gone])
    asked = [person.candidate for person in people if person.is_copy and person.truth in gone]
    levels = [_levels(agency.search(describe(candidate, WITH_ADDRESS))) for candidate in asked]
    possible, strong = (sum(level in passed for passed in levels) for level in ("possible", "strong"))
    print(f"unknown to the agency: {len(asked)} described; best record possible {possible}, strong {strong}")
    return strong / len(asked)


def _print(title: str, score: Score) -> None:
    print(f"{title}: {score.asked} described")
    for level in ("possible", "strong"):
        print(
            f"  first-ranked, {level} or better: precision {score.precision(level):.4f}"
            f" recall {score.recall(level):.4f} F1 {score.f1(level):.4f}"
        )
    print(f"  first-ranked, whatever its grade: recall {score.top / score.asked:.4f}")
    print(
        f"  among the ten shown: {score.in_list / score.asked:.4f}; found by keys: {score.blocked / score.asked:.4f}"
    )
    compared = f"median {statistics.median(score.compared):.0f}, most {max(score.compared)}"
    print(f"  records compared: {compared}; median time {statistics.median(score.seconds) * 1000:.2f} ms")


if __name__ == "__main__":
    sys.exit(main())
