"""The kinds of records, in the order in which editors use them, and how many there are of each."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Model

from guide.cache import cached_per_version
from guide.desk.counting import count_together
from guide.sync.files import content_models

# The rest follows by its name.
OFTEN_FIRST = (
    "course", "salary", "skill", "step", "roadmap", "role", "chapter", "question", "term", "source", "fact",
    "citation", "provider", "belief", "reading", "employer", "industry", "background", "occupation", "othername",
    "website", "exchangerate", "category", "track", "outlooknumber", "surveytitle", "pricelevel", "priceindex",
    "sitepage",
)  # fmt: skip


class Kind(NamedTuple):
    """`listed`: what Django says of the model. What is no content has no number."""

    listed: dict[str, Any]
    number: int | None


def kinds_in_order(listed: Iterable[dict[str, Any]]) -> list[Kind]:
    counts = record_counts()
    kinds = [Kind(each, counts.get(each["model"]._meta.model_name)) for each in listed]
    return sorted(kinds, key=place_of)


def place_of(kind: Kind) -> tuple[int, str]:
    return place_of_model(kind.listed["model"]), str(kind.listed["name"])


def place_of_model(model: type[Model]) -> int:
    name = model._meta.model_name
    return OFTEN_FIRST.index(name) if name in OFTEN_FIRST else len(OFTEN_FIRST)


@cached_per_version(1)
def record_counts() -> dict[str, int]:
    models = {model._meta.model_name: model for model in content_models()}
    return count_together(
        {name: model._base_manager.order_by() for name, model in models.items()}
    )
