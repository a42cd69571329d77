"""Two editors on one page: nobody undoes the other's work unseen, and nothing that was typed is lost."""

import pytest

from guide.tests.admin_pages import (
    change_url,
    chosen,
    form_of,
    open_form,
    save_form,
    state_of,
    text_of,
)
from guide.tests.factory import make_course, make_skill

pytestmark = pytest.mark.both_databases

SAVED, REFUSED = 302, 200


def test_second_save_writes_nothing_and_shows_both_values(desk):
    course = make_course(title="Before")
    theirs, mine = open_form(desk, course), open_form(desk, course)
    save_form(desk, course, theirs, title="Their title")
    after_theirs = state_of(course)

    answer = save_form(desk, course, mine, title="My title")

    assert answer.status_code == REFUSED
    assert state_of(course) == after_theirs
    assert "Somebody else saved this while you were writing" in text_of(answer)
    assert '<span class="two-editors__text">Their title</span>' in text_of(answer)
    assert '<span class="two-editors__text">My title</span>' in text_of(answer)
    assert form_of(answer)["title"] == "My title"


def test_a_page_that_only_asks_speaks_of_no_error_below(desk):
    course = make_course(title="Before")
    theirs, mine = open_form(desk, course), open_form(desk, course)
    save_form(desk, course, theirs, title="Their title")

    asked = text_of(save_form(desk, course, mine, title="My title"))
    wrong_too = text_of(save_form(desk, course, mine, title="My title", url="nowhere"))

    assert ["Please correct" in page for page in (asked, wrong_too)] == [False, True]
    assert "Nothing is lost, but your changes are not saved yet." in asked


@pytest.mark.parametrize(
    ("choice", "title"), [("mine", "My title"), ("theirs", "Their title")]
)
def test_the_editor_chooses_and_saves_again(desk, choice, title):
    course = make_course(title="Before")
    theirs, mine = open_form(desk, course), open_form(desk, course)
    save_form(desk, course, theirs, title="Their title")
    asked = form_of(save_form(desk, course, mine, title="My title"))

    answer = save_form(desk, course, asked, **{"title-choose": choice})

    assert answer.status_code == SAVED
    assert state_of(course)["title"] == title


def test_what_only_one_of_them_changed_suggests_itself(desk):
    course = make_course(title="Before", institution="Before", note_en="Before")
    theirs, mine = open_form(desk, course), open_form(desk, course)
    save_form(desk, course, theirs, institution="Theirs", note_en="Theirs")

    asked = form_of(save_form(desk, course, mine, title="Mine", note_en="Mine"))
    assert chosen(asked) == {"institution-choose": "theirs", "title-choose": "mine"}
    save_form(desk, course, asked, **{"note_en-choose": "mine"})

    after = state_of(course)
    assert (after["title"], after["institution"], after["note_en"]) == (
        "Mine",
        "Theirs",
        "Mine",
    )


def test_saving_again_without_a_choice_asks_again(desk):
    course = make_course(title="Before")
    theirs, mine = open_form(desk, course), open_form(desk, course)
    save_form(desk, course, theirs, title="Theirs")
    asked = form_of(save_form(desk, course, mine, title="Mine"))

    again = save_form(desk, course, asked)

    assert again.status_code == REFUSED
    assert state_of(course)["title"] == "Theirs"
    assert form_of(again)["title"] == "Mine"


def test_what_is_typed_after_the_question_is_not_dropped_by_a_suggestion(desk):
    course = make_course(institution="Before")
    theirs, mine = open_form(desk, course), open_form(desk, course)
    save_form(desk, course, theirs, institution="Theirs")
    asked = form_of(save_form(desk, course, mine, title="Mine"))

    again = save_form(desk, course, asked, institution="Typed since")

    assert again.status_code == REFUSED
    assert form_of(again)["institution"] == "Typed since"
    assert "institution-choose" not in form_of(again)


def test_a_third_editor_is_noticed_too(desk):
    course = make_course(title="Before", institution="Before")
    first, second, mine = (open_form(desk, course) for _ in range(3))
    save_form(desk, course, first, title="First", institution="First")
    asked = form_of(save_form(desk, course, mine, title="Mine"))
    second = open_form(desk, course)
    save_form(desk, course, second, title="Second")

    again = save_form(desk, course, asked, **{"title-choose": "mine"})

    assert again.status_code == REFUSED
    assert state_of(course)["title"] == "Second"
    assert chosen(form_of(again)) == {"institution-choose": "theirs"}


def test_both_made_the_same_change(desk):
    course = make_course(title="Before")
    theirs, mine = open_form(desk, course), open_form(desk, course)
    save_form(desk, course, theirs, title="Same")

    assert save_form(desk, course, mine, title="Same").status_code == SAVED
    assert state_of(course)["title"] == "Same"


@pytest.mark.parametrize("version", [None, "", "0", "99", "x"])
def test_a_form_without_the_right_version_is_refused(desk, version):
    course = make_course(title="Before")
    form = open_form(desk, course) | {"version": version, "opened": "forged"}
    before = state_of(course)

    answer = save_form(
        desk, course, {k: v for k, v in form.items() if v is not None}, title="Mine"
    )

    assert answer.status_code == REFUSED
    assert state_of(course) == before


def test_an_invalid_field_keeps_the_question_and_the_choice(desk):
    course = make_course(title="Before")
    theirs, mine = open_form(desk, course), open_form(desk, course)
    save_form(desk, course, theirs, title="Theirs")
    asked = form_of(save_form(desk, course, mine, title="Mine"))

    answer = save_form(
        desk, course, asked, **{"title-choose": "theirs", "checked_on": "soon"}
    )

    assert form_of(answer)["title"] == "Mine"
    assert chosen(form_of(answer)) == {"title-choose": "theirs"}
    assert state_of(course)["title"] == "Theirs"


def test_saving_without_a_change_leaves_the_version(desk):
    course = make_course(skills=[make_skill()], note_en="Two\nlines")
    before = state_of(course)

    assert save_form(desk, course, open_form(desk, course)).status_code == SAVED
    assert state_of(course) == before


def test_chinese_page_asks_in_chinese_addresses(desk):
    course = make_course(title="Before")
    address = "/zh-hans" + change_url(course)
    theirs, mine = form_of(desk.get(address)), form_of(desk.get(address))
    desk.post(address, {**theirs, "title": "他们的"})

    answer = desk.post(address, {**mine, "title": "我的"})

    assert answer.status_code == REFUSED
    assert answer.headers["Content-Language"] == "zh-hans"
    assert "他们的" in text_of(answer)
    assert form_of(answer)["title"] == "我的"
