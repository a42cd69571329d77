"""Writes cells of the survey as salaries. One that an editor changed is overwritten only with --prefer-file."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction

from guide.models import (
    ContentVersion,
    LoadedRecord,
    Occupation,
    Salary,
    Source,
    SurveyTitle,
)
from guide.salaries.survey.cells import (
    SurveyCell,
    caution_codes,
    is_dollar_suspect,
    middle_band,
)

WRITTEN_FIELDS = ("low", "high", "currency", "sample_size", "distinct", "cautions")


@dataclass
class Outcome:
    """Slugs of salaries."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    # Not overwritten: an editor changed them since the last load.
    changed_here: list[str] = field(default_factory=list)
    # In the database, but no longer in the file.
    missing_in_file: list[str] = field(default_factory=list)


def occupations_of_titles() -> dict[str, str]:
    """By job title, the slug of the occupation that editors assigned to it; empty where they assigned none."""
    titles = SurveyTitle.objects.values_list("title", "occupation__slug")
    return {title: slug or "" for title, slug in titles}


def cells_by_use(cells: Iterable[SurveyCell]) -> dict[str, list[SurveyCell]]:
    """Those that are shown, always there, and the others by the reason why they are not."""
    uses: dict[str, list[SurveyCell]] = {"shown": []}
    for cell in cells:
        uses.setdefault(use_of_cell(cell), []).append(cell)
    return uses


def use_of_cell(cell: SurveyCell) -> str:
    if not cell.is_of_one_country_and_year:
        return "of several countries or years"
    if is_dollar_suspect(cell):
        return "whose dollars are probably not US dollars"
    return "shown" if cell.median_band else "with too few advertised bands"


def salary_of(cell: SurveyCell, occupation: Occupation, source: Source) -> Salary:
    """In the money of the adverts where most of them name the country's own."""
    slug, country, experience, year = cell.key
    money = cell.own_money
    bands = cell.bands_in(money)
    low, high = middle_band(bands) or (0, 0)  # cells_by_use() lets none through
    return Salary(
        slug=f"advertised-{year}-{country.lower()}-{slug}-{experience}",
        published=True,
        occupation=occupation,
        source=source,
        country=country,
        experience=experience,
        kind=Salary.Kind.ADVERTISED,
        low=Decimal(low),
        high=Decimal(high),
        currency=money,
        year=int(year),
        as_of=year,
        sample_size=len(bands),
        distinct=len(set(cell.rows_in(money))),
        cautions=" ".join(caution_codes(cell, len(cell.distinct_rows()))),
    )


@transaction.atomic
def write_salaries(
    shown: Iterable[SurveyCell],
    source: Source,
    prefer_file: bool = False,
    dry_run: bool = False,
) -> Outcome:
    occupations = {
        occupation.slug: occupation for occupation in Occupation.objects.all()
    }
    wanted = [salary_of(cell, occupations[cell.key[0]], source) for cell in shown]
    here = {
        salary.slug: salary
        for salary in Salary.objects.filter(source=source, kind=Salary.Kind.ADVERTISED)
    }
    loaded = last_loaded(here)
    outcome = Outcome(
        missing_in_file=sorted(here.keys() - {salary.slug for salary in wanted})
    )
    for salary in wanted:
        write_salary(
            salary, here.get(salary.slug), loaded.get(salary.slug), prefer_file, outcome
        )
    if outcome.created or outcome.updated:
        ContentVersion.bump()
    transaction.set_rollback(dry_run)
    return outcome


def last_loaded(slugs: Iterable[str]) -> dict[str, dict]:
    """By slug, the field values of the last load from the fixtures."""
    return dict(
        LoadedRecord.objects.filter(model="guide.salary", key__in=slugs).values_list(
            "key", "fields"
        )
    )


def write_salary(
    new: Salary,
    old: Salary | None,
    base: dict | None,
    prefer_file: bool,
    outcome: Outcome,
):
    if old is None:
        new.save()
        outcome.created.append(new.slug)
    elif comparable_values(old) == comparable_values(new):
        outcome.unchanged.append(new.slug)
    elif prefer_file or (
        base
        and all(
            comparable_value(base.get(name)) == value
            for name, value in comparable_values(old).items()
        )
    ):
        for name in WRITTEN_FIELDS:
            setattr(old, name, getattr(new, name))
        old.save(update_fields=WRITTEN_FIELDS)
        outcome.updated.append(new.slug)
    else:
        outcome.changed_here.append(new.slug)


def comparable_values(salary: Salary) -> dict[str, str]:
    return {name: comparable_value(getattr(salary, name)) for name in WRITTEN_FIELDS}


def comparable_value(value) -> str:
    """A value as text for comparison, so that "52000.00" of a fixture equals 52000 of a cell."""
    if value is None or value == "":
        return ""
    return (
        str(Decimal(value).normalize())
        if isinstance(value, int | Decimal) or is_decimal_text(value)
        else value
    )


def is_decimal_text(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()
