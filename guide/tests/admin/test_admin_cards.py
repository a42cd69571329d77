"""A name with letters that the font of the cards lacks: the editor is told when it is saved, in words."""

import pytest

from guide.tests.admin_pages import open_form, save_form, text_of
from guide.tests.factory import make_course, make_roadmap, make_skill

pytestmark = pytest.mark.django_db
OTHER = "It shows the name in the other language."


def said_after(desk, row, **changes):
    answer = save_form(desk, row, open_form(desk, row), **changes)
    assert answer.status_code == 302
    return text_of(desk.get(answer["Location"]))


def test_the_letters_are_named_and_what_the_card_does_without_them(desk):
    row = make_skill(name_en="Spark", name_zh="火花")

    said = said_after(desk, row, name_en="Spark 🙂 ☃")

    assert f"No card can show these letters of “Spark 🙂 ☃”: 🙂☃. {OTHER}" in said
    row.refresh_from_db()
    assert row.name_en == "Spark 🙂 ☃"


def test_without_another_language_they_are_left_out(desk):
    row = make_roadmap(name_en="Way", name_zh="")

    said = said_after(desk, row, name_en="Way 🙂")

    assert "No card can show these letters of “Way 🙂”: 🙂. It leaves them out." in said


def test_a_name_that_every_card_can_show_says_nothing(desk):
    assert "No card" not in said_after(desk, make_skill(), name_zh="火花é")


def test_what_has_no_card_says_nothing(desk):
    assert "No card" not in said_after(desk, make_course(), title="🙂")


def test_in_chinese(desk):
    row = make_skill(name_en="Spark", name_zh="火花")
    form = open_form(desk, row) | {"name_zh": "火🙂", "_continue": "1"}
    address = f"/zh-hans/admin/guide/skill/{row.pk}/change/"

    said = text_of(desk.post(address, form, follow=True))

    assert "“火🙂”里有分享图片画不出的字符：🙂。图片上改用另一种语言的名称。" in said
