"""A loader that is killed, and two that run at once: the content is the old or the new, never a mixture."""

import random
import signal
import time

import pytest

from guide.tests.fixture_world import World, course
from tests.examples import random_seeds, scaled_count

pytestmark = pytest.mark.load

COURSES, ROUNDS = 600, scaled_count(4)
TITLES = (
    "SELECT title, count(*) FROM guide_course WHERE slug LIKE 'course-%' GROUP BY title"
)
BASES = """
SELECT {title}, count(*) FROM guide_loadedrecord
WHERE model = 'guide.course' AND key LIKE 'course-%' GROUP BY {title}
"""


def fixture(machine, word):
    world = World(machine.folder / word)
    world.folder.mkdir()
    for number in range(COURSES):
        world.add("guide.course", **course(f"course-{number:04}", title=word))
        world.add(
            "guide.courseskill", course=[f"course-{number:04}"], skill=["sql"], level=1
        )
    world.write()
    return world.folder


def content(machine):
    """How many courses have which title, in the guide and in the base values."""
    titles, bases = (
        dict(machine.ask(question))
        for question in (TITLES, BASES.format(title=machine.title))
    )
    assert titles == bases
    return titles


def test_a_killed_loader_leaves_the_old_content_or_the_new(own):
    old, new = fixture(own, "old"), fixture(own, "new")
    own.call("sync_guide", old)
    began = time.monotonic()
    own.run("sync_guide", "--dry-run", new)
    usual, whole = time.monotonic() - began, []
    chance = random.Random(*random_seeds(1))  # noqa: S311  no secret

    for _ in range(ROUNDS):
        process = own.start("sync_guide", new)
        time.sleep(chance.uniform(0.3, 1.1) * usual)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        whole.append(content(own))

    assert [
        titles for titles in whole if titles not in ({"old": COURSES}, {"new": COURSES})
    ] == []
    own.call("sync_guide", new)
    assert content(own) == {"new": COURSES}


def test_two_loaders_at_once_wait_for_each_other(own):
    files = [fixture(own, "one"), fixture(own, "two")]

    loaders = [own.start("sync_guide", path) for path in files]
    ends = [loader.communicate() for loader in loaders]

    assert [loader.returncode for loader in loaders] == [0, 0], ends
    assert content(own) in ({"one": COURSES}, {"two": COURSES})
