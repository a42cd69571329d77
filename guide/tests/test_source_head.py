"""The top of the page of a source: its title and when it was read, as far as that says something."""

import pytest

from guide.tests.factory import make_source
from tests.document import document, texts, words

pytestmark = pytest.mark.django_db


def source_page(client, prefix):
    return document(client.get(f"{prefix}/sources/article/"))


@pytest.mark.parametrize(
    ("prefix", "kicker", "labels"),
    [
        ("", "Career guide · in Chinese", ["Published", "Read by us on"]),
        (
            "/zh-hans",
            "求职指南",
            ["英文标题", "发布日期", "查阅日期"],
        ),
    ],
)
def test_a_chinese_title_is_said_to_be_one_where_readers_may_not_read_it(
    client, prefix, kicker, labels
):
    make_source(slug="article", title="校园招聘", title_zh="校招报道", kind="article")

    page = source_page(client, prefix)

    assert words(page.find(".//p[@class='kicker']")) == kicker
    assert texts(page, ".//dl[@class='facts']//dt") == labels


@pytest.mark.parametrize(
    ("prefix", "labels"), [("", ["Published"]), ("/zh-hans", ["发布日期"])]
)
def test_nobody_reads_what_he_estimates_himself(client, prefix, labels):
    make_source(slug="article", title="Ours", title_zh="本站估算", kind="editorial")

    page = source_page(client, prefix)

    assert texts(page, ".//dl[@class='facts']//dt") == labels
