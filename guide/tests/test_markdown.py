import re

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from guide.markdown import render_markdown, render_untrusted, short_links
from guide.tests.factory import make_term

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "<img src=x onerror=alert(1)>",
        "![x](https://evil.example/x.png)",
        "[x](vbscript:msgbox)",
        '<a href="https://a.example" onclick="x()">a</a>',
        "<svg/onload=alert(1)>",
        '[x](https://a.example "t" onmouseover=alert(1))',
    ],
)
def test_no_script_comes_out(hostile):
    html = render_markdown(hostile)

    assert "<script" not in html
    assert "<img" not in html
    assert "<svg" not in html
    assert 'href="javascript' not in html.lower()
    assert 'href="data' not in html.lower()
    assert 'href="vbscript' not in html.lower()
    assert " onclick=" not in html or "&lt;a" in html


def test_short_links_lead_to_our_pages_in_the_language_of_the_page():
    assert (
        render_markdown("[SQL](step:sql-databases)")
        == '<p><a href="/steps/sql-databases/">SQL</a></p>\n'
    )
    with override("zh-hans"):
        assert 'href="/zh-hans/roles/data-scientist/"' in render_markdown(
            "[x](role:data-scientist)"
        )
    assert 'href="/salaries/"' in render_markdown("[x](page:salaries)")
    assert 'href="/questions/#license"' in render_markdown("[x](question:license)")


def test_short_links_are_found_for_the_loader():
    text = "[a](step:one) and [b](https://x.example) and [c](skill:two)"

    assert short_links(text) == [("step", "one"), ("skill", "two")]


def test_a_term_is_linked_where_a_page_first_uses_it():
    make_term(slug="gradient", name_en="Gradient", name_zh="梯度")
    seen = set()

    first = render_markdown("A gradient, then gradients.", seen)
    second = render_markdown("Another gradient.", seen)

    assert (
        first
        == '<p>A <a href="/glossary/#gradient" class="term">gradient</a>, then gradients.</p>\n'
    )
    assert second == "<p>Another gradient.</p>\n"


def test_the_longest_chinese_term_is_linked():
    make_term(slug="deep-learning", name_en="Deep learning", name_zh="深度学习")
    make_term(
        slug="dl-engineer", name_en="Deep learning engineer", name_zh="深度学习工程师"
    )

    with override("zh-hans"):
        html = render_markdown("深度学习工程师写代码。", set())

    assert (
        '<a href="/zh-hans/glossary/#dl-engineer" class="term">深度学习工程师</a>'
        in html
    )
    assert "#deep-learning" not in html


def test_a_latin_term_is_no_part_of_a_longer_latin_word_in_chinese_either():
    make_term(slug="api", name_en="API", name_zh="API（应用程序接口）")

    with override("zh-hans"):
        html = render_markdown("用FastAPI写APIs，再调用API。", seen=set())

    assert html == (
        "<p>用FastAPI写APIs，再调用"
        '<a href="/zh-hans/glossary/#api" class="term">API</a>。</p>\n'
    )


def test_terms_inside_links_code_and_headings_stay_as_they_are():
    make_term(slug="gradient", name_en="Gradient")

    html = render_markdown("## Gradient\n\n[gradient](step:x) and `gradient`", set())

    assert "#gradient" not in html


def test_everyday_words_are_not_linked():
    make_term(slug="model", name_en="Model", linked=False)

    assert render_markdown("A model.", set()) == "<p>A model.</p>\n"


