"""The CSV file of figures speaks the language of its page: header, words and remarks."""

import csv
import io

import pytest

from guide.tests.factory import make_role, make_salary, make_source
from guide.tests.salaries.figures import body

pytestmark = pytest.mark.django_db


def rows_of(client, address):
    text = body(client.get(address)).removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text)))


def make_german_salary():
    role = make_role(slug="mle")
    source = make_source(kind="site", publisher="A site")
    place = {"country": "DE", "city": "Berlin", "currency": "EUR"}
    salary = make_salary(role, source=source, year=2019, experience="senior", **place)
    salary.occupation.role_links.update(relation="proxy")


def test_a_chinese_file_has_chinese_words(client):
    make_german_salary()

    header, row = rows_of(client, "/zh-hans/salaries.csv?role=mle")
    named = dict(zip(header, row, strict=True))

    assert [name for name in header if name.isascii()] == []
    assert [named[name] for name in ("来源类型", "国家", "城市", "经验", "类型")] == [
        "公开来源", "德国", "柏林", "高级", "平均数",
    ]  # fmt: skip
    assert named["备注"].count("。") == 2
    assert "。 " not in named["备注"]


def test_an_english_file_has_codes_that_programs_read(client):
    make_german_salary()

    header, row = rows_of(client, "/salaries.csv?role=mle")

    assert header[:4] == ["evidence", "slug", "country", "region"]
    assert row[2] == "DE"
