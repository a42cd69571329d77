"""Files are read record by record, within bounds that every refusal names."""

import gzip
import json
import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guide.sync.field_cleaners import InvalidValue
from guide.sync.reader import UnreadableFile, read_records
from guide.sync.record_schema import record_schemas
from tests.examples import scaled_count

ONE = '{"model": "guide.term", "fields": {"slug": "a", "weeks": 1.50, "name": "é 中"}}'
READ = {"model": "guide.term", "fields": {"slug": "a", "weeks": "1.50", "name": "é 中"}}


def read(path):
    return [record for record, _ in read_records(path)]


@pytest.mark.parametrize("name", ["a.json", "a.json.gz"])
def test_an_array_is_read(tmp_path, name):
    path = tmp_path / name
    write(path, f"\ufeff [ {ONE} ,\n\n{ONE}\n]  \n".encode())

    assert read(path) == [READ, READ]


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_lines_are_read(tmp_path, name):
    path = tmp_path / name
    write(path, f"\n{ONE}\r\n\n{ONE}".encode())

    assert read(path) == [READ, READ]


def write(path, data):
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)


@pytest.mark.parametrize("text", ["[]", " [ \n ] "])
def test_an_empty_array_has_no_records(tmp_path, text):
    path = tmp_path / "a.json"
    path.write_text(text)

    assert read(path) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "line 1, column 1: a list of records was expected, beginning with ["),
        (
            '{"a": 1}',
            "line 1, column 1: a list of records was expected, beginning with [",
        ),
        ('[\n  {"a": 1},\n  {"b" 2}\n]', "line 3, column 8: Expecting ':' delimiter"),
        (
            '[{"a": 1}\n {"b": 2}]',
            "line 2, column 2: a comma or ] was expected after record 1",
        ),
        ('[{"a": 1},\n]', "line 2, column 1: Expecting value"),
        ('[{"a": 1}', "line 1, column 10: a comma or ] was expected after record 1"),
        ('[{"a": 1}] x', "line 1, column 12: nothing may follow the list of records"),
        ('[{"a": "x\ny"}]', "line 1, column 10: Invalid control character at"),
        (
            '[\n{"a": NaN}]',
            "line 2, column 1: NaN is no number in JSON; write null where a value is unknown",
        ),
        ('[{"a": -Infinity}]', "line 1, column 2: -Infinity is no number in JSON"),
        ('[{"a": 1, "b": 2, "a": 3}]', "'a' stands twice in one object"),
        (f'[{{"a": {"9" * 41}}}]', "a number of 41 characters; at most 40 are allowed"),
        (
            f'[{{"a": 0.{"1" * 41}}}]',
            "a number of 43 characters; at most 40 are allowed",
        ),
        (f'[{{"a": {"[" * 20}{"]" * 20}}}]', "line 1, column 2: nested deeper than 20"),
        (
            f'[{{"a": {"[" * 50_000}{"]" * 50_000}}}]',
            "line 1, column 2: nested deeper than 20",
        ),
        (
            f'[{{"a": "{"x" * 100_001}"}}]',
            "a text of 100,001 characters; at most 100,000 are allowed",
        ),
        (
            f'[{{"a": [{"1," * 600_000}1]}}]',
            "line 1, column 2: a record of more than 1,000,000 characters",
        ),
        (
            f'[{{"a": "{"x" * 3_000_000}"}}]',
            "line 1, column 2: a record of more than 1,000,000 characters",
        ),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(tmp_path, text, says):
    path = tmp_path / "a.json"
    path.write_text(text)

    with pytest.raises(UnreadableFile) as refusal:
        read(path)

    assert says in str(refusal.value)


def test_what_is_just_within_the_bounds_is_read(tmp_path):
    deepest = json.loads("[" * 19 + "]" * 19)
    value = {
        "number": 10**39,
        "text": "x" * 100_000,
        "deep": deepest,
        "brackets": "[" * 50,
    }
    path = tmp_path / "a.json"
    path.write_text(json.dumps([value]))

    assert read(path) == [value]


def test_places_are_right_far_into_a_large_file(tmp_path):
    path = tmp_path / "a.json"
    path.write_text("[\n" + f"{ONE},\n" * 60_000 + '{"a": nonsense}]')

    with pytest.raises(UnreadableFile, match=r"line 60002, column 7: Expecting value"):
        read(path)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.json", b'[{"a": "\xff"}]', "not UTF-8 text"),
        ("a.json.gz", b"[]", "not a complete gzip file"),
        (
            "a.json.gz",
            gzip.compress(b"[]" + b" " * 5000, mtime=0)[:-9],
            "not a complete gzip file",
        ),
        (
            "a.jsonl",
            b'{"a": 1} {"b": 2}',
            "line 1, column 10: one record a line, and nothing else on it",
        ),
    ],
)
def test_broken_bytes_are_named(tmp_path, name, data, says):
    path = tmp_path / name
    path.write_bytes(data)

    with pytest.raises(UnreadableFile) as refusal:
        read(path)

    assert says in str(refusal.value)


def test_a_file_is_never_in_memory_as_a_whole(tmp_path):
    record = json.dumps({"texts": ["x" * 1000] * 400})
    path = tmp_path / "a.json.gz"
    with gzip.open(path, "wt", compresslevel=1) as file:
        file.write(f"[{record}" + f",{record}" * 99 + "]")

    tracemalloc.start()
    count = sum(1 for _ in read_records(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert count == 100
    assert peak < 15_000_000  # the file unpacked has 40


@pytest.mark.parametrize(
    ("label", "field", "value"),
    [
        ("guide.fact", "period", "2025-02-29"), ("guide.fact", "period", "since 2025-13"),
        ("guide.fact", "as_of", "20२५"), ("guide.exchangerate", "period", "undated"),
        ("guide.priceindex", "period", "undated"), ("guide.salary", "cautions", "made-up"),
        ("guide.course", "hours_low", 2**31), ("guide.course", "weeks", 2**15), ("guide.course", "hours_low", 10**30),
        ("guide.course", "price", "sNaN"), ("guide.course", "price", "1E999999999"), ("guide.course", "price", "NaN"),
        ("guide.course", "languages", " "), ("guide.course", "currency", "XXX"), ("guide.salary", "country", "UK"),
    ],
)  # fmt: skip
def test_what_pages_cannot_show_is_refused_by_its_field(label, field, value):
    clean = record_schemas()[label].cleaners[field]

    with pytest.raises(InvalidValue):
        clean(value)


@settings(max_examples=scaled_count(200))
@given(
    label=st.sampled_from(["guide.course", "guide.salary", "guide.fact", "guide.exchangerate"]),
    value=st.one_of(
        st.text(max_size=30), st.decimals().map(str), st.integers(), st.none(), st.booleans(),
        st.from_regex(r"\A(since )?\d{4}-\d\d(-\d\d)?\Z"), st.lists(st.integers(), max_size=1),
    ),
)  # fmt: skip
def test_any_value_of_a_field_is_taken_or_refused_in_words(label, value):
    for clean in record_schemas()[label].cleaners.values():
        with suppress(InvalidValue, TypeError):  # TypeError: a list, as the caller says
            clean(value)
