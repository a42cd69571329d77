import runpy

from babel.core import Locale
from babel.numbers import get_currency_name
from django.conf import settings
from django.utils.translation import override

from accounts.preferences.time_zones import cities_in
from guide.formats import CHINESE_CURRENCIES, country_name
from guide.models.content import pinyin_key
from guide.models.fields import COUNTRIES, CURRENCIES
from guide.salaries.chinese_order import SYLLABLES, TABLE
from guide.salaries.formats import currency_name, name_sort_key

CHINESE = Locale.parse("zh_Hans_CN")


def test_every_country_currency_and_city_is_sorted_as_pinyin_sorts_it():
    countries = [
        CHINESE.territories[code] for code in COUNTRIES if code in CHINESE.territories
    ]
    currencies = [
        CHINESE_CURRENCIES.get(code) or get_currency_name(code, locale=CHINESE)
        for code in CURRENCIES
    ]

    with override("zh-hans"):
        currencies += map(currency_name, CURRENCIES)
        regions = [[city for _, city in pairs] for _, pairs in cities_in(str(CHINESE))]

    for names in (countries, currencies, *regions):
        with override("zh-hans"):
            ours = sorted(names, key=name_sort_key)
        assert ours == sorted(names, key=pinyin_key)


def test_the_table_of_pinyin_holds_every_name_of_today():
    script = runpy.run_path(str(settings.BASE_DIR / "bin" / "make_pinyin_table.py"))

    assert TABLE.read_text() == script["pinyin_table"]()


def test_a_name_with_an_unknown_character_is_sorted_by_pypinyin():
    with override("zh-hans"):
        assert name_sort_key("璧国") == "bi4 guo2"


def test_english_names_are_sorted_without_their_accents():
    names = ["Zambia", "Åland Islands", "Türkiye", "Tunisia", "Austria"]

    assert sorted(names, key=name_sort_key) == [
        "Åland Islands",
        "Austria",
        "Tunisia",
        "Türkiye",
        "Zambia",
    ]


def test_no_name_of_a_currency_or_a_country_that_is_shown_needs_pypinyin():
    with override("zh-hans"):
        names = "".join(
            [*map(currency_name, CURRENCIES), *map(country_name, ["", *COUNTRIES])]
        )

    assert {sign for sign in names if "一" <= sign <= "鿿"} <= SYLLABLES.keys()
