"""Rules of the content that concern several records, and what to say when one is broken.

Forms of the admin and the fixture loader share them.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial, reduce
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import DecimalField, IntegerField, Model
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guide.constraints import Condition
from guide.formats import format_number, impossible_dates
from guide.markdown import PAGES
from guide.models import Salary
from guide.models.fields import is_partial_date
from guide.texts.figures import figures_in, is_well_formed, models_of

# What a short link may point to, besides a page: [text](step:sql-databases).
LINKED = (
    "belief", "chapter", "course", "employer", "industry", "question",
    "roadmap", "role", "skill", "source", "step", "term",
)  # fmt: skip
LANGUAGE_CODES = re.compile(r"[a-z]{2}(-[A-Za-z]{2,4})?( [a-z]{2}(-[A-Za-z]{2,4})?)*")
COLOUR = re.compile(r"#[0-9a-f]{6}")
FIRST_YEAR = 1900


def out_of_order(
    position: Mapping[tuple[Any, Any], Any], builds_on: Mapping[Any, Iterable[Any]]
) -> Iterator[tuple[Any, Any, Any]]:
    """Yields (roadmap, step, needed) wherever a step stands on a roadmap before one that it builds on."""
    for (roadmap, step), here in position.items():
        for needed in builds_on.get(step, ()):
            if position.get((roadmap, needed), here) > here:
                yield roadmap, step, needed


def circle_message(model: type[Model], members: Iterable[Any]) -> str:
    """The members of a cycle by name, where `cycle` knows them by primary key."""
    rows = model._base_manager.in_bulk({int(pk) for pk in members})
    return gettext("These depend on each other in a circle: %(members)s.") % {
        "members": " → ".join(str(rows[int(pk)]) for pk in members)
    }


def dead_links(links: Collection[tuple[str, str]]) -> list[str]:
    """Those of the (kind, slug) pairs that point nowhere, in the form kind:slug. Costs one query a kind."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for kind, slug in links:
        wanted[kind].add(slug)
    existing = {kind: existing_slugs(kind, slugs) for kind, slugs in wanted.items()}
    return [
        f"{kind}:{slug}"
        for kind, slug in dict.fromkeys(links)
        if slug not in existing[kind]
    ]


def unknown_figures(text: str) -> list[str]:
    """The figures of a text that cannot be computed, as they were typed. Costs a query or more where there are any."""
    return [
        figure.typed
        for figure in figures_in(text)
        if not is_well_formed(figure)
        or not all(
            any(existing_slugs(model, [key]) for model in models_of(figure))
            for key in figure.keys
            if models_of(figure)
        )
    ]


def existing_slugs(kind: str, slugs: Collection[str]) -> set[str]:
    if kind == "page":
        return set(PAGES)
    if kind not in LINKED:
        return set()
    return set(
        apps.get_model("guide", kind)
        .objects.filter(slug__in=slugs)
        .values_list("slug", flat=True)
    )


def validate_figure_year(year: int) -> None:
    last = timezone.localdate().year
    if not FIRST_YEAR <= year <= last:
        words = _(
            "%(year)s cannot be the year of a figure. Enter %(first)s to %(last)s."
        )
        raise ValidationError(
            words, params={"year": year, "first": FIRST_YEAR, "last": last}
        )


def validate_language_codes(text: str) -> None:
    if not LANGUAGE_CODES.fullmatch(text):
        words = _(
            "“%(value)s” is not a language code. Enter codes separated by spaces: en zh."
        )
        raise ValidationError(words, params={"value": text})


def validate_period(text: str) -> None:
    """The dates of a period exist; its words are free."""
    if impossible := impossible_dates(text):
        words = _(
            "“%(value)s” is not a date. Enter 2026, 2026-08 or 2026-08-30, or two of them: 2023-01 to "
            "2025-07."
        )
        raise ValidationError(words, params={"value": impossible[0]})


def validate_known_date(text: str) -> None:
    """A rate without a year could convert nothing."""
    if not is_partial_date(text):
        words = _("“%(value)s” is not a date. Enter 2026, 2026-08 or 2026-08-30.")
        raise ValidationError(words, params={"value": text})


def validate_cautions(text: str) -> None:
    known = Salary.Caution.values
    if unknown := [code for code in text.split() if code not in known]:
        words = _("Unknown: %(codes)s. Allowed: %(allowed)s.")
        params = {"codes": ", ".join(unknown), "allowed": ", ".join(known)}
        raise ValidationError(words, params=params)


# Validators of single fields that the models do not have. What is parsed where it is shown is checked here by the
# same parser, for forms, the decision of a conflict, and fixtures.
FIELD_RULES: dict[str, Callable[[Any], None]] = {
    "guide.Course.languages": validate_language_codes,
    "guide.Course.subtitles": validate_language_codes,
    "guide.ExchangeRate.period": validate_known_date,
    "guide.Fact.period": validate_period,
    "guide.PriceIndex.period": validate_known_date,
    "guide.PriceLevel.year": validate_figure_year,
    "guide.Salary.cautions": validate_cautions,
    "guide.Salary.year": validate_figure_year,
}


def explain_violation(
    model: type[Model], condition: Condition, values: Mapping[str, Any]
) -> str:
    """The sentence of a constraint that is broken, then the values that break it, as a form or a fixture has them."""
    in_words = partial(value_in_words, model, values)
    sentences = [
        gettext("%(lower)s is above %(upper)s.")
        % {"lower": in_words(lower), "upper": in_words(upper)}
        for lower, upper in condition.rising_pairs
        if None not in (values[lower], values[upper])
        and Decimal(values[lower]) > Decimal(values[upper])
    ]
    if not sentences:
        given = gettext(", ").join(map(in_words, condition.fields))
        sentences = [gettext("Given: %(values)s.") % {"values": given}]
    if condition.error_field:
        sentences.insert(0, str(condition.message))
    return reduce(
        lambda text, more: gettext("%(text)s %(more)s") % {"text": text, "more": more},
        sentences,
    )


def value_in_words(model: type[Model], values: Mapping[str, Any], name: str) -> str:
    column: Any = model._meta.get_field(name)
    value = values[name]
    if value in (None, ""):
        value = gettext("nothing")
    elif isinstance(column, DecimalField | IntegerField) and not column.choices:
        value = format_number(Decimal(value))
    else:
        value = (
            " ".join(value)
            if isinstance(value, list)
            else dict(column.flatchoices).get(value, value)
        )
    return gettext("“%(field)s” %(value)s") % {
        "field": column.verbose_name,
        "value": value,
    }
