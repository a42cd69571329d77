"""The longest tests come first, so that no worker is left with one of them at the end."""

import pytest

# Beginnings of their names, the longest first; a line is worth it from about ten seconds on. Not the cases of a file
# that share what takes long: each worker that gets one of them would do it again.
LONGEST = [
    "tests/test_crawl.py",
    "tests/test_stops_browser.py::test_a_new_step",
    "tests/test_killed_server.py",
    "guide/tests/sync/test_sync_killed.py",
    "tests/test_stops_browser.py::test_the_forms_fit",
    "tests/test_page_weight.py",
    "accounts/tests/sharing/test_guessed_tokens.py::test_guesses",
    "guide/tests/search/test_hostile_searches.py",
    "operations/tests/test_prepare.py::test_an_empty_machine",
    "operations/tests/test_backup.py::test_every_backup",
    "tests/test_squashed_migrations.py",
    "tests/test_content_changes.py",
    "guide/tests/editorial/test_random_drafts.py",
    "tests/test_report_browser.py",
    "guide/tests/editorial/test_previews.py",
    "tests/test_desk_browser.py::test_axe",
    "tests/test_admin_browser.py",
    "tests/test_install.py",
    "tests/test_access.py::test_axe",
    "tests/test_environment_canary.py::test_nothing",
    "tests/test_story_browser.py",
    "tests/test_stopping.py",
    "tests/test_review_browser.py",
    "accounts/tests/progress/test_finished_routes.py::test_nobody",
    "guide/tests/editorial/test_two_persons.py::test_somebody",
    "guide/tests/planner/test_relaxations.py::test_one_unit",
    "tests/test_unseen_drafts.py",
    "tests/test_writing_browser.py",
    "guide/tests/sync/test_sync_random.py",
    "guide/tests/editorial/test_due_once.py",
    "tests/test_database_away.py",
    "guide/tests/salaries/test_import_salary_survey.py::test_the_real_file",
    "guide/tests/planner/test_solver.py",
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
