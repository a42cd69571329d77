"""A CV as a file: five kinds are read in a process of their own, and what is built to hurt is refused in words."""

import logging
import sys
import tempfile

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Sweep
from accounts.skills.cv_files import process, reading
from accounts.skills.cv_files.bounds import (
    LONGEST_FILE,
    LONGEST_TEXT,
    MOST_PAGES,
    MOST_ROWS,
    UnreadableFile,
)
from accounts.skills.cv_files.process import file_text
from accounts.skills.cv_files.words import WORDS
from accounts.tests.pressing import OURS
from accounts.tests.skills.made_files import (
    KINDS,
    csv_table,
    linkedin_file,
    pdf_file,
    pdf_of,
    stream_object,
    word_file,
    zip_of,
)
from guide.tests.factory import make_skill
from guide.tests.matching.labelled import count_hits, read_labelled
from guide.tests.matching.test_matcher import MATCHER
from tests.document import document, texts

PAGE = "/my/cv/"
CANARY = "zebra-umbrella-4711"
LINES = "姓名 张三\n熟悉Python和SQL，R & D\n\tten years of <C++>"


def refused(content, read=file_text):
    with pytest.raises(UnreadableFile) as caught:
        read(content)
    return caught.value.reason


def send(client, content, prefix="", name="cv.pdf", text=""):
    file = SimpleUploadedFile(name, content)
    return client.post(f"{prefix}{PAGE}", {"file": file, "text": text}, headers=OURS)


def problem(response):
    return texts(document(response), ".//p[@id='cv-file-problem']")


@pytest.mark.parametrize("kind", KINDS)
def test_the_text_of_each_kind_is_read_whatever_its_name(kind):
    assert file_text(KINDS[kind](LINES)).strip("\n") == LINES


@pytest.mark.parametrize("kind", KINDS)
def test_skills_are_found_in_files_as_they_are_in_texts(kind):
    made = read_labelled("cvs_en")[::2] + read_labelled("cvs_zh")[::2]

    found = [
        (MATCHER.find_skills(reading.read_text(KINDS[kind](cv.text))), cv.skills)
        for cv in made
    ]

    precision, recall = count_hits(found)
    assert precision >= 0.98
    assert recall >= 0.90


def test_the_same_file_gives_the_same_text():
    assert len({file_text(pdf_file(LINES)) for _ in range(2)}) == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_text_is_read_in_the_encodings_that_people_have(encoding):
    assert reading.read_text("熟悉Python".encode(encoding)) == "熟悉Python"


def test_of_linkedins_export_only_columns_about_skills_are_opened():
    content = zip_of(
        **{
            "export__Skills.csv": "﻿Name\nPython\nR\n",
            "export__Profile.csv": csv_table(
                ["First Name", "Headline"], ["Jane", "Data scientist"]
            ),
            "export__messages.csv": "CONTENT\nSecret of SQL\n",
            "export__Positions.csv": csv_table(
                ["Company Name", "Title", "Description"],
                ["Oracle", "Engineer", "Built\npipelines"],
            ),
        }
    )

    assert reading.read_text(content).splitlines() == [
        "Python, R",
        "Data scientist",
        "Engineer",
        "Built",
        "pipelines",
    ]


def test_of_a_json_resume_only_known_fields_are_read():
    content = b"""{"basics": {"name": "Jane", "label": "Engineer", "summary": 7},
        "work": [{"name": "Oracle", "position": "Analyst", "highlights": ["SQL", null]}, "x"],
        "skills": [{"name": "ML", "keywords": ["Python", "R"]}], "languages": [{"language": "C"}],
        "education": "none", "secret": "Java"}"""

    assert reading.read_text(content).splitlines() == [
        "Engineer",
        "Analyst",
        "SQL",
        "ML",
        "Python, R",
    ]


def one_page(content):
    return pdf_of(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << >> /Contents 4 0 R >>",
            stream_object(content),
        ]
    )


