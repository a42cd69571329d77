"""Figures as rows of an export: the amounts as shown, the amounts as published, the remarks and the source."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from guide.formats import join_sentences, place_name
from guide.models import OccupationRole, Salary, Source
from guide.models.text import active_language
from guide.salaries.conversion import AMOUNTS
from guide.salaries.figure import Figure
from guide.salaries.formats import (
    INTERNATIONAL,
    cached_country_name,
    stored_choice_label,
)

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
            "unit": _("international dollars")
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
                "title": str(salary.source.name),
                "publisher": str(salary.source.publisher_name),
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


def csv_header() -> list[str]:
    """The names of the columns; in Chinese the words of the fields, for people who open the file in a spreadsheet."""
    if active_language() != "zh":
        return column_names()
    return [column_label(name) for name in column_names()]


def column_label(name: str) -> str:
    """shown_low is the lower end as shown, source_title the title of the source, year the year."""
    group, _mark, field = name.partition("_")
    if group in ("shown", "given"):
        words = (
            _("as shown: %(field)s")
            if group == "shown"
            else _("as published: %(field)s")
        )
        return words % {"field": field_label(Salary, field)}
    if group == "source":
        return _("source: %(field)s") % {"field": field_label(Source, field)}
    own = {
        "evidence": _("kind of source"),
        "occupation_name": _("name of the occupation"),
        "relation": _("relation to the role"),
        "unit": _("unit as shown"),
        "different_entries": field_label(Salary, "distinct"),
        "people_employed": field_label(Salary, "employed"),
        "remarks": _("remarks"),
        "passage": _("passage"),
    }
    return own.get(name) or field_label(Salary, name)


def field_label(model, name: str) -> str:
    return str(model._meta.get_field(name).verbose_name)


CHOICES = {
    "evidence": Salary.Evidence,
    "experience": Salary.Experience,
    "kind": Salary.Kind,
    "period": Salary.Period,
    "relation": OccupationRole.Relation,
}


def csv_rows(figures: Iterable[Figure]) -> Iterator[Sequence]:
    names = column_names()
    in_words = active_language() == "zh"
    for entry in export_entries(figures):
        nested = {
            f"{outer}_{name}": value
            for outer in ("shown", "given", "source")
            for name, value in entry[outer].items()
        }
        flat = {**entry, **nested, "remarks": join_sentences(entry["remarks"])}
        if in_words:
            flat |= {
                name: stored_choice_label(choices, flat[name])
                for name, choices in CHOICES.items()
            }
            flat |= places_in_words(flat)
        yield [flat.get(name) for name in names]


def places_in_words(flat: dict) -> dict[str, str]:
    return {
        "country": cached_country_name(flat["country"]),
        "region": place_name(flat["region"]),
        "city": place_name(flat["city"]),
    }
