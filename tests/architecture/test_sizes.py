"""Budgets for the tail: files, functions, views, tasks and templates."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = [
    "law",
    "sharing_portal",
    "audit",
    "notices",
    "accounts",
    "agencies",
    "youth",
    "consents",
    "mous",
    "disclosures",
    "family",
    "guide",
    "desk",
    "county",
    "deploy",
]
SOURCES = sorted(
    path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts
)
SQL = sorted((ROOT / "sharing_portal").rglob("*.sql"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def length(node: ast.AST) -> int:
    return node.end_lineno - node.lineno + 1  # type: ignore[attr-defined]


def functions(path: Path) -> list[ast.FunctionDef]:
    return [
        node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)
    ]


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_sources_keep_their_size(path):
    assert len(path.read_text("utf-8").splitlines()) <= 400
    limit = 25 if "views" in path.parts or path.name == "views.py" else 50
    limit = 10 if path.name == "tasks.py" else limit
    too_long = {node.name: length(node) for node in functions(path) if length(node) > limit}
    assert too_long == {}


@pytest.mark.parametrize("path", SQL, ids=name)
def test_functions_of_the_database_keep_their_size(path):
    assert len(path.read_text("utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", TESTS, ids=name)
def test_tests_keep_their_size(path):
    assert len(path.read_text("utf-8").splitlines()) <= 500


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_templates_keep_their_size(path):
    assert len(path.read_text("utf-8").splitlines()) <= 120


def test_no_attic():
    banned = {"utils.py", "helpers.py", "common.py", "managers.py", "misc.py", "base.py"}
    assert [name(path) for path in SOURCES if path.name in banned] == []


def test_nothing_is_rendered_late():
    """A TemplateResponse is rendered outside the view's savepoint, where what the page asks is not undone with it."""
    late = [name(path) for path in SOURCES if "TemplateResponse" in path.read_text("utf-8")]
    assert late == []
