"""What points at a record, so that it cannot be taken back: learners' data, published records, and short links.

Costs a query or two for each relation and for each kind with texts; only who takes something back waits for them.
"""

import re

from django.apps import apps
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from guide.admin.editing.impact import learners_at
from guide.models import Citation
from guide.models.content import Content, Keyed
from guide.rules import LINKED

MOST_NAMED = 5


def uses_of(row):
    """Sentences on everything that points at a record; of learners only how many they are."""
    found = {}
    for record in (
        *referring_records(row),
        *citing_sources(row),
        *linking_records(row),
    ):
        found.setdefault(type(record), {})[record.pk] = record
    return [*learners_at(row), *map(named_records, found.values())]


def named_records(records):
    """One kind of records, the first few by name."""
    rows = list(records.values())
    names = [*map(str, rows[:MOST_NAMED]), *["…"] * (len(rows) > MOST_NAMED)]
    return _("%(kind)s: %(n)s (%(names)s)") % {
        "kind": capfirst(rows[0]._meta.verbose_name_plural),
        "n": len(rows),
        "names": _(", ").join(names),
    }


def relations_to(model):
    """(lookup, relation) of all that points at a row of a model, or at rows that belong to it, such as criteria."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not (relation.one_to_many or relation.one_to_one) or relation.concrete:
            continue
        name = relation.field.name
        if name == getattr(relation.related_model, "owner", None):
            for path, other in relations_to(relation.related_model):
                yield f"{path}__{name}", other
        else:
            yield name, relation


def referring_records(row):
    """The published records of the guide that point at a row, each as the record that is edited."""
    for path, relation in relations_to(type(row)):
        if relation.related_model._meta.app_label == "guide":
            rows = relation.related_model._base_manager.filter(**{path: row})
            yield from owners_of(rows, row, published=True)


def owners_of(rows, row, published=False):
    """The records that these rows are or belong to, but for the one that is asked about."""
    if owner := rows.model.owner:
        model = rows.model._meta.get_field(owner).related_model
        rows = model._base_manager.filter(pk__in=rows.order_by().values(owner))
    if published and issubclass(rows.model, Content):
        rows = rows.filter(published=True)
    if isinstance(row, rows.model):
        rows = rows.exclude(pk=row.pk)
    return rows.order_by("pk")


def citing_sources(row):
    citations = Citation.objects.filter(
        subject=row._meta.model_name, subject_slug=row.slug
    )
    return owners_of(citations, row, published=True)


def short_link_pattern(row):
    """What a short link to a row looks like in a text, wherever its address stands in Markdown."""
    return rf"(?<![a-z0-9-]){row._meta.model_name}:{re.escape(row.slug)}(?![a-z0-9-])"


def linking_records(row):
    """The records with a short link to a row in one of their texts, drafts too: they would be published with it."""
    if row._meta.model_name not in LINKED:
        return
    link, pattern = f"{row._meta.model_name}:{row.slug}", short_link_pattern(row)
    for model in apps.get_app_config("guide").get_models():
        if names := text_columns(model):
            anywhere = Q.create([(f"{name}__contains", link) for name in names], Q.OR)
            texts = model._base_manager.filter(anywhere).values_list("pk", *names)
            linking = [
                pk
                for pk, *cells in texts
                if any(re.search(pattern, text) for text in cells)
            ]
            if linking:
                yield from owners_of(model._base_manager.filter(pk__in=linking), row)


def text_columns(model):
    if not issubclass(model, Keyed):
        return []
    return [
        field.name
        for field in model._meta.concrete_fields
        if field.name.endswith(("_en", "_zh"))
    ]
