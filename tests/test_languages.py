"""Two languages, equal: the switch keeps the place, and pages say which language they speak and where the other is."""

import pytest
from django.urls import reverse

from guide import urls
from guide.tests.factory import make_course, make_roadmap, make_role, make_skill
from tests.document import document, texts

pytestmark = pytest.mark.django_db
# Posted to, or a part of a page that htmx asks for.
NO_PAGES = {"salaries-place", "salaries-figures", "search-suggestions"}
PAGES = [
    reverse(f"guide:{pattern.name}")
    for pattern in urls.urlpatterns
    if "<" not in str(pattern.pattern)
    and "." not in str(pattern.pattern)
    and pattern.name not in NO_PAGES
]


def switch(page):
    link = page.find(".//a[@class='language']")
    return link.get("href"), link.get("lang"), "".join(link.itertext())


def alternates(page):
    return {
        link.get("hreflang"): link.get("href")
        for link in page.iter("link")
        if link.get("rel") == "alternate"
    }


def canonical(page):
    return next(
        link.get("href") for link in page.iter("link") if link.get("rel") == "canonical"
    )


@pytest.mark.parametrize("address", PAGES)
def test_the_switch_leads_to_the_same_page_and_back(client, address):
    english, chinese = (
        document(client.get(address)),
        document(client.get(f"/zh-hans{address}")),
    )

    assert switch(english) == (f"/zh-hans{address}", "zh-Hans", "中文")
    assert switch(chinese) == (address, "en", "English")
    assert (english.get("lang"), chinese.get("lang")) == ("en", "zh-Hans")


@pytest.mark.parametrize("address", PAGES)
def test_pages_name_themselves_and_each_other(client, settings, address):
    settings.SITE_URL = "https://careerpath.example"
    both = {
        "en": f"https://careerpath.example{address}",
        "zh-Hans": f"https://careerpath.example/zh-hans{address}",
        "x-default": f"https://careerpath.example{address}",
    }

    english, chinese = (
        document(client.get(address)),
        document(client.get(f"/zh-hans{address}")),
    )

    assert alternates(english) == alternates(chinese) == both
    assert (canonical(english), canonical(chinese)) == (both["en"], both["zh-Hans"])


def test_the_switch_keeps_what_was_asked_and_drops_what_is_not_known(client, settings):
    settings.SITE_URL = "https://careerpath.example"
    make_skill(slug="sql")

    page = document(client.get("/courses/?skill=sql&utm_source=mail&kind=book"))

    assert switch(page)[0] == "/zh-hans/courses/?skill=sql&kind=book"
    assert canonical(page) == "https://careerpath.example/courses/?skill=sql&kind=book"
    assert alternates(page)["x-default"] == canonical(page)


def test_what_was_asked_is_escaped_in_addresses(client):
    page = document(client.get("/courses/", {"skill": '"><b>&page=2'}))

    assert switch(page)[0] == "/zh-hans/courses/?skill=%22%3E%3Cb%3E%26page%3D2"


def test_details_switch_too(client):
    make_roadmap(slug="way")

    assert switch(document(client.get("/roadmaps/way/")))[0] == "/zh-hans/roadmaps/way/"
    assert switch(document(client.get("/zh-hans/roadmaps/way/")))[0] == "/roadmaps/way/"


def test_the_address_decides_the_language_and_nothing_else(client):
    make_role(name_en="Engineer", name_zh="工程师")
    client.cookies["django_language"] = "zh-hans"

    english = document(client.get("/roles/", headers={"Accept-Language": "zh-CN"}))
    chinese = document(client.get("/zh-hans/roles/", headers={"Accept-Language": "en"}))

    assert texts(english, ".//ul[@class='tiles']//b") == ["Engineer"]
    assert texts(chinese, ".//ul[@class='tiles']//b") == ["工程师"]


def test_the_interface_speaks_chinese(client):
    make_course()

    page = document(client.get("/zh-hans/courses/"))

    assert texts(page, ".//h1") == ["课程"]
    assert "1门课程" in texts(page, ".//p[@role='status']")[0].replace(" ", "")


