"""A small world of fixtures, loaded once."""

import pytest

from guide.tests.fixture_world import World


@pytest.fixture
def fixtures(tmp_path, db):
    made = World(tmp_path)
    made.load()
    return made
