"""Two editors, an import and a sync in any order, with drafts: nothing is lost, and each conflict waits."""

import random

import pytest
from django.db import transaction
from django.urls import reverse

from guide.models import ContentVersion, Occupation, Source, SurveyTitle
from guide.tests.admin_pages import text_of
from guide.tests.editorial.interleaving import Interleaving, import_figures
from guide.tests.fixture_world import World
from tests.examples import random_seeds, scaled_count

pytestmark = [pytest.mark.both_databases, pytest.mark.hypothesis]
INTERLEAVINGS = 50
LONGEST = 16


@pytest.fixture
def world(tmp_path, db):
    made = World(tmp_path)
    made.load()
    job = Occupation.objects.create(slug="engineer", name_en="Engineer", published=True)
    SurveyTitle.objects.create(
        title="ML Engineer", occupation=job, source=Source.objects.get()
    )
    return made


def test_no_order_of_writers_loses_a_word_and_each_conflict_waits(desk, world):
    done, disputed = set(), 0
    for seed in random_seeds(scaled_count(INTERLEAVINGS)):
        chance = random.Random(seed)  # noqa: S311
        with transaction.atomic():
            ContentVersion.expire_current()
            fixtures = {key: dict(each) for key, each in world.records.items()}
            work = begun(world, chance)
            for _ in range(chance.randint(8, LONGEST)):
                work.act()
                assert work.open_conflicts() == work.conflicts, (seed, work.done)
            work.check()
            done |= set(work.done)
            disputed += work.disputed
            if work.conflicts and disputed < 20:
                are_listed(desk, work)
            transaction.set_rollback(True)
            world.records = fixtures
    assert len(done) == 8
    assert disputed > INTERLEAVINGS / 2


def begun(world, chance):
    """After an import, so that its figure is there."""
    import_figures(world.folder, 150_000)
    return Interleaving(world, chance)


def are_listed(desk, work):
    page = text_of(desk.get(reverse("admin:guide_conflict_changelist")))
    for _label, key, _field, _origin in work.conflicts:
        assert key in page
