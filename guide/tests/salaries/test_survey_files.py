"""Files that are damaged or something else: every row is accounted for, or the file is refused with the true reason."""

import gzip
import random
import resource

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guide.salaries.survey import packed_lines, reading
from guide.salaries.survey.packed_lines import RefusedError
from guide.salaries.survey.reading import SurveyReading
from guide.salaries.survey.rows import COLUMNS
from tests.examples import hostile_count

HEADER = ",".join(COLUMNS)
ROW = "2025,SE,FT,Cook,90000,USD,90000,US,0,US,M"
TITLES = {"Cook": "cook", "Engineer": ""}


def written(folder, content):
    path = folder / "survey.csv.gz"
    path.write_bytes(content)
    return path


def packed(folder, text, encoding="utf-8"):
    return written(folder, gzip.compress(text.encode(encoding), 1))


def read(path):
    return SurveyReading(TITLES).take_file(path)


def changed(**values):
    """The row with other values in some of its columns."""
    cells = dict(zip(COLUMNS, ROW.split(","), strict=True)) | values
    return ",".join(cells.values())


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("2025,SE", "2 columns instead of 11"),
        (ROW.replace(",", ";"), "1 columns instead of 11"),
        (f"{ROW},", "12 columns instead of 11"),
        (changed(work_year="20x5"), "work_year: '20x5' is no year from 2000 to "),
        (changed(work_year="1825"), "work_year: '1825' is no year from 2000 to "),
        (changed(work_year="2099"), "work_year: '2099' is no year from 2000 to "),
        (changed(experience_level="XX"), "experience_level: 'XX' is none of EN, MI, SE, EX"),
        (changed(employment_type="Full-Time"), "employment_type: 'Full-Time' is none of FT, PT, CT, FL"),
        (changed(employment_type="ft"), "employment_type: 'ft' is none of FT, PT, CT, FL"),
        (changed(employment_type=" FT"), "employment_type: ' FT' is none of FT, PT, CT, FL"),
        (changed(remote_ratio="10"), "remote_ratio: '10' is none of 0, 50, 100"),
        (changed(company_size="XL"), "company_size: 'XL' is none of S, M, L"),
        (changed(salary_currency="usd"), "salary_currency: 'usd' is no code of a currency, such as USD"),
        (changed(salary_currency="US$"), "salary_currency: 'US$' is no code of a currency, such as USD"),
        (changed(company_location="USA"), "company_location: 'USA' is no code of a country, such as US"),
        (changed(company_location="ZZ"), "company_location: 'ZZ' is no code of a country, such as US"),
        (changed(employee_residence="UK"), "employee_residence: 'UK' is no code of a country, such as US"),
        (changed(salary="-1"), "salary: '-1' is no amount"),
        (changed(salary="1e5"), "salary: '1e5' is no amount"),
        (changed(salary="1_000"), "salary: '1_000' is no amount"),
        (changed(salary="９００００"), "salary: '９００００' is no amount"),
        (changed(salary_in_usd="0"), "salary_in_usd: '0' is no amount"),
        (changed(salary_in_usd="90"), "salary_in_usd: 90 is not from 1,000 to 10,000,000 a year"),
        (changed(salary_in_usd="9000"), "salary and salary_in_usd differ, 90,000 and 9,000"),
        (changed(job_title=" "), "job_title: empty"),
        (changed(job_title="C\vook"), "job_title: 'C\\x0book' has a character that cannot be seen"),
        (changed(job_title="x" * 201), "job_title: longer than 200 characters"),
        (changed(job_title='"Cook'), "a quote is not closed, or stands inside a value"),
        (changed(job_title='Co"ok'), "a quote is not closed, or stands inside a value"),
        (changed(job_title='"Co"ok'), "a quote is not closed, or stands inside a value"),
        (changed(job_title="x" * 3000), "longer than a row can be"),
    ],
)  # fmt: skip
def test_a_bad_row_has_its_reason_and_its_neighbours_count(tmp_path, line, reason):
    rows = read(packed(tmp_path, "\n".join([HEADER, *[ROW] * 5, line, ROW, ""])))

    ((number, said),) = rows.bad_listed
    assert (number, said[: len(reason)]) == (7, reason)
    assert (rows.rows, rows.counted, rows.bad) == (7, 6, 1)


def test_a_byte_that_is_no_utf_8_is_one_bad_row(tmp_path):
    path = packed(tmp_path, f"{HEADER}\n{changed(job_title='Cafétier')}\n", "latin-1")

    assert read(path).bad_listed == [(2, "not UTF-8: byte 0xE9")]


@pytest.mark.parametrize(
    "text",
    [
        f"\ufeff{HEADER}\n" + f"{ROW}\n" * 5,
        f"{HEADER}\r\n" + f"{ROW}\r\n" * 5,
        f"{HEADER}\n" + f"{ROW}\n" * 4 + ROW,
        HEADER.replace("work_year", '"work_year"') + "\n" + changed(job_title='"Cook"').join("\n" * 6)[1:],
    ],
    ids=["byte order mark", "CRLF", "no last line end", "quotes"],
)  # fmt: skip
def test_ways_to_write_the_same_file(tmp_path, text):
    rows = read(packed(tmp_path, text))

    assert (rows.rows, rows.counted, rows.bad) == (5, 5, 0)
    assert len(rows.cells[0].distinct_rows()) == 1


