"""The command that asks sites: which links it takes, what it says, and that it asks nobody in a dry run."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from guide.freshness import pace
from guide.freshness.asking import Answer
from guide.freshness.content_links import content_links
from guide.management.commands import check_links
from guide.models import Link
from guide.tests.factory import (
    make_chapter,
    make_course,
    make_employer,
    make_reading,
    make_source,
    make_step,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def sites(monkeypatch):
    """By address, a status; 200 where nothing is said. Nothing leaves this machine."""
    statuses, asked = {}, []

    class LocalWeb:
        def ask(self, question, seconds):
            asked.append(question.address)
            return Answer(statuses.get(question.address, 200))

    monkeypatch.setattr(check_links, "Web", LocalWeb)
    monkeypatch.setattr(pace, "APART", 0)
    statuses["asked"] = asked
    return statuses


def run(**options):
    out = StringIO()
    call_command("check_links", stdout=out, **options)
    return out.getvalue().splitlines()


def test_every_link_of_the_content_is_known():
    step = make_step(project_data_url="https://data.example/", project_data_en="Data")
    source = make_source(
        url="https://source.example/", body_en="[a](https://body.example/x)"
    )
    make_source(url="", published=False, body_en="[a](https://draft.example/)")
    course = make_course(
        url="https://course.example/",
        source=source,
        note_zh="见<https://note.example/>。",
    )
    make_employer(url="https://jobs.example/")
    make_reading(url="https://book.example/")
    chapter = make_chapter(
        body_en="[a](https://body.example/x) `https://code.example/` [b](step:git) [c](mailto:a@b.example)\n\n"
        "```\nhttps://block.example/\n```\n\n| [t](http://table.example/) |\n| --- |\n"
    )  # fmt: skip

    found = content_links()

    assert sorted(found) == [
        "http://table.example/", "https://body.example/x", "https://book.example/", "https://course.example/",
        "https://data.example/", "https://jobs.example/", "https://note.example/", "https://source.example/",
    ]  # fmt: skip
    assert [(use.row(), use.field, use.is_text) for use in found["https://body.example/x"]] == [
        (source, "body_en", True), (chapter, "body_en", True),
    ]  # fmt: skip
    assert [use.row() for use in found["https://data.example/"]] == [step]
    assert sorted(content_links(["course"])) == ["https://course.example/", "https://note.example/"]  # fmt: skip
    assert found["https://course.example/"][0].row() == course


def test_a_run_says_what_it_found(sites):
    make_course(url="https://here.example/")
    make_course(url="https://missing.example/x")
    make_course(url="https://shy.example/")
    sites |= {"https://missing.example/x": 404, "https://shy.example/": 403}
    Link.objects.create(address="https://unused.example/")

    lines = run()

    assert lines == [
        "3 links asked: 1 blocked, 1 live, 1 unknown.",
        "1 forgotten, which no content names.",
    ]
    assert dict(Link.objects.values_list("address", "said")) == {
        "https://here.example/": "200",
        "https://missing.example/x": "404",
        "https://shy.example/": "403",
    }
    assert run() == ["0 links asked."]  # each was asked today


def test_a_dry_run_asks_and_writes_nothing(sites):
    make_course(url="https://here.example/")
    make_reading(url="https://book.example/")

    assert run(dry_run=True, kind=["reading"]) == ["https://book.example/", "1 would be asked."]  # fmt: skip
    assert (sites["asked"], Link.objects.count()) == ([], 0)


def test_so_many_are_asked_and_the_rest_is_named(sites):
    for number in range(3):
        make_course(url=f"https://site-{number}.example/")

    assert run(most=2)[1:] == ["1 left for the next run."]
    assert run()[0] == "1 links asked: 1 live."


def test_failures_that_come_all_at_once_end_with_another_code(sites):
    for number in range(12):
        make_course(url=f"https://site-{number}.example/x")
        sites[f"https://site-{number}.example/x"] = 404

    with pytest.raises(CommandError, match="12 of 12 links failed at once") as refused:
        run()

    assert refused.value.returncode == 3
    assert not Link.objects.exclude(first_failed_at=None).exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"kind": ["plan"]}, "There is no kind “plan” with links. There are: source"),
        ({"most": 0}, "--most takes a number from 1 to 100000."),
        ({"minutes": -1.0}, "--minutes takes a number up to 1440."),
        ({"minutes": float("nan")}, "--minutes takes a number up to 1440."),
    ],
)
def test_wrong_options_are_refused_by_name(sites, options, words):
    with pytest.raises(CommandError) as refused:
        run(**options)

    assert str(refused.value).startswith(words)
    assert sites["asked"] == []
