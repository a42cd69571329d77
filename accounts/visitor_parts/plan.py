"""The part of “My path” that says what is planned for this week."""

from typing import NamedTuple

from accounts.plan.this_week import PlannedWeek, planned_steps, planned_week


class WeekValues(NamedTuple):
    week: PlannedWeek | None

    @property
    def context(self) -> dict:
        """The steps are read when the part is made."""
        work = planned_steps(self.week) if self.week else []
        return {"planned": self.week, "work": work}


def week_values(request, _page) -> WeekValues:
    return WeekValues(planned_week(request))
