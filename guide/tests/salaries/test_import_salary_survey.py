import csv
import gzip
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from guide.models import ContentVersion, LoadedRecord, Salary, SurveyTitle
from guide.salaries.survey import cells
from guide.tests.factory import make_salary, make_source

pytestmark = pytest.mark.both_databases

DATA = Path(__file__).parent / "data"
HEADER = ",".join(cells.COLUMNS)


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
    reading = cells.read_survey(DATA / "salary_survey.csv.gz")
    titles = {title: slug for title, slug in titles_of_the_fixture() if slug}
    found = {
        cell.key: cells.summary_row(cell)
        for cell in cells.survey_cells(reading.rows, titles)
    }

    assert (len(reading.rows), reading.bad) == (151_445, [])
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
def test_what_cannot_be_shown_is_not_written(titles, tmp_path, lines):
    load(packed(tmp_path, lines))

    assert not Salary.objects.filter(kind="advertised").exists()


def test_bad_rows_are_listed_with_line_and_reason(titles, tmp_path):
    lines = [*adverts(60), *advert("NaN", "-3"), "2025,SE"]

    _, complained = load(packed(tmp_path, lines[:-2]))

    assert complained.splitlines() == ["line 122: salary: 'NaN' is no amount"]
    assert Salary.objects.filter(kind="advertised").count() == 2


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("2025,SE", "2 columns instead of 11"),
        ("20x5,SE,FT,A,1,USD,1,US,0,US,M", "work_year: '20x5' is no whole number"),
        ("1825,SE,FT,A,1,USD,1,US,0,US,M", "work_year: 1825 is no year of this survey"),
        (
            "2025,XX,FT,A,1,USD,1,US,0,US,M",
            "experience_level: 'XX' is none of EN, MI, SE, EX",
        ),
        (
            "2025,SE,FT,A,1,usd,1,US,0,US,M",
            "salary_currency: 'usd' is no code of 3 capital letters",
        ),
        (
            "2025,SE,FT,A,1,USD,1,US,0,USA,M",
            "company_location: 'USA' is no code of 2 capital letters",
        ),
        ("2025,SE,FT,A,1,USD,一,US,0,US,M", "salary_in_usd: '一' is no number"),
    ],
)
def test_every_fault_of_a_row_has_its_reason(tmp_path, line, reason):
    assert cells.read_survey(packed(tmp_path, [line])).bad == [(2, reason)]


def test_with_more_than_one_per_cent_bad_nothing_is_written(titles, tmp_path):
    with pytest.raises(CommandError, match="more than 1 %"):
        load(packed(tmp_path, [*adverts(), "2025,SE"]))

    assert not Salary.objects.filter(kind="advertised").exists()


OTHER_FILES = {
    "not packed": b"no gzip",
    "other columns": gzip.compress(b"a,b\n1,2\n", mtime=0),
    "not text": gzip.compress(b"\xff\xfe"),
    "empty": b"",
}


@pytest.mark.parametrize("content", OTHER_FILES.values(), ids=OTHER_FILES.keys())
def test_a_file_that_is_something_else_is_refused(titles, tmp_path, content):
    path = tmp_path / "odd.csv.gz"
    path.write_bytes(content)

    with pytest.raises(CommandError, match="Nothing was written"):
        load(path)


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
        "low": "100002.00", "high": "250000.00", "sample_size": 5, "distinct": 10, "cautions": "part-year advert-bands",
    }  # fmt: skip
    LoadedRecord.objects.create(
        model="guide.salary", key="advertised-2025-us-mle-senior", fields=fields
    )

    load(path)

    assert row.get().high == 200_002


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
