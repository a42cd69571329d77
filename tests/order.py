"""The longest tests come first, so that no worker is left with one of them at the end."""

import pytest

# Beginnings of their names, the longest first; a line is worth it from about four seconds on.
LONGEST = [
    "tests/test_crawl.py",
    "tests/test_content_changes.py",
    "operations/tests/test_prepare.py::test_an_empty_machine",
    "tests/test_killed_server.py",
    "operations/tests/test_backup.py::test_every_backup",
    "guide/tests/sync/test_sync_killed.py",
    "tests/test_access.py::test_axe",
    "tests/test_page_weight.py",
    "tests/test_admin_browser.py",
    "tests/test_story_browser.py",
    "tests/test_database_away.py",
    "guide/tests/sync/test_sync_random.py",
]


@pytest.hookimpl(trylast=True)  # what is deselected is gone by then
def pytest_collection_modifyitems(config, items):
    workers = getattr(config, "workerinput", {}).get("workercount", 1)
    items[:] = deal_out(items, workers)


def deal_out(items, workers):
    """`--dist worksteal` gives each worker one piece of the list to begin with: its share of the longest leads each."""
    longest = sorted((item for item in items if rank(item) < len(LONGEST)), key=rank)
    rest = [item for item in items if rank(item) == len(LONGEST)]
    dealt, left = [], len(items)
    for worker in range(workers):
        size = left // (workers - worker)
        own = longest[worker::workers]
        cut = max(size - len(own), 0)
        dealt += own + rest[:cut]
        rest, left = rest[cut:], left - size
    return dealt + rest


def rank(item):
    """Its place among the longest, or behind them."""
    places = (
        place for place, name in enumerate(LONGEST) if item.nodeid.startswith(name)
    )
    return next(places, len(LONGEST))
