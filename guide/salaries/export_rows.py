"""Figures as rows of an export: the amounts as shown, the amounts as published, the remarks and the source."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from guide.salaries.conversion import AMOUNTS
from guide.salaries.figure import Figure
from guide.salaries.formats import INTERNATIONAL

PLAIN = (
    "slug",
    "country",
    "region",
    "city",
    "experience",
    "kind",
    "period",
    "year",
    "as_of",
)


def export_entries(figures: Iterable[Figure]) -> Iterator[dict]:
    for figure in figures:
        salary = figure.salary
        yield {
            "evidence": str(salary.evidence),
            **{name: getattr(salary, name) for name in PLAIN},
            "occupation": salary.occupation.slug,
            "occupation_name": str(salary.occupation.name),
            "relation": figure.relation or "",
            "unit": "international dollars"
            if figure.unit == INTERNATIONAL
            else figure.unit,
            "shown": {
                name: plain_number(value) for name, value in figure.amounts.items()
            },
            "currency": salary.currency,
            "given": {
                name: plain_number(value)
                for name in AMOUNTS
                if (value := getattr(salary, name)) is not None
            },
            "sample_size": salary.sample_size,
            "different_entries": salary.distinct,
            "people_employed": salary.employed,
            "remarks": [str(remark) for remark in figure.remarks],
            "passage": str(salary.passage),
            "source": {
                "slug": salary.source.slug,
                "title": salary.source.title,
                "publisher": salary.source.publisher,
                "url": salary.source.url,
                "published_on": salary.source.published_on,
                "accessed_on": salary.source.accessed_on,
                "licence": salary.source.licence,
            },
        }


def plain_number(value: Decimal) -> int | float:
    return int(value) if value == int(value) else float(value)


def column_names() -> list[str]:
    """The header of the CSV file. Nested names are joined with an underscore: source_title."""
    shown = [f"shown_{name}" for name in AMOUNTS]
    given = [f"given_{name}" for name in AMOUNTS]
    source = [
        f"source_{name}"
        for name in (
            "slug",
            "title",
            "publisher",
            "url",
            "published_on",
            "accessed_on",
            "licence",
        )
    ]
    counts = [
        "sample_size",
        "different_entries",
        "people_employed",
        "remarks",
        "passage",
    ]
    head = ["evidence", *PLAIN, "occupation", "occupation_name", "relation", "unit"]
    return [*head, *shown, "currency", *given, *counts, *source]


def csv_rows(figures: Iterable[Figure]) -> Iterator[Sequence]:
    names = column_names()
    for entry in export_entries(figures):
        nested = {
            f"{outer}_{name}": value
            for outer in ("shown", "given", "source")
            for name, value in entry[outer].items()
        }
        flat = {**entry, **nested, "remarks": " ".join(entry["remarks"])}
        yield [flat.get(name) for name in names]
