import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.exports import csv_file, export_cell, json_file


def content(response):
    return b"".join(response.streaming_content).decode()


@pytest.mark.parametrize("start", [*"=+-@", "\t", "\r", "\n", *"＝＋－＠"])
def test_a_text_that_a_spreadsheet_would_run_is_neutralised(start):
    assert export_cell(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, ""), (-5, "-5"), (1.5, "1.5"), ("薪资", "薪资"), ("a=b", "a=b")],
)
def test_other_cells_stay_as_they_are(value, shown):
    assert export_cell(value) == shown


@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2
        ),
        max_size=120,
    )
)
def test_a_csv_file_reads_back_as_its_cells(rows):
    text = content(csv_file("x.csv", ["one", "two"], rows))

    read = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert read == [
        ["one", "two"],
        *[[export_cell(value) for value in row] for row in rows],
    ]
    assert not any(
        value.startswith(tuple("=+-@\t\r\n＝＋－＠")) for row in read for value in row
    )


def test_a_json_file_is_one_object_with_neutral_texts():
    entries = [{"name": "=1", "amount": 5, "said": ["薪资", "@x"]}, {"name": None}]

    assert json.loads(content(json_file("x.json", "figures", iter(entries)))) == {
        "figures": [
            {"name": "'=1", "amount": 5, "said": ["薪资", "'@x"]},
            {"name": None},
        ]
    }


def test_files_are_streamed_under_a_name_of_ours():
    response = csv_file("x.csv", ["a"], ([number] for number in range(200)))

    assert response.streaming
    assert response.headers["Content-Disposition"] == 'attachment; filename="x.csv"'
    assert len(list(response.streaming_content)) == 5
