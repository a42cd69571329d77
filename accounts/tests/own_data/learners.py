"""Learners with a random past, written as the site writes it."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from accounts.models import (
    CourseProgress,
    CriterionTick,
    EvidenceLink,
    Learner,
    ProgressEvent,
    ProjectSentence,
    SkillClaim,
    State,
    StepHours,
    StepNote,
    StepProgress,
    Sweep,
)
from guide.tests.factory import make_course, make_roadmap, make_skill, make_step

AT = datetime(2026, 5, 1, 12, tzinfo=UTC)
WORDS = st.sampled_from(["short", "用中文写", "a\nb", "=1+1", "🙂"])


class Past:
    """A small guide, and what a learner may do in it, each thing with a day of its own."""

    def __init__(self):
        self.steps = [make_step(slug=f"own-step-{i}", criteria=2) for i in range(3)]
        self.course = make_course(slug="own-course")
        self.skill = make_skill(slug="own-skill")
        self.roadmap = make_roadmap(steps=self.steps, slug="own-roadmap")

    def do(self, user, action, day):
        name, number, word = action
        at = AT + timedelta(days=day)
        step = self.steps[number % 3]
        getattr(self, name)(user, step, number, word, at)

    def state(self, user, step, number, word, at):
        StepProgress.objects.set_state(user, step, list(State)[number % 5], at)

    def tick(self, user, step, number, word, at):
        criterion = step.criteria.all()[number % 2]
        state = list(CriterionTick.State)[number % 2]
        CriterionTick.objects.set_state(user, criterion, state, at=at)

    def course_state(self, user, step, number, word, at):
        state = list(CourseProgress.State)[number % 4]
        CourseProgress.objects.set(user, self.course.pk, state, at)

    def claim(self, user, step, number, word, at):
        SkillClaim.objects.set(user, self.skill.pk, number % 5, at)

    def hours(self, user, step, number, word, at):
        StepHours.objects.add(user, step, 10 + number, key=f"{at:%d%H}{number}", at=at)

    def note(self, user, step, number, word, at):
        seen = StepNote.objects.current(user, step).version
        StepNote.objects.write(user, step, f"{word} {number}", seen=seen, at=at)

    def link(self, user, step, number, word, at):
        EvidenceLink.objects.add(user, step, f"https://a.example/{number}", word, at=at)

    def unlink(self, user, step, number, word, at):
        link = EvidenceLink.objects.filter(user=user, removed_at=None).first()
        if link:
            EvidenceLink.objects.remove(link, at=at)

    def sentence(self, user, step, number, word, at):
        ProjectSentence.objects.write(user, step, f"{word} {number}", at=at)

    def undo(self, user, step, number, word, at):
        event = ProgressEvent.objects.filter(
            user=user, kind="state", undoes=None
        ).first()
        if event and not ProgressEvent.objects.filter(undoes=event).exists():
            StepProgress.objects.set_state(
                user, event.step, State(event.before), at, by="undo", undoes=event
            )

    def sweep(self, user, step, number, word, at):
        steps = [each.pk for each in self.steps]
        Sweep.objects.mark_stage_known(user, self.roadmap, "first", steps)

    def settings(self, user, step, number, word, at):
        Learner.objects.set_fields(user, hours_a_week=1 + number, country="CN")


ACTIONS = [name for name in vars(Past) if not name.startswith("_") and name != "do"]
actions = st.tuples(st.sampled_from(ACTIONS), st.integers(0, 9), WORDS)
pasts = st.lists(actions, max_size=12)
