"""The catalogue of messages: what `make check` asks of it, and that it asks."""

import json

import pytest
from babel.messages.catalog import Catalog
from django.utils.translation import trans_real

from bin.check_messages import (
    DOMAINS,
    FOLDER,
    catalogue_at,
    is_compiled,
    typography,
    untranslated,
    unused,
)


@pytest.mark.parametrize("domain", DOMAINS)
def test_no_message_breaks_what_a_machine_can_check(domain):
    assert list(typography(catalogue_at(FOLDER / f"{domain}.po"))) == []


def test_each_form_of_a_message_is_checked_and_named():
    catalogue = Catalog(locale="zh_Hans")
    catalogue.add("Fine", "很好")
    catalogue.add("yes,no", "是,否")
    catalogue.add(("%(n)s row", "%(n)s rows"), ("%(n)s 行",))
    catalogue.add("Write 1500.", "请写,例如1500。")

    assert list(typography(catalogue)) == [
        "%(n)s row: the Chinese has a typed space: X 行",
        "Write 1500.: the Chinese has half-width punctuation: 请写,例如1500。",
    ]


def test_a_catalogue_that_was_not_compiled_again_is_found(tmp_path):
    catalogue = catalogue_at(FOLDER / "django.po")

    catalogue.add("A new message", "新消息")

    assert not is_compiled(catalogue, FOLDER / "django.mo")


def test_a_message_that_nothing_asks_for_is_found():
    catalogue = Catalog(locale="zh_Hans")
    catalogue.add("Words of no page", "没有页面用的话")
    catalogue.add("Share a tip", "分享心得")
    catalogue.add("Enter a valid email address.", "请填写有效的邮箱。")

    assert list(unused(catalogue)) == ["nothing asks for it: Words of no page"]


def test_the_same_words_with_another_context_are_another_message():
    """“Start” of a step is a press; that of a plan is a day."""
    catalogue = catalogue_at(FOLDER / "django.po")
    assert list(untranslated(catalogue)) == []

    catalogue.delete("Start")

    assert list(untranslated(catalogue)) == [
        "accounts/plan/forms.py: not in the catalogue: Start"
    ]


def test_words_of_the_admin_come_from_our_catalogue():
    """Django's own have typed spaces, such as “选择 步骤 来修改”."""
    words = trans_real.translation("zh-hans")

    assert words.gettext("Select %s to change") % "步骤" == "选择要修改的步骤"
    assert words.gettext("Add %(name)s") % {"name": "步骤"} == "添加步骤"
    assert words.gettext("Recent actions") == "最近操作"
    assert words.gettext("Log out") == "退出登录"


def test_scripts_of_the_admin_count_in_our_words(desk):
    answer = desk.get("/zh-hans/admin/jsi18n/").text

    assert json.dumps("已选%(sel)s项，共%(cnt)s项") in answer
    assert json.dumps("可选%s") in answer
    assert json.dumps("今天") in answer
