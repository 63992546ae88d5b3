"""Do the tests of the law engine notice when a rule is changed? ``./run bench mutation [FILE...] [--show]``.

cosmic-ray changes the code of ``law/`` in one small way after another, and ``tests/law`` runs against each
mutant, without Django and without a database. A mutant that passes every test survived. The figures and the
reviewed survivors stand in docs/mutation-testing.md.

Everything happens on a copy of the two folders. The tests are collected and run once, to see which of them call which
function. Each mutant of a function is then put into a fork of that process and meets the tests that call it. A mutant
of a module of rules that changes more than a function replaces the module there. What survives that, and every other
mutant, gets a process that imports the changed code afresh. Tests that draw their facts or go through a grid of them are left out:
they take long, and what they notice should be noticed by a case that a person can read.
"""

import argparse
import gc
import os
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import SourceFileLoader
from importlib.util import spec_from_loader
from inspect import CO_OPTIMIZED
from itertools import count, zip_longest
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import hypothesis
import pytest
from _pytest.main import pytest_runtestloop as run_tests
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator

import tests
from tests.bench import judge

PROJECT = Path(__file__).parents[2]
OPERATORS = (
    "AddNot",
    "ExceptionReplacer",
    "NumberReplacer",
    "RemoveDecorator",
    "ReplaceAndWithOr",
    "ReplaceBinaryOperator_Add_Sub",
    "ReplaceBinaryOperator_BitAnd_BitOr",
    "ReplaceBinaryOperator_Sub_Add",
    "ReplaceBreakWithContinue",
    "ReplaceComparisonOperator_Eq_NotEq",
    "ReplaceComparisonOperator_GtE_Gt",
    "ReplaceComparisonOperator_GtE_Lt",
    "ReplaceComparisonOperator_Gt_GtE",
    "ReplaceComparisonOperator_Gt_LtE",
    "ReplaceComparisonOperator_IsNot_Is",
    "ReplaceComparisonOperator_Is_IsNot",
    "ReplaceComparisonOperator_LtE_Gt",
    "ReplaceComparisonOperator_LtE_Lt",
    "ReplaceComparisonOperator_Lt_GtE",
    "ReplaceComparisonOperator_Lt_LtE",
    "ReplaceComparisonOperator_NotEq_Eq",
    "ReplaceContinueWithBreak",
    "ReplaceFalseWithTrue",
    "ReplaceOrWithAnd",
    "ReplaceTrueWithFalse",
    "ReplaceUnaryOperator_Delete_Not",
    "ReplaceUnaryOperator_USub_UAdd",
    "ZeroIterationForLoop",
)
"""Each comparison is reversed and moved by its boundary. `is` against `==` is left out: for True, False and None they
are one and the same; so are operators that only make the code fail on its types, whose mutants any test kills."""
PYTEST = (
    "-c", os.devnull, "--rootdir=.", "--confcutdir=tests/law", "--assert=plain", "--capture=no", "--tb=no", "-q", "-x",
    "-p", "no:cacheprovider", "-p", "no:django", "-p", "no:xdist", "-p", "no:cov", "-p", "no:socket",
    "--ignore-glob=*test_properties*",
    "-k", "not every_part_of_every_term and not we_ship", "tests/law/test_register.py", "tests/law",
)  # fmt: skip
GRID = "test_packs_limits.py"
RUN_ON_IMPORT = ("law/message.py", "law/register.py", "law/vocabulary.py")
TIME_LIMIT = 40

Changes = list[tuple[FunctionType, CodeType]]


@dataclass(frozen=True)
class Mutant:
    """One change of one file."""

    file: str
    operator: str
    source: str
    changed: str

    def line(self) -> str:
        """File, line number and the line after the change, or what stood there if it is gone."""
        pairs = zip_longest(self.source.splitlines(), self.changed.splitlines(), fillvalue="")
        number, before, after = next(
            (number, before, after) for number, (before, after) in enumerate(pairs, 1) if before != after
        )
        return f"{self.file}:{number} {self.operator}: {before.strip()} -> {after.strip()}"


def main() -> int:
    """Print the survivors and the share that survived; 1 when it is above a tenth, 2 when the tests fail unchanged."""
    parser = argparse.ArgumentParser(prog="mutation", description="Mutation testing of the law engine.")
    parser.add_argument("files", nargs="*", help="files or folders below law/; all when none is given")
    parser.add_argument("--every", type=int, default=1, help="look at one mutant in so many, for an estimate")
    options = parser.parse_args()
    hypothesis.settings.register_profile("mutation", phases=[hypothesis.Phase.generate], database=None)
    hypothesis.settings.load_profile("mutation")  # a mutant is noticed by any example, not by the smallest
    with tempfile.TemporaryDirectory() as place:
        copy_project(Path(place))
        os.chdir(place)
        sys.path.insert(0, place)
        tests.__path__ = [str(Path(place) / "tests")]  # from now on `tests.law` is the copy
        if fresh(None):
            print("The tests fail on the unchanged code: nothing was measured.")
            return 2
        found = [mutant for file in chosen(options.files) for mutant in mutants(file, options.every)]
        print(f"{len(found)} mutants", flush=True)
        started = time.monotonic()
        survivors = in_one_process(found)
    for mutant in survivors:
        print(f"survived {mutant.line()}")
    report(found, survivors, time.monotonic() - started)
    return judge([("law_mutants_alive", len(survivors) / max(len(found), 1), 0.1)])


