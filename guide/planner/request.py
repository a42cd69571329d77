"""A question with the weeks that somebody has for it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from guide.planner.question import PlanQuestion
from guide.planner.weeks import Calendar, at_minutes_a_week


@dataclass(frozen=True)
class PlanRequest:
    """A question, with the calendar and the latest finish that its time comes from."""

    question: PlanQuestion
    calendar: Calendar
    latest: date | None = None

    @cached_property
    def asked(self) -> PlanQuestion:
        return self.question.but(
            minutes_a_week=sum(self.calendar.minutes),
            time=self.time_at(sum(self.calendar.minutes)),
        )

    def time_at(self, minutes_a_week: int) -> int | None:
        """Minutes of study until the latest finish at so many a week; None where no finish was asked for."""
        if self.latest is None:
            return None
        calendar = at_minutes_a_week(self.calendar, minutes_a_week)
        return calendar.minutes_until(self.latest)
