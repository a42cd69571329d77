"""A text as words that compare: case, width, accents, spelling, number and script of Chinese make no difference.

Chinese stands as overlapping pairs of characters, so that a word inside a compound is found on every database.
"""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
LONGEST_WORD = 40  # characters
# A letter that begins whole names in the index, so that they are no words of others.
WHOLE = "ǁ"
HAN = "\u3400-\u4dbf\u4e00-\u9fff"
FIRST_HAN, LAST_HAN = (
    "\u3400",
    "\u9fff",
)  # the signs between the two blocks are in no word
# C++, C#, .NET, Node.js: names of which a sign is a part
SIGNED = re.compile(
    r"(?<![^\W_])(?:c\+\+|[cf]#|\.net\b|node\.js|ph\.d|[mb]\.sc)", re.ASCII
)
MAYBE_SIGNED = re.compile(r"[+#.](?:(?<=[+#])|net|js|d|sc)")
# Texts without accents and hidden signs: most of those that are not ASCII
UNMARKED = re.compile(f"[\0-\x7f·×\u2010-\u2027\u3001-\u3029{HAN}]*")
RUN = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
HAN_RUN = re.compile(f"[{HAN}]+")
INSIDE = re.compile(
    r"['’](?<=\w['’])(?=\w)"
)  # the rare sign first: quick in a long text
# British endings and their American forms. Words such as “exercise” change with them, on both sides alike.
AMERICAN = [
    (re.compile(r"(?<=[a-z]{3})is(e|ed|ing|er|ation)$"), r"iz\1"),
    (re.compile(r"(?<=[a-z]{3})ys(e|ed|ing|er)$"), r"yz\1"),
    (re.compile(r"(?<=[a-z]{3})our(|ed|ing|al|ite)$"), r"or\1"),
    (re.compile(r"(?<=[a-z]{2}[aeiou])ll(ed|ing|er)$"), r"l\1"),
]


def data_lines(name: str) -> list[str]:
    lines = (DATA / name).read_text().splitlines()
    return [line for line in lines if line][1:]


@cache
def simplified_characters() -> dict[int, str]:
    groups = " ".join(data_lines("traditional.txt")).split()
    return {ord(character): group[-1] for group in groups for character in group[:-1]}


@cache
def spellings() -> dict[str, str]:
    groups = map(str.split, data_lines("spellings.txt"))
    return {word: group[-1] for group in groups for word in group[:-1]}


def fold_text(text: str) -> str:
    """Without difference of case, width, accents and script of Chinese; signs of names such as C++ are letters."""
    folded = text.lower() if text.isascii() else fold_letters(text)
    folded = INSIDE.sub("", folded)
    if MAYBE_SIGNED.search(folded):
        folded = SIGNED.sub(lambda found: spellings()[found[0]], folded)
    return folded


def fold_letters(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = folded.translate(simplified_characters())
    if UNMARKED.fullmatch(folded):
        return folded
    folded = unicodedata.normalize("NFD", folded)
    if marks := [each for each in set(folded) if is_mark(each)]:
        folded = folded.translate(dict.fromkeys(map(ord, marks)))
    return folded


def is_mark(character: str) -> bool:
    """An accent by itself, or a sign that is not seen."""
    return unicodedata.category(character) in ("Mn", "Cf")


@lru_cache(20_000)
def plain_word(word: str) -> str:
    """One folded word in the singular and in American spelling."""
    word = spellings().get(word, word)
    if len(word) > 3 and word.isascii():
        word = american_spelling(singular_form(word))
    return spellings().get(word, word)[:LONGEST_WORD]


def singular_form(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def american_spelling(word: str) -> str:
    for pattern, ending in AMERICAN:
        word = pattern.sub(ending, word)
    return word


def is_chinese(run: str) -> bool:
    return FIRST_HAN <= run[:1] <= LAST_HAN


def chinese_pairs(run: str) -> list[str]:
    """Overlapping pairs of characters; a single one stands for itself."""
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


def words_of(text: str) -> list[str]:
    """Every word of a text, in its order."""
    words: list[str] = []
    for run in RUN.findall(fold_text(text)):
        if is_chinese(run):
            words += chinese_pairs(run)
        else:
            words.append(plain_word(run))
    return words


def whole_key(text: str) -> str:
    """A whole name as one word without any spaces: “Scikit-learn” is “scikitlearn”."""
    words = (
        run if is_chinese(run) else plain_word(run)
        for run in RUN.findall(fold_text(text))
    )
    return "".join(words)[:LONGEST_WORD]


IN_BRACKETS = re.compile(r"\s*[(（][^)）]*[)）]")


@lru_cache(20_000)  # each part of a record says its names again
def name_keys(name: str) -> tuple[str, ...]:
    """The keys of a name: whole, and without what stands in brackets."""
    has_brackets = "(" in name or "（" in name
    forms = [name, IN_BRACKETS.sub("", name)] if has_brackets else [name]
    return tuple(filter(None, dict.fromkeys(map(whole_key, forms))))


@lru_cache(20_000)
def pinyin_keys(name: str) -> tuple[str, ...]:
    """The pinyin of a Chinese name and its initials: “jiqixuexi” and “jqxx”. None of a name without Chinese."""
    if not HAN_RUN.search(name):
        return ()
    full, initials = "", ""
    for run in RUN.findall(fold_text(name)):
        sounds = pinyin_of(run) if is_chinese(run) else [run]
        full += "".join(sounds)
        initials += "".join(each[0] for each in sounds) if is_chinese(run) else run
    return full[:LONGEST_WORD], initials[:LONGEST_WORD]


def pinyin_of(run: str) -> list[str]:
    from pypinyin.seg.mmseg import seg  # its tables take a tenth of a second to load

    return [sound for word in seg.cut(run) for sound in pinyin_of_word(word)]


@lru_cache(5000)
def pinyin_of_word(word: str) -> list[str]:
    from pypinyin import lazy_pinyin

    return lazy_pinyin(word)