def test_sixty_terms_cost_no_more_queries_than_none(django_assert_num_queries):
    words = [f"word{chr(97 + i // 26)}{chr(97 + i % 26)}" for i in range(60)]
    for word in words:
        make_term(slug=word, name_en=word)

    with django_assert_num_queries(2):  # the content version and the glossary
        render_markdown("nothing", set())
    with django_assert_num_queries(1):
        assert render_markdown(" ".join(words), set()).count('class="term"') == 60


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**具体：**与", "<strong>具体：</strong>与"),
        ("先看**（一）**再说", "先看<strong>（一）</strong>再说"),
        ("这是**“模型”**的话", "这是<strong>“模型”</strong>的话"),
        ("**结束。**下一句", "<strong>结束。</strong>下一句"),
        ("用**`pip`**安装", "用<strong><code>pip</code></strong>安装"),
        ("从*《书名》*里", "从<em>《书名》</em>里"),
        ("***很重要！***是的", "<em><strong>很重要！</strong></em>是的"),
        ("**API：**Web服务", "<strong>API：</strong>Web服务"),
        ("**重要.**与", "<strong>重要.</strong>与"),
        ("两 ** 三", "两 ** 三"),
        ("**Note:**word", "**Note:**word"),  # English keeps to CommonMark
        ("2*3*4", "2<em>3</em>4"),
    ],
)
@pytest.mark.parametrize("render", [render_markdown, render_untrusted])
def test_emphasis_needs_no_space_beside_chinese(render, text, shown):
    assert render(text).strip() == f"<p>{shown}</p>"


@pytest.mark.hypothesis
@given(
    before=st.text("与A，。 ", max_size=3),
    inside=st.text("具体A。：）“”", min_size=1, max_size=5),
    after=st.text("与，。（“", min_size=1, max_size=3),
)
def test_what_chinese_surrounds_is_strong_and_shows_no_asterisks(before, inside, after):
    html = render_untrusted(f"{before}与**{inside}**{after}")

    assert f"<strong>{inside}</strong>{after}" in html
    assert "*" not in html


def test_a_range_in_a_text_stays_on_one_line():
    assert render_markdown("每周10～20小时") == "<p>每周10\u2060～\u206020小时</p>\n"


def test_a_very_long_text_is_cut():
    assert len(render_markdown("a " * 50_000)) < 21_000


def test_what_a_visitor_wrote_vouches_for_no_link_and_says_where_it_leads():
    html = render_untrusted(
        "[a](https://user@host.example:8/x) [b](step:sql) <https://c.example/>"
    )

    rel = 'rel="noopener nofollow ugc"'
    assert html == (
        f'<p><a href="https://user@host.example:8/x" {rel}>a</a> (host.example) <a href="/steps/sql/" {rel}>b</a> '
        f'<a href="https://c.example/" {rel}>https://c.example/</a> (c.example)</p>\n'
    )


def test_what_a_visitor_wrote_breaks_lines_and_has_small_headings():
    assert (
        render_untrusted("# One\n## Two\na\nb")
        == "<h3>One</h3>\n<h4>Two</h4>\n<p>a<br>\nb</p>\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "<b>x</b>",
        "<script>x</script>",
        "[x](data:text/html,x)",
    ],
)
def test_what_a_visitor_wrote_has_no_html_pictures_or_odd_links(text):
    html = render_untrusted(text)

    assert [part for part in ("<b>", "<script", "<img", "href") if part in html] == []


@pytest.mark.parametrize("render", [render_markdown, render_untrusted])
def test_a_picture_of_another_site_is_a_link_with_its_words(render):
    html = render("![A *loss* curve](https://例子.测试/x.png) ![](https://a.example/y)")

    assert "<img" not in html
    said = re.sub("<[^>]*>", "", html)
    assert said == (
        "A loss curve (a picture on 例子.测试, not loaded here) "
        "https://a.example/y (a picture on a.example, not loaded here)\n"
    )
    assert 'href="https://xn--fsqu00a.xn--0zwm56d/x.png"' in html


def test_a_picture_within_a_link_is_its_words():
    html = render_markdown(
        "[![build](https://a.example/badge.svg)](https://b.example/)"
    )

    assert (
        re.sub(' rel="[^"]*"', "", html)
        == '<p><a href="https://b.example/">build</a></p>\n'
    )


def test_a_picture_is_said_in_chinese():
    with override("zh-hans"):
        assert "曲线</a> (图片在a.example上，这里不加载)" in render_untrusted(
            "![曲线](https://a.example/x)"
        )
