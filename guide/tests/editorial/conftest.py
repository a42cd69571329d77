"""A small content, loaded from fixtures, and one of its steps; files that need another make their own."""

import pytest

from guide.models import Step
from guide.tests.fixture_world import World


@pytest.fixture
def world(tmp_path, db):
    made = World(tmp_path)
    made.load()
    return made


@pytest.fixture
def step(world):
    return Step.objects.get(slug="first")
