"""Numbers and names in Chinese texts keep to one rule, in the fixtures too."""

import json

import pytest

from guide.sync.chinese_wording import wording_faults
from tests.served import ROOT

WRONG = {
    "写2版简历": "写2版简历: write 两",
    "先写五个问题": "先写五个问题: write digits",
    "读五十个最差的样本": "读五十个最差的: write digits",
    "年薪105,000美元": "年薪105,000美元: write 万 or 亿",
    "新增78000000个岗位": "新增78000000个岗位: write 万 or 亿",
    "看仪表板": "仪表板: write 仪表盘",
    "见哔哩哔哩": "哔哩哔哩: write B站",
}
RIGHT = [
    "写两版简历，第2版、12个、1至2次、GPT-2个例子",
    "三四个人，十几个，一个，两次，第三个，几十个",
    "10.5万美元，7800万个；118,370美元，2,184小时",
    "73,750至115,000英镑之间",
    "《三个火枪手》",
    "| 105,000 | 二 |",
]


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_is_found_with_what_should_stand_there(text):
    assert list(wording_faults(text)) == [WRONG[text]]


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_is_left_alone(text):
    assert list(wording_faults(text)) == []


def test_the_fixtures_keep_to_the_rule():
    """Those of the chapters are listed by check_guide as warnings."""
    faults = [
        f"{row['model']} {row['fields'].get('slug')} {name}: {fault}"
        for file in sorted((ROOT / "fixtures").glob("*.json"))
        if not file.name.startswith(("08_", "10_", "12_"))
        for row in json.loads(file.read_text(encoding="utf-8"))
        for name, text in row["fields"].items()
        if name.endswith("_zh") and name != "sort_zh"
        for fault in wording_faults(text or "")
    ]

    assert faults == []