REFUSED = {
    "empty": (b"", "it is empty"),
    "not packed": (HEADER.encode(), "it is not packed with gzip"),
    "a zip": (b"PK\x03\x04", "it is not packed with gzip"),
    "cut off": (gzip.compress(f"{HEADER}\n{ROW}\n".encode())[:-9], "it ends too early"),
    "flipped": (gzip.compress(HEADER.encode())[:-8] + b"\0" * 8, "what is packed in it is damaged"),
    "more behind": (gzip.compress(HEADER.encode()) + b"more", "what is packed in it is damaged"),
    "nothing packed": (gzip.compress(b""), "the first line names none of the columns"),
    "no header": (gzip.compress(ROW.encode()), "the first line names none of the columns"),
    "semicolons": (gzip.compress(HEADER.replace(",", ";").encode()), "the first line has semicolons between"),
    "tabs": (gzip.compress(HEADER.replace(",", "\t").encode()), "the first line has tabs between"),
    "missing": (gzip.compress(HEADER[10:].encode()), "the first line lacks 'work_year'; it must name"),
    "renamed": (
        gzip.compress(HEADER.replace("job_title", "title").encode()),
        "the first line lacks 'job_title' and has, unknown here, 'title'; it must name",
    ),
    "twice": (gzip.compress(f"{HEADER},salary".encode()), "the first line has twice 'salary'; it must name"),
    "other order": (gzip.compress(",".join(COLUMNS[::-1]).encode()), "the first line has them in another order"),
    "UTF-16": (gzip.compress(HEADER.encode("utf-16")), "it is in UTF-16 or UTF-32"),
    "UTF-16 without mark": (gzip.compress(HEADER.encode("utf-16-le")), "it is in UTF-16 or UTF-32"),
    "not text": (gzip.compress(b"\xe9"), "the first line: not UTF-8: byte 0xE9"),
    "carriage returns": (gzip.compress(f"{HEADER}\r{ROW}\r".encode()), "its lines end in a carriage return alone"),
    "one long line": (gzip.compress(b"a" * 5000), "the first line is longer"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_is_something_else_is_refused(tmp_path, content, reason):
    with pytest.raises(RefusedError) as refused:
        read(written(tmp_path, content))

    assert str(refused.value)[: len(reason)] == reason


def test_a_file_that_is_not_there_or_a_folder_is_refused(tmp_path):
    for path, reason in ((tmp_path / "none", "No such file"), (tmp_path, "Is a dir")):
        with pytest.raises(RefusedError, match=reason):
            read(path)


def test_bounds_hold_before_anything_is_kept(tmp_path, monkeypatch):
    bomb = written(tmp_path, gzip.compress(b"a" * 110_000_000, 1))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(RefusedError, match="more than 1,000,000 rows or 100,000,000"):
        read(bomb)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 120_000  # kB

    monkeypatch.setattr(packed_lines, "MOST_ROWS", 3)
    with pytest.raises(RefusedError, match="more than 3 rows"):
        read(packed(tmp_path, f"{HEADER}\n" + f"{ROW}\n" * 4))
    monkeypatch.setattr(reading, "MOST_TITLES", 1)
    with pytest.raises(RefusedError, match="more than 1 different job titles"):
        read(packed(tmp_path, "\n".join([HEADER, changed(job_title="A"), changed(job_title="B")])))  # fmt: skip


def sound_file(rows):
    """Rows as the survey has them: repeats, bands, part time, and titles known, without occupation and unknown."""
    lines = [HEADER]
    for number in range(rows):
        title = ("Cook", "Cook", "Cook", "Engineer", "Smith")[number % 5]
        kind = "PT" if number % 11 == 0 else "FT"
        amount = str(90_000 - number % 2 * 10_000)
        lines.append(
            changed(
                job_title=title,
                employment_type=kind,
                salary=amount,
                salary_in_usd=amount,
            )
        )
    return bytearray("\n".join([*lines, ""]).encode())


def damage(content, chance):
    """Change, drop, double or insert a few bytes behind the header: quotes, line ends, separators and others."""
    start = len(HEADER) + 1
    for _ in range(chance.randint(1, 8)):
        place = chance.randint(start, len(content))
        length = chance.choice([0, 0, 1, 1, 2, 40, 400])
        odd = chance.choice(
            [b'"', b"\n", b"\r", b",", b";", b"\0", b"\xff", b"\n\n", b'""', b"", b"\xef\xbb\xbf", b"x" * 2500,
             bytes(content[place : place + 90]), chance.randbytes(3)]
        )  # fmt: skip
        content[place : place + length] = odd
    return bytes(content)


@settings(max_examples=hostile_count(40))
@given(seed=st.integers(0, 2**32), rows=st.integers(1, 120))
@example(seed=395, rows=1)  # a carriage return beside quotes
def test_rows_read_are_counted_bad_or_left_out(tmp_path, seed, rows):
    content = damage(sound_file(rows), random.Random(seed))  # noqa: S311  no secret
    lines = content[len(HEADER) + 1 :].split(b"\n")
    here = len(lines) - (lines[-1] == b"")

    found = read(written(tmp_path, gzip.compress(content, 1)))

    in_cells = max((len(cell.rows) for cell in found.cells), default=0)
    left_out = sum(reasons.total() for reasons in found.left_out.values())
    assert found.rows == here
    assert found.rows == in_cells + found.bad + left_out
    assert len(found.bad_listed) == min(found.bad, reading.MOST_LISTED)


@settings(max_examples=hostile_count(40))
@given(seed=st.integers(0, 2**32))
def test_a_damaged_pack_is_read_whole_or_refused(tmp_path, seed):
    chance = random.Random(seed)  # noqa: S311
    whole = sound_file(60)
    content = bytearray(gzip.compress(bytes(whole), 1))
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(content))
        content[place : place + chance.randint(0, 30)] = chance.randbytes(
            chance.randint(0, 3)
        )
    try:
        found = read(written(tmp_path, bytes(content)))
    except RefusedError:
        return
    assert found.rows == 60  # only the name or the time in the head of the pack changed
