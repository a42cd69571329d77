"""The cities of time zones: all of them in Chinese for Chinese readers, in the order in which they are looked for."""

import re

import pytest
from django.utils.translation import override

from accounts.preferences.time_zones import cities_in


@pytest.fixture(scope="module")
def chinese():
    with override("zh-hans"):
        return {
            zone: city for _, pairs in cities_in("zh_Hans_CN") for zone, city in pairs
        }


def test_every_city_has_a_chinese_name_and_no_slash(chinese):
    assert {
        zone: city
        for zone, city in chinese.items()
        if not re.fullmatch("[\u4e00-\u9fff·（），-]+", city)
    } == {}


def test_cities_that_were_renamed_are_found_under_their_new_zone(chinese):
    assert chinese["Asia/Kolkata"] == "加尔各答"
    assert chinese["Asia/Ho_Chi_Minh"] == "胡志明市"
    assert chinese["America/Argentina/Buenos_Aires"] == "布宜诺斯艾利斯"


def test_english_cities_have_no_slash_either():
    with override("en"):
        cities = [city for _, pairs in cities_in("en") for _, city in pairs]

    assert [city for city in cities if "/" in city or "_" in city] == []
    assert {"Buenos Aires", "Kolkata", "New York"} <= set(cities)


def test_cities_of_a_region_stand_by_pinyin():
    with override("zh-hans"):
        europe = dict(cities_in("zh_Hans_CN"))["Europe"]

    names = [city for _, city in europe]
    assert names.index("阿姆斯特丹") < names.index("巴黎") < names.index("苏黎世")
