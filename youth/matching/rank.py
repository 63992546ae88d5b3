"""Scoring and ranking: each record gets bits for and against, a grade, and the reasons a person can check.

Nothing is ever matched without a person: a grade is advice on where to look first.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from youth.matching.compare import (
    address_likeness,
    guardian_likeness,
    identifier_likeness,
    name_likeness,
    school_likeness,
    sex_likeness,
)
from youth.matching.dates import date_slip
from youth.matching.people import Candidate, Description
from youth.matching.weights import CLOSE_SECOND_BITS, POSSIBLE_BITS, STRONG_BITS, weight
from youth.names import joined

DEFAULT_POPULATION = 10_000
_AGREEING = frozenset({"same", "same_as_preferred"})


class Grade(StrEnum):
    STRONG = "strong"
    POSSIBLE = "possible"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Finding:
    """One compared field: ``answer`` is the code of what lies between the two sides, ``weight`` its bits."""

    field: str
    answer: str
    weight: float

    @property
    def sentence(self) -> str:
        """The id of its plain sentence in ``LABELS``."""
        return f"{self.field}.{self.answer}"

    @property
    def verdict(self) -> str:
        """``agrees``, ``close``, ``differs`` or ``unknown``, for the mark beside the sentence."""
        if self.answer in ("differs", "unknown"):
            return self.answer
        return "agrees" if self.answer in _AGREEING else "close"


@dataclass(frozen=True, slots=True)
class Match:
    """One ranked record. ``likelihood`` is 0..1; ``cautions`` are ids in ``LABELS``, most pressing first."""

    candidate: Candidate
    score: float
    likelihood: float
    grade: Grade
    findings: tuple[Finding, ...]
    cautions: tuple[str, ...] = ()


def rank(
    description: Description,
    candidates: Iterable[Candidate],
    limit: int = 10,
    *,
    population: int = DEFAULT_POPULATION,
) -> list[Match]:
    """The records that best fit the description, best first; equal scores in the order of their keys.

    ``population`` is how many records the agency holds: the larger it is, the more must agree before a match
    is strong, because more youth then share a name by chance. The order of ``candidates`` does not matter.
    """
    prior = math.log2(max(population, 2))
    matches = [_match(description, candidate, prior) for candidate in candidates]
    matches.sort(key=lambda match: (-match.score, str(match.candidate.key)))
    return _mark_close_seconds(matches)[:limit]


def _match(description: Description, candidate: Candidate, prior: float) -> Match:
    findings = (*_name_findings(description, candidate), *_other_findings(description, candidate))
    score = round(sum(finding.weight for finding in findings), 2)
    bits = score - prior
    answers = {finding.field: finding.answer for finding in findings}
    return Match(
        candidate=candidate,
        score=score,
        likelihood=1 / (1 + 2.0 ** -max(min(bits, 60.0), -60.0)),
        grade=_grade(bits, answers),
        findings=findings,
        cautions=_cautions(answers),
    )


def _finding(field: str, answer: str) -> Finding:
    return Finding(field, answer, weight(field, answer))


def _name_findings(description: Description, candidate: Candidate) -> tuple[Finding, ...]:
    """First, last and middle name, or the names read the other way round when that explains them better."""
    first = _finding("first_name", _first_name_answer(description, candidate))
    last = _finding("last_name", name_likeness(description.last_name, candidate.last_name))
    swapped = _swapped_finding(description, candidate)
    names = (swapped,) if swapped and swapped.weight > first.weight + last.weight else (first, last)
    middle = name_likeness(description.middle_name, candidate.middle_name)
    return (*names, _finding("middle_name", middle))


def _first_name_answer(description: Description, candidate: Candidate) -> str:
    """The best of what the youth may go by: the first name, the preferred one, or a middle name."""
    answers = {name_likeness(description.first_name, candidate.first_name)}
    preferred = name_likeness(description.first_name, candidate.preferred_name)
    answers.add("same_as_preferred" if preferred == "same" else preferred)
    crossed = (
        (joined(description.first_name), joined(candidate.middle_name)),
        (joined(description.middle_name), joined(candidate.first_name)),
    )
    if any(one and one == other for one, other in crossed):
        answers.add("goes_by_middle")
    known = answers - {"unknown"}
    return max(sorted(known), key=lambda answer: weight("first_name", answer)) if known else "unknown"


def _swapped_finding(description: Description, candidate: Candidate) -> Finding | None:
    crossed = (
        name_likeness(description.first_name, candidate.last_name),
        name_likeness(description.last_name, candidate.first_name),
    )
    if crossed == ("same", "same"):
        return _finding("names_swapped", "same")
    near = {"same", "misspelt", "part", "nickname"}
    return _finding("names_swapped", "close") if near.issuperset(crossed) else None


def _other_findings(description: Description, candidate: Candidate) -> tuple[Finding, ...]:
    born = "unknown"
    if description.birth_date and candidate.birth_date:
        born = date_slip(description.birth_date, candidate.birth_date)
    return (
        _finding("birth_date", born),
        _finding("sex", sex_likeness(description.sex, candidate.sex)),
        _finding("address", address_likeness(description.address, candidate.address)),
        _finding("school", school_likeness(description.school, candidate.school)),
        _finding("guardian_name", guardian_likeness(description.guardian_name, candidate.guardian_names)),
        _finding("state_id", identifier_likeness(description.state_id, candidate.state_id)),
    )


def _grade(bits: float, answers: dict[str, str]) -> Grade:
    """Strong needs the odds and no plain contradiction: brothers and sisters share all but a first name.

    Only an equal state ID outweighs a different first name or birth date.
    """
    contradicted = "differs" in (answers.get("first_name"), answers["birth_date"], answers["state_id"])
    if bits >= STRONG_BITS and (not contradicted or answers["state_id"] == "same"):
        return Grade.STRONG
    return Grade.POSSIBLE if bits >= POSSIBLE_BITS else Grade.WEAK


def _cautions(answers: dict[str, str]) -> tuple[str, ...]:
    same_birth, same_last = answers["birth_date"] == "same", answers.get("last_name") == "same"
    if (
        same_birth
        and same_last
        and answers.get("first_name") in ("differs", "misspelt", "initial", "unknown")
    ):
        return ("caution.may_be_sibling",)
    named = answers.get("first_name") in ("same", "same_as_preferred", "nickname") and same_last
    return ("caution.birth_date_differs",) if named and answers["birth_date"] == "differs" else ()


def _mark_close_seconds(matches: list[Match]) -> list[Match]:
    """When the two best stand too close to tell apart, all that close are cautioned and none is strong."""
    if len(matches) < 2 or matches[0].score - matches[1].score >= CLOSE_SECOND_BITS:
        return matches
    nearest = matches[0].score - CLOSE_SECOND_BITS
    return [_doubtful(match) if match.score > nearest else match for match in matches]


def _doubtful(match: Match) -> Match:
    grade = Grade.POSSIBLE if match.grade is Grade.STRONG else match.grade
    return replace(match, grade=grade, cautions=(*match.cautions, "caution.close_second"))
