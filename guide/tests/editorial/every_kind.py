"""A record of every kind that can have drafts, and drafts that change all that they say."""

from django.db import models

from guide.editorial.documents import label_of, read_record
from guide.models import (
    Employer,
    ExchangeRate,
    Occupation,
    OtherName,
    PriceIndex,
    PriceLevel,
    SitePage,
    Source,
    SurveyTitle,
    Website,
)
from guide.sync.files import content_models
from guide.sync.record_schema import record_schemas
from guide.tests.factory import make_fact, make_outlook_number
from guide.tests.test_query_counts import World

ROOTS = [model for model in content_models() if not model.owner]


def make_every_kind(grown=False):
    """The first record of each kind. `grown`: the world of the pages is there already."""
    if not grown:
        World().grow()
    source = Source.objects.get(slug="x")
    Employer.objects.update(source=source)
    make_outlook_number([(make_fact(), "all")], text_en="jobs", text_zh="职位")
    job = Occupation.objects.order_by("pk").first()
    SurveyTitle.objects.create(title="ML Engineer", source=source, occupation=job)
    rate = {"kind": "spot", "period": "2025", "per_usd": "1.5"}
    ExchangeRate.objects.create(currency="GBP", source=source, **rate)
    PriceLevel.objects.create(country="GB", year=2024, factor="0.7", source=source)
    prices = {
        "country": "US",
        "period": "2025",
        "measure": PriceIndex.Measure.values[0],
    }
    PriceIndex.objects.create(value="120", source=source, **prices)
    OtherName.objects.create(subject="skill", subject_slug="x", name="serpent")
    told = {"reach": "open", "reported_on": "2026-10", "source": source}
    Website.objects.create(host="example.org", **told)
    privacy = {"name_en": "Privacy", "name_zh": "隐私", "published": True}
    SitePage.objects.get_or_create(slug="privacy", defaults=privacy)
    rows = {model: model.objects.order_by("pk").first() for model in ROOTS}
    assert [model for model, row in rows.items() if row is None] == []
    return rows


def plain_texts(label):
    """The fields of a kind of row that may say anything."""
    schema = record_schemas()[label]
    return [
        name
        for name in schema.merged_fields
        if isinstance(schema.fields[name], models.CharField | models.TextField)
        and name.endswith(("_en", "_zh", "title"))
        and name not in schema.model.key
        and not name.startswith("sort_")
    ]


def marked_document(model, row, mark):
    """What the record says now, and the same with a mark in all its texts and those of its rows."""
    now = read_record(model, row.pk)
    document = {
        label: {
            key: values | marks_of(label, values, mark) for key, values in rows.items()
        }
        for label, rows in now.document.items()
    }
    return now, document


def marks_of(label, values, mark):
    fields = record_schemas()[label].fields
    return {
        name: mark[: fields[name].max_length or 200]
        for name in plain_texts(label)
        if name in values
    }


def has_texts(model):
    return bool(plain_texts(label_of(model)))
