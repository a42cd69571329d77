"""The check constraints of the models in Python, for the values of one record as a form or a fixture has them.

A condition is true, false, or unknown (None) where a value that it needs is unknown. As in SQL, a constraint refuses
only what makes its condition false. Django's own `Constraint.validate` would ask the database once a constraint.
"""

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import CheckConstraint, DecimalField, F, Model, Q
from django.utils.functional import Promise

Row = Sequence[Any]
Evaluate = Callable[[Row], bool | None]

COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "exact": operator.eq,
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
    "in": lambda value, choices: value in choices,
}
to_decimal = lru_cache(4096)(Decimal)  # forms and fixtures hold amounts as text, too


class Condition(NamedTuple):
    """One constraint, or all of a model together; its function takes the values of `fields`, in this order."""

    name: str
    fields: tuple[str, ...]
    evaluate: Evaluate
    error_field: str = ""  # beside which editors read the message
    message: str | Promise = ""
    rising_pairs: tuple[tuple[str, str], ...] = ()  # (low, high): low may not be above

    def is_broken(self, values: Mapping[str, Any]) -> bool:
        return self.evaluate([values[name] for name in self.fields]) is False

    def is_broken_in_any(self, rows: Iterable[Row]) -> bool:
        return False in map(self.evaluate, rows)


class Conditions:
    """The check constraints of a model, each and all together."""

    def __init__(self, model: type[Model]):
        checks = [
            constraint
            for constraint in model._meta.constraints
            if isinstance(constraint, CheckConstraint)
        ]
        self.each = [condition_of(model, constraint) for constraint in checks]
        together = Q(*[constraint.condition for constraint in checks])
        self.all = compile_condition(model, "", together)

    def __iter__(self) -> Iterator[Condition]:
        return iter(self.each)

    def broken_by(self, values: Mapping[str, Any]) -> list[Condition]:
        if not self.all.is_broken(values):
            return []
        return [condition for condition in self.each if condition.is_broken(values)]


def condition_of(model: type[Model], constraint: CheckConstraint) -> Condition:
    compiled = compile_condition(model, constraint.name, constraint.condition)
    return compiled._replace(
        error_field=getattr(constraint, "error_field", ""),
        message=constraint.violation_error_message,
        rising_pairs=tuple(rising_pairs(constraint.condition)),
    )


def rising_pairs(condition: Any) -> Iterator[tuple[str, str]]:
    for child in condition.children:
        if isinstance(child, tuple) and isinstance(child[1], F):
            name, _, kind = child[0].partition("__")
            if kind == "lte":
                yield name, child[1].name


def compile_condition(model: type[Model], name: str, condition: Any) -> Condition:
    fields = tuple(sorted(fields_in(condition)))
    return Condition(name, fields, Compiler(model, fields).node(condition))


def fields_in(node: Any) -> set[str]:
    if isinstance(node, Q):
        return set().union(*map(fields_in, node.children))
    lookup, value = node
    return {lookup.partition("__")[0]} | (
        {value.name} if isinstance(value, F) else set()
    )


class Compiler:
    """Turns conditions into functions of a row, once a process, so that no lookup is parsed for a record."""

    def __init__(self, model: type[Model], fields: tuple[str, ...]):
        self.model, self.fields = model, fields

    def node(self, node: Any) -> Evaluate:
        if not isinstance(node, Q):
            return self.comparison(*node)
        parts = [self.node(child) for child in node.children]
        joined = any_of(parts) if node.connector == Q.OR else all_of(parts)
        return negation(joined) if node.negated else joined

    def comparison(self, lookup: str, value: Any) -> Evaluate:
        """One lookup. A KeyError at the start says that it is of a kind that our models did not use so far."""
        name, _, kind = lookup.partition("__")
        at = self.fields.index(name)
        if value is None or kind == "isnull":
            empty = value is None or value
            return lambda row: (row[at] is None) is empty
        compare = COMPARISONS[kind or "exact"]
        is_decimal = isinstance(self.model._meta.get_field(name), DecimalField)
        if isinstance(value, F):
            other = self.fields.index(value.name)
            return field_comparison(compare, at, other, is_decimal)
        constant = frozenset(value) if kind == "in" else value
        return constant_comparison(compare, at, constant, is_decimal)


def field_comparison(
    compare: Callable[[Any, Any], bool], at: int, other: int, is_decimal: bool
) -> Evaluate:
    def evaluate(row: Row) -> bool | None:
        left, right = row[at], row[other]
        if left is None or right is None:
            return None
        if is_decimal:
            left, right = to_decimal(left), to_decimal(right)
        return compare(left, right)

    return evaluate


def constant_comparison(
    compare: Callable[[Any, Any], bool], at: int, constant: Any, is_decimal: bool
) -> Evaluate:
    def evaluate(row: Row) -> bool | None:
        value = row[at]
        if value is None:
            return None
        return compare(to_decimal(value) if is_decimal else value, constant)

    return evaluate


def all_of(parts: Sequence[Evaluate]) -> Evaluate:
    def evaluate(row: Row) -> bool | None:
        result: bool | None = True
        for part in parts:
            truth = part(row)
            if truth is False:
                return False
            if truth is None:
                result = None
        return result

    return evaluate


def any_of(parts: Sequence[Evaluate]) -> Evaluate:
    def evaluate(row: Row) -> bool | None:
        result: bool | None = False
        for part in parts:
            truth = part(row)
            if truth is True:
                return True
            if truth is None:
                result = None
        return result

    return evaluate


def negation(part: Evaluate) -> Evaluate:
    def evaluate(row: Row) -> bool | None:
        truth = part(row)
        return None if truth is None else not truth

    return evaluate
