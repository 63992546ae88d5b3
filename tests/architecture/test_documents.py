"""What the documents name exists: functions of the database, files and what is in them, addresses, verbs of ./run."""

import re
from itertools import product

import pytest
from django.core.management import get_commands
from django.urls import resolve

from tests.architecture.test_sizes import ROOT, SOURCES, SQL, TESTS

DOCUMENTS = ["README.md", "ARCHITECTURE.md", "THREAT_MODEL.md", "CHANGELOG.md"]
FUNCTIONS = {name for path in SQL for name in re.findall(r"FUNCTION portal\.(\w+)", path.read_text("utf-8"))}
PATH = re.compile(r"[\w.*-]+(/[\w.*-]+)*/?")
SUFFIXES = (".py", ".sql", ".md", ".yml", ".json", ".toml", ".example", ".lock")
CODE = sorted({*SOURCES, *TESTS})
USAGE = (ROOT / "run").read_text("utf-8").partition("TEXT'\n")[2].partition("\nTEXT")[0]
VERBS = set(re.findall(r"^  ([a-z]+)\b", USAGE, re.M))


def quoted(document: str) -> list[str]:
    """What stands in backticks, outside the blocks of code."""
    text = re.sub(r"```.*?```", "", (ROOT / document).read_text("utf-8"), flags=re.S)
    return re.findall(r"`([^`\n]+)`", text)


def spelled(path: str) -> list[str]:
    """`a/{b,c}.sql` as two paths, `<app>` as whatever it is."""
    parts = [part.split(",") for part in re.split(r"[{}]", re.sub(r"<\w+>", "*", path))]
    return ["".join(choice) for choice in product(*parts)] if len(parts) > 1 else ["".join(parts[0])]


def named_paths(document: str) -> list[tuple[str, list[str]]]:
    """Each path with the names that are said to be in it: `mous/queries.py: terms_in_force`."""
    found = []
    for words in quoted(document):
        path, _colon, names = words.partition(": ")
        for one in spelled(path):
            if PATH.fullmatch(one) and ("/" in one or one.endswith(SUFFIXES)):
                found.append((one, re.findall(r"\w+", names)))
    return found


def files_of(path: str) -> list[str]:
    """The texts of what a path names: from the root, or as the end of a longer one; a folder's are its own files'."""
    pattern = path.rstrip("/")
    found = [*ROOT.glob(pattern)] or [one for one in CODE + SQL if one.match(pattern)]
    found = found or [one.parent for one in CODE if one.parent.match(pattern)]
    return [
        text.read_text("utf-8")
        for one in found
        for text in (sorted(one.glob("*.py")) or [ROOT / "run"] if one.is_dir() else [one])
    ]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_functions_of_the_database_exist(document):
    told = set(re.findall(r"portal\.(\w+)", " ".join(quoted(document))))
    assert told - FUNCTIONS == set()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_paths_exist_and_hold_what_is_said(document):
    missing = []
    for path, names in named_paths(document):
        texts = files_of(path)
        absent = [name for name in names if not any(re.search(rf"\b{name}\b", text) for text in texts)]
        if not texts or absent:
            missing.append((path, absent))
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_addresses_and_commands_exist(document):
    words = quoted(document)
    for address in words:
        if re.fullmatch(r"/[\w/-]*/", address):
            assert resolve(address)
    told = {command.split()[1] for command in words if command.startswith("manage.py ")}
    assert told - set(get_commands()) == set()
    assert {verb.split()[1] for verb in words if verb.startswith("./run ")} - VERBS == set()


def test_the_readme_names_every_verb():
    assert {"demo", "test", "soak"} <= VERBS
    told = set(re.findall(r"[a-z]+", (ROOT / "README.md").read_text("utf-8").split("## The story")[0]))
    assert VERBS - told == set()


def test_every_room_has_its_line():
    """A folder of the root that no map names would be found by nobody."""
    rooms = {path.relative_to(ROOT).parts[0] for path in CODE}
    for document in ("README.md", "ARCHITECTURE.md"):
        told = {path.split("/")[0] for path, _names in named_paths(document)}
        assert rooms - told == set(), document
