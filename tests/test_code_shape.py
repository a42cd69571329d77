"""Code stays readable: short modules, functions and views, and one name for one thing."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest

from tests.served import ROOT

APPS = ["careerpath", "operations", "accounts", "guide", "web"]
SOURCES = {
    path.relative_to(ROOT).as_posix(): path.read_text()
    for app in APPS
    for path in (ROOT / app).rglob("*.py")
    if not {"tests", "migrations"} & set(path.parts)
}
TREES = {name: ast.parse(text) for name, text in SOURCES.items()}
TESTS = {
    path.relative_to(ROOT).as_posix(): path.read_text()
    for app in [*APPS, "tests"]
    for path in (ROOT / app).rglob("*.py")
    if "tests" in path.relative_to(ROOT).parts
}
MOST_MODULES = {"accounts": 8, "guide": 22}  # directly in the app
MOST_LINES = 350
MOST_FUNCTION_LINES = 40
MOST_VIEW_LINES = 25
MOST_SHARED_NAMES = 0.08  # of the definitions at the top of modules
DJANGO_LOOKS_FOR_IT = {"Command"}


def functions(trees):
    """Every function with the file it stands in."""
    for name, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                yield name, node


def lines_of(node):
    return node.end_lineno - node.lineno + 1


def definitions(trees):
    """The files of each public name that modules define at their top."""
    places = defaultdict(set)
    for file, tree in trees.items():
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                places[node.name].add(file)
    return {
        name: files
        for name, files in places.items()
        if not name.startswith("_") and name not in DJANGO_LOOKS_FOR_IT
    }


def shared_names(trees):
    return {name: files for name, files in definitions(trees).items() if len(files) > 1}


@pytest.mark.parametrize("app", MOST_MODULES)
def test_an_app_has_few_modules_beside_its_rooms(app):
    modules = [name for name in SOURCES if Path(name).parent.as_posix() == app]

    assert len(modules) <= MOST_MODULES[app]


@pytest.mark.parametrize("sources", [SOURCES, TESTS], ids=["modules", "tests"])
def test_no_module_is_long(sources):
    lines = {name: text.count("\n") for name, text in sources.items()}

    assert {name: n for name, n in lines.items() if n > MOST_LINES} == {}


def test_no_function_is_long():
    long = []
    for name, node in functions(TREES):
        is_view = name.endswith("views.py") or "/views/" in name
        if lines_of(node) > (MOST_VIEW_LINES if is_view else MOST_FUNCTION_LINES):
            long.append((name, node.name, lines_of(node)))

    assert long == []


def test_no_function_of_a_test_is_long():
    trees = {name: ast.parse(text) for name, text in TESTS.items()}

    assert [
        (name, node.name)
        for name, node in functions(trees)
        if lines_of(node) > MOST_FUNCTION_LINES
    ] == []


def test_what_a_key_opens_is_waited_for():
    """The keyboard waits for no page: an assertion right behind it may read the page that was there before."""
    hasty = re.compile(r'keyboard\.press\("Enter"\)\s+assert')

    assert [name for name, text in TESTS.items() if hasty.search(text)] == []


def test_a_name_means_one_thing():
    """A name at the top of two modules makes a reader look twice; few may."""
    shared, all_names = shared_names(TREES), definitions(TREES)

    share = sum(map(len, shared.values())) / sum(map(len, all_names.values()))
    assert share <= MOST_SHARED_NAMES, sorted(shared)


def test_a_shared_name_is_seen():
    trees = {
        "a.py": ast.parse("def load(): pass\nclass _Own: pass"),
        "b.py": ast.parse("class load: pass\nclass _Own: pass\nclass Command: pass"),
        "c.py": ast.parse("def save(): pass\nclass Command: pass"),
    }

    assert shared_names(trees) == {"load": {"a.py", "b.py"}}
