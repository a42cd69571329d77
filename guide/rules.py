"""Rules of the content that concern several records or need words. Forms and the loader share them."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial, reduce
from typing import TYPE_CHECKING, Any, NamedTuple

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import DecimalField, F, IntegerField, Model
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guide.formats import number
from guide.markdown import PAGES

if TYPE_CHECKING:
    from guide.constraints import Condition

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
    """(roadmap, step, needed) wherever a step stands on a roadmap before one that it builds on."""
    for (roadmap, step), here in position.items():
        for needed in builds_on.get(step, ()):
            if position.get((roadmap, needed), here) > here:
                yield roadmap, step, needed


def circle(model: type[Model], members: Iterable[Any]) -> str:
    """The members of a cycle by name, where `cycle` knows them by primary key."""
    rows = model._base_manager.in_bulk({int(pk) for pk in members})
    return gettext("This goes in a circle: %(members)s.") % {
        "members": " → ".join(str(rows[int(pk)]) for pk in members)
    }


def dead_links(links: Collection[tuple[str, str]]) -> list[str]:
    """Those of the (kind, slug) pairs that point nowhere, as they are written: one query a kind."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for kind, slug in links:
        wanted[kind].add(slug)
    there = {kind: slugs_there(kind, slugs) for kind, slugs in wanted.items()}
    return [
        f"{kind}:{slug}"
        for kind, slug in dict.fromkeys(links)
        if slug not in there[kind]
    ]


def slugs_there(kind: str, slugs: Collection[str]) -> set[str]:
    if kind == "page":
        return set(PAGES)
    if kind not in LINKED:
        return set()
    return set(
        apps.get_model("guide", kind)
        .objects.filter(slug__in=slugs)
        .values_list("slug", flat=True)
    )


def year_of_figure(year: int) -> None:
    last = timezone.localdate().year
    if not FIRST_YEAR <= year <= last:
        words = _(
            "%(year)s cannot be the year of a figure. Write %(first)s to %(last)s."
        )
        raise ValidationError(
            words, params={"year": year, "first": FIRST_YEAR, "last": last}
        )


def codes_of_languages(text: str) -> None:
    if not LANGUAGE_CODES.fullmatch(text):
        words = _(
            "“%(value)s” is no code of a language. Write codes with a space between them: en zh."
        )
        raise ValidationError(words, params={"value": text})


# What the model alone does not say of a single field.
RULES: dict[str, Callable[[Any], None]] = {
    "guide.Course.languages": codes_of_languages,
    "guide.PriceLevel.year": year_of_figure,
    "guide.Salary.year": year_of_figure,
}


class Said(NamedTuple):
    field: str
    words: Promise


def told(model: type[Model], condition: "Condition", values: Mapping[str, Any]) -> str:
    """What breaks a constraint: the rule in words, and the values that do not fit, as a form or a fixture has them."""
    constraint: Any = next(
        each for each in model._meta.constraints if each.name == condition.name
    )
    shown = partial(value_in_words, model, values)
    pairs = [
        (child[0].removesuffix("__lte"), child[1].name)
        for child in constraint.condition.children
        if is_order(child)
    ]
    said = [
        gettext("%(lower)s is above %(upper)s.")
        % {"lower": shown(lower), "upper": shown(upper)}
        for lower, upper in pairs
        if None not in (values[lower], values[upper])
        and Decimal(values[lower]) > Decimal(values[upper])
    ]
    if not said:
        said = [
            gettext("Given: %(values)s.")
            % {"values": gettext(", ").join(map(shown, condition.fields))}
        ]
    words = [str(SAYS[condition.name].words)] if condition.name in SAYS else []
    return reduce(
        lambda text, more: gettext("%(text)s %(more)s") % {"text": text, "more": more},
        [*words, *said],
    )


def is_order(child: Any) -> bool:
    return (
        isinstance(child, tuple)
        and child[0].endswith("__lte")
        and isinstance(child[1], F)
    )


def value_in_words(model: type[Model], values: Mapping[str, Any], name: str) -> str:
    column: Any = model._meta.get_field(name)
    value = values[name]
    if value in (None, ""):
        value = gettext("nothing")
    elif isinstance(column, DecimalField | IntegerField) and not column.choices:
        value = number(Decimal(value))
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


# What an editor reads when a record breaks a constraint of the database, and beside which field.
SAYS = {
    "course_hours_rise": Said(
        "hours_high", _("This must be at least as much as the hours from.")
    ),
    "course_weekly_hours_rise": Said(
        "hours_per_week_high", _("This must be at least as much as the hours from.")
    ),
    "course_price_has_a_currency": Said("currency", _("A price needs its currency.")),
    "course_price_says_for_what": Said(
        "price_period", _("Say what the price is for: in all, a month or an exam.")
    ),
    "course_hours_have_a_basis": Said(
        "hours_basis", _("Say where the hours come from.")
    ),
    "course_replaced_is_not_current": Said(
        "status",
        _(
            "A course that something else replaces is no longer offered: choose “replaced” or “retired”."
        ),
    ),
    "fact_has_a_value": Said("value", _("Give a value, or a value in words.")),
    "salary_amounts_rise": Said(
        "low", _("Low, middle and high must rise: none may be above the next.")
    ),
    "salary_percentiles_rise": Said(
        "p10", _("The percentiles must rise: none may be above the next.")
    ),
    "salary_has_an_amount": Said("mid", _("Give at least one amount.")),
    "step_hours_rise": Said(
        "hours_high", _("This must be at least as much as the hours from.")
    ),
    "criterion_replaced_is_retired": Said(
        "retired_on", _("A criterion that another one replaces has retired: say when.")
    ),
    "step_does_not_need_itself": Said(
        "prerequisite", _("A step cannot build on itself.")
    ),
    "skill_does_not_need_itself": Said(
        "prerequisite", _("A skill cannot build on itself.")
    ),
    "step_does_not_succeed_itself": Said("new", _("A step cannot succeed itself.")),
    "role_is_not_its_own_neighbour": Said(
        "neighbour", _("A role is not its own neighbour.")
    ),
    "exchange_rate_positive": Said("per_usd", _("A rate is above zero.")),
    "price_level_positive": Said("factor", _("A price level is above zero.")),
    "price_index_positive": Said("value", _("An index is above zero.")),
}
