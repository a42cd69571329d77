"""Whatever stands in a text of the permitted length, it is shown soon; and what people do write keeps its markup."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guide.markdown import LONGEST, render_markdown, render_untrusted
from guide.markdown_rules.work_bounds import MOST_CELLS, has_too_much_markup
from tests.examples import hostile_count

pytestmark = pytest.mark.django_db

# Of the processor. The bar is 0.1 on a machine that does nothing else; that of a test does much else.
MOST_SECONDS = 0.3
PIECES = [
    *"*_[]()<>`|&!#>-+:=~\\ \n\r\t“：", "**", "](", "![", "](http://a)", "[a]: /b\n", "<http://", "%E4", "&amp;", "- ",
    "1. ", "> ", "```\n", "    ", "|-", "\n|-|-|\n", "a", "word ", "模型", "step:x", "\0", "---\n", "<a@b.c> ", "  \n",
    "# ", "例子",
]  # fmt: skip
patterns = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join)
hostile_texts = st.builds(
    lambda start, pattern, times, end: (start + pattern * times + end)[:LONGEST],
    patterns, patterns, st.sampled_from([40, 400, 900, 2000, 20_000]), patterns,
)  # fmt: skip


def seconds_of(render, text):
    start = time.process_time()
    render(text)
    return time.process_time() - start


def with_terms(text):
    return render_markdown(text, set())


RENDERERS = [render_untrusted, with_terms]


def table(columns, rows, row):
    return f"|{'a|' * columns}\n|{'-|' * columns}\n{row * rows}"


@settings(max_examples=hostile_count(30))
@given(text=hostile_texts, render=st.sampled_from(RENDERERS))
@example(table(4000, 1500, "x\n"), with_terms)
@example(table(100, 9500, "x\n"), with_terms)
@example(table(30, 60, "x\n") * 30, with_terms)
@example("![" * 10_000, with_terms)
@example("- > a\n" * 3300, with_terms)
@example("".join(f"<http://例{number}.测试> " for number in range(1000)), with_terms)
@example("[" * 10_000 + "]" * 10_000, with_terms)
@example("[a][" * 5000, with_terms)
@example("a[模型" * 2500, render_untrusted)
@example("[[" + "+" * 19_998, with_terms)
@example("~" * 20_000, render_untrusted)
@example("`" * 20_000, render_untrusted)
@example("a@\r" * 6600, render_untrusted)
@example("> " * 10 + "- " * 5 + "a\n" * 2500, with_terms)
def test_any_text_is_rendered_soon(text, render):
    times = (seconds_of(render, text) for _ in range(3))

    assert any(seconds <= MOST_SECONDS for seconds in times)


def test_what_people_write_keeps_its_markup():
    table_of_terms = table(3, 200, "|a|**b**|`c`|\n")
    listed = "- a step with [a link](https://a.example/) and `code`\n" * 190
    code = "```\n" + "total = rows[0] * weights[1]\n" * 500 + "```\n"

    for text in (table_of_terms, listed, code, "A *word* in a sentence. " * 800):
        assert not has_too_much_markup(text[:LONGEST])
        assert "&lt;" not in render_untrusted(text)
    assert render_untrusted(table_of_terms).count("<td>") == 600
    assert render_untrusted(listed).count("<li>") == 190


def test_too_much_markup_is_shown_as_it_was_typed():
    assert render_untrusted("*<b>*\n" * 2000).startswith(
        "<p>*&lt;b&gt;*<br>*&lt;b&gt;*<br>"
    )


def test_a_table_of_too_many_cells_is_shown_as_it_was_typed():
    wide = table(60, 60, "x\n")

    assert MOST_CELLS < 60 * 62
    assert "<table" not in render_untrusted(wide)
    assert "<table" in render_untrusted(table(20, 60, "x\n"))
