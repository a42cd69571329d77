"""Whatever editors and loaders do to the content, in any order: nothing that a learner did is lost or altered."""

import random
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.contrib import admin
from django.db import connection, transaction
from django.template.base import Template
from django.test import override_settings

from accounts.journal.entries import displayed_courses
from accounts.models import (
    CourseProgress,
    CriterionTick,
    EvidenceLink,
    Learner,
    ProgressEvent,
    SkillClaim,
    State,
    StepHours,
    StepNote,
    StepProgress,
    Sweep,
)
from accounts.progress.content_index import content_index
from accounts.progress.criterion_successors import criterion_succession, ticked_criteria
from accounts.progress.merge import RANK
from accounts.progress.visitor import COLUMNS, SavedStep, progress_of_saved
from guide.cache import clear_caches
from guide.models import (
    ContentVersion,
    Course,
    Criterion,
    Roadmap,
    Skill,
    Step,
    StepSuccessor,
)
from tests.content_desk import EDITS, Desk, make_world
from tests.examples import random_seeds, scaled_count
from tests.people import make_person

pytestmark = [pytest.mark.both_databases, pytest.mark.load]


SEQUENCES = scaled_count(40)


PARTS, LEARNERS, LONGEST = 2, 20, 3


WRITTEN = [
    CourseProgress, CriterionTick, EvidenceLink, Learner, ProgressEvent, SkillClaim, StepHours, StepNote, StepProgress,
    Sweep,
]  # fmt: skip


def learn(chance):
    """Twenty learners, each with something of every kind."""
    steps, criteria = (
        list(Step.objects.order_by("pk")),
        list(Criterion.objects.order_by("pk")),
    )
    courses, skills = (
        list(Course.objects.order_by("pk")),
        list(Skill.objects.order_by("pk")),
    )
    for number in range(LEARNERS):
        user = make_person(f"learner-{number}@example.org")
        for each in chance.sample(steps, 3):
            StepProgress.objects.set_state(user, each, chance.choice(State.values[1:]))
        for each in chance.sample(criteria, 3):
            CriterionTick.objects.set_state(user, each, "ticked")
        CriterionTick.objects.set_state(user, chance.choice(criteria), "open")
        StepNote.objects.write(user, chance.choice(steps), f"note {number}", seen=0)
        EvidenceLink.objects.add(
            user, chance.choice(steps), f"https://example.org/{number}"
        )
        StepHours.objects.add(user, chance.choice(steps), 30 + number)
        CourseProgress.objects.set(
            user, chance.choice(courses).pk, chance.choice(["planned", "doing", "done"])
        )
        SkillClaim.objects.set(user, chance.choice(skills).pk, chance.randint(1, 4))
        Learner.objects.set_roadmap(user, Roadmap.objects.get())


def written():
    return {
        model.__name__: list(model.objects.order_by("pk").values()) for model in WRITTEN
    }


def shown_as_said():
    """What pages show: all that was said, under its own step and under those that followed it."""
    guide, rows = content_index(), {}
    for user, *row in StepProgress.objects.order_by("changed_at", "pk").values_list(
        "user_id", *COLUMNS
    ):
        rows.setdefault(user, []).append(SavedStep(*row))
    successors = list(StepSuccessor.objects.values_list("kind", "old_id", "new_id"))
    for saved in rows.values():
        said = {row.step: State(row.state) for row in saved}
        progress = progress_of_saved(saved)
        settled = {row.step for row in saved if row.settled}
        for pk, state in said.items():
            open_olds = guide.made_of.get(pk, set()) - settled
            assert progress.of(pk) == state or (
                open_olds and RANK[progress.of(pk)] > RANK[state]
            )
        assert {
            pk for pk in said.keys() & guide.retired if said[pk] != State.NOT_STARTED
        } == set(progress.unseen_retirements)
        for kind, old, new in successors:
            if new not in said or (
                kind == StepSuccessor.Kind.SAME and old in said.keys() - settled
            ):
                assert follows(progress, kind, old, new)


def follows(progress, kind, old, new):
    if kind == StepSuccessor.Kind.SAME:
        return RANK[progress.of(new)] >= RANK[progress.of(old)]
    return (
        new in progress.split_origins
        or progress.of(new) != State.NOT_STARTED
        or progress.of(old) == State.NOT_STARTED
    )


def ticks_and_courses_follow():
    kinds = [
        (
            CriterionTick,
            Criterion,
            lambda said: dict.fromkeys(
                ticked_criteria(said, criterion_succession().before), "ticked"
            ),
        ),
        (CourseProgress, Course, displayed_courses),
    ]
    for model, subject, shown in kinds:
        said = {}
        for user, row, state in model.objects.values_list(
            "user_id", f"{model.subject}_id", "state"
        ):
            said.setdefault(user, {})[row] = state
        followed = list(
            subject.objects.exclude(replaced_by=None).values_list(
                "pk", "replaced_by_id"
            )
        )
        for each in said.values():
            found, order = shown(each), model.State.values
            assert all(found.get(row, order[0]) == state for row, state in each.items())
            for old, new in followed:
                now, before = (
                    order.index(found.get(row, order[0])) for row in (new, old)
                )
                assert new in each or now >= before


@pytest.mark.parametrize("part", range(PARTS))
def test_no_sequence_of_edits_loses_anything_of_a_learners(
    client, editor, monkeypatch, part
):
    # The list of all models beside each page, and the copies of all contexts that tests keep, cost more than the pages.
    monkeypatch.setattr(admin.site, "enable_nav_sidebar", False)
    monkeypatch.setattr(
        Template, "_render", lambda template, context: template.nodelist.render(context)
    )
    with TemporaryDirectory() as folder:
        make_world(Path(folder)).load()
        learn(random.Random(part))  # noqa: S311
        client.force_login(editor)
        changed = set()
        for seed in random_seeds(SEQUENCES)[part::PARTS]:
            changed |= run(client, Path(folder), seed)
    assert changed >= {*EDITS} - {
        "press",
        "delete",
    }  # none of them is refused each time


def run(client, folder, seed):
    """Returns the edits that changed content."""
    chance, changed = random.Random(seed), set()  # noqa: S311
    desk = Desk(client, make_world(folder), chance)
    ContentVersion.expire_current()  # the run before believes its own for a minute
    with transaction.atomic():
        clear_caches()
        before, version = written(), ContentVersion.current()
        for _ in range(chance.randint(1, LONGEST)):
            desk.edit()
            before = written() if desk.done[-1] == "press" else before
            assert written() == before, (seed, desk.done)
            changed |= {desk.done[-1]} if ContentVersion.current() > version else set()
            version = ContentVersion.current()
        connection.check_constraints()  # what a commit would do: a row that points nowhere is lost too
        with override_settings(
            CONTENT_VERSION_SECONDS=60
        ):  # the content stands still: it need not be asked each time
            shown_as_said()
            ticks_and_courses_follow()
        transaction.set_rollback(True)
    return changed
