"""Records that are checked together, column by column, come out as if each had been checked alone."""

import pytest

from guide.sync.field_cleaners import InvalidValue
from guide.sync.fixture_set import Fixtures
from guide.sync.json_text import to_json
from guide.sync.natural_keys import key_text, keys_in_columns
from guide.sync.record_schema import record_schemas
from guide.sync.validate_records import RecordValidator
from guide.sync.validate_relations import Reference
from guide.tests.fixture_world import course

FULL = record_schemas()["guide.course"].with_defaults(
    course("a", weeks=6, price="12.5", currency="USD", price_period="total")
)


TERM = record_schemas()["guide.term"].with_defaults({"slug": "a", "name_en": "A"})


def checked(records, label="guide.course"):
    fixtures = Fixtures()
    fixtures.files = ["a.json"]
    fixtures.validators[label].validate(1, records)
    kept = [
        each for batch in fixtures.spools[label].batches() for each in batch.records()
    ]
    return (
        kept,
        fixtures.errors,
        fixtures.relations.unresolved,
        fixtures.relations.edges,
        fixtures.known[label],
    )


@pytest.mark.parametrize(
    "other",
    [
        {},
        {"slug": "a"},
        {"hours_low": 9, "hours_high": 1, "hours_basis": "stated"},
        {"price": "1.234"},
        {"replaced_by": ["z"], "status": "replaced"},
        {"note_en": "See [it](skill:nowhere)."},
        {"strange": 1},
    ],
)
def test_columns_and_single_records_are_judged_alike(monkeypatch, other):
    records = [FULL, FULL | {"slug": "b"} | other]

    together = checked(records)
    monkeypatch.setattr(RecordValidator, "_clean_columns", lambda *arguments: None)

    assert together == checked(records)


@pytest.mark.parametrize("field", ["body_en", "body_zh"])
def test_a_short_link_is_followed_where_records_point_to_nothing_else(field):
    records = [TERM, TERM | {"slug": "b", field: "See [it](skill:nowhere)."}]

    _, faults, still_open, _, _ = checked(records, "guide.term")

    assert (faults, still_open) == (
        [],
        [Reference(2, "b", field, "guide.skill", "nowhere")],
    )


def test_columns_are_written_as_records_are():
    shape = record_schemas()["guide.course"]
    rows = [
        FULL | {"title": 'A "quoted" é 中 \\', "replaced_by": None},
        FULL | {"free_to_study": True, "replaced_by": ["b"], "weeks": 1},
    ]

    assert shape.json_rows(
        [[row[name] for row in rows] for name in shape.merged_fields]
    ) == [to_json(row) for row in rows]


@pytest.mark.parametrize("odd", ["b", "b|c", "b\\", 7])
def test_keys_of_columns_are_those_of_records(odd):
    pairs = [("a", "b"), (odd, "c"), ("c", odd)]

    assert keys_in_columns(list(zip(*pairs, strict=True))) == [
        key_text(pair) for pair in pairs
    ]
    assert keys_in_columns([[odd]]) == [key_text([odd])]


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("year", 20, "20 cannot be the year of a figure. Enter 1900 to "),
        ("year", 2999, "2999 cannot be the year of a figure."),
        (
            "country",
            "UK",
            "“UK” is not a country. Enter its two-letter code in capitals, such as GB.",
        ),
        ("country", "gb", "“gb” is not a country."),
    ],
)
@pytest.mark.parametrize("label", ["guide.salary", "guide.pricelevel"])
def test_the_loader_refuses_the_year_and_the_country_that_a_form_refuses(
    label, field, value, says
):
    with pytest.raises(InvalidValue) as refusal:
        record_schemas()[label].cleaners[field](value)

    assert str(refusal.value).startswith(says)
