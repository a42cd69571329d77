"""Whatever is typed, the page and the suggestions answer, soon, and as a page: never with an error of the server."""

import random
import time

import pytest
from django.test import Client
from django.utils.translation import override

from guide.search.finding import search
from tests.examples import hostile_count, is_long_run, random_seeds

pytestmark = [pytest.mark.load]
# Of the processor, for one answer. Only a long run looks at it: in CI others use the machine too.
MOST_SECONDS = 0.05
SIGNS = [
    '"', "'", "*", "^", ":", "(", ")", "-", "+", "&", "|", "!", "<->", "<2>", "{", "}", "\\", "%", "_", "~", "\x00",
    "\x07", "\x1b[31m", "\u200b", "\u200d", "\u202e", "\u2066", "\ufeff", "\ufffe", "\u0301", "ǁ", "ß", "İ", "ﬁ", "①",
    "😀", "👩‍💻", "🏳️‍🌈", "שלום", "مرحبا", "機器", "学习", "𠀀", "가", "ก็",
    ";--", "/*", "*/", "$1", "%s", "{}", "</b>", "&amp;",
]  # fmt: skip
WORDS = [
    "python", "OR", "AND", "NOT", "NEAR", "NEAR(a b, 2)", "names:", "body : x", "learning", "salary", "a", "机器学习",
    "gradiant", "machine", "kubernetse", "ǁpython", "工资",
    "jiqixuexi", "select", "null", "true", "c++", ".net", "0", "1e9",
]  # fmt: skip


def hostile_text(chance: random.Random) -> str:
    kind = chance.randrange(9)
    if kind == 0:
        return chance.choice(SIGNS + WORDS) * (10_000 // 8)
    if kind == 1:
        letters = (
            chr(chance.randrange(1, 0x3000)) for _ in range(chance.randrange(60))
        )
        return "".join(letters)
    if kind == 2:
        planes = (chance.randrange(0x10000, 0x2FFFF) for _ in range(20))
        return "".join(map(chr, planes))
    if kind == 3:
        return "".join(chance.choices("abcdefghij", k=chance.randrange(1, 10_000)))
    if kind == 4:  # of which hardly any is a word
        chinese = (
            chr(chance.randrange(0x4E00, 0x9FFF)) for _ in range(chance.randrange(250))
        )
        return "".join(chinese)
    pieces = chance.choices(SIGNS + WORDS, k=chance.randrange(1, 30))
    return chance.choice(["", " ", "  "]).join(pieces)


def slow_or_wrong(client: Client, number: int, text: str) -> list:
    """What the page and the suggestions did wrong. Each visitor has an address of their own."""
    address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    faults = []
    for path in ("/search/", "/zh-hans/search/", "/search/suggestions/"):
        began = time.thread_time()
        answer = client.get(path, {"q": text}, REMOTE_ADDR=address)
        spent = time.thread_time() - began
        if answer.status_code not in (200, 400, 414):  # 414: too long an address
            faults.append((path, answer.status_code, text[:80]))
        if is_long_run() and spent > MOST_SECONDS:
            faults.append((path, round(spent * 1000), text[:80]))
    return faults


# Of each kind the first that were read cover less than one behind them, which would come first.
TOO_LITTLE_READ = [
    "machine  \ufeff  AND  /*  &amp;  \u200d  ก็  שלום  𠀀  NEAR(a b, 2)  a  \u2066  机器学习  *  \\  *  ́  %  select",
    "NOTa!-ßİNEAR(a b, 2):ßnull🏳️\u200d🌈ANDlearning",
    "NEAR!مرحباﬁapythonก็🏳️\u200d🌈|)machine\x00工资機器\x00|가́",
]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("text", TOO_LITTLE_READ)
def test_the_first_result_has_an_address(content, text, language):
    with override(language):
        results = search(text).results

    assert all(result.slug for result in results[:1])


def test_hostile_searches_are_answered_and_soon(content):
    client = Client()
    for number, text in enumerate(WORDS):  # templates and lists are read once
        slow_or_wrong(client, number, text)
    faults = []
    for seed in random_seeds(1):
        chance = random.Random(f"hostile {seed}")  # noqa: S311
        for number in range(hostile_count(170)):  # each is asked three times
            text = hostile_text(chance)
            found = slow_or_wrong(client, number + 100, text)
            # A pause of the machine is none of the search: what is slow is slow again.
            faults += found and slow_or_wrong(client, number + 100, text)

    assert faults == []