def damaged(content):
    return content[: len(content) // 2]


BUILT_TO_HURT = {
    "an archive that unpacks 1000:1": (
        lambda: zip_of(**{"word__document.xml": b"A" * 30_000_000}),
        "too big inside",
    ),
    "an archive in an archive": (
        lambda: zip_of(**{"inner.zip": zip_of(a=b"0" * 1_000_000)}),
        "other archive",
    ),
    "a PDF of 10,000 pages": (lambda: pdf_file("x\n" * 500_000), "many pages"),
    "a PDF one page too long": (
        lambda: pdf_file("x\n" * (50 * MOST_PAGES + 1)),
        "many pages",
    ),
    "a page that unpacks to 100 MB": (
        lambda: one_page(b"BT " + b" " * 100_000_000),
        "empty",
    ),
    "pages that hold themselves": (
        lambda: pdf_of(
            [
                "<< /Type /Catalog /Pages 2 0 R >>",
                "<< /Type /Pages /Count 1 /Kids [2 0 R] >>",
            ]
        ),
        "broken",
    ),
    "a document type": (lambda: word_file("x", '<!DOCTYPE w SYSTEM "file:///etc/passwd">'), "broken"),
    "entities that grow": (
        lambda: word_file("x", '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'),
        "broken",
    ),
    "a million rows": (
        lambda: zip_of(**{"Skills.csv": "Name\n" + "Python\n" * 1_000_000}),
        "too big inside",
    ),
    "one row too many": (
        lambda: zip_of(**{"Skills.csv": "Name\n" + "Go\n" * (MOST_ROWS + 1)}),
        "many rows",
    ),
    "a cell without end": (lambda: linkedin_file("x" * 200_000), "broken"),
    "nested JSON": (lambda: b'{"work":' * 500_000, "broken"),
    "a million values": (
        lambda: b'{"skills":[' + b'{"name":"x"},' * 390_000 + b"{}]}",
        "too big inside",
    ),
    "a long text": (lambda: b"x" * (LONGEST_TEXT + 1), "long text"),
    "a long file": (lambda: b"x" * (LONGEST_FILE + 1), "long file"),
    "half a PDF": (lambda: damaged(pdf_file(LINES)), "broken"),
    "half an archive": (lambda: damaged(word_file(LINES)), "broken"),
    "noise": (lambda: bytes(range(256)) * 400, "no text"),
    "other JSON": (lambda: b'{"a": 1}', "other json"),
    "an old Word file": (lambda: b"\xd0\xcf\x11\xe0...", "old word"),
    "rich text": (lambda: b"{\\rtf1 x}", "rich text"),
    "a picture": (lambda: b"\x89PNG....", "picture"),
    "nothing": (lambda: b"", "empty"),
}  # fmt: skip


@pytest.mark.parametrize("name", BUILT_TO_HURT)
def test_what_is_built_to_hurt_is_refused(name):
    make, reason = BUILT_TO_HURT[name]

    assert refused(make()) == reason
    assert reason in WORDS


@given(st.binary(max_size=300), st.sampled_from(sorted(KINDS)))
def test_whatever_a_file_holds_it_is_text_or_refused(noise, kind):
    whole = KINDS[kind](LINES)
    for content in (noise, whole[: len(noise)] + noise, noise + whole):
        assert {text_or_reason(content)} & {str, *WORDS}


def text_or_reason(content):
    try:
        return type(reading.read_text(content))
    except UnreadableFile as error:
        return error.reason


def answer_of(monkeypatch, script):
    """What comes back where a script runs in the place of the reader."""
    monkeypatch.setattr(process, "COMMAND", [sys.executable, "-c", script])
    return file_text(b"x")


def test_the_reader_knows_nothing_of_the_environment(monkeypatch):
    monkeypatch.setenv("CANARY", CANARY)
    script = "import json, os; print(json.dumps({'text': str(os.environ)}))"

    assert CANARY not in answer_of(monkeypatch, script)


def test_the_reader_can_write_no_file(monkeypatch, tmp_path):
    script = f"""
from accounts.skills.cv_files.worker import limit_resources
limit_resources()
try:
    open({str(tmp_path / "written")!r}, "w").write("x" * 100_000)
except OSError as error:
    print('{{"text": "%s"}}' % type(error).__name__)
"""

    assert answer_of(monkeypatch, script) == "OSError"
    assert (tmp_path / "written").stat().st_size == 0


@pytest.mark.parametrize(
    "script", ["while True: pass", "import os; os.kill(os.getpid(), 9)"]
)
def test_a_reader_that_hangs_or_dies_is_no_error(monkeypatch, caplog, script):
    monkeypatch.setattr(process, "PATIENCE", 0.5)
    monkeypatch.setattr(process, "COMMAND", [sys.executable, "-c", script])

    assert refused(CANARY.encode()) == "too big inside"
    assert f"A CV of {len(CANARY)} bytes" in caplog.text
    assert CANARY not in caplog.text


def test_it_stops_by_itself_when_its_time_is_over(monkeypatch):
    script = """
import signal
from accounts.skills.cv_files import worker
worker.MOST_SECONDS = 0.05
worker.limit_resources()
while True: pass
"""

    monkeypatch.setattr(process, "COMMAND", [sys.executable, "-c", script])

    assert refused(b"x") == "too big inside"


@pytest.mark.django_db
def test_a_file_becomes_proposals_and_nothing_is_saved(client):
    make_skill(slug="python", name_en="Python")

    response = send(client, pdf_file("Ten years of Python"), text="ignored")

    assert texts(document(response), ".//tbody//td[@class='words']") == [
        "Ten years of Python"
    ]
    assert not Sweep.objects.exists()


@pytest.mark.django_db
def test_a_file_that_cannot_be_read_is_refused_and_the_text_stays(client):
    response = send(client, b"\x89PNG", "/zh-hans", text="my text")

    assert response.status_code == 422
    assert problem(response) == ["这是图片。请把文字复制到输入框。"]
    assert texts(document(response), ".//textarea") == ["my text"]


@pytest.mark.django_db
def test_a_file_longer_than_a_request_may_be_says_so(client):
    response = send(client, b"x" * (6 * 1024 * 1024))

    assert response.status_code == 422
    assert problem(response) == ["The file is too large; at most 5 MB are read."]


@pytest.mark.django_db
def test_nothing_of_a_file_is_kept(client, caplog, monkeypatch, tmp_path):
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    for content in (
        pdf_file(f"Python {CANARY}"),
        damaged(pdf_file(CANARY)),
        CANARY.encode() * 200_000,
    ):
        response = send(client, content, name=f"{CANARY}.pdf")
        assert response.headers["Cache-Control"] == "private, no-store"

    assert CANARY not in caplog.text
    assert not Session.objects.exists()
    assert list(tmp_path.iterdir()) == []
