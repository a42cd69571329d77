"""How the Chinese names of countries, currencies and cities are sorted: by pinyin, as the stored names are.

pypinyin costs a process 57 MB and half a second, so the pinyin of all characters in these names stands in pinyin.txt,
which bin/make_pinyin_table.py writes.
"""

from pathlib import Path

from guide.models.content import pinyin_key

TABLE = Path(__file__).with_name("pinyin.txt")
SYLLABLES = {
    sign: syllable
    for syllable, signs in map(str.split, TABLE.read_text("utf-8").splitlines())
    for sign in signs
}


def pinyin_of_name(name: str) -> str:
    """The same key as a stored name has. A name with a character that is not in the table is left to pypinyin."""
    if any("一" <= sign <= "鿿" and sign not in SYLLABLES for sign in name):
        return pinyin_key(name)
    return " ".join(SYLLABLES.get(sign, sign) for sign in name)
