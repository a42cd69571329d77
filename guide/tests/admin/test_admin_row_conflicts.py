"""Two editors on the rows of one page: each row that both touched is asked about."""

import pytest

from guide.models import Citation, CourseSkill, ExchangeRate
from guide.tests.admin_pages import (
    chosen,
    form_of,
    open_form,
    rows_of,
    save_form,
    state_of,
    text_of,
)
from guide.tests.factory import make_course, make_skill, make_source

pytestmark = pytest.mark.both_databases

SAVED, REFUSED = 302, 200


@pytest.fixture
def taught(db):
    return make_course(
        skills=[make_skill(name_zh="安"), make_skill(name_zh="包")]
    )  # rows are sorted by these names


def test_rows_raise_the_version_of_their_owner(desk, taught):
    new = make_skill()
    form = open_form(desk, taught)

    save_form(desk, taught, form, **{"skill_links-0-level": "3"})
    assert state_of(taught)["version"] == 2
    added = {
        "skill_links-TOTAL_FORMS": "3",
        "skill_links-2-skill": new.pk,
        "skill_links-2-level": "2",
    }
    save_form(
        desk,
        taught,
        open_form(desk, taught),
        **added,
        **{"skill_links-2-id": "", "skill_links-2-course": taught.pk},
    )
    assert state_of(taught)["version"] == 3
    save_form(desk, taught, open_form(desk, taught), **{"skill_links-0-DELETE": "on"})
    assert state_of(taught)["version"] == 4

    assert [
        (row["skill_id"], row["level"]) for row in rows_of(taught, "skill_links")
    ] == [
        (rows_of(taught, "skill_links")[0]["skill_id"], 1),
        (new.pk, 2),
    ]


def test_both_changed_one_row(desk, taught):
    theirs, mine = open_form(desk, taught), open_form(desk, taught)
    save_form(desk, taught, theirs, **{"skill_links-0-level": "2"})
    before = rows_of(taught, "skill_links")

    answer = save_form(desk, taught, mine, title="Mine", **{"skill_links-0-level": "4"})
    assert answer.status_code == REFUSED
    assert rows_of(taught, "skill_links") == before
    asked = form_of(answer)
    assert asked["skill_links-0-level"] == "4"
    save_form(desk, taught, asked, **{"skill_links-0-level-choose": "mine"})

    assert [row["level"] for row in rows_of(taught, "skill_links")] == [4, 1]
    assert state_of(taught)["title"] == "Mine"


def test_a_row_that_only_they_changed_stays_theirs(desk, taught):
    theirs, mine = open_form(desk, taught), open_form(desk, taught)
    save_form(desk, taught, theirs, **{"skill_links-0-level": "2"})

    asked = form_of(save_form(desk, taught, mine, **{"skill_links-1-level": "3"}))
    assert chosen(asked) == {"skill_links-0-level-choose": "theirs"}
    save_form(desk, taught, asked)

    assert [row["level"] for row in rows_of(taught, "skill_links")] == [2, 3]


def test_a_row_that_they_removed_comes_back_only_if_the_editor_says_so(desk, taught):
    theirs, mine = open_form(desk, taught), open_form(desk, taught)
    skill = rows_of(taught, "skill_links")[0]["skill_id"]
    save_form(desk, taught, theirs, **{"skill_links-0-DELETE": "on"})

    asked = form_of(save_form(desk, taught, mine, **{"skill_links-0-level": "4"}))
    gone = next(name for name in asked if name.endswith("-gone")).removesuffix("-gone")
    assert (asked[f"{gone}-skill"], asked[f"{gone}-level"]) == (str(skill), "4")
    assert save_form(desk, taught, asked).status_code == REFUSED
    assert len(rows_of(taught, "skill_links")) == 1

    kept = save_form(desk, taught, asked, **{f"{gone}-gone-choose": "theirs"})
    assert kept.status_code == SAVED
    assert len(rows_of(taught, "skill_links")) == 1
    brought_back = {**asked, "version": str(state_of(taught)["version"])}
    save_form(desk, taught, brought_back, **{f"{gone}-gone-choose": "mine"})
    assert [(row["skill_id"], row["level"]) for row in rows_of(taught, "skill_links")][
        -1
    ] == (skill, 4)


