"""careerpath → accounts → guide, never backwards: not inside a function, not by string."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NOT_FOR = {"guide": ("accounts", "careerpath"), "accounts": ("careerpath",)}


def names(tree):
    """Every module that a file imports or names in a dotted string."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "." in node.value:
            yield node.value


def reaches_for(text, forbidden):
    return [name for name in names(ast.parse(text)) if name.split(".")[0] in forbidden and " " not in name]


@pytest.mark.parametrize("app", NOT_FOR)
def test_no_app_reaches_for_one_above_it(app):
    files = [
        path for path in (ROOT / app).rglob("*.py") if "tests" not in path.parts and "migrations" not in path.parts
    ]

    found = {str(path.relative_to(ROOT)): reaches_for(path.read_text(), NOT_FOR[app]) for path in files}

    assert {path: reached for path, reached in found.items() if reached} == {}


@pytest.mark.parametrize(
    "line",
    [
        "import accounts",
        "from accounts.models import User",
        "def f():\n    from accounts import progress",
        "import_module('accounts.models')",
        "get_model('accounts.User')",
    ],
)
def test_every_way_of_reaching_up_is_seen(line):
    assert reaches_for(line, ("accounts",))
