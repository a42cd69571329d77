"""What a machine sees is wrong with a Chinese text, and what is right though it looks alike."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from guide.sync.chinese_text import typography_faults

WRONG = [
    ("例如 1500或49.50", "a typed space: 例如 1500或49.5"),
    ("约1500 元", "a typed space: 约1500 元"),
    ("用%(email)s 登录", "a typed space: 用X 登录"),
    ("学习 数学", "a typed space: 学习 数学"),
    ("**先定清楚。** 输入", "a typed space: 先定清楚。 输入"),
    ("好。 再见", "a typed space: 好。 再见"),
    ("第一行\n第二行", "a line break, which shows as a space: 第一行 第二行"),
    ("先学数学,再学编程", "half-width punctuation: 先学数学,再学编程"),
    ("数据(训练)", "half-width punctuation: 数据(训练)"),
    ("结束.", "half-width punctuation: 结束."),
    ("注意: 1个", "half-width punctuation: 注意: 1个"),
    ('叫做"模型"', 'half-width quotes: 叫做"模型"'),
    ("叫做「模型」", "quotes of another region: 叫做「模型」"),
    ("叫做“模型", "a quote that is not closed, or not opened: 叫做“模型"),
    ("叫做“模型“", "a quote that is not closed, or not opened: 叫做“模型“"),
    ("叫做模型”", "a quote that is not closed, or not opened: 叫做模型”"),
    ("结束。。", "doubled punctuation: 结束。。"),
    ("他说：“好。”。", "doubled punctuation: 他说：“好。”。"),
    ("第３章", "full-width letters or digits: 第３章"),
    ("每周10-20小时", "a hyphen for a range: 每周10-20小时"),
    ("每周10–20小时", "a hyphen for a range: 每周10–20小时"),
]
RIGHT = [
    "每周10～20小时，共1,500美元（约2026年）。",
    "%(done)s步，共%(total)s步",
    "用Google Cloud部署；Visual Studio Code也行",
    "C#是微软平台（.NET）的语言，招聘启事写“.NET”。",
    "日期写2026-08-30，或者2026-08",
    "见[文章](source:article-000)与`a, b.c`；网址https://example.org/?a=1,b",
    "## 标题\n\n- 第一点\n- 第二点\n\n1. 首先\n2. 然后",
    "| 来源 | 数字 |\n| --- | --- |\n| 甲 | 1 |",
    "- **先定清楚。**输入和输出。",
    "真的？！“好。”他说“再见”……",
    "机器学习工程师 · 2026",
    "2026年11月30日 04:50",
    '<a href="/x/" class="soft">链接</a>',
]


@pytest.mark.parametrize(("text", "fault"), WRONG)
def test_a_fault_is_named_with_its_place(text, fault):
    assert fault in list(typography_faults(text))


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_has_no_fault(text):
    assert list(typography_faults(text)) == []


@pytest.mark.hypothesis
@given(
    parts=st.lists(st.sampled_from(["学习", "Python", "120", "，", "API", "%(n)s"])),
    place=st.integers(0, 20),
)
def test_a_space_beside_chinese_is_found_wherever_it_is_typed(parts, place):
    clean = [*parts, "数据"]
    assume("，，" not in "".join(clean))
    place = place % len(clean)
    spaced = "".join(clean[:place]) + " " + "".join(clean[place:])
    neighbours = clean[place - 1 : place + 1] if place else []

    found = any(
        fault.startswith("a typed space") for fault in typography_faults(spaced)
    )

    assert found == any(part in ("学习", "数据", "，") for part in neighbours)
