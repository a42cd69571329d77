"""Every address of another site that readers are led to, and the records that name it."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import NamedTuple

from django.db.models import Q, QuerySet, URLField
from markdown_it.token import Token

from guide.markdown import PARSER
from guide.models import Course, Keyed
from guide.models.link import LONGEST_ADDRESS
from guide.sync.files import content_models
from guide.sync.record_schema import schema_of

WEB = ("http://", "https://")


class Use(NamedTuple):
    """A field of a record that holds an address: alone, or in the Markdown of a text."""

    model: type[Keyed]
    pk: int
    field: str
    is_text: bool

    def row(self) -> Keyed | None:
        return self.model._base_manager.filter(pk=self.pk).first()


def kinds_with_links() -> list[str]:
    """The kinds of records that can name an address: what check_links may be told to look at."""
    return [
        model._meta.model_name
        for model in content_models()
        if link_fields(model) or schema_of(model).text_fields
    ]


def content_links(kinds: Collection[str] = ()) -> dict[str, list[Use]]:
    """By address, of what readers see today; of all kinds, or of those named. A query for each model with links."""
    found: dict[str, list[Use]] = defaultdict(list)
    for model in content_models():
        if not kinds or model._meta.model_name in kinds:
            for address, use in links_of_model(model):
                if address.startswith(WEB) and len(address) <= LONGEST_ADDRESS:
                    found[address].append(use)
    return dict(found)


def links_of_model(model: type[Keyed]) -> Iterator[tuple[str, Use]]:
    alone, texts = link_fields(model), schema_of(model).text_fields
    names = [*alone, *texts]
    if not names:
        return
    wanted = Q()
    for name in names:
        wanted |= Q(**{f"{name}__contains": "://"})
    rows = seen_today(model).filter(wanted).order_by("pk")
    for pk, *values in rows.values_list("pk", *names):
        for name, value in zip(names, values, strict=True):
            is_text = name not in alone
            for address in links_in_text(value) if is_text else [value]:
                yield address, Use(model, pk, name, is_text)


def link_fields(model: type[Keyed]) -> list[str]:
    return [
        each.name for each in model._meta.concrete_fields if isinstance(each, URLField)
    ]


def seen_today(model: type[Keyed]) -> QuerySet:
    """Without drafts, and without what has retired: nobody mends its address any more."""
    names = {field.name for field in model._meta.concrete_fields}
    rows = model._base_manager.all()
    if "published" in names:
        rows = rows.filter(published=True)
    if "retired_on" in names:
        rows = rows.filter(retired_on=None)
    if model is Course:
        rows = rows.exclude(status__in=[Course.Status.REPLACED, Course.Status.RETIRED])
    return rows


def links_in_text(text: str) -> Iterator[str]:
    """The addresses that its links lead to, each as the text writes it where the parser left it alone."""
    if "://" in text:
        for block in PARSER.parse(text):
            yield from links_of_tokens(block.children or [])


def links_of_tokens(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "link_open":
            yield str(token.attrs.get("href", ""))
