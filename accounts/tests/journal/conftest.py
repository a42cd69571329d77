import pytest

from guide.tests.factory import make_course, make_skill, make_step


@pytest.fixture
def step(db):
    return make_step(slug="sql", name_en="SQL", criteria=2, skills=[make_skill()])


@pytest.fixture
def course(step):
    return make_course(step.skills.all(), slug="databases", title="Databases")
