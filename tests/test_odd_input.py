"""Odd input never breaks a page: the answer is the plain page or a refusal, never a 5xx."""

from contextlib import closing
from http.client import HTTPConnection

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from guide import urls
from guide.tests.factory import make_course, make_requirement, make_salary
from tests.examples import scaled_count

pytestmark = pytest.mark.both_databases

PAGES = [
    reverse(f"guide:{pattern.name}")
    for pattern in urls.urlpatterns
    if "<" not in str(pattern.pattern)
    and pattern.name not in {"salaries-place", "report-form"}  # which take posts
]
DETAILS = [
    f"/{kind}/"
    for kind in (
        "roadmaps",
        "steps",
        "skills",
        "courses",
        "roles",
        "guide",
        "sources",
        "salaries",
    )
]
ODD_QUERIES = {
    "negative page": "page=-1",
    "thirty digits": f"page={'9' * 30}",
    "digits of another script": "page=%D9%A3",
    "nothing": "page=",
    "NUL": "page=%00&skill=%00&role=%00&a=%00&country=%00",
    "broken UTF-8": "page=%ff%fe&skill=%c3%28&role=%ff&a=%ff&sort=%80",
    "100 kB in one value": "skill=" + "x" * 100_000,
    "100 kB of values": "&".join(["kind=book"] * 10_000),
    "3000 names": "&".join(f"p{number}=1" for number in range(3000)),
    "no names": "&&==&=&;;%",
    "surrogates": "skill=%ed%a0%80",
    "lists": "skill[]=1&skill[$gt]=&kind=book&kind=course",
}
ODD_SLUGS = [
    "nowhere",
    "%00",
    "%ff",
    "-",
    "..%2f..%2fetc%2fpasswd",
    "x" * 5000,
    "名字",
    "a'b",
    "%0d%0aSet-Cookie:x=1",
]


@pytest.fixture
def content(db):
    make_requirement()
    make_course()
    make_salary()


@pytest.fixture
def visit(client):
    client.raise_request_exception = False
    return client.get


@pytest.mark.parametrize("query", ODD_QUERIES.values(), ids=ODD_QUERIES)
def test_odd_queries_give_the_page_or_a_refusal(content, visit, query):
    answers = {page: visit(page, QUERY_STRING=query).status_code for page in PAGES}

    assert {
        page: status
        for page, status in answers.items()
        if status not in (200, 400, 404, 414)
    } == {}


def test_an_address_that_is_too_long_is_refused_in_words(content, visit, caplog):
    answers = [visit(page, QUERY_STRING="q=" + "x" * 10_000) for page in PAGES]

    assert {answer.status_code for answer in answers} == {414}
    assert "can have at most 8,000 characters" in answers[0].text
    assert "Too long: /" in caplog.text
    chinese = visit("/zh-hans/roles/", QUERY_STRING="q=" + "x" * 10_000)
    assert "最多可以有8000个字符" in chinese.text


@pytest.mark.parametrize(
    ("prefix", "words"),
    [("", "We cannot read this request"), ("/zh-hans", "没有更改任何内容")],
)
def test_what_cannot_be_read_is_refused_on_a_page_of_ours(db, client, prefix, words):
    many = "&".join(f"p{number}=1" for number in range(2001))
    answers = [
        client.get(f"{prefix}/courses/", headers={"Host": "elsewhere.example"}),
        client.get(f"{prefix}/courses/", {f"p{number}": "" for number in range(2001)}),
        client.post(
            f"{prefix}/progress/steps/x/", many, "application/x-www-form-urlencoded"
        ),
        client.post(f"{prefix}/progress/steps/x/", many, "multipart/form-data"),
    ]

    assert [answer.status_code for answer in answers] == [400] * 4
    assert [words in answer.text for answer in answers] == [True] * 4


def test_a_press_at_an_address_that_is_too_long_keeps_what_was_typed(db, client):
    answer = client.post(
        "/progress/steps/x/note/?" + "x" * 10_000, {"text": "my note", "seen": "0"}
    )

    assert answer.status_code == 414
    assert "my note" in answer.text


@pytest.mark.parametrize("slug", ODD_SLUGS)
def test_odd_slugs_are_not_found(content, visit, slug):
    answers = {
        detail: visit(f"{prefix}{detail}{slug}/").status_code
        for detail in DETAILS
        for prefix in ("", "/zh-hans")
    }

    assert set(answers.values()) == {404}


@pytest.mark.parametrize(
    "address",
    [
        "/zh-hans/%00",
        "/%ff",
        "/zh-hant/",
        "/fr/",
        "/zh-hans//",
        "/static/%00",
        "/css/x.css",
    ],
)
def test_odd_addresses_are_not_found(db, visit, address):
    assert visit(address).status_code == 404


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "BREW"]
)
def test_a_method_that_a_page_does_not_know_is_405(content, client, method):
    answers = {page: client.generic(method, page).status_code for page in PAGES}

    assert set(answers.values()) == {405}


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept-Encoding": "br;q=;,,;;gzip;q=x"},
        {"If-None-Match": '"\udcff, W/' * 100},
        {"Accept-Language": "x" * 10_000},
        {"HX-Request": "\x00"},
        {"Cookie": "sessionid=\xff; =; theme=<script>; a" * 50},
        {"If-Modified-Since": "yesterday"},
        {"Range": "bytes=9-1"},
    ],
)
def test_odd_headers_give_the_page(content, visit, headers):
    assert visit("/roles/", headers=headers).status_code == 200


values = st.one_of(
    st.text(max_size=40),
    st.integers().map(str),
    st.sampled_from(["", "0", "-1", "en", "yes", "GB", "any"]),
)


@pytest.mark.parametrize("page", PAGES)
@settings(max_examples=scaled_count(12))
@given(data=st.data())
def test_no_value_of_a_form_breaks_its_page(content, visit, page, data):
    known = sorted(getattr(visit(page), "public_parameters", ())) or [
        "role",
        "country",
        "currency",
    ]
    query = data.draw(
        st.dictionaries(st.sampled_from([*known, "other"]), values, max_size=6)
    )

    assert visit(page, query).status_code in (200, 400)


def status(site, method, target):
    with closing(HTTPConnection("127.0.0.1", site.port, timeout=120)) as connection:
        connection.request(method, target, headers={"Host": f"localhost:{site.port}"})
        response = connection.getresponse()
        response.read()
        return response.status


@pytest.mark.parametrize(
    "target",
    [
        "/roles/?page=-1",
        f"/courses/?skill={'x' * 100_000}",
        "/steps/%00/",
        "/%ff",
        "/roles/?a=%ff",
    ],
)
def test_the_server_itself_refuses_or_answers(site, target):
    assert status(site, "GET", target) in (200, 400, 404, 414, 431)


@pytest.mark.parametrize("method", ["BREW", "PUT", "DELETE"])
def test_the_server_refuses_unknown_methods(site, method):
    assert status(site, method, "/roles/") in (
        403,
        405,
    )  # 403: a change without a token is refused before that
