"""Emphasis beside full-width punctuation, of editors and visitors; code, links and names stay."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guide.markdown import render_markdown, render_untrusted
from tests.examples import hostile_count

WIDE_PUNCTUATION = "，。、；：！？（）《》〈〉「」『』【】〔〕“”‘’…—·～￥％"
RENDERERS = [render_markdown, render_untrusted]


def rendered(text, render=render_markdown):
    return render(text).removeprefix("<p>").removesuffix("</p>\n")


@pytest.mark.parametrize("render", RENDERERS)
@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**具体：**与", "<strong>具体：</strong>与"),
        ("与**（具体）**与", "与<strong>（具体）</strong>与"),
        ("与*“具体”*与", "与<em>“具体”</em>与"),
        ("用**Python：**写", "用<strong>Python：</strong>写"),
        ("**注意:**请", "<strong>注意:</strong>请"),
        ("**Note：**read", "<strong>Note：</strong>read"),
        ("见**“A”**or", "见<strong>“A”</strong>or"),
        ("__具体：__与", "<strong>具体：</strong>与"),
        ("与__（具体）__与", "与<strong>（具体）</strong>与"),
        ("与__具体__与", "与<strong>具体</strong>与"),
        ("与__具体：__与", "与<strong>具体：</strong>与"),
        ("_具体：_与", "<em>具体：</em>与"),
        ("***具体：***与", "<em><strong>具体：</strong></em>与"),
        ("**具体*（很）*：**与", "<strong>具体<em>（很）</em>：</strong>与"),
        ("*具体**：很**。*与", "<em>具体<strong>：很</strong>。</em>与"),
        ("**`代码`：**与", "<strong><code>代码</code>：</strong>与"),
        ("**日本語：**と**한국어：**는", "<strong>日本語：</strong>と<strong>한국어：</strong>는"),
    ],
)  # fmt: skip
def test_emphasis_beside_wide_punctuation(text, html, render):
    assert rendered(text, render) == html


@pytest.mark.parametrize(
    "text",
    [
        "snake_case_name", "用snake_case_name。", "文件_备份_新", "__init__文件", "调用__init__。py", "2 * 3 * 4", 
        "5*（a", "** 空 **", "a**“b", "**",
    ],
)  # fmt: skip
def test_marks_that_are_none_stay(text):
    assert rendered(text) == text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("`**具体：**与`", "<code>**具体：**与</code>"),
        ("[名_字_](https://a.example/a_b_c)", '<a href="https://a.example/a_b_c">名_字_</a>'),
        ("\\*\\*具体：\\*\\*与", "**具体：**与"),
        ("<https://a.example/**b：**c>", None),
    ],
)  # fmt: skip
def test_code_links_and_escapes_keep_their_marks(text, html):
    found = rendered(text)

    assert "<strong>" not in found
    assert html is None or found == html


letters = st.text("与具体的abZ09あ가", min_size=1, max_size=4)
sides = st.one_of(st.just(""), letters, st.sampled_from(WIDE_PUNCTUATION))
inner = st.builds(
    lambda before, middle, behind: before + middle + behind,
    st.sampled_from(["", *WIDE_PUNCTUATION]), letters, st.sampled_from(["", *WIDE_PUNCTUATION]),
)  # fmt: skip


@settings(max_examples=hostile_count(150))
@given(before=sides, text=inner, behind=sides, length=st.integers(1, 3))
def test_stars_around_words_and_wide_punctuation_are_emphasis(
    before, text, behind, length
):
    marks = "*" * length

    html = rendered(f"{before}{marks}{text}{marks}{behind}")

    assert "*" not in html
    shown = re.sub("<[^>]*>|\u2060", "", html)  # a range stays on one line
    assert shown == f"{before}{text}{behind}"


@settings(max_examples=hostile_count(150))
@given(text=st.text("*_：（）“”与ab []()\n", max_size=40))
def test_no_character_is_lost_however_marks_stand(text):
    """What is not taken as a mark is shown."""
    words = re.sub("<[^>]*>", "", render_untrusted(text))

    kept = re.sub(r"[^与ab：（）“”]", "", words)
    if "](" not in text:
        assert kept == re.sub(r"[^与ab：（）“”]", "", text)
