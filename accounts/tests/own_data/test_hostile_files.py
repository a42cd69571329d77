"""A file may come from anybody: everything wrong is refused in words, soon, and within bounds."""

import gzip
import json
from contextlib import suppress
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.own_data.importing import import_file
from accounts.own_data.reading import MOST_BYTES, BadFile, read_file
from accounts.tests.own_data.learners import Past
from tests.examples import hostile_count


def document(**changes):
    return json.dumps({"version": 1, "tables": {}, **changes}).encode()


def table(name, columns, *rows):
    return document(tables={name: {"columns": columns, "rows": list(rows)}})


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "This is no JSON"),
        (b"\xff\xfe", "no text in UTF-8"),
        (b"[]", "names no version"),
        (b"[" * 100_000, "Too many lists inside one another"),
        (b'{"a": ' + b"[" * 20 + b"]" * 20 + b"}", "Too many lists inside one another"),
        (document(version=2), "newer version of this site (2; here it is 1)"),
        (document(version=True), "no number that we know"),
        (document(version="1"), "no number that we know"),
        (document(tables=[]), "has no tables"),
        (b'{"version": 1, "version": 1, "tables": {}}', "This is no JSON"),
        (b'{"version": 1, "tables": {}, "x": NaN}', "This is no JSON"),
        (b'{"version": 1, "tables": {}, "x": "\\ud800"}', "no text in UTF-8"),
        (b"[" + b"1," * 500_000 + b"1]", "too many values"),
        (b" " * (MOST_BYTES + 1), "too large"),
        (gzip.compress(b" " * (MOST_BYTES + 1)), "too large"),
        (b"\x1f\x8b nonsense", "damaged"),
        (table("stepnote", ["step", "secret"]), "no columns and rows that we know"),
        (table("stepnote", ["step", "step"]), "no columns and rows that we know"),
        (document(tables={"stepnote": []}), "no columns and rows that we know"),
        (table("stepnote", ["step"], ["a", "b"]), "Row 1 of “stepnote” does not fit"),
    ],
)
def test_a_wrong_file_is_refused_soon_and_in_words(content, words):
    began = process_time()

    with pytest.raises(BadFile, match=None) as refused:
        read_file(content)

    assert words in refused.value.words
    assert process_time() - began < 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("columns", "row"),
    [
        (["step", "state"], ["own-step-0", "asleep"]),
        (["step", "state", "changed_at"], ["own-step-0", "done", "yesterday"]),
        (["step", "state", "changed_at"], ["own-step-0", "done", None]),
        (["step", "state"], ["own-step-0", {"a": 1}]),
        (["step", "state"], ["own-step-0", "done\0"]),
        (["step", "state", "started_on"], ["own-step-0", "done", 10**30]),
    ],
)
def test_a_wrong_value_is_refused_and_nothing_is_imported(learner, columns, row):
    Past()

    with pytest.raises(BadFile):
        import_file(learner, table("stepprogress", columns, row))
    assert learner.step_progress.count() == 0


@pytest.mark.django_db
def test_rows_that_contradict_each_other_are_refused_as_a_whole(learner):
    Past()
    row = ["own-step-0", 30]

    with pytest.raises(BadFile, match="contradict"):
        import_file(
            learner, table("stephours", ["step", "minutes"], ["own-step-0", -30])
        )
    import_file(learner, table("stephours", ["step", "minutes"], row, row))
    assert learner.step_progress.count() == 0


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["version", "tables", "columns", "rows", "stepnote", "x"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=12,
)


@pytest.mark.hypothesis
@pytest.mark.django_db
@settings(max_examples=hostile_count(100))
@given(tables=JSON, noise=st.binary(max_size=3))
def test_whatever_a_file_holds_is_read_or_refused(learner, tables, noise):
    content = json.dumps({"version": 1, "tables": tables}).encode() + noise
    with suppress(BadFile):
        import_file(learner, content)