def test_a_row_that_they_removed_and_nobody_needs_is_named(desk, taught):
    name = str(taught.skill_links.order_by("pk")[0].skill)
    theirs, mine = open_form(desk, taught), open_form(desk, taught)
    save_form(desk, taught, theirs, **{"skill_links-0-DELETE": "on"})

    answer = save_form(desk, taught, mine, title="Mine")
    assert f"Removed by somebody else: {name}" in text_of(answer)
    assert state_of(taught)["title"] != "Mine"
    save_form(desk, taught, form_of(answer))

    assert state_of(taught)["title"] == "Mine"
    assert len(rows_of(taught, "skill_links")) == 1


def test_a_row_that_they_added_stays(desk, taught):
    mine = open_form(desk, taught)
    added = CourseSkill.objects.create(course=taught, skill=make_skill(), level=3)
    taught.raise_version()

    answer = save_form(desk, taught, mine, title="Mine")
    assert "Added by somebody else and kept:" in text_of(answer)
    save_form(desk, taught, form_of(answer))

    assert state_of(taught)["title"] == "Mine"
    assert rows_of(taught, "skill_links")[-1] == {
        "id": added.pk, "course_id": taught.pk, "skill_id": added.skill_id, "level": 3, "main": False,
    }  # fmt: skip


@pytest.mark.parametrize(("choice", "levels"), [("mine", [1]), ("theirs", [3, 1])])
def test_one_removes_a_row_that_the_other_changed(desk, taught, choice, levels):
    theirs, mine = open_form(desk, taught), open_form(desk, taught)
    save_form(desk, taught, theirs, **{"skill_links-0-level": "3"})

    answer = save_form(desk, taught, mine, **{"skill_links-0-DELETE": "on"})
    assert answer.status_code == REFUSED
    assert [row["level"] for row in rows_of(taught, "skill_links")] == [3, 1]
    save_form(desk, taught, form_of(answer), **{"skill_links-0-DELETE-choose": choice})

    assert [row["level"] for row in rows_of(taught, "skill_links")] == levels


def test_both_removed_the_same_row(desk, taught):
    theirs, mine = open_form(desk, taught), open_form(desk, taught)
    save_form(desk, taught, theirs, **{"skill_links-0-DELETE": "on"})

    assert (
        save_form(desk, taught, mine, **{"skill_links-0-DELETE": "on"}).status_code
        == SAVED
    )
    assert len(rows_of(taught, "skill_links")) == 1


def test_rows_of_another_owner_cannot_be_reached(desk, taught):
    other = make_course(skills=[make_skill()])
    foreign = rows_of(other, "skill_links")[0]
    form = open_form(desk, taught)

    save_form(
        desk,
        taught,
        form,
        **{"skill_links-0-id": foreign["id"], "skill_links-0-level": "4"},
    )

    assert rows_of(other, "skill_links") == [foreign]


# Rows without a version column


def test_a_rate_is_compared_value_by_value(desk):
    values = {
        "currency": "GBP",
        "kind": "average",
        "period": "2025",
        "source": make_source(),
    }
    rate = ExchangeRate.objects.create(**values, per_usd="0.78")
    theirs, mine = open_form(desk, rate), open_form(desk, rate)
    save_form(desk, rate, theirs, per_usd="0.79")

    answer = save_form(desk, rate, mine, per_usd="0.80")
    assert answer.status_code == REFUSED
    assert str(state_of(rate)["per_usd"]) == "0.79000000"
    save_form(desk, rate, form_of(answer), **{"per_usd-choose": "mine"})

    assert str(state_of(rate)["per_usd"]) == "0.80000000"


def test_a_citation_raises_the_version_of_its_source(desk):
    skill, source = make_skill(), make_source()
    citation = Citation.objects.create(
        source=source, subject="skill", subject_slug=skill.slug, passage_en="Before"
    )

    save_form(desk, citation, open_form(desk, citation), passage_en="After")

    assert state_of(citation)["passage_en"] == "After"
    assert state_of(source)["version"] == 2
