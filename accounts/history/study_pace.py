"""What the logged hours mean: how many they are in a week, and when the rest of the route is over at that pace."""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.history.logged_hours import LoggedHours, WeekHours, hours_in_figures
from accounts.progress.roadmap_progress import RoadmapProgress
from guide import dates
from guide.formats import format_number
from guide.roadmaps.pace import StudyWindow, study_window

FEWEST_HOURS = 0.5  # a week, below which no window is worth anything
HIGHEST = 75  # pixels of the highest bar
FLOOR = 112  # pixels from above, where the bars stand
WIDTH, GAP = 8.25, 4.25  # percent across, of a bar and between two


class WeekBar(NamedTuple):
    """A week of the picture: places across in percent, heights in pixels."""

    day: str  # the Monday
    hours: str  # empty where there are none
    is_whole: bool
    x: str
    middle: str
    y: int
    height: int


@dataclass(frozen=True)
class StudyPace:
    logged: LoggedHours
    # A week, where the learner has chosen them.
    planned: int | None
    # The roadmap in hand.
    path: RoadmapProgress | None

    @property
    def whole_weeks(self) -> list[WeekHours]:
        """Without the one that is not over."""
        return self.logged.weeks[:-1]

    @property
    def days(self) -> int:
        return sum(minutes > 0 for minutes in self.logged.by_day.values())

    @property
    def average(self) -> float:
        """Hours in a whole week; 0 before there is one."""
        minutes = [week.minutes for week in self.whole_weeks]
        return sum(minutes) / 60 / len(minutes) if minutes else 0

    @property
    def average_in_words(self) -> str:
        return format_number(round(self.average, 1))

    @property
    def window(self) -> StudyWindow | None:
        """Until the end of the route; None where nothing is left or the hours are too few to say."""
        if not self.path or self.average < FEWEST_HOURS:
            return None
        return study_window(*self.path.count.hours_left, self.average)

    @property
    def most(self) -> float:
        """Hours, to the top of the picture."""
        hours = [week.minutes / 60 for week in self.logged.weeks]
        return max(1, self.planned or 0, *hours)

    @property
    def plan_y(self) -> int:
        return FLOOR - round(HIGHEST * (self.planned or 0) / self.most)

    @property
    def bars(self) -> list[WeekBar]:
        weeks = self.logged.weeks
        return [
            week_bar(number, week, self.most, is_whole=number < len(weeks) - 1)
            for number, week in enumerate(weeks)
        ]

    @property
    def words(self) -> str:
        weeks = [f"{bar.day} {bar.hours or 0}" for bar in self.bars]
        return _("Hours in the weeks from: %(weeks)s") % {
            "weeks": pgettext("list", ", ").join(weeks)
        }


def week_bar(number: int, week: WeekHours, most: float, is_whole: bool) -> WeekBar:
    x = GAP / 2 + number * (WIDTH + GAP)
    height = max(2, round(HIGHEST * week.minutes / 60 / most))
    return WeekBar(
        day=dates.day_and_month(week.monday),
        hours=hours_in_figures(week.minutes) if week.minutes else "",
        is_whole=is_whole,
        x=f"{x:.2f}%",
        middle=f"{x + WIDTH / 2:.2f}%",
        y=FLOOR - height,
        height=height,
    )
