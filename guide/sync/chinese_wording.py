"""What a machine can see of the wording of a Chinese text: how numbers are written, and one word for a thing.

Counted things stand in digits (3个, 40题), 两 before a measure word, 一 in words; round figures from 10,000 on in 万
and 亿; a figure of which more digits count stays in full, as does a range of which one end does.
"""

import re
from collections.abc import Iterator

from guide.sync.chinese_text import prose_of

MEASURES = "个次种类版份张条位名段款套道篇句件组行列步层块项家题部台支"
TWO = re.compile(rf"(?<![\d.,第A-Za-z\-–～~至到/×:：+=])2(?=[{MEASURES}])(?!个百分点)")
WORDS = re.compile(
    r"(?<![一二三四五六七八九十百千万两几数第零期周、初整个A-Za-z])"
    r"(?:[三四五六七八九]|[二三四五六七八九]?十[一二三四五六七八九]?)"
    rf"(?=[{MEASURES}]|年(?!级)|周|天|倍|小时|分钟)(?!大类)"
)
FIGURE = r"(\d{1,3}(?:,\d{3})+|\d{5,})"
ALONE = r"(?<![\d.,A-Za-z/\-]){}(?![\d.,]|\s*[A-Za-z])"
ROUND = re.compile(ALONE.format(FIGURE))
RANGE = re.compile(ALONE.format(f"{FIGURE}(?:至|到|～|和|与|、){FIGURE}"))
TITLE = re.compile(r"《[^》]*》")
# What has another name in the texts of this site, and that name.
OTHER_WORDS = {
    "仪表板": "仪表盘",
    "监控面板": "仪表盘",
    "自述文件": "README",
    "运筹分析师": "运筹学分析师",
    "重现": "复现",
    "达标标准": "完成标准",
    "特征重要度": "特征重要性",
    "数据框": "DataFrame",
    "生产工程师": "生产环境工程师",
    "统计师": "统计学家",
    "哔哩哔哩": "B站",
    "本指南": "本站",
    "提示注入": "提示词注入",
    "评测基准": "基准测试",
    "招聘信息": "招聘启事",
}


def is_round(figure: str) -> bool:
    """Whether it is shown in 万 or 亿 with two decimals at most."""
    number = int(figure.replace(",", ""))
    return number >= 10_000 and number % (100 if number < 10**8 else 10**6) == 0


def wording_faults(text: str) -> Iterator[str]:
    """Each with the words that should stand there."""
    prose = TITLE.sub("", prose_of(text))
    for found in TWO.finditer(prose):
        yield f"{around(prose, found)}: write 两"
    for found in WORDS.finditer(prose):
        yield f"{around(prose, found)}: write digits"
    running = "\n".join(line for line in prose.split("\n") if "|" not in line)
    mixed = {
        end
        for found in RANGE.finditer(running)
        if not all(map(is_round, found.groups()))
        for end in found.groups()
    }
    for found in ROUND.finditer(running):
        if is_round(found[1]) and found[1] not in mixed:
            yield f"{around(running, found)}: write 万 or 亿"
    for other, word in OTHER_WORDS.items():
        if other in prose:
            yield f"{other}: write {word}"


def around(text: str, found: re.Match[str]) -> str:
    return " ".join(text[max(0, found.start() - 4) : found.end() + 4].split())
