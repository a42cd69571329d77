"""The secret address: what was written, what became of it, and nothing for anybody else."""

import pytest

from guide.models import ContentVersion, Report
from guide.tests.factory import make_report, make_step, make_tip
from tests.document import document, texts

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
HERE = {"Sec-Fetch-Site": "same-origin"}
PRIVATE = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
}


def reply(client, prefix=""):
    return texts(
        document(client.get(f"{prefix}/report/mine/")), ".//div[@class='reply']/p"
    )


def test_nobody_may_keep_index_or_pass_on_the_page(client):
    make_report(token="mine")

    response = client.get("/report/mine/")

    assert {name: response.headers[name] for name in PRIVATE} == PRIVATE
    assert not response.cookies
    assert "Something wrong here?" not in response.text


@pytest.mark.parametrize("token", ["other", "x" * 65, "%00", "名字"])
def test_an_unknown_address_is_none(client, token):
    make_report(token="mine")

    assert client.get(f"/report/{token}/").status_code == 404


def test_what_was_written_stands_as_plain_text_in_its_language(client):
    step = make_step(slug="sql")
    typed = {"sentence": "<b>45</b>", "words": "[x](https://e.example/)\n<script>"}
    make_report(step, token="mine", **typed)

    page = document(client.get("/zh-hans/report/mine/"))

    card = page.find(".//section[@class='card']")
    assert [link.get("href") for link in card.iter("a")] == ["/steps/sql/"]
    assert texts(card, "blockquote") == ["<b>45</b>"]
    assert texts(card, "p")[1] == "[x](https://e.example/)<script>"
    assert card.findall("p")[1].get("lang") == "en"


def test_the_state_and_the_word_of_the_editor_are_read_there(client):
    report = make_report(token="mine")
    before = reply(client)

    report.decide("answered", "It is $49 now.\nThanks.", "editor@example.org")

    assert before == ["It has arrived. No editor has answered yet."]
    assert reply(client)[0] == "An editor has answered."
    assert reply(client)[2] == "It is $49 now.Thanks."
    assert reply(client, "/zh-hans")[0] == "编辑已经答复。"
    assert "editor@example.org" not in client.get("/report/mine/").text


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("answered", "An editor has put it right. Thank you!"),
        ("declined", "An editor has read it and leaves the page as it is."),
    ],
)
def test_without_a_word_the_state_says_enough(client, state, said):
    make_report(token="mine").decide(state, "", "editor")

    assert reply(client) == [said]


def test_the_reader_takes_it_back(client):
    make_report(token="mine"), make_report(token="other")

    first, second = (
        client.post("/report/mine/deletion/", headers=HERE) for _ in range(2)
    )

    assert (first.status_code, second.status_code) == (200, 200)
    assert client.get("/report/mine/").status_code == 404
    assert client.get("/report/other/").status_code == 200
    assert client.get("/report/other/deletion/").status_code == 405


def test_a_tip_that_is_taken_back_leaves_its_page_at_once(client):
    step = make_step(slug="sql")
    make_tip(step, token="mine", words="Read chapter 3.")
    assert "Read chapter 3." in client.get("/steps/sql/").text
    number = ContentVersion.current()

    client.post("/report/mine/deletion/", headers=HERE)

    assert ContentVersion.current() == number + 1
    assert "Read chapter 3." not in client.get("/steps/sql/").text
    assert not Report.objects.exists()


def test_from_elsewhere_nothing_is_deleted(client):
    make_report(token="mine")

    response = client.post("/report/mine/deletion/", headers={"Sec-Fetch-Site": "cross-site"})  # fmt: skip

    assert response.status_code in (200, 403)
    assert Report.objects.exists() == (response.status_code == 403)
