"""A name with an underscore is its module's own."""

import ast

import pytest

from tests.architecture.test_sizes import APPS, SOURCES, name


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_no_module_imports_what_another_keeps_to_itself(path):
    taken = [
        alias.name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in APPS
        for alias in node.names
        if alias.name.startswith("_")
    ]
    assert taken == []
