"""The salary survey of ai-jobs.net: rows in, cells of occupation, country, experience and year out.

Until 2021 a row is one person. From 2022 on two rows are the ends of one advertised band, so a cell has both: the
quantiles of all rows, and the median band. Rules found in the data itself are explained where they are applied.
"""

from collections import Counter
from dataclasses import dataclass, field
from itertools import product

from guide.salaries.conversion import DOLLAR, currencies_of
from guide.salaries.survey.rows import EVERYWHERE, SurveyRow

ANY, ALL = "any", "all"
SMALLEST_CELL = 5
FIRST_YEAR_OF_BANDS = 2022
# The file ends in July 2025.
PART_YEAR = 2025
# Countries whose own dollars were most likely recorded as US dollars.
OTHER_DOLLARS = {"AU", "CA", "MX", "NZ", "SG"}
LOCAL_SHARE = 0.7
CellKey = tuple[str, str, str, str]


@dataclass
class SurveyCell:
    """All full-time rows of one occupation, country, experience and year, and the bands among them."""

    key: tuple[str, str, str, str]
    rows: list[SurveyRow] = field(default_factory=list)
    # The lower and the upper end of each advert.
    bands: list[tuple[SurveyRow, SurveyRow]] = field(default_factory=list)

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
        """The median of the lower and of the upper ends in dollars; None for fewer than five bands."""
        return middle_band(self.bands_in(DOLLAR))

    @property
    def own_money(self) -> str:
        """The country's money where it covers 70 per cent of the rows and five adverts, else dollars."""
        code, share = self.main_currency()
        is_own = share >= LOCAL_SHARE and code in currencies_of(self.country)
        return code if is_own and middle_band(self.bands_in(code)) else DOLLAR

    def bands_in(self, currency: str) -> list[tuple[float, float]]:
        """In dollars of all adverts, as the survey converts them; else of those that name the currency."""
        if currency == DOLLAR:
            return [(low.usd, high.usd) for low, high in self.bands]
        return [
            (low.amount, high.amount)
            for low, high in self.bands
            if low.advert.currency == currency
        ]

    def rows_in(self, currency: str) -> list[SurveyRow]:
        if currency == DOLLAR:
            return self.rows
        return [row for row in self.rows if row.advert.currency == currency]

    def distinct_rows(self) -> set[SurveyRow]:
        return set(self.rows)

    def main_currency(self) -> tuple[str, float]:
        """The most frequent currency and its share; the first one on a tie."""
        counts: dict[str, int] = {}
        for row in self.rows:
            code = row.advert.currency
            counts[code] = counts.get(code, 0) + 1
        code = max(counts, key=counts.__getitem__)
        return code, counts[code] / len(self.rows)


class CellBuilder:
    """Takes the rows in the order of the file, because the two ends of a band are neighbours."""

    def __init__(self):
        self.found: dict[CellKey, SurveyCell] = {}
        # The eight cells of each occupation, country, experience and year.
        self.cells_of_row: dict[tuple[str, str, str, int], list[SurveyCell]] = {}
        self.waiting: SurveyRow | None = None

    def add(self, row: SurveyRow | None, occupation: str):
        """One row more. None for a line that is no row; no occupation for a row that counts nowhere."""
        waiting, self.waiting = self.waiting, row
        is_upper_end = bool(waiting and row and is_band(waiting, row))
        if is_upper_end:
            self.waiting = None
        if row is None or not occupation:
            return
        for cell in self.cells_of(row, occupation):
            cell.rows.append(row)
            if waiting and is_upper_end:
                cell.bands.append((row, waiting))

    def cells_of(self, row: SurveyRow, occupation: str) -> list[SurveyCell]:
        advert = row.advert
        place = (occupation, advert.country, advert.experience, advert.year)
        if place not in self.cells_of_row:
            keys = product(
                [occupation],
                (advert.country, EVERYWHERE),
                (advert.experience, ANY),
                (str(advert.year), ALL),
            )
            self.cells_of_row[place] = [
                self.found.setdefault(key, SurveyCell(key)) for key in keys
            ]
        return self.cells_of_row[place]

    def finish(self) -> tuple[list[SurveyCell], Counter[str]]:
        """Every cell of five rows or more, roll-ups included; and by occupation the rows that are in none of them."""
        cells = [
            self.found[key]
            for key in sorted(self.found)
            if len(self.found[key].rows) >= SMALLEST_CELL
        ]
        too_few = {
            key[0]: len(cell.rows)
            for key, cell in self.found.items()
            if key[1:] == (EVERYWHERE, ANY, ALL) and len(cell.rows) < SMALLEST_CELL
        }
        return cells, Counter(too_few)


def is_band(first: SurveyRow, second: SurveyRow) -> bool:
    """Whether two rows in succession are one advert: equal but for the amount, the higher end first."""
    return (
        first.amount >= second.amount
        and first.advert.year >= FIRST_YEAR_OF_BANDS
        and first.advert == second.advert
    )


def middle_band(bands: list[tuple[float, float]]) -> tuple[int, int] | None:
    """The median of the lower and of the upper ends; None for fewer than five bands."""
    if len(bands) < SMALLEST_CELL:
        return None
    lows, highs = (
        interpolated_quantile(sorted(ends), 0.5) for ends in zip(*bands, strict=True)
    )
    return round(lows), round(highs)


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
            round(interpolated_quantile(sorted(row.usd for row in distinct), 0.5))
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
    local = sorted(row.amount for row in cell.rows if row.advert.currency == code)
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