def report(found: list[Mutant], survivors: list[Mutant], seconds: float) -> None:
    every, alive = Counter(one.file for one in found), Counter(one.file for one in survivors)
    for file, total in every.items():
        print(f"  {file}: {total - alive[file]} of {total} killed")
    print(f"{len(found) - len(survivors)} of {len(found)} mutants killed in {seconds / 60:.0f} minutes")


def copy_project(place: Path) -> None:
    """Only what the tests need: nobody's edits, and no mutant, meet each other."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PROJECT / "law", place / "law", ignore=ignored)
    shutil.copytree(PROJECT / "tests" / "law", place / "tests" / "law", ignore=ignored)
    (place / "tests" / "__init__.py").touch()


def chosen(names: list[str]) -> list[str]:
    """Python files below law/, as the arguments say."""
    roots = [Path(name) for name in names or ["law"]]
    files = {file for root in roots for file in ([root] if root.is_file() else root.rglob("*.py"))}
    return sorted(str(file) for file in files)


def mutants(file: str, every: int) -> Iterator[Mutant]:
    """One change in so many, of those that still compile and are no repetition of another."""
    source = Path(file).read_text(encoding="utf-8")
    seen = {compile(source, file, "exec")}
    nodes, turn = list(ast_nodes(get_ast(source))), count(len(source))
    for name in OPERATORS:
        operator = get_operator(f"core/{name}")()
        for occurrence in range(sum(len(list(operator.mutation_positions(node))) for node in nodes)):
            if next(turn) % every:
                continue
            changed = mutate_code(source, operator, occurrence)
            try:
                code = compile(changed, file, "exec")
            except SyntaxError:
                continue
            if code not in seen:
                seen.add(code)
                yield Mutant(file, name, source, changed)


def fresh(mutant: Mutant | None) -> bool:
    """True when some test fails with the changed file imported in place of its original."""
    child = os.fork()
    if child == 0:
        silence(limit=mutant is not None)
        if mutant is not None:
            sys.meta_path.insert(0, Instead(mutant))
        left_out = [] if mutant is None or meets(Path(GRID), mutant) else [f"--ignore=tests/law/{GRID}"]
        os._exit(int(pytest.main([*PYTEST, *left_out]) != 0))
    return os.waitpid(child, 0)[1] != 0


def meets(test: Path, mutant: Mutant) -> bool:
    """The proof that a pack keeps its limits asks everything at length, and is kept for the code of the packs."""
    return test.name != GRID or mutant.file.startswith("law/packs/")


class Instead(MetaPathFinder):
    """Imports one module from its changed source."""

    def __init__(self, mutant: Mutant) -> None:
        self.file, self.changed = mutant.file, mutant.changed
        self.module = mutant.file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def find_spec(self, name, path=None, target=None):
        if name != self.module:
            return None
        loader = Changed(name, self.file)
        loader.changed = self.changed
        return spec_from_loader(name, loader, is_package=self.file.endswith("__init__.py"))


class Changed(SourceFileLoader):
    """The source as changed; never from a cache, never into one."""

    changed = ""

    def get_code(self, fullname):
        return compile(self.changed, self.path, "exec")


def in_one_process(found: list[Mutant]) -> list[Mutant]:
    """The mutants that no test notices."""
    verdicts = Path("verdicts")
    child = os.fork()
    if child == 0:
        progress = os.dup(1)
        silence(limit=False)
        pytest.main([*PYTEST], plugins=[Collected(found, verdicts, progress)])
        os._exit(0)
    os.waitpid(child, 0)
    said = dict(line.split() for line in verdicts.read_text().splitlines())
    return [
        mutant
        for number, mutant in enumerate(found)
        if said[str(number)] == "alive" or (said[str(number)] == "unknown" and not fresh(mutant))
    ]


class Collected:
    """Runs the collected tests for each mutant, the tests that noticed most recently first."""

    def __init__(self, found: list[Mutant], verdicts: Path, progress: int) -> None:
        self.found, self.verdicts, self.progress = found, verdicts, progress
        self.callers: dict[CodeType, set[pytest.Item]] = defaultdict(set)
        self.failed = ""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        run_tests(session)
        living, caches = functions_of(Path.cwd() / "law"), functions_with_a_cache()
        gc.freeze()  # what is here stays, and no fork looks through it again
        everything, parent = list(session.items), os.getppid()
        with self.verdicts.open("w", buffering=1) as verdicts:
            for number, mutant in enumerate(self.found):
                if os.getppid() != parent:
                    break  # nobody waits any more
                if number % 100 == 0:
                    os.write(self.progress, f"  {number} ...\n".encode())
                changes = [] if mutant.file in RUN_ON_IMPORT else function_changes(mutant, living)
                callers = {item for function, _code in changes for item in self.callers[function.__code__]}
                session.items = [
                    item
                    for item in everything
                    if (item in callers or not changes) and meets(item.path, mutant)
                ]
                said = self.verdict(session, mutant, changes, caches)
                verdicts.write(f"{number} {said}\n")
                everything.sort(key=lambda item: item.nodeid != self.failed)
        return True

    def verdict(self, session: pytest.Session, mutant: Mutant, changes: Changes, caches: list[Any]) -> str:
        """What the tests said; unknown where only a process that imports the change afresh can tell."""
        if changes:
            return "killed" if self.noticed(session, lambda: put_in(changes), caches) else "alive"
        if mutant.file.startswith("law/rules/"):
            return "killed" if self.noticed(session, lambda: replace_rules(mutant), caches) else "unknown"
        return "unknown"

    def noticed(self, session: pytest.Session, change: Callable[[], None], caches: list[Any]) -> bool:
        """True when a test fails in a fork after the change."""
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            signal.alarm(TIME_LIMIT)
            try:
                change()
            except Exception:
                os._exit(1)  # the module cannot even be imported
            for cached in caches:
                cached.cache_clear()
            with suppress(session.Failed):
                run_tests(session)
            if session.testsfailed:
                os.write(writer, self.failed.encode())
            os._exit(int(session.testsfailed > 0))
        os.close(writer)
        with os.fdopen(reader) as told:
            self.failed = told.read() or self.failed
        return os.waitpid(child, 0)[1] != 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed = report.nodeid

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Note which functions the test calls, on the first and unchanged round."""
        if gc.get_freeze_count():
            return (yield)

        def called(frame: FrameType, happened: str, _argument: object) -> None:
            if happened == "call":
                self.callers[frame.f_code].add(item)

        sys.setprofile(called)
        try:
            return (yield)
        finally:
            sys.setprofile(None)


