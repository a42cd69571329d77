"""Entries of the history as a learner reads them."""

import re
from datetime import timedelta
from html import unescape

from django.utils import timezone

from accounts.models import (
    CourseProgress,
    CriterionTick,
    EvidenceLink,
    SkillClaim,
    State,
    StepHours,
    StepNote,
    StepProgress,
)
from guide.tests.factory import make_course, make_skill, make_step

HISTORY = "/my/history/"


def plain(html):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def rows(response):
    """Each entry as a reader sees it, without its time, newest first."""
    found = re.findall(
        r'<li class="change".*?</time>(.*?)</li>', response.text, re.DOTALL
    )
    return [plain(row) for row in found]


def change_everything(user):
    """One change of each kind, and what the history says of it."""
    step, skill = make_step(criteria=1, name_en="Sums"), make_skill(name_en="Python")
    course = make_course(title="A course")
    StepProgress.objects.set_state(user, step, State.DOING)
    CriterionTick.objects.set_state(user, step.criteria.get(), "ticked")
    CourseProgress.objects.set(user, course.pk, "done")
    SkillClaim.objects.set(user, skill.pk, 2)
    StepHours.objects.add(user, step, 120)
    StepNote.objects.write(user, step, "My <b>text</b>", seen=0)
    EvidenceLink.objects.add(user, step, "https://a.example/work", "My work")
    return [
        "Sums Link added My work a.example Undo",
        "Sums Note written View this version My <b>text</b> Undo",
        "Sums + 2 h Undo",
        "Python Known: working before: no level Undo",
        "A course Finished before: Not on my list Undo",
        "Sums Ticked: “do thing 0” Undo",
        "Sums Under way before: Not started Undo",
    ]


def press_often(user, times, step=None):
    step = step or make_step()
    began = timezone.now() - timedelta(days=1)
    states = (State.DONE, State.DOING)
    for number in range(times):
        StepProgress.objects.set_state(
            user, step, states[number % 2], at=began + timedelta(seconds=number)
        )
    return step
