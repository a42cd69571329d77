"""Whether the figures that texts of fixtures ask for can be computed: noted text by text, judged at the end."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from guide.texts.figures import NAMED, Figure, figures_in, is_well_formed, models_of


class Asked(NamedTuple):
    place: int
    key: str
    field: str
    figure: Figure


class TextFigures:
    """`known`: the keys of the records read, by model."""

    def __init__(
        self, add_error: Callable[..., None], known: Mapping[str, Mapping[str, int]]
    ):
        self.add_error, self.known = add_error, known
        self.asked: list[Asked] = []

    def note(self, place: int, key: str, field: str, text: str):
        self.asked += [Asked(place, key, field, figure) for figure in figures_in(text)]

    def finish(self, elsewhere: Callable[[str, Collection[str]], Collection[str]]):
        wanted: dict[str, set[str]] = defaultdict(set)
        for asked in self.asked:
            for model in models_of(asked.figure):
                wanted[f"guide.{model}"] |= set(asked.figure.keys)
        found = {
            label: {*self.known[label], *elsewhere(label, keys)}
            for label, keys in wanted.items()
        }
        for asked in self.asked:
            labels = [f"guide.{model}" for model in models_of(asked.figure)]
            lost = [
                key
                for key in asked.figure.keys
                if labels and not any(key in found[label] for label in labels)
            ]
            if lost or not is_well_formed(asked.figure):
                self._refuse(asked, lost)

    def _refuse(self, asked: Asked, lost: list[str]):
        figure = asked.figure
        if named := NAMED.get(figure.kind):
            message = f"{figure.typed} stands for nothing. Allowed: {', '.join(sorted(named))}."
        elif lost:
            kinds = " or ".join(models_of(figure))
            message = f"{figure.typed}: there is no {kinds} “{', '.join(lost)}”"
        else:
            forms = (
                "{hours:a+b}, {steps:a}, {time:a@8}, {count:courses}, {kept:backups}"
            )
            message = f"{figure.typed} is none of the forms {forms}"
        self.add_error(asked.place, asked.key, asked.field, message, "reference")
