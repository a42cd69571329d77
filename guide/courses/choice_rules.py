"""What a course that editors choose for a step must be. The form of a step and the loader share these rules."""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext

from guide.models import Course
from guide.models.text import LANGUAGES


class ChosenCourse(NamedTuple):
    """What the rules ask of a choice, of its course and of its step."""

    status: str
    is_retired: bool
    checked_by: str
    languages: str
    subtitles: str
    difficulty: str
    course_hours: int | None  # the high end of the course
    part: str
    part_hours: int | None  # the high end of the part
    step_hours: int  # the high end of the step
    step_level: int  # the highest that the step leads to; 0 where it names no skill


def choice_faults(chosen: ChosenCourse) -> Iterator[tuple[str, str]]:
    """Field and sentence of each rule that a choice breaks."""
    if chosen.status != Course.Status.CURRENT or chosen.is_retired:
        yield "course", gettext("It is not offered today, or nobody could verify it.")
    elif chosen.checked_by == Course.CheckedBy.NOBODY:
        yield "course", gettext("Nobody has checked this course. Check it first.")
    if not set(LANGUAGES) & spoken_languages(chosen.languages, chosen.subtitles):
        words = gettext(
            "No reader of this site can follow it: its languages are %(codes)s."
        )
        yield "course", words % {"codes": chosen.languages}
    if levels_above(chosen.difficulty, chosen.step_level) > 1:
        yield "course", gettext("It begins two levels above the step.")
    yield from hours_faults(chosen)


def hours_faults(chosen: ChosenCourse) -> Iterator[tuple[str, str]]:
    numbers = {"step": chosen.step_hours}
    if chosen.part:
        if (chosen.part_hours or 0) > chosen.step_hours:
            words = gettext(
                "The part takes up to %(hours)s hours, the step only %(step)s."
            )
            yield "hours_high", words % {**numbers, "hours": chosen.part_hours}
    elif (chosen.course_hours or 0) > chosen.step_hours:
        words = gettext(
            "The course takes up to %(hours)s hours, the step only %(step)s: name the part to take."
        )
        yield "part_en", words % {**numbers, "hours": chosen.course_hours}


def spoken_languages(languages: str, subtitles: str) -> set[str]:
    """Of speech, text and subtitles, without regions: “zh-Hans” is “zh”."""
    return {code.partition("-")[0] for code in f"{languages} {subtitles}".split()}


def levels_above(difficulty: str, step_level: int) -> int:
    """How far a course begins above its step: up to level 2 that is for beginners, from level 3 on one higher each."""
    place = list(Course.Difficulty).index(Course.Difficulty(difficulty)) + 1
    return place - max(1, step_level - 1) if step_level else 0
