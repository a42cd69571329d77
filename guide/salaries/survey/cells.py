"""The salary survey of ai-jobs.net: raw rows in, cells of occupation, country, experience and year out.

Until 2021 a row is one person. From 2022 on two rows are the ends of one advertised band, so a cell has both: the
quantiles of all rows, and the median band. Rules found in the data itself are explained where they are applied.
"""

import csv
import gzip
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from guide.salaries.conversion import currencies_of

COLUMNS = (
    "work_year", "experience_level", "employment_type", "job_title", "salary", "salary_currency", "salary_in_usd",
    "employee_residence", "remote_ratio", "company_location", "company_size",
)  # fmt: skip
EXPERIENCE = {"EN": "entry", "MI": "mid", "SE": "senior", "EX": "executive"}
ANY, ALL, EVERYWHERE = "any", "all", "ZZ"
SMALLEST_CELL = 5
FIRST_YEAR_OF_BANDS = 2022
# The file ends in July 2025.
PART_YEAR = 2025
# Countries whose own dollars were most likely recorded as US dollars.
OTHER_DOLLARS = {"AU", "CA", "MX", "NZ", "SG"}
LOCAL_SHARE = 0.7
MOST_BAD = 0.01
LONGEST_LINE = 2000
LARGEST_FILE = 500_000_000
ROWS_A_REPORT = 5000


class RefusedError(Exception):
    """The file is refused. The message is shown to the operator."""


@dataclass(frozen=True, slots=True)
class SurveyRow:
    line: int
    raw: tuple[str, ...]
    year: int
    experience: str
    amount: float
    usd: float

    @property
    def title(self) -> str:
        return self.raw[3]

    @property
    def currency(self) -> str:
        return self.raw[5]

    @property
    def country(self) -> str:
        return self.raw[9]

    @property
    def is_full_time(self) -> bool:
        return self.raw[2] == "FT"

    @property
    def without_amount(self) -> tuple[str, ...]:
        return (*self.raw[:4], self.raw[5], *self.raw[7:])


@dataclass
class SurveyReading:
    """The valid rows in the order of the file, and the invalid lines by number with the reason."""

    rows: list[SurveyRow] = field(default_factory=list)
    bad: list[tuple[int, str]] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        return len(self.bad) > MOST_BAD * (len(self.rows) + len(self.bad))


def read_survey(
    path: Path, report_progress: Callable[[int, int], None] = lambda done, total: None
) -> SurveyReading:
    """Read a gzip file. `seen` is called with the bytes read and the size of the file."""
    reading = SurveyReading()
    total = path.stat().st_size
    known: dict[str, str] = {}
    with (
        path.open("rb") as packed,
        gzip.open(packed, "rt", encoding="utf-8", newline="") as text,
    ):
        lines = csv.reader(limit_lines(text))
        if tuple(next(lines, ())) != COLUMNS:
            raise RefusedError(
                f"{path.name}: the first line must name the columns {', '.join(COLUMNS)}."
            )
        for number, cells in enumerate(lines, 2):
            try:
                # The same few words recur in every row: one string object each saves memory.
                reading.rows.append(
                    parse_row(
                        number, tuple(known.setdefault(cell, cell) for cell in cells)
                    )
                )
            except ValueError as fault:
                reading.bad.append((number, str(fault)))
            if number % ROWS_A_REPORT == 0:
                report_progress(packed.tell(), total)
    return reading


def limit_lines(text: Iterable[str]) -> Iterator[str]:
    size = 0
    for line in text:
        size += len(line)
        if len(line) > LONGEST_LINE or size > LARGEST_FILE:
            raise RefusedError(
                f"A line may have {LONGEST_LINE} characters and the file {LARGEST_FILE} unpacked."
            )
        yield line


def parse_row(number: int, cells: tuple[str, ...]) -> SurveyRow:
    if len(cells) != len(COLUMNS):
        raise ValueError(f"{len(cells)} columns instead of {len(COLUMNS)}")
    year, amount, usd = (
        parse_whole_number("work_year", cells[0]),
        parse_positive("salary", cells[4]),
        parse_positive("salary_in_usd", cells[6]),
    )
    if not 2000 <= year <= 2100:
        raise ValueError(f"work_year: {cells[0]} is no year of this survey")
    if cells[1] not in EXPERIENCE:
        raise ValueError(
            f"experience_level: {cells[1]!r} is none of {', '.join(EXPERIENCE)}"
        )
    for name, position, length in (
        ("salary_currency", 5, 3),
        ("company_location", 9, 2),
    ):
        if not (
            len(cells[position]) == length
            and cells[position].isalpha()
            and cells[position].isupper()
        ):
            raise ValueError(
                f"{name}: {cells[position]!r} is no code of {length} capital letters"
            )
    return SurveyRow(number, cells, year, EXPERIENCE[cells[1]], amount, usd)


def parse_whole_number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise ValueError(f"{name}: {text[:30]!r} is no whole number")
    return int(text)


