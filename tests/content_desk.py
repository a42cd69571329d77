"""A desk where editors and loaders change the content at random, and learners who did something before."""

import re
from contextlib import suppress

from django.urls import reverse

from accounts.models import State, User
from accounts.progress.visitor import set_step_state
from guide.admin.editing.page_snapshot import sign_state
from guide.models import Course, Criterion, Roadmap, Skill, Step
from guide.sync.errors import SyncRefused
from guide.tests.admin_pages import change_url, form_of, list_url
from guide.tests.fixture_world import World, course, step, stop

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
