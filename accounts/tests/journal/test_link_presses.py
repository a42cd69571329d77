"""Links to what a learner made: up to twenty a step, removed and brought back in one press."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import EvidenceLink
from accounts.models.evidence_link import MAX_LINKS
from accounts.tests.pressing import OURS
from accounts.tests.writing import send
from guide.tests.factory import make_step
from tests.document import document, texts
from tests.examples import scaled_count
from web import rate_limit

pytestmark = pytest.mark.both_databases


@pytest.fixture
def step(db):
    return make_step(slug="sql")


def add(client, url="https://code.example/a", title="", **options):
    return send(client, "steps/sql/links/", url=url, title=title, **options)


def press(client, link, state="removed", **options):
    return send(client, f"steps/sql/links/{link.pk}/", link=state, **options)


def shown(client, prefix=""):
    return texts(
        document(client.get(f"{prefix}/steps/sql/")),
        ".//ul[@class='plain evidence']/li",
    )


def kept():
    return list(EvidenceLink.objects.shown().values_list("url", "title"))


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("https://code.example/a", "https://code.example/a"), (" code.example/a ", "https://code.example/a"),
        ("http://code.example/模型", "http://code.example/%E6%A8%A1%E5%9E%8B"),
        ("见 https://my_app.example/a b.pdf。\u200b", "https://my_app.example/a"),
    ],
)  # fmt: skip
def test_a_link_is_added(signed_in, step, typed, url):
    response = add(signed_in, typed, "My model", next="/steps/sql/")

    assert (response.status_code, response.url) == (303, "/steps/sql/#my-links")
    assert kept() == [(url, "My model")]


def test_it_shows_its_host_and_vouches_for_nothing(signed_in, step):
    add(signed_in, "https://bank.example@code.example/<b>", "My <b>model</b>")

    text = signed_in.get("/steps/sql/").text

    assert shown(signed_in) == ["My <b>model</b> code.example Remove"]
    assert (
        '<a href="https://bank.example@code.example/%3Cb%3E" rel="noopener nofollow ugc">My &lt;b&gt;'
        in text
    )


@pytest.mark.parametrize(
    "url",
    ["", "javascript:alert(1)", "ftp://a.example/", "data:text/html,x", "//", "https://", "a b",
     "https://a.example/" + "x" * 2000, "https://a.example/" + "模" * 400, "mailto:a@b.example",
     "https://a.example/\nSet-Cookie: x", "https://a.example/ and https://b.example/"],
)  # fmt: skip
@pytest.mark.parametrize("in_place", [True, False])
def test_what_is_no_address_is_refused_in_words_and_stays(
    signed_in, step, url, in_place
):
    response = add(signed_in, url, "My title", in_place=in_place)

    assert (response.status_code, kept()) == (422, [])
    (said,) = texts(
        document(f"<main>{response.text}</main>" if in_place else response),
        ".//p[@role='alert']",
    )
    assert re.search("https://|the limit is|contains a space|several addresses", said)
    if not in_place:
        fields = {
            field.get("name"): field.get("value")
            for field in document(response).iter("input")
        }
        assert (fields["url"], fields["title"]) == (url, "My title")


def test_a_title_has_a_bound(signed_in, step):
    response = add(signed_in, title="x" * 201)

    assert (response.status_code, kept()) == (422, [])
    assert "The title has 201 characters; the limit is 200." in response.text


def test_letters_of_all_writings_are_shown_as_such(signed_in, step):
    add(signed_in, "https://例子.测试/%E6%A8%A1%E5%9E%8B")

    assert kept() == [("https://xn--fsqu00a.xn--0zwm56d/%E6%A8%A1%E5%9E%8B", "")]
    assert shown(signed_in) == ["https://例子.测试/模型 例子.测试 Remove"]


def test_twice_is_once(signed_in, step):
    add(signed_in, title="first")
    add(signed_in, title="second")

    assert kept() == [("https://code.example/a", "first")]


def test_a_link_is_removed_and_comes_back(signed_in, step):
    add(signed_in, title="Mine")
    (link,) = EvidenceLink.objects.all()

    removed = press(signed_in, link, in_place=True)
    assert (kept(), shown(signed_in)) == ([], [])
    assert "The link to code.example was removed." in removed.text
    assert (
        f'formaction="/progress/steps/sql/links/{link.pk}/" name="link" value="there"'
        in signed_in.get("/steps/sql/").text
    )

    press(signed_in, link, "there")
    assert kept() == [("https://code.example/a", "Mine")]
    assert "is removed" not in signed_in.get("/steps/sql/").text


def test_no_more_than_twenty(signed_in, learner, step):
    for number in range(MAX_LINKS):
        EvidenceLink.objects.add(learner, step, f"https://code.example/{number}")

    response = add(signed_in, "https://code.example/more")

    assert response.status_code == 422
    assert "A step can have up to 20 links. Remove one to add another." in response.text
    assert "Add a link" not in signed_in.get("/steps/sql/").text


@pytest.mark.parametrize("who", ["other_learner", "editor", "superuser", None])
@pytest.mark.parametrize("state", ["removed", "there"])
def test_the_link_of_somebody_else_is_not_found(
    client, signed_in, step, request, who, state
):
    add(signed_in, "https://code.example/secret")
    (link,) = EvidenceLink.objects.all()
    client.logout()
    if who:
        client.force_login(request.getfixturevalue(who))

    assert press(client, link, state).status_code == 404
    assert "code.example" not in client.get("/steps/sql/").text
    assert len(kept()) == 1


def test_a_link_belongs_to_its_step(signed_in, step):
    make_step(slug="other")
    add(signed_in)

    assert (
        send(
            signed_in,
            f"steps/other/links/{EvidenceLink.objects.get().pk}/",
            link="removed",
        ).status_code
        == 404
    )


def test_an_unknown_press_is_refused(signed_in, step):
    add(signed_in)

    assert press(signed_in, EvidenceLink.objects.get(), "flying").status_code == 422


def test_chinese_learners_read_what_is_wrong_in_chinese(signed_in, step):
    assert "请填写以https://" in add(signed_in, "x y", prefix="/zh-hans").text


def test_a_link_never_prints_its_address(signed_in, step):
    add(signed_in, "https://code.example/secret", "secret")

    link = EvidenceLink.objects.get()
    assert "secret" not in f"{link} {link!r}"


@pytest.mark.parametrize(
    "url", ["http://[ip:port]/", "http://[::1", "https://[", "http://a]b/", "http://\u2100.com/", "\0", "http://%00/"]
)  # fmt: skip
def test_an_address_that_cannot_be_read_is_refused_in_words(signed_in, step, url):
    answer = add(signed_in, url)

    assert (answer.status_code, kept()) == (422, [])
    assert signed_in.get("/steps/sql/").status_code == 200


@settings(max_examples=scaled_count(30))
@given(
    url=st.lists(
        st.one_of(
            st.sampled_from(["http://", "https:", "//", "[", "]", ":", "@", "%", "%00", "\u2100", "。", "a.b", "?"]),
            st.text(max_size=4),
        ),
        max_size=8,
    ).map("".join)
)  # fmt: skip
def test_any_address_is_shown_or_refused_in_words(signed_in, step, url):
    rate_limit.counts.clear()
    EvidenceLink.objects.all().delete()

    assert add(signed_in, url).status_code in (303, 422)
    assert signed_in.get("/steps/sql/").status_code == 200


def test_an_address_that_stands_there_unreadable_is_shown_without_a_host(
    signed_in, learner, step
):
    link = EvidenceLink.objects.add(learner, step, "https://code.example/a")
    EvidenceLink.objects.filter(pk=link.pk).update(url="http://[ip:port]/")

    assert signed_in.get("/steps/sql/").status_code == 200
    assert signed_in.get("/my/history/").status_code == 200


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000])
@pytest.mark.parametrize(
    "address",
    ["/progress/steps/sql/links/%s/", "/my/history/%s/undo/", "/progress/sweeps/%s/undo/"],
)  # fmt: skip
def test_an_address_with_a_number_that_no_row_has_is_not_found(
    signed_in, step, address, number
):
    assert signed_in.post(address % number, headers=OURS).status_code == 404
