"""Check constraints of the models, evaluated in Python on the values of one record.

As in SQL an unknown value (None) makes a comparison unknown, and a constraint refuses only what is surely wrong.
"""

import operator
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import CheckConstraint, F, Model, Q

Truth = bool | None
Predicate = Callable[[Mapping[str, Any]], Truth]
COMPARISONS = {
    "exact": operator.eq,
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
}


def conditions(model: type[Model]) -> list[tuple[CheckConstraint, tuple[str, ...], Predicate]]:
    """Every check constraint of a model with the fields it speaks of, and how to evaluate it."""
    checks = [each for each in model._meta.constraints if isinstance(each, CheckConstraint)]
    return [(each, tuple(sorted(fields_of(each.condition))), predicate(each.condition)) for each in checks]


def fields_of(node: Any) -> set[str]:
    if isinstance(node, Q):
        return set().union(*map(fields_of, node.children))
    lookup, value = node
    return {lookup.split("__")[0]} | ({value.name} if isinstance(value, F) else set())


def predicate(node: Any) -> Predicate:
    if isinstance(node, Q):
        parts = [predicate(child) for child in node.children]
        joined = any_of(parts) if node.connector == Q.OR else all_of(parts)
        return negation(joined) if node.negated else joined
    return comparison(*node)


def all_of(parts: list[Predicate]) -> Predicate:
    def holds(values):
        unknown = False
        for part in parts:
            truth = part(values)
            if truth is False:
                return False
            unknown = unknown or truth is None
        return None if unknown else True

    return parts[0] if len(parts) == 1 else holds


def any_of(parts: list[Predicate]) -> Predicate:
    def holds(values):
        unknown = False
        for part in parts:
            truth = part(values)
            if truth:
                return True
            unknown = unknown or truth is None
        return None if unknown else False

    return holds


def negation(part: Predicate) -> Predicate:
    def holds(values):
        truth = part(values)
        return None if truth is None else not truth

    return holds


def comparison(lookup: str, value: Any) -> Predicate:
    """One lookup of a condition; any kind that our models do not use is refused here, at the start."""
    name, _, kind = lookup.partition("__")
    kind = kind or "exact"
    if value is None or kind == "isnull":
        empty = value is None or value
        return lambda values: (values[name] is None) == empty
    if kind == "in":
        allowed = frozenset(value)
        return lambda values: None if values[name] is None else values[name] in allowed
    compare = COMPARISONS[kind]
    if isinstance(value, F):
        return with_field(name, compare, value.name)
    return lambda values: None if values[name] is None else compare(values[name], value)


def with_field(name: str, compare: Callable[[Any, Any], bool], other: str) -> Predicate:
    def holds(values):
        left, right = values[name], values[other]
        return None if left is None or right is None else compare(left, right)

    return holds
