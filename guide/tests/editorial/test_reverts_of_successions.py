"""An older version, or a draft, of a step that was merged or has retired: no other step comes back or goes."""

import pytest

from accounts.models import StepProgress
from guide.editorial.documents import read_record
from guide.models import Revision, Roadmap, Step, StepSuccessor
from guide.tests.admin_pages import text_of
from guide.tests.editorial.desk import keep_draft, press
from guide.tests.editorial.test_history import bring_back
from guide.tests.editorial.test_ways_of_writing import by_merging, by_retiring
from guide.tests.fixture_world import World

pytestmark = pytest.mark.both_databases


@pytest.fixture
def desk(client, superuser):
    client.force_login(superuser)
    return client


@pytest.fixture
def merged(desk, tmp_path, db):
    """The two steps of the world have become one."""
    world = World(tmp_path)
    world.add("guide.criterion", step=["first"], code="say", order=2, text_en="say why")
    world.load()
    by_merging(desk, world)
    return {row.slug: row for row in Step.objects.all()}


def version_of(step):
    return Revision.objects.live().filter(model="guide.step", row=step.pk).latest("pk")


def others():
    """Everything but the first step, as it is."""
    documents = [
        read_record(model, row.pk).document
        for model in (Step, Roadmap)
        for row in model.objects.exclude(slug="first").order_by("pk")
    ]
    return documents, list(StepProgress.objects.values())


def links():
    return sorted(StepSuccessor.objects.values_list("old__slug", "new__slug"))


def test_the_version_before_a_merge_brings_back_that_step_alone(desk, merged, learner):
    StepProgress.objects.set_state(learner, merged["both"], "done")
    before = others()

    page = bring_back(desk, merged["first"], f"{version_of(merged['first']).pk}b")

    assert "The older version is back" in text_of(page)
    assert Step.objects.get(slug="first").retired_on is None
    assert others() == before
    assert links() == [("second", "both")]


def test_a_version_that_became_another_leaves_that_one_retired(desk, merged):
    became = version_of(merged["first"])
    bring_back(desk, merged["first"], f"{became.pk}b")
    both = merged["both"]
    Step.objects.filter(pk=both.pk).update(retired_on="2026-01-02")
    before = others()

    bring_back(desk, merged["first"], str(became.pk))

    assert links() == [("first", "both"), ("second", "both")]
    assert others() == before


def test_a_version_that_became_one_that_is_gone_is_refused(desk, merged):
    became = version_of(merged["first"])
    bring_back(desk, merged["first"], f"{became.pk}b")
    StepSuccessor.objects.all().delete()
    merged["both"].stops.all().delete()
    merged["both"].delete()

    page = bring_back(desk, merged["first"], str(became.pk))

    assert "“both” is no longer there" in text_of(page)
    assert not Step.objects.filter(slug="both").exists()
    assert Step.objects.get(slug="first").retired_on is None
    assert links() == []


def test_what_has_retired_comes_back_by_its_version_and_retires_again(desk, tmp_path, db):  # fmt: skip
    world = World(tmp_path)
    world.load()
    by_retiring(desk, world)
    step = Step.objects.get(slug="first")
    retired, before = version_of(step), others()

    bring_back(desk, step, f"{retired.pk}b")
    assert Step.objects.get(slug="first").retired_on is None
    bring_back(desk, step, str(retired.pk))

    assert Step.objects.get(slug="first").retired_on == step.retired_on
    assert others() == before
    assert links() == []


def test_a_draft_of_a_step_that_was_merged_meanwhile_changes_its_words_alone(desk, tmp_path, db):  # fmt: skip
    world = World(tmp_path)
    world.add("guide.criterion", step=["first"], code="say", order=2, text_en="say why")
    world.load()
    draft = keep_draft(desk, Step.objects.get(slug="first"), name_en="Of the draft")
    by_merging(desk, world)
    retired_on, before, were = (
        Step.objects.get(slug="first").retired_on,
        others(),
        links(),
    )

    press(desk, draft, "publish")

    step = Step.objects.get(slug="first")
    assert (step.name_en, step.retired_on) == ("Of the draft", retired_on)
    assert retired_on is not None
    assert (others(), links()) == (before, were)
