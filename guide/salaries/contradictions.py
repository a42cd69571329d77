"""Figures of career guides that differ for the same country and experience, with the likely reasons."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guide.models import Salary, Source
from guide.models.fields import UNDATED
from guide.salaries.conversion import is_local_money
from guide.salaries.figure import Figure


@dataclass
class Contradiction:
    """Two or more figures of career guides about one country and experience."""

    figures: list[Figure]

    @property
    def first_figure(self) -> Figure:
        return self.figures[0]

    @property
    def reasons(self) -> list[str]:
        """Sentences on why the figures may differ, derived from the figures alone."""
        salaries = [figure.salary for figure in self.figures]
        reasons = []
        if len({salary.kind for salary in salaries}) > 1:
            reasons.append(
                _(
                    "They are different kinds of figure: an average, a median and a top are not the same."
                )
            )
        if any(
            salary.kind == Salary.Kind.AVERAGE and salary.mid is None
            for salary in salaries
        ):
            reasons.append(_("An average given as a range is not one number."))
        if len({salary.occupation_id for salary in salaries}) > 1:
            reasons.append(_("They are about different occupations."))
        if len({salary.place_level for salary in salaries}) > 1:
            reasons.append(
                _(
                    "Some are for a single city, where pay is higher than in the country as a whole."
                )
            )
        if not all(is_local_money(salary) for salary in salaries):
            reasons.append(
                _("One is the author’s own conversion, at the rate of a single day.")
            )
        if any(salary.as_of == UNDATED for salary in salaries):
            reasons.append(_("Not every text says which year it is about."))
        reasons.append(
            _(
                "None says how many people it counted, so they may have counted different people."
            )
        )
        return reasons


def find_contradictions(figures: Iterable[Figure]) -> list[Contradiction]:
    groups: dict[tuple, list[Figure]] = {}
    for figure in figures:
        salary = figure.salary
        if salary.source.kind == Source.Kind.ARTICLE:
            groups.setdefault((salary.country, salary.experience), []).append(figure)
    found = [Contradiction(group) for group in groups.values()]
    return [
        one for one in found if len({figure.pay_in_words for figure in one.figures}) > 1
    ]