def parse_positive(name: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{name}: {text[:30]!r} is no number") from None
    if not 0 < value < 1e12:  # which NaN is not either
        raise ValueError(f"{name}: {text[:30]!r} is no amount")
    return value


@dataclass
class SurveyCell:
    """All full-time rows of one occupation, country, experience and year, and the bands among them."""

    key: tuple[str, str, str, str]
    rows: list[SurveyRow] = field(default_factory=list)
    bands: list[tuple[float, float]] = field(default_factory=list)

    @property
    def country(self) -> str:
        return self.key[1]

    @property
    def level(self) -> str:
        _occupation, country, experience, year = self.key
        return (
            "rollup"
            if country == EVERYWHERE or experience == ANY or year == ALL
            else "cell"
        )

    @property
    def is_of_one_country_and_year(self) -> bool:
        return self.country != EVERYWHERE and self.key[3] != ALL

    @property
    def median_band(self) -> tuple[int, int] | None:
        """The median of the lower and of the upper ends; None for fewer than five bands."""
        if len(self.bands) < SMALLEST_CELL:
            return None
        lows, highs = zip(*self.bands, strict=True)
        return round(interpolated_quantile(sorted(lows), 0.5)), round(
            interpolated_quantile(sorted(highs), 0.5)
        )

    def distinct_rows(self) -> set[tuple[str, ...]]:
        return {row.raw for row in self.rows}

    def main_currency(self) -> tuple[str, float]:
        """The most frequent currency and its share; the first one on a tie."""
        counts: dict[str, int] = {}
        for row in self.rows:
            counts[row.currency] = counts.get(row.currency, 0) + 1
        code = max(counts, key=counts.__getitem__)
        return code, counts[code] / len(self.rows)


def survey_cells(
    rows: Iterable[SurveyRow], occupations: Mapping[str, str]
) -> list[SurveyCell]:
    """Every cell of five rows or more, roll-ups included. `occupations` maps job titles to slugs of occupations."""
    found: dict[tuple[str, str, str, str], SurveyCell] = {}
    waiting: SurveyRow | None = None
    for row in rows:
        for key in cell_keys(row, occupations):
            found.setdefault(key, SurveyCell(key)).rows.append(row)
        if waiting and is_band(waiting, row):
            for key in cell_keys(row, occupations):
                found[key].bands.append((row.usd, waiting.usd))
            waiting = None
        else:
            waiting = row
    return [
        found[key] for key in sorted(found) if len(found[key].rows) >= SMALLEST_CELL
    ]


def cell_keys(
    row: SurveyRow, occupations: Mapping[str, str]
) -> Iterator[tuple[str, str, str, str]]:
    occupation = occupations.get(row.title)
    if not occupation or not row.is_full_time:
        return iter(())
    return product(
        [occupation],
        (row.country, EVERYWHERE),
        (row.experience, ANY),
        (str(row.year), ALL),
    )


def is_band(first: SurveyRow, second: SurveyRow) -> bool:
    """Whether two rows in succession are one advert: equal but for the amount, the higher end first."""
    return (
        first.amount >= second.amount
        and first.year >= FIRST_YEAR_OF_BANDS
        and first.without_amount == second.without_amount
    )


def interpolated_quantile(ordered: list[float], part: float) -> float:
    """Linear interpolation, as PERCENTILE in spreadsheets."""
    place = (len(ordered) - 1) * part
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


QUANTILES = {"p10": 0.1, "p25": 0.25, "median": 0.5, "p75": 0.75, "p90": 0.9}


def summary_row(cell: SurveyCell) -> dict[str, str]:
    """A cell as a line of the summary file."""
    distinct = cell.distinct_rows()
    low, high = cell.median_band or ("", "")
    amounts = sorted(row.usd for row in cell.rows)
    return {
        **dict(
            zip(
                ("role_slug", "country_iso2", "experience", "year"),
                cell.key,
                strict=True,
            )
        ),
        "level": cell.level,
        "n": str(len(cell.rows)),
        "n_distinct": str(len(distinct)),
        **{
            f"{name}_usd": str(round(interpolated_quantile(amounts, part)))
            for name, part in QUANTILES.items()
        },
        "median_usd_distinct": str(
            round(interpolated_quantile(sorted(float(raw[6]) for raw in distinct), 0.5))
        ),
        "n_bands": str(len(cell.bands)),
        "median_band_low_usd": str(low),
        "median_band_high_usd": str(high),
        **local_columns(cell),
        "caution": ";".join(caution_codes(cell, len(distinct))),
    }


def local_columns(cell: SurveyCell) -> dict[str, str]:
    """Quantiles in the country's own money, where it covers 70 per cent of the cell and five rows."""
    names = [
        "main_currency",
        "main_currency_share",
        "n_local",
        *(f"{name}_local" for name in QUANTILES),
    ]
    columns = dict.fromkeys(names, "")
    if cell.country == EVERYWHERE:
        return columns
    code, share = cell.main_currency()
    columns |= {
        "main_currency": code,
        "main_currency_share": str(round(share * 100) / 100),
    }
    local = sorted(row.amount for row in cell.rows if row.currency == code)
    if (
        share >= LOCAL_SHARE
        and len(local) >= SMALLEST_CELL
        and code in currencies_of(cell.country)
    ):
        columns["n_local"] = str(len(local))
        columns |= {
            f"{name}_local": str(round(interpolated_quantile(local, part)))
            for name, part in QUANTILES.items()
        }
    return columns


def caution_codes(cell: SurveyCell, distinct: int) -> list[str]:
    """The codes of the cautions that apply, in the order of the summary file. Repeats are equal in every column."""
    n = len(cell.rows)
    repeats = (
        "few-distinct"
        if distinct < SMALLEST_CELL
        else "repeated-ads"
        if distinct / n < 0.34
        else ""
    )
    holds = {
        "usd-label-suspect": is_dollar_suspect(cell),
        repeats: bool(repeats),
        "part-year": cell.key[3] == str(PART_YEAR),
        "advert-bands": 2 * len(cell.bands) >= 0.8 * n,
    }
    return [code for code, applies in holds.items() if applies]


def is_dollar_suspect(cell: SurveyCell) -> bool:
    return cell.country in OTHER_DOLLARS and cell.main_currency()[0] == "USD"
