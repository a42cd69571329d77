import csv
import gzip
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from guide.models import ContentVersion, LoadedRecord, Salary, SurveyTitle
from guide.salaries.survey import cells
from guide.salaries.survey.reading import SurveyReading
from guide.salaries.survey.rows import COLUMNS
from guide.tests.factory import make_salary, make_source

pytestmark = pytest.mark.both_databases

DATA = Path(__file__).parent / "data"
HEADER = ",".join(COLUMNS)


def advert(
    high,
    low,
    title="ML Engineer",
    year=2025,
    country="US",
    currency="USD",
    kind="FT",
    level="SE",
):
    """The two rows of one advert, the higher end first."""
    return [
        f"{year},{level},{kind},{title},{amount},{currency},{amount},{country},0,{country},M"
        for amount in (high, low)
    ]


def packed(folder, lines, header=HEADER):
    path = folder / "survey.csv.gz"
    path.write_bytes(gzip.compress("\n".join([header, *lines, ""]).encode()))
    return path


def load(path, **options):
    said, complained = StringIO(), StringIO()
    call_command(
        "import_salary_survey",
        str(path),
        source="survey",
        stdout=said,
        stderr=complained,
        **options,
    )
    return said.getvalue(), complained.getvalue()


@pytest.fixture
def titles(db):
    """One title that counts, and the source of the figures."""
    occupation = make_salary(source=make_source(slug="other")).occupation
    occupation.slug = "mle"
    occupation.save()
    source = make_source(slug="survey")
    SurveyTitle.objects.create(
        title="ML Engineer", occupation=occupation, source=source
    )
    return occupation


def adverts(count=5, **fields):
    return [
        line
        for number in range(count)
        for line in advert(200_000 + number, 100_000 + number, **fields)
    ]


def test_the_real_file_gives_the_expected_cells():
    expected = {
        (
            line["role_slug"],
            line["country_iso2"],
            line["experience"],
            line["year"],
        ): line
        for line in csv.DictReader(
            (DATA / "salary_survey_summary.csv")
            .read_text(encoding="utf-8")
            .splitlines()
        )
    }
    titles = dict(titles_of_the_fixture())
    reading = SurveyReading(titles).take_file(DATA / "salary_survey.csv.gz")
    found = {cell.key: cells.summary_row(cell) for cell in reading.cells}

    assert (reading.rows, reading.counted, reading.bad) == (151_445, 101_901, 0)
    assert {reason: found.total() for reason, found in reading.left_out.items()} == {
        "not full time": 904,
        "with a title that no occupation is assigned to": 48_640,
    }
    assert found == expected


def titles_of_the_fixture():

    records = json.loads(
        (DATA.parents[3] / "fixtures" / "07_salaries.json").read_text(encoding="utf-8")
    )
    titles = [
        record["fields"] for record in records if record["model"] == "guide.surveytitle"
    ]
    return [(title["title"], (title["occupation"] or [""])[0]) for title in titles]


def test_bands_become_one_advertised_salary_and_a_second_time_changes_nothing(
    titles, tmp_path
):
    path = packed(tmp_path, adverts())

    said, _ = load(path)
    version = ContentVersion.objects.get().number
    again, _ = load(path)

    salary = Salary.objects.get(slug="advertised-2025-us-mle-senior")
    assert (salary.low, salary.high, salary.sample_size, salary.distinct) == (
        100_002,
        200_002,
        5,
        10,
    )
    assert (salary.kind, salary.currency, salary.cautions) == (
        "advertised",
        "USD",
        "part-year advert-bands",
    )
    assert "Salaries created: 2" in said  # senior, and any experience
    assert "Salaries unchanged: 2" in again
    assert ContentVersion.objects.get().number == version


def abroad(pounds, dollars):
    """So many British adverts in pounds, at half of the dollars that the survey makes of them, and in dollars."""
    own = [
        line.replace(",200000,GBP,", ",100000,GBP,").replace(",100000,GBP,100000", ",50000,GBP,100000")
        for line in advert(200_000, 100_000, country="GB", currency="GBP") * pounds
    ]  # fmt: skip
    return [*own, *advert(300_000, 200_000, country="GB") * dollars]


@pytest.mark.parametrize(
    ("pounds", "dollars", "figure"),
    [
        (7, 3, (50_000, 100_000, "GBP", 7)),
        (6, 4, (100_000, 200_000, "USD", 10)),
        (4, 1, (100_000, 200_000, "USD", 5)),
    ],
    ids=["seven in ten", "six in ten", "too few"],
)
def test_adverts_in_the_money_of_the_country_are_counted_in_it(
    titles, tmp_path, pounds, dollars, figure
):
    load(packed(tmp_path, abroad(pounds, dollars)))

    salary = Salary.objects.get(slug="advertised-2025-gb-mle-senior")
    assert (salary.low, salary.high, salary.currency, salary.sample_size) == figure