def put_in(changes: Changes) -> None:
    for function, code in changes:
        function.__code__ = code


def replace_rules(mutant: Mutant) -> None:
    """Register the rules of the changed module in place of those of the original."""
    name = mutant.file.removesuffix(".py").replace("/", ".")
    module, rules = sys.modules[name], sys.modules["law.register"].RULES
    for entry in [entry for entry in rules.values() if entry.read.__module__ == name]:
        del rules[entry.id]
    exec(compile(mutant.changed, str(module.__file__), "exec"), module.__dict__)


def functions_of(folder: Path) -> dict[CodeType, FunctionType]:
    """The living functions that were imported from a folder, by their code."""
    found = (one for one in gc.get_objects() if isinstance(one, FunctionType))
    return {one.__code__: one for one in found if one.__code__.co_filename.startswith(str(folder))}


def functions_with_a_cache() -> list[Any]:
    """Those whose remembered answers a mutant must not inherit."""
    return [one for one in gc.get_objects() if hasattr(type(one), "cache_clear")]


def function_changes(mutant: Mutant, living: dict[CodeType, FunctionType]) -> Changes:
    """The functions whose code the mutant changes, each with its new code; none when it changes more."""
    path = str(Path.cwd() / mutant.file)
    pairs = changed_codes(compile(mutant.source, path, "exec"), compile(mutant.changed, path, "exec"))
    if pairs is None or any(before not in living for before, _after in pairs):
        return []
    return [(living[before], after) for before, after in pairs]


def changed_codes(before: CodeType, after: CodeType) -> list[tuple[CodeType, CodeType]] | None:
    """Functions that differ, or None when something differs that runs on import."""
    inner = list(zip_longest(codes(before.co_consts), codes(after.co_consts)))
    if any(one is None or other is None for one, other in inner) or shell(before) != shell(after):
        return None
    found: list[tuple[CodeType, CodeType]] = []
    for one, other in inner:
        if one == other:
            continue
        if not one.co_flags & CO_OPTIMIZED:  # the body of a class
            deeper = changed_codes(one, other)
            if deeper is None:
                return None
            found.extend(deeper)
        elif one.co_name.startswith("<") or makes_functions(one):
            return None
        else:
            found.append((one, other))
    return found


def makes_functions(code: CodeType) -> bool:
    """True when a call gives functions of its own, which a change of the code comes too late for."""
    inner = ("<genexpr>", "<listcomp>", "<setcomp>", "<dictcomp>")
    return any(one.co_name not in inner for one in codes(code.co_consts))


def codes(constants: Iterable[object]) -> Iterator[CodeType]:
    return (one for one in constants if isinstance(one, CodeType))


def shell(code: CodeType) -> tuple[object, ...]:
    """What a module or class body does itself, apart from the functions it defines."""
    plain = tuple(repr(one) for one in code.co_consts if not isinstance(one, CodeType))
    return code.co_code, plain, code.co_names


def silence(*, limit: bool = True) -> None:
    """Nothing printed; ended after the time limit, which counts as noticed."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    if limit:
        signal.alarm(TIME_LIMIT)


if __name__ == "__main__":
    sys.exit(main())
