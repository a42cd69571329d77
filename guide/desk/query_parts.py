"""Parts of queries over all kinds of records: what a record is called, and several texts as one."""

from django.db import models
from django.db.models import Case, Func, Q, TextField, When
from django.db.models.functions import Cast

from guide.models.text import active_language


def title_of(model: type[models.Model], link: str) -> Case:
    """The first name that it has, in the language of the reader before the other one."""
    columns = {field.name for field in model._meta.concrete_fields}
    if "source" in columns and "statement" in columns:
        return Cast("source__title", TextField())
    order = ["name_zh", "name_en"] if active_language() == "zh" else ["name_en"]
    wanted = [*order, "title", "topic_en", "subject_slug", "slug", "host", "currency", "country"]  # fmt: skip
    known = [f"{link}{name}" for name in wanted if name in columns]
    return Case(
        *(When(~Q(**{name: ""}), then=Cast(name, TextField())) for name in known[:-1]),
        default=Cast(known[-1], TextField()),
        output_field=TextField(),
    )


class Joined(Func):
    """Columns of text as one, a line each. Flat, where Concat nests deeper than SQLite can read."""

    template, arg_joiner = "(%(expressions)s)", " || '\n' || "
    output_field = TextField()