@pytest.mark.parametrize(
    "lines",
    [
        adverts(4),
        adverts(kind="PT"),
        adverts(title="Gardener"),
        adverts(country="CA"),
        adverts(year=2021),
    ],
    ids=[
        "too few",
        "part time",
        "other title",
        "dollars of others",
        "people, not bands",
    ],
)
def test_what_cannot_be_shown_is_not_written_and_said_so(titles, tmp_path, lines):
    with pytest.raises(CommandError, match=r"^No .* Nothing was written\.$"):
        load(packed(tmp_path, lines))

    assert not Salary.objects.filter(kind="advertised").exists()


def test_bad_rows_are_listed_with_line_and_reason(titles, tmp_path):
    lines = [*adverts(60), *advert("NaN", "-3"), "2025,SE"]

    _, complained = load(packed(tmp_path, lines[:-2]))

    assert complained.splitlines() == [
        "line 122: salary: 'NaN' is no amount: digits, with a point before decimals"
    ]
    assert Salary.objects.filter(kind="advertised").count() == 2


def test_with_more_than_one_per_cent_bad_nothing_is_written(titles, tmp_path):
    with pytest.raises(CommandError, match="more than 1 %"):
        load(packed(tmp_path, [*adverts(), "2025,SE"]))

    assert not Salary.objects.filter(kind="advertised").exists()


def test_a_source_that_does_not_exist_is_named(db, tmp_path):
    with pytest.raises(CommandError, match="There is no source “survey”"):
        load(packed(tmp_path, []))


def test_what_an_editor_changed_stays_unless_the_file_is_preferred(titles, tmp_path):
    path = packed(tmp_path, adverts())
    load(path)
    Salary.objects.filter(slug="advertised-2025-us-mle-senior").update(high=250_000)

    said, _ = load(path)
    assert (
        "Kept as they were changed here (--prefer-file overwrites them): advertised-2025-us-mle-senior"
        in said
    )
    assert Salary.objects.get(slug="advertised-2025-us-mle-senior").high == 250_000

    load(path, prefer_file=True)
    assert Salary.objects.get(slug="advertised-2025-us-mle-senior").high == 200_002


def test_a_figure_as_the_fixture_loaded_it_follows_the_file(titles, tmp_path):
    path = packed(tmp_path, adverts())
    load(path)
    row = Salary.objects.filter(slug="advertised-2025-us-mle-senior")
    row.update(high=250_000)
    fields = {
        "low": "100002.00", "high": "250000.00", "currency": "USD", "sample_size": 5, "distinct": 10,
        "cautions": "part-year advert-bands",
    }  # fmt: skip
    LoadedRecord.objects.create(
        model="guide.salary", key="advertised-2025-us-mle-senior", fields=fields
    )

    load(path)

    assert row.get().high == 200_002


def test_what_became_of_every_row_is_said(titles, tmp_path):
    source = make_source(slug="third")
    SurveyTitle.objects.create(title="Engineer", occupation=None, source=source)
    others = [
        *adverts(3, title="Engineer"),
        *adverts(2, title="Plumber"),
        *adverts(1, title="Cook"),
    ]
    lines = [*adverts(400), *others, *adverts(1, kind="PT"), "", "2025,SE"]

    said, complained = load(packed(tmp_path, lines))

    assert said.splitlines()[:6] == [
        "816 rows read: 800 counted, 1 bad, 15 left out.",
        "Left out, with a title that no occupation is assigned to: 6 (Engineer 6)",
        "Left out, with a title that the guide does not know: 6 (Plumber 4, Cook 2)",
        "Left out, not full time: 2 (PT 2)",
        "Left out, blank lines: 1",
        "8 cells: 2 to show, 6 of several countries or years.",
    ]
    assert complained == "line 817: 2 columns instead of 11\n"


def test_cells_are_written_where_they_can_be_and_never_over_the_survey(
    titles, tmp_path
):
    path = packed(tmp_path, adverts())
    packed_bytes = path.read_bytes()

    load(path, cells=tmp_path / "cells.csv")
    for place, said in ((path, "is the survey itself"), (tmp_path, "Is a directory")):
        with pytest.raises(CommandError, match=said):
            load(path, cells=place)

    assert (tmp_path / "cells.csv").read_text().count("\n") == 9
    assert path.read_bytes() == packed_bytes


def test_a_dry_run_writes_nothing(titles, tmp_path):
    said, _ = load(packed(tmp_path, adverts()), dry_run=True)

    assert "Salaries would be created: 2" in said
    assert not Salary.objects.filter(kind="advertised").exists()


def test_salaries_that_the_file_no_longer_has_are_named_and_left(titles, tmp_path):
    load(packed(tmp_path, adverts()))

    said, _ = load(packed(tmp_path, adverts(level="MI")))

    assert "No longer in the file, left alone: advertised-2025-us-mle-senior" in said
    assert Salary.objects.filter(
        slug="advertised-2025-us-mle-senior", published=True
    ).exists()
