"""One row of the survey: what each column may hold, and what is said where it holds something else."""

import csv
import re
from datetime import date
from typing import NamedTuple

from babel.numbers import get_territory_currencies

from guide.models.fields import COUNTRIES
from guide.salaries.survey.packed_lines import RefusedError

COLUMNS = (
    "work_year", "experience_level", "employment_type", "job_title", "salary", "salary_currency", "salary_in_usd",
    "employee_residence", "remote_ratio", "company_location", "company_size",
)  # fmt: skip
EXPERIENCE = {"EN": "entry", "MI": "mid", "SE": "senior", "EX": "executive"}
EMPLOYMENT = {
    "FT": "full time",
    "PT": "part time",
    "CT": "contract",
    "FL": "freelance",
}
CODES = {
    "experience_level": tuple(EXPERIENCE),
    "employment_type": tuple(EMPLOYMENT),
    "remote_ratio": ("0", "50", "100"),
    "company_size": ("S", "M", "L"),
}
EVERYWHERE = "ZZ"  # stands for no country, but for all of them together
PLACES = COUNTRIES - {EVERYWHERE}
CURRENCIES = frozenset(
    code
    for place in PLACES
    for code in get_territory_currencies(place, start_date=date(2010, 1, 1))
)
FIRST_YEAR = 2000
LONGEST_TITLE = 200
LOWEST_USD, HIGHEST_USD = 1_000, 10_000_000  # a year
AMOUNT = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,2})?")
FIELD = r'(?:"(?:[^"]|"")*"|[^",]*)'
QUOTED_LINE = re.compile(f"{FIELD}(?:,{FIELD})*")
OTHER_SEPARATORS = {
    ";": "semicolons",
    "\t": "tabs",
    "|": "bars",
    "，": "full-width commas",
}


class Advert(NamedTuple):
    """All of a row but its amounts. Two rows in succession with the same are the ends of one advertised band."""

    year: int
    experience: str
    employment_type: str
    title: str
    currency: str
    residence: str
    remote_ratio: str
    country: str
    company_size: str


class SurveyRow(NamedTuple):
    advert: Advert
    amount: float
    usd: float


def line_text(line: bytes | None) -> str:
    if line is None:
        raise ValueError("longer than a row can be")
    try:
        return line.decode()
    except UnicodeDecodeError as fault:
        raise ValueError(f"not UTF-8: byte 0x{line[fault.start]:02X}") from None


def line_cells(text: str) -> list[str]:
    """The values of a line. A quote opens and closes a value, on the same line, or the line is bad."""
    if '"' not in text:
        return text.split(",")
    if not QUOTED_LINE.fullmatch(text):
        raise ValueError("a quote is not closed, or stands inside a value")
    try:
        return next(csv.reader([text], strict=True))
    except csv.Error as fault:
        raise ValueError(str(fault)) from None


def check_header(line: bytes | None):
    """Refuse a file whose first line does not name the columns, and say what it has instead."""
    if line is None:
        raise RefusedError("the first line is longer than the names of the columns")
    line = line.removeprefix(b"\xef\xbb\xbf")
    if line.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in line:
        raise RefusedError("it is in UTF-16 or UTF-32, and must be in UTF-8")
    if b"\r" in line:
        raise RefusedError("its lines end in a carriage return alone")
    try:
        names = line_cells(line_text(line))
    except ValueError as fault:
        raise RefusedError(f"the first line: {fault}") from None
    if tuple(names) != COLUMNS:
        raise RefusedError(
            f"the first line {what_is_wrong_with(names)}; it must name the columns {', '.join(COLUMNS)}"
        )


def what_is_wrong_with(names: list[str]) -> str:
    for separator, word in OTHER_SEPARATORS.items():
        if len(names) == 1 and separator in names[0]:
            return f"has {word} between its values instead of commas"
    missing = [name for name in COLUMNS if name not in names]
    if len(missing) == len(COLUMNS):
        return "names none of the columns"
    faults = {
        "lacks": missing,
        "has, unknown here,": [name for name in names if name not in COLUMNS],
        "has twice": sorted({name for name in names if names.count(name) > 1}),
    }
    said = [
        f"{fault} {', '.join(repr(name[:40]) for name in found[:5])}"
        for fault, found in faults.items()
        if found
    ]
    return " and ".join(said) or "has them in another order"


def parse_row(cells: list[str]) -> SurveyRow:
    if len(cells) != len(COLUMNS):
        raise ValueError(f"{len(cells)} columns instead of {len(COLUMNS)}")
    values = dict(zip(COLUMNS, cells, strict=True))
    check_codes(values)
    check_title(values["job_title"])
    amount = parse_amount("salary", values["salary"])
    usd = parse_amount("salary_in_usd", values["salary_in_usd"])
    if not LOWEST_USD <= usd <= HIGHEST_USD:
        raise ValueError(
            f"salary_in_usd: {usd:,.0f} is not from {LOWEST_USD:,} to {HIGHEST_USD:,} a year"
        )
    if values["salary_currency"] == "USD" and amount != usd:
        raise ValueError(
            f"salary and salary_in_usd differ, {amount:,.0f} and {usd:,.0f}, though the currency is USD"
        )
    year = parse_year(values["work_year"])
    advert = Advert(
        year, EXPERIENCE[cells[1]], cells[2], cells[3], cells[5], *cells[7:]
    )
    return SurveyRow(advert, amount, usd)


def check_codes(values: dict[str, str]):
    for name, allowed in CODES.items():
        if values[name] not in allowed:
            raise ValueError(
                f"{name}: {shortened(values[name])} is none of {', '.join(allowed)}"
            )
    if values["salary_currency"] not in CURRENCIES:
        raise ValueError(
            f"salary_currency: {shortened(values['salary_currency'])} is no code of a currency, such as USD"
        )
    for name in ("employee_residence", "company_location"):
        if values[name] not in PLACES:
            raise ValueError(
                f"{name}: {shortened(values[name])} is no code of a country, such as US"
            )


def check_title(title: str):
    if not title.strip():
        raise ValueError("job_title: empty")
    if len(title) > LONGEST_TITLE:
        raise ValueError(f"job_title: longer than {LONGEST_TITLE} characters")
    if not title.isprintable():
        raise ValueError(
            f"job_title: {shortened(title)} has a character that cannot be seen"
        )


def parse_year(text: str) -> int:
    last = date.today().year  # noqa: DTZ011  a day more or less does not matter
    if not (re.fullmatch("[0-9]{4}", text) and FIRST_YEAR <= int(text) <= last):
        raise ValueError(
            f"work_year: {shortened(text)} is no year from {FIRST_YEAR} to {last}"
        )
    return int(text)


def parse_amount(name: str, text: str) -> float:
    if not AMOUNT.fullmatch(text) or not float(text):
        raise ValueError(
            f"{name}: {shortened(text)} is no amount: digits, with a point before decimals"
        )
    return float(text)


def shortened(value: str) -> str:
    return repr(value if len(value) <= 30 else f"{value[:30]}…")
