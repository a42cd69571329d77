"""Reads a survey file row by row. What became of every row is known: counted, bad, or left out for a reason."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from guide.salaries.survey.cells import SMALLEST_CELL, CellBuilder, SurveyCell
from guide.salaries.survey.packed_lines import (
    RefusedError,
    check_size,
    unpacked_lines,
)
from guide.salaries.survey.rows import (
    Advert,
    SurveyRow,
    check_header,
    line_cells,
    line_text,
    parse_row,
)

MOST_BAD = 0.01  # of the rows
MOST_LISTED = 50
MOST_TITLES = 20_000  # the whole survey has 422
MOST_KEPT = 150_000  # different lines that are recognised when they come again
BLANK = "blank lines"
NOT_FULL_TIME = "not full time"
UNKNOWN = "with a title that the guide does not know"
UNASSIGNED = "with a title that no occupation is assigned to"
TOO_FEW = f"of an occupation with fewer than {SMALLEST_CELL} rows"


class SurveyReading:
    """The cells of a file, and the accounts of its rows."""

    def __init__(self, occupations: Mapping[str, str]):
        """`occupations`: by job title, the slug of the occupation; empty for a title that counts under none."""
        self.occupations = occupations
        self.rows = 0
        self.bad = 0
        self.bad_listed: list[tuple[int, str]] = []
        self.left_out: dict[str, Counter[str]] = defaultdict(Counter)
        self.cells: list[SurveyCell] = []

    @property
    def counted(self) -> int:
        return self.rows - self.bad - sum(map(Counter.total, self.left_out.values()))

    @property
    def has_too_many_bad(self) -> bool:
        return self.bad > MOST_BAD * self.rows

    def take_file(
        self,
        path: Path,
        report_progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> "SurveyReading":
        check_size(path)
        lines = unpacked_lines(path, report_progress)
        check_header(next(lines, b""))
        builder = CellBuilder()
        for row in self.valid_rows(lines):
            occupation = row and self.occupation_of(row)
            # Only neighbours are the two ends of a band, be they counted or not.
            builder.add(row, occupation or "")
        self.cells, too_few = builder.finish()
        if too_few:
            self.left_out[TOO_FEW].update(too_few)
        return self

    def valid_rows(self, lines: Iterator[bytes | None]) -> Iterator[SurveyRow | None]:
        """Each row, and None where a line is none. Half of the lines are repeats of others, and read once only."""
        known: dict[bytes | None, SurveyRow] = {}
        adverts: dict[Advert, Advert] = {}  # one object each saves half of the memory
        for number, line in enumerate(lines, 2):
            self.rows += 1
            row = known.get(line)
            if row is None and line is not None and not line.strip():
                self.left_out[BLANK][""] += 1
            elif row is None:
                try:
                    row = parse_row(line_cells(line_text(line)))
                    advert = adverts.setdefault(row.advert, row.advert)
                    row = row._replace(advert=advert)
                    if len(known) < MOST_KEPT:
                        known[line] = row
                except ValueError as fault:
                    self.list_bad(number, str(fault))
            yield row

    def list_bad(self, number: int, reason: str):
        self.bad += 1
        if self.bad <= MOST_LISTED:
            self.bad_listed.append((number, reason))

    def occupation_of(self, row: SurveyRow) -> str:
        """The slug of the occupation that a row counts under; without one it is left out, and the reason is kept."""
        advert = row.advert
        occupation = self.occupations.get(advert.title)
        if advert.employment_type != "FT":
            self.left_out[NOT_FULL_TIME][advert.employment_type] += 1
        elif occupation is None:
            self.left_out[UNKNOWN][advert.title] += 1
            if len(self.left_out[UNKNOWN]) > MOST_TITLES:
                raise RefusedError(
                    f"it has more than {MOST_TITLES:,} different job titles"
                )
        elif not occupation:
            self.left_out[UNASSIGNED][advert.title] += 1
        else:
            return occupation
        return ""
