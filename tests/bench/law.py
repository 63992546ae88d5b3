"""How fast the law engine answers, beside two policy engines on an equivalent subset of rules.

``./run bench law`` asks cedarpy, pycasbin and the law engine the same questions in turns, on one core and in one
process. All three must give the same yes or no to every question before the clock starts. What was made equivalent,
and what was not, stands in README.md.
"""

import csv
import logging
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import casbin
import cedarpy

from law import decide
from tests.bench import judge
from tests.bench.law_questions import Question, draw

POLICIES = Path(__file__).with_name("policies")
QUESTIONS = 300
ROUNDS = 15
Ask = Callable[[], list[bool]]


def main() -> int:
    """Print the medians and one ``ratio`` line a limit; 0 when all hold, 1 when one misses, 2 when answers differ."""
    stay_on_one_core()
    questions = draw(QUESTIONS)
    engines = {"law": law(questions), "cedarpy": cedar(questions), "pycasbin": pycasbin(questions)}
    answers = {name: ask() for name, ask in engines.items()}
    differing = [
        place for place, said in enumerate(zip(*answers.values(), strict=True)) if len(set(said)) > 1
    ]
    for place in differing:
        print({name: said[place] for name, said in answers.items()}, questions[place])
    if differing:
        print(f"{len(differing)} of {QUESTIONS} questions were answered differently: nothing was measured.")
        return 2
    print(f"{QUESTIONS} questions, {sum(answers['law'])} lawful; all three engines agree on each")
    engines["law, answer as objects only"] = law_objects(questions)
    engines["cedarpy, all questions in one call"] = cedar_batch(questions)
    times = measure(engines)
    for name, seconds in times.items():
        print(f"  {name}: {seconds * 1e6:.1f} µs a decision, {1 / seconds:,.0f} decisions a second")
    return judge(
        [
            ("law_time_of_cedarpy", times["law"] / times["cedarpy"], 1.0),
            ("law_time_of_pycasbin", times["law"] / times["pycasbin"], 1.0),
        ]
    )


def stay_on_one_core() -> None:
    """Where the system can pin a process, all engines run on the same core."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def law(questions: list[Question]) -> Ask:
    """The answer with its whole explanation, as the plain data that the portal stores."""
    facts = [question.for_law() for question in questions]

    def ask() -> list[bool]:
        return [decide(one).to_json()["allows_release"] for one in facts]

    return ask


def law_objects(questions: list[Question]) -> Ask:
    """The answer with its explanation, not yet written as plain data."""
    facts = [question.for_law() for question in questions]
    return lambda: [decide(one).allows_release for one in facts]


def cedar(questions: list[Question]) -> Ask:
    """Policies and entities parsed once, requests written as JSON beforehand: its fastest call for one request."""
    policies = cedarpy.PolicySet.from_str((POLICIES / "school.cedar").read_text(encoding="utf-8"))
    entities = cedarpy.Entities.from_json_str("[]")
    requests = [question.for_cedar() for question in questions]
    return lambda: [cedarpy.is_authorized(request, policies, entities).allowed for request in requests]


def cedar_batch(questions: list[Question]) -> Ask:
    """All requests in one call, which no page of the portal could use."""
    policies = cedarpy.PolicySet.from_str((POLICIES / "school.cedar").read_text(encoding="utf-8"))
    entities = cedarpy.Entities.from_json_str("[]")
    requests = [question.for_cedar() for question in questions]
    return lambda: [result.allowed for result in cedarpy.is_authorized_batch(requests, policies, entities)]


def pycasbin(questions: list[Question]) -> Ask:
    """Attribute policies as its manual writes them, one rule text a policy."""
    logging.getLogger("casbin").setLevel(logging.ERROR)
    enforcer = casbin.Enforcer(str(POLICIES / "school.conf"))
    with (POLICIES / "school.csv").open(encoding="utf-8", newline="") as source:
        enforcer.add_policies([tuple(row) for row in csv.reader(source)])
    return lambda: [enforcer.enforce(question) for question in questions]


def measure(engines: dict[str, Ask]) -> dict[str, float]:
    """The median processor time of one decision; the engines take turns, in another order each round."""
    names = list(engines)
    seconds: dict[str, list[float]] = {name: [] for name in names}
    for number in range(ROUNDS):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            started = time.process_time()
            answers = engines[name]()
            seconds[name].append((time.process_time() - started) / len(answers))
    return {name: statistics.median(found) for name, found in seconds.items()}


if __name__ == "__main__":
    sys.exit(main())
