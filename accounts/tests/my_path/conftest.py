"""Two routes that share steps."""

import pytest

from guide.tests.factory import make_roadmap, make_step


@pytest.fixture
def shared(db):
    return make_step(name_en="Sums")


@pytest.fixture
def mine(shared):
    return make_roadmap([shared, make_step(name_en="Loops")], name_en="My way")


@pytest.fixture
def other(shared):
    return make_roadmap(
        [shared, make_step(name_en="Graphs"), make_step(name_en="Maps")],
        name_en="The other way",
    )
