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
from guide.salaries.survey.cells import SurveyCell, caution_codes, is_dollar_suspect

WRITTEN_FIELDS = ("low", "high", "sample_size", "distinct", "cautions")


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
    """By job title, the slug of the occupation that editors assigned to it."""
    return dict(
        SurveyTitle.objects.exclude(occupation=None).values_list(
            "title", "occupation__slug"
        )
    )


def publishable_cells(cells: Iterable[SurveyCell]) -> list[SurveyCell]:
    """Cells of one country and one year with a band, without those whose dollars are probably not US dollars."""
    return [
        cell
        for cell in cells
        if cell.is_of_one_country_and_year
        and cell.median_band
        and not is_dollar_suspect(cell)
    ]


def salary_of(cell: SurveyCell, occupation: Occupation, source: Source) -> Salary:
    slug, country, experience, year = cell.key
    low, high = cell.median_band or (
        0,
        0,
    )  # worth_showing() lets none through without a band
    distinct = len(cell.distinct_rows())
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
        currency="USD",
        year=int(year),
        as_of=year,
        sample_size=len(cell.bands),
        distinct=distinct,
        cautions=" ".join(caution_codes(cell, distinct)),
    )


@transaction.atomic
def write_salaries(
    cells: Iterable[SurveyCell],
    source: Source,
    prefer_file: bool = False,
    dry_run: bool = False,
) -> Outcome:
    occupations = {
        occupation.slug: occupation for occupation in Occupation.objects.all()
    }
    wanted = [
        salary_of(cell, occupations[cell.key[0]], source)
        for cell in publishable_cells(cells)
    ]
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
