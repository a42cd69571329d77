"""A load of fixtures never touches what learners did, and sees where their data points."""

import pytest

from accounts.models import ProgressEvent, StepProgress
from guide.models import Criterion, Step, StepPrerequisite, StepSkill, Stop
from guide.sync.database import ContentTables
from guide.sync.record_schema import schema_of
from guide.tests.fixture_world import World

pytestmark = pytest.mark.both_databases


@pytest.fixture
def progress(learner, tmp_path):
    world = World(tmp_path)
    world.load()
    step = Step.objects.get(slug="second")
    StepProgress.objects.set_state(learner, step, "done")
    return world


def rows():
    return [
        list(model.objects.order_by("pk").values())
        for model in (StepProgress, ProgressEvent)
    ]


def test_a_step_that_fixtures_drop_retires_and_its_progress_stays(progress):
    before = rows()
    for label, key in list(progress.records):
        if "second" in key.split("|"):
            progress.drop(label, key)

    report = progress.load(prefer="fixtures")

    assert report.retired == {"guide.step": ["second"]}
    assert rows() == before


def test_the_loader_sees_rows_of_learners_through_hidden_relations(progress):
    StepPrerequisite.objects.all().delete()
    StepSkill.objects.all().delete()
    Criterion.objects.all().delete()
    Stop.objects.all().delete()
    steps = dict(Step.objects.values_list("slug", "pk"))

    assert ContentTables().referenced_ids(schema_of(Step), steps.values()) == {
        steps["second"]
    }
