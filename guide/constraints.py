"""Check constraints of the models as Python, for the values of one record as a form or a fixture has them.

As in SQL an unknown value (None) makes a comparison unknown, and a constraint refuses only what is surely wrong.
"""

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import CheckConstraint, DecimalField, F, Model, Q

OPERATORS = {"exact": "==", "lt": "<", "lte": "<=", "gt": ">", "gte": ">=", "in": "in"}


class Condition(NamedTuple):
    name: str
    fields: tuple[str, ...]
    refuses: Callable[..., bool]  # asked with the values of these fields

    def breaks(self, values: Mapping[str, Any]) -> bool:
        return self.refuses(*[values[name] for name in self.fields])


class Conditions:
    """The check constraints of a model, each and all together."""

    def __init__(self, model: type[Model]):
        checks = {
            each.name: each.condition
            for each in model._meta.constraints
            if isinstance(each, CheckConstraint)
        }
        source = Expressions(model)
        self.each = [
            source.compiled(name, [condition]) for name, condition in checks.items()
        ]
        self.all = source.compiled("", checks.values())

    def __iter__(self):
        return iter(self.each)

    def broken(self, values: Mapping[str, Any]) -> list[Condition]:
        return (
            [each for each in self.each if each.breaks(values)]
            if self.all.breaks(values)
            else []
        )


def fields_of(node: Any) -> set[str]:
    if isinstance(node, Q):
        return set().union(*map(fields_of, node.children))
    lookup, value = node
    return {lookup.split("__")[0]} | ({value.name} if isinstance(value, F) else set())


class Expressions:
    """Conditions written as Python expressions, which are ten times as quick as functions that call each other."""

    def __init__(self, model: type[Model]):
        self.model = model
        self.names: dict[str, Any] = {"number": lru_cache(4096)(Decimal)}

    def compiled(self, name: str, conditions: Collection[Any]) -> Condition:
        fields = tuple(sorted(set().union(*map(fields_of, conditions))))
        wrong = (
            " or ".join(self.surely(False, condition) for condition in conditions)
            or "False"
        )
        test = eval(f"lambda {', '.join(fields)}: {wrong}", self.names)  # noqa: S307  made of our own constraints
        return Condition(name, fields, test)

    def surely(self, truth: bool, node: Any) -> str:
        """The expression that says whether a condition surely holds, or surely does not."""
        if not isinstance(node, Q):
            return self.comparison(truth, *node)
        truth = truth != node.negated
        word = {
            (Q.AND, True): "and",
            (Q.AND, False): "or",
            (Q.OR, True): "or",
            (Q.OR, False): "and",
        }
        return f"({f' {word[node.connector, truth]} '.join(self.surely(truth, child) for child in node.children)})"

    def comparison(self, truth: bool, lookup: str, value: Any) -> str:
        """One lookup; any kind that our models do not use is refused here, at the start."""
        name, _, kind = lookup.partition("__")
        if value is None or kind == "isnull":
            empty = value is None or value
            return f"{name} is {'' if empty == truth else 'not '}None"
        known = [name, value.name] if isinstance(value, F) else [name]
        right = self.field(value.name) if isinstance(value, F) else self.constant(value)
        compared = f"{self.field(name)} {OPERATORS[kind or 'exact']} {right}"
        parts = [f"{each} is not None" for each in known]
        return f"({' and '.join([*parts, compared if truth else f'not {compared}'])})"

    def field(self, name: str) -> str:
        return (
            f"number({name})"
            if isinstance(self.model._meta.get_field(name), DecimalField)
            else name
        )

    def constant(self, value: Any) -> str:
        name = f"constant_{len(self.names)}"
        self.names[name] = (
            frozenset(value) if isinstance(value, list | tuple | set) else value
        )
        return name
