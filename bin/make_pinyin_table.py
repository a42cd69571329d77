"""Writes guide/salaries/pinyin.txt: the pinyin of each character in the Chinese name of a country (“worldwide” is shown
among them), a currency or a city of a time zone.

A character that is read in several ways gets the one it has most often; guide/tests/salaries/test_pay_order.py shows
that all names are sorted as pypinyin sorts them.
Run it with CAREERPATH_LOCAL=1 when a test says that the table is not complete, for instance after an update of Babel.
"""

import os
import sys
from collections import Counter, defaultdict
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "guide" / "salaries" / "pinyin.txt"


def chinese_names():
    from babel.core import Locale
    from babel.numbers import get_currency_name
    from django.utils.translation import override

    from accounts.preferences.time_zones import cities_in
    from guide.formats import CHINESE_CURRENCIES, country_name
    from guide.models.fields import CURRENCIES
    from guide.salaries.formats import currency_name

    locale = Locale.parse("zh_Hans_CN")
    yield from (name for code, name in locale.territories.items() if len(code) == 2)
    for code in CURRENCIES:
        yield CHINESE_CURRENCIES.get(code) or get_currency_name(code, locale=locale)
    with override("zh-hans"):
        yield country_name("")
        yield from map(currency_name, CURRENCIES)
        yield from (city for _, cities in cities_in(str(locale)) for _, city in cities)


def pinyin_table():
    """The text of the file: a line for each syllable, with all its characters."""
    from pypinyin import Style, lazy_pinyin

    readings = defaultdict(Counter)
    for name in sorted(chinese_names()):
        signs = [sign for sign in name if "一" <= sign <= "鿿"]
        syllables = lazy_pinyin(name, style=Style.TONE3, errors="ignore")
        for sign, syllable in zip(signs, syllables, strict=True):
            readings[sign][syllable] += 1
    lines = defaultdict(list)
    for sign in sorted(readings):
        [(syllable, _)] = readings[sign].most_common(1)
        lines[syllable].append(sign)
    return "".join(f"{key} {''.join(lines[key])}\n" for key in sorted(lines))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careerpath.settings")
    django.setup()
    TABLE.write_text(pinyin_table(), "utf-8")
