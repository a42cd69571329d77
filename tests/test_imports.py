"""careerpath → operations → accounts → guide → web, never backwards, not inside a function, not by string; no circles.

Rooms are the folders of an app, such as accounts/progress/; a room never imports one that imports it.
"""

import ast
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ["careerpath", "operations", "accounts", "guide", "web"]
ABOVE = {app: tuple(LAYERS[:place]) for place, app in enumerate(LAYERS) if place}
# The top layer of each app: what it wires together may come from any room.
WIRING = (
    "accounts.templatetags",
    "guide.templatetags",
    "guide.management",
    "accounts.management",
)


def imported_names(tree):
    """Everything that a file imports, with the module it stands in."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def dotted_strings(tree):
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and "." in node.value
        ):
            yield node.value


def reaches_for(text, forbidden):
    tree = ast.parse(text)
    found = [*imported_names(tree), *dotted_strings(tree)]
    return [
        name for name in found if name.split(".")[0] in forbidden and " " not in name
    ]


def modules():
    """The path of every module of ours by its dotted name; tests and migrations aside."""
    paths = chain.from_iterable((ROOT / app).rglob("*.py") for app in LAYERS)
    found = {
        path.relative_to(ROOT): path
        for path in paths
        if not {"tests", "migrations"} & set(path.parts)
    }
    return {
        ".".join(name.with_suffix("").parts).removesuffix(".__init__"): path
        for name, path in found.items()
    }


@cache
def imports():
    """The modules of ours that each one imports."""
    known = modules()
    found = {
        name: set(imported_names(ast.parse(path.read_text())))
        for name, path in known.items()
    }
    return {
        name: {
            target if target in known else target.rpartition(".")[0]
            for target in targets
        }
        & known.keys() - {name}
        for name, targets in found.items()
    }


def room(module):
    """The folder of an app in which a module is, such as accounts.progress; empty for what stands in no room."""
    parts = module.split(".")
    return (
        ".".join(parts[:2])
        if len(parts) > 2 or ((ROOT / Path(*parts)).is_dir() and len(parts) == 2)
        else ""
    )


def rooms():
    """The rooms that each one imports, those of its own app only."""
    found = {}
    for module, targets in imports().items():
        here = room(module)
        there = {
            room(target)
            for target in targets
            if target.split(".")[0] == module.split(".")[0]
        }
        if here and here not in WIRING:
            found.setdefault(here, set()).update(there - {here, "", *WIRING})
    return found


def circle(arrows):
    """Members of a circle of arrows, in order; empty where there is none."""
    state = {}

    def visit(node, path):
        state[node] = "open"
        for target in sorted(arrows.get(node, ())):
            if state.get(target) == "open":
                return [*path[path.index(target) :], target]
            if target not in state and (found := visit(target, [*path, target])):
                return found
        state[node] = "done"
        return []

    return next(
        (
            found
            for node in sorted(arrows)
            if node not in state and (found := visit(node, [node]))
        ),
        [],
    )


@pytest.mark.parametrize("app", ABOVE)
def test_no_app_reaches_for_one_above_it(app):
    files = [path for name, path in modules().items() if name.split(".")[0] == app]

    found = {
        str(path.relative_to(ROOT)): reaches_for(path.read_text(), ABOVE[app])
        for path in files
    }

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


def test_no_modules_import_each_other_in_a_circle():
    assert circle(imports()) == []


def test_no_rooms_import_each_other_in_a_circle():
    assert circle(rooms()) == []


def test_rooms_are_seen():
    assert rooms()["accounts.history"] >= {"accounts.progress", "accounts.models"}
    assert rooms()["guide.admin"] >= {"guide.models", "guide.sync"}


def test_a_circle_is_seen_and_named():
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}) == ["b", "c", "b"]
    assert circle({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []
