"""Whatever editors and loaders do to the content, in any order: nothing that a learner did is lost or altered."""

import random
import re
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.contrib import admin
from django.db import connection, transaction
from django.template.base import Template
from django.test import override_settings
from django.urls import reverse

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
    User,
)
from accounts.progress.content_index import content_index
from accounts.progress.criterion_successors import criterion_succession, ticked_criteria
from accounts.progress.merge import RANK
from accounts.progress.visitor import (
    COLUMNS,
    SavedStep,
    progress_of_saved,
    set_step_state,
)
from guide.admin.editing.page_snapshot import sign_state
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
from guide.sync.errors import SyncRefused
from guide.tests.admin_pages import change_url, form_of, list_url
from guide.tests.fixture_world import World, course, step, stop
from tests.examples import random_seeds, scaled_count
from tests.people import make_person

pytestmark = [pytest.mark.both_databases, pytest.mark.load]

SEQUENCES = scaled_count(40)
PARTS, LEARNERS, LONGEST = 2, 20, 3
WRITTEN = [
    CourseProgress, CriterionTick, EvidenceLink, Learner, ProgressEvent, SkillClaim, StepHours, StepNote, StepProgress,
    Sweep,
]  # fmt: skip
WORDS = ["One", "Two", "三"]


def make_world(folder):
    world = World(folder)
    world.drop(
        "guide.citation", "survey|s1|course|snakes"
    )  # it would forbid to drop the course
    for order, slug in enumerate(["third", "fourth"], 3):
        world.add("guide.step", **step(slug))
        world.add("guide.stop", **stop(slug, order, stage="end"))
    world.add("guide.stepprerequisite", step=["fourth"], prerequisite=["second"])
    for slug in ["first", "second", "third", "fourth"]:
        for order, code in enumerate(["read", "write"], 2):
            world.add(
                "guide.criterion",
                step=[slug],
                code=code,
                order=order,
                text_en=f"{code} {slug}",
            )
    world.add("guide.course", **course("third"))
    return world


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


class Desk:
    """One sequence of edits, each by a request or a load."""

    def __init__(self, client, world, chance):
        self.client, self.world, self.chance, self.done = client, world, chance, []

    def edit(self):
        name = self.chance.choice(EDITS)
        self.done.append(name)
        getattr(self, name)()

    def some(self, model, **conditions):
        rows = list(model.objects.filter(**conditions).order_by("pk"))
        return self.chance.choice(rows) if rows else None

    def post(self, address, data):
        answer = self.client.post(address, data)
        assert answer.status_code in (200, 302), (address, answer.status_code)
        return answer

    def change(self, row, **typed):
        self.post(
            change_url(row),
            {**form_of(self.client.get(change_url(row))), **typed, "_continue": "1"},
        )

    def rename(self):
        row = self.some(self.chance.choice([Step, Skill, Roadmap]))
        self.change(
            row, name_en=self.chance.choice(WORDS), name_zh=self.chance.choice(WORDS)
        )

    def retire_or_publish(self):
        row = self.some(self.chance.choice([Step, Course, Skill, Roadmap]))
        data = {
            "action": self.chance.choice(["retire", "publish"]),
            "_selected_action": [row.pk],
            "confirmed": "yes",
        }
        self.post(
            list_url(type(row)),
            {**data, "opened": sign_state({row.pk: [str(row.version), {}]})},
        )

    def reorder(self):
        """Stops and criteria change places; what the rules forbid is refused."""
        row = self.some(self.chance.choice([Roadmap, Step]))
        form = form_of(self.client.get(change_url(row)))
        orders = [
            name
            for name in form
            if re.fullmatch(r"(stops|criteria)-\d+-order", name) and form[name]
        ]
        values = self.chance.sample([form[name] for name in orders], len(orders))
        self.post(
            change_url(row),
            {**form, **dict(zip(orders, values, strict=True)), "_continue": "1"},
        )

    def move(self):
        """A step leaves a roadmap, or its row asks to be deleted."""
        roadmap = self.some(Roadmap)
        form = form_of(self.client.get(change_url(roadmap)))
        rows = [
            name for name in form if re.fullmatch(r"stops-\d+-id", name) and form[name]
        ]
        if rows:
            self.post(
                change_url(roadmap),
                {**form, self.chance.choice(rows).replace("-id", "-DELETE"): "on"},
            )

    def replace_criterion(self):
        old = self.some(Criterion, retired_on=None)
        new = old and self.some(Criterion, retired_on=None, step=old.step)
        if old and old != new:
            form = form_of(self.client.get(change_url(old.step)))
            at = next(name for name, value in form.items() if name.endswith("-id") and value == str(old.pk)
                      and name.startswith("criteria"))  # fmt: skip
            typed = {
                at.replace("-id", "-retired_on"): "2026-11-20",
                at.replace("-id", "-replaced_by"): new.pk,
            }
            self.post(change_url(old.step), {**form, **typed, "_continue": "1"})

    def replace_course(self):
        old, new = self.some(Course), self.some(Course)
        self.change(old, status="replaced", replaced_by=new.pk)

    def delete(self):
        """By a superuser, who may: what a learner's data points at stays all the same."""
        row = self.some(self.chance.choice([Step, Course, Skill, Roadmap]))
        address = reverse(f"admin:guide_{row._meta.model_name}_delete", args=[row.pk])
        User.objects.filter(email="editor@example.org").update(is_superuser=True)
        self.post(address, {"post": "yes", "version": str(row.version)})
        User.objects.filter(email="editor@example.org").update(is_superuser=False)

    def split(self):
        old = self.some(Step, retired_on=None, published=True)
        if old:
            parts = [self.part(0, f"{old.slug}-a"), self.part(1, f"{old.slug}-b")]
            self.succeed("split", [old], parts, ["part-0", "part-1", "none"])

    def merge(self):
        steps = list(
            Step.objects.filter(retired_on=None, published=True).order_by("pk")
        )
        if len(steps) > 1:
            olds = self.chance.sample(steps, 2)
            new = self.part(0, f"{olds[0].slug}-m")
            into = self.chance.choice(
                [new, {**dict.fromkeys(new, ""), "part-0-existing": olds[0].pk}]
            )
            self.succeed("merge", olds, [into], ["part-0", "none"])

    def part(self, number, slug):
        typed = {
            "name_en": slug,
            "slug": slug[-90:],
            "hours_low": 1,
            "hours_high": 2,
            "track": self.some(Step).track_id,
        }
        return {f"part-{number}-{name}": value for name, value in typed.items()}

    def succeed(self, kind, olds, parts, places):
        address = (
            reverse(f"admin:guide_step_{kind}")
            + "?"
            + "&".join(f"step={old.pk}" for old in olds)
        )
        criteria = Criterion.objects.filter(step__in=olds, retired_on=None).order_by(
            "pk"
        )
        typed = {
            f"criterion-{each.pk}": self.chance.choice(places) for each in criteria
        }
        for part in parts:
            typed |= part
        data = {"parts": len(parts), **typed}
        preview = self.post(address, {**data, "do": "preview"}).content.decode()
        if seen := re.search(r'name="seen" value="([^"]+)"', preview):
            assert (
                self.post(
                    address, {**data, "seen": seen[1], "do": "confirm"}
                ).status_code
                == 302
            )

    def load(self):
        """Fixtures that changed, merged in one of the three ways; what breaks a rule is refused whole."""
        for _ in range(self.chance.randint(1, 3)):
            self.chance.choice(
                [self.file_renames, self.file_drops, self.file_replaces, self.file_adds]
            )()
        with suppress(SyncRefused):
            self.world.load(prefer=self.chance.choice(["", "fixtures", "editors"]))

    def file_renames(self):
        (label, key), _fields = self.chance.choice(list(self.world.records.items()))
        if label in ("guide.step", "guide.skill", "guide.roadmap"):
            self.world.set(label, key, name_en=self.chance.choice(WORDS))

    def file_drops(self):
        label, key = self.chance.choice(list(self.world.records))
        if label in (
            "guide.step",
            "guide.course",
            "guide.criterion",
            "guide.stop",
            "guide.stepprerequisite",
        ):
            for each in [
                each
                for each in self.world.records
                if each == (label, key) or gone_with(each, label, key)
            ]:
                self.world.drop(*each)

    def file_replaces(self):
        slugs = [key for label, key in self.world.records if label == "guide.course"]
        if len(slugs) > 1:
            old, new = self.chance.sample(slugs, 2)
            self.world.set("guide.course", old, status="replaced", replaced_by=[new])

    def file_adds(self):
        slug = f"new-{self.chance.randint(1, 3)}"
        self.world.add("guide.step", **step(slug))
        self.world.add(
            "guide.criterion", step=[slug], code="do", order=1, text_en="do it"
        )

    def press(self):
        user, each = self.some(User, is_staff=False), self.some(Step)
        set_step_state(user, each, State(self.chance.choice(State.values)))


def gone_with(each, label, key):
    """A row that names a step or a course which leaves the file."""
    return (
        label in ("guide.step", "guide.course")
        and each[0] != label
        and key in each[1].split("|")
    )


EDITS = """
rename retire_or_publish retire_or_publish reorder move replace_criterion replace_course delete split split merge merge
load load press
""".split()


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