@pytest.mark.parametrize(
    ("address", "language"), [("/nowhere/", "en"), ("/zh-hans/nowhere/", "zh-Hans")]
)
def test_errors_speak_the_language_of_the_address(client, address, language):
    response = client.get(address)

    assert response.status_code == 404
    assert document(response).get("lang") == language


@pytest.mark.parametrize(
    ("prefix", "words"),
    [("", "Opening it changed nothing"), ("/zh-hans", "不会改动任何东西")],
)
def test_the_address_of_a_form_that_is_opened_says_so(client, prefix, words):
    response = client.get(f"{prefix}/progress/steps/any/")

    assert (response.status_code, response.headers["Allow"]) == (405, "POST")
    assert words in response.text


def test_the_chinese_site_without_its_slash_leads_there(client):
    assert client.get("/zh-hans").url == "/zh-hans/"


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/zh/", "/zh-hans/"),
        ("/zh", "/zh-hans/"),
        ("/zh-cn/", "/zh-hans/"),
        ("/zh-CN", "/zh-hans/"),
        ("/zh_CN/", "/zh-hans/"),
        ("/zh-Hans/", "/zh-hans/"),
        ("/en/", "/"),
        ("/en", "/"),
        ("/EN-us/", "/"),
        ("/zh/steps/x/", "/zh-hans/steps/x/"),
        ("/zh/steps/x", "/zh-hans/steps/x/"),
        ("/en/steps/x/", "/steps/x/"),
        ("/en/courses/?skill=sql&page=2", "/courses/?skill=sql&page=2"),
        ("/zh-hans-cn/accounts/login/", "/zh-hans/accounts/login/"),
        ("/en/?next=//evil.example/", "/?next=//evil.example/"),
    ],
)
def test_another_name_of_a_language_leads_to_the_page_for_ever(client, address, target):
    for ask in (client.get, client.head):
        response = ask(address)

        assert (response.status_code, response.url) == (301, target)


@pytest.mark.parametrize(
    "address",
    [
        "/fr/",
        "/de/steps/x/",
        "/zh-hant/",
        "/zh-tw/steps/x/",
        "/eng/",
        "/en/nowhere/",
        "/en/en/",
        "/en/zh/",
        "/en/zh-hans/",
        "/zh/en/steps/x/",
        "/zh/zh-hans/",
        "/en//evil.example/",
        "/en///evil.example/",
        "/en/%5Cevil.example/",
        "/zh//evil.example/",
        "/en/https://evil.example/",
        "/en/%0d%0aSet-Cookie:x=1/",
        "/zh/healthz",
        f"/en/{'steps/' * 500}",
        f"/en/courses/?skill={'x' * 2000}",
    ],
)
def test_it_leads_to_no_other_site_in_no_circle_and_not_to_nothing(client, address):
    response = client.get(address)

    assert (response.status_code, response.headers.get("Location")) == (404, None)


def test_what_is_posted_to_another_name_goes_nowhere(client):
    assert client.post("/en/theme/").status_code == 404


def test_another_name_on_a_host_that_is_not_ours_is_refused(client):
    assert client.get("/zh/", headers={"Host": "evil.example"}).status_code == 400


def meta(page, name):
    found = page.xpath(f"//meta[@name='{name}' or @property='{name}']/@content")
    return " ".join(found[0].split()) if found else ""


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_every_page_says_what_it_is_to_those_who_share_it(client, prefix):
    make_roadmap(steps=1)
    make_role(slug="machine-learning-engineer")
    pages = {path: document(client.get(prefix + path)) for path in PAGES}

    said = {path: meta(page, "description") for path, page in pages.items()}
    assert [path for path in said if list(said.values()).count(said[path]) > 1] == []
    for page in pages.values():
        title = page.findtext(".//title").removesuffix(" · careerpath")
        assert meta(page, "og:title") == title.strip()
        assert meta(page, "og:description") == meta(page, "description")
        card = "social-card-zh.png" if prefix else "social-card.png"
        assert meta(page, "og:image").endswith(f"/static/img/{card}")


def test_a_title_with_quotes_is_one_attribute(client):
    make_course(slug="c", title='A "b" <c> & d')

    page = document(client.get("/courses/c/"))

    assert meta(page, "og:title") == 'A "b" <c> & d'
