"""Whether the courses that fixtures choose for steps may be chosen: noted record by record, judged at the end."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, NamedTuple

from django.utils import translation

from guide.courses.choice_rules import ChosenCourse, choice_faults

Values = dict[str, Any]


class Choice(NamedTuple):
    place: int
    key: str
    values: Values


class ChosenCourses:
    """What is not among the records read, as in a load of one file, is not judged."""

    def __init__(self, add_error: Callable[..., None]):
        self.add_error = add_error
        self.step_hours: dict[str, int] = {}
        self.step_levels: dict[str, int] = defaultdict(int)
        self.courses: dict[str, Values] = {}
        self.choices: list[Choice] = []

    def note_step(self, _schema, key, values, _place):
        self.step_hours[key] = values["hours_high"]

    def note_level(self, _schema, _key, values, _place):
        step = values["step"][0]
        self.step_levels[step] = max(self.step_levels[step], values["level"])

    def note_course(self, _schema, key, values, _place):
        self.courses[key] = values

    def note_choice(self, _schema, key, values, place):
        self.choices.append(Choice(place, key, values))

    def finish(self):
        places: dict[tuple[str, int], str] = {}
        for choice in self.choices:
            step, course = choice.values["step"][0], choice.values["course"][0]
            other = places.setdefault((step, choice.values["order"]), course)
            if other != course:
                message = f"is the place of “{other}” too; each is given once"
                self.add_error(choice.place, choice.key, "order", message)
            if step in self.step_hours and course in self.courses:
                self._judge(choice, step, self.courses[course])

    def _judge(self, choice: Choice, step: str, course: Values):
        chosen = ChosenCourse(
            status=course["status"],
            is_retired=course["retired_on"] is not None,
            checked_by=course["checked_by"],
            languages=course["languages"],
            subtitles=course["subtitles"],
            difficulty=course["difficulty"],
            course_hours=course["hours_high"],
            part=choice.values["part_en"],
            part_hours=choice.values["hours_high"],
            step_hours=self.step_hours[step],
            step_level=self.step_levels[step],
        )
        with translation.override(None):
            for field, message in choice_faults(chosen):
                self.add_error(choice.place, choice.key, field, message)
