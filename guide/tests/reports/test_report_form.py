"""A reader says what is wrong: without an account, without a cookie, and nothing typed is lost."""

import pytest
from django.test import Client
from django.utils import timezone

from guide.models import Report
from guide.reports import limits
from guide.tests.factory import make_course, make_step
from tests.document import document, texts
from web import rate_limit
from web.tokens import token_hash

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
HERE = {"Sec-Fetch-Site": "same-origin"}
TIME = timezone.now()


@pytest.fixture(autouse=True)
def _sql(db):
    make_step(slug="sql", name_en="Query data with SQL", name_zh="用SQL查数据")


def fields_of(response):
    form = document(response).find(".//main//form")
    # A browser drops the first line end of a text area.
    return {
        name: (value or "").removeprefix("\n") for name, value in form.form_values()
    }


def open_form(client, query="?page=/steps/sql/", prefix=""):
    return fields_of(client.get(f"{prefix}/report/{query}"))


def send(client, fields, prefix="", **headers):
    return client.post(f"{prefix}/report/", fields, headers=HERE | headers)


def test_each_public_page_ends_with_a_link_that_names_it(client):
    def link(address):
        page = document(client.get(address))
        found = page.xpath("//footer//a[starts-with(., 'Something wrong')]")
        return [each.get("href") for each in found]

    assert link("/steps/sql/") == ["/report/?page=/steps/sql/"]
    assert link("/courses/?kind=book&level=1") == [
        "/report/?page=/courses/?kind=book%26level=1"
    ]
    assert link("/steps/nowhere/") == []
    assert link("/report/") == []
    assert link("/my/") == []


def test_the_form_names_the_page_and_sets_no_cookie(client):
    response = client.get("/report/?page=/steps/sql/")

    assert texts(document(response), ".//form/p")[0] == (
        "It is about: Query data with SQL /steps/sql/"
    )
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert not response.cookies


@pytest.mark.parametrize(
    "page",
    ["", "/steps/nowhere/", "/my/", "/admin/", "//e.example/", "https://e.example/steps/sql/", "/%00", "[", "x" * 999],
)  # fmt: skip
def test_what_is_no_page_is_asked_for(client, page):
    form = document(client.get("/report/", {"page": page}))

    assert form.xpath("string(//label[@for='id_page'])").startswith("Which page?")


@pytest.mark.parametrize(
    "page",
    ["/steps/sql/", "/zh-hans/steps/sql/", "http://localhost:8000/steps/sql/#courses"],
)
def test_a_page_is_known_by_every_form_of_its_address(client, settings, page):
    settings.SITE_URL = "http://localhost:8000"

    send(client, open_form(client, "") | {"page": page, "words": "Old price."})

    assert Report.objects.values_list("page", "subject", "subject_slug").get() == (
        "/steps/sql/",
        "step",
        "sql",
    )


def test_what_was_sent_is_kept_and_leads_to_a_secret_address(client):
    typed = {"sentence": " 45–90\n hours ", "words": "It took me\r\n\r\n\r\nlonger."}

    response = send(client, open_form(client) | typed)

    report = Report.objects.get()
    token = response.headers["Location"].split("/")[2]
    assert (response.status_code, len(token)) == (303, 32)
    assert report.token_hash == token_hash(token)
    assert (report.kind, report.state, report.language) == ("mistake", "open", "en")
    assert (report.sentence, report.words) == ("45–90 hours", "It took me\n\nlonger.")
    assert not response.cookies
    assert client.get(response.headers["Location"]).status_code == 200


def test_a_list_keeps_what_was_chosen_on_it(client):
    send(client, open_form(client, "?page=/courses/?kind=book") | {"words": "None?"})

    report = Report.objects.get()
    assert (report.page, report.subject) == ("/courses/?kind=book", "")


def test_pressed_twice_it_is_one_report(client):
    form = open_form(client) | {"words": "Old price."}

    first, second = send(client, form), send(client, form)

    assert first.headers["Location"] == second.headers["Location"]
    assert Report.objects.count() == 1


@pytest.mark.parametrize("key", ["", "forged", "x" * 5000])
def test_a_key_that_is_not_ours_is_replaced(client, key):
    form = open_form(client) | {"words": "Old price.", "key": key}

    places = {send(client, form).headers["Location"] for _ in range(2)}

    assert len(places) == Report.objects.count() == 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"words": ""}, "Write a sentence or two first."),
        ({"words": " \u200b\x00\u202e\n "}, "Write a sentence or two first."),
        ({"words": "x" * 2001}, "At most 2000 characters; these are 2001."),
        ({"sentence": "x" * 501}, "At most 500 characters; these are 501."),
        ({"page": "/my/"}, "This is no page of this site."),
        ({"page": "/" + "x" * 301}, "This is no page of this site."),
        ({"website": "https://spam.example/"}, "Leave this field empty"),
    ],
)
def test_what_cannot_be_taken_is_said_and_stays(client, typed, said):
    form = open_form(client) | {"words": "Old price.", "sentence": "$49"} | typed

    response = send(client, form)

    assert response.status_code == 422
    assert said in response.text
    kept = fields_of(response)
    assert {name: form[name].replace("\x00", "\ufffd") for name in kept} == kept
    assert not Report.objects.exists()


def test_what_nobody_sees_is_not_kept(client):
    form = open_form(client) | {"words": "a\x00b\u202ec\u200b\t d\u0301\ufeff"}

    send(client, form)

    assert Report.objects.get().words == "a bc d\u0301".replace("d\u0301", "d\u0301")


def test_a_tip_is_for_a_step_or_a_course_alone(client):
    make_course(slug="snakes")
    send(client, open_form(client, "?page=/courses/snakes/&kind=tip") | {"words": "A"})
    send(client, open_form(client, "?page=/courses/&kind=tip") | {"words": "B"})

    assert dict(Report.objects.values_list("words", "kind")) == {
        "A": "tip",
        "B": "mistake",
    }


def test_the_form_in_chinese_and_its_report_knows_the_language(client):
    page = document(client.get("/zh-hans/report/?page=/steps/sql/&kind=tip"))
    response = send(
        client,
        open_form(client, "?page=/steps/sql/&kind=tip", "/zh-hans")
        | {"words": "先看第三章。"},
        "/zh-hans",
    )

    assert texts(page, ".//h1") == ["分享心得"]
    assert "用SQL查数据" in texts(page, ".//form/p")[0]
    assert page.find(".//a[@class='language']").get("href") == (
        "/report/?page=%2Fsteps%2Fsql%2F&kind=tip"
    )
    assert response.headers["Location"].startswith("/zh-hans/report/")
    assert Report.objects.get().language == "zh"


def test_what_comes_from_elsewhere_is_asked_once_more_with_what_was_typed(client):
    strict = Client(enforce_csrf_checks=True)
    form = open_form(client) | {"words": "Old price."}

    response = strict.post("/report/", form, headers={"Sec-Fetch-Site": "cross-site"})

    assert response.status_code == 403
    assert 'value="Old price."' in response.text
    assert not Report.objects.exists()


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)("/report/").status_code == 405


def test_a_network_that_sends_too_much_is_told_to_wait_and_keeps_its_text(client):
    def once(number, address):
        typed = {"words": f"Report {number}"}
        return client.post(
            "/report/", open_form(client) | typed, headers=HERE, REMOTE_ADDR=address
        )

    answers = [once(n, "192.0.2.1") for n in range(limits.MOST_A_MINUTE + 1)]

    assert [answer.status_code for answer in answers] == [303] * 5 + [429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60
    assert "send it again in a minute" in answers[-1].text
    assert fields_of(answers[-1])["words"] == "Report 5"
    assert once(6, "192.0.2.2").status_code == 303


@pytest.mark.parametrize("most", ["MOST_OF_ADDRESS", "MOST_A_DAY"])
def test_a_day_has_a_bound(client, monkeypatch, fresh_cache, most):
    monkeypatch.setattr(limits, most, 2)
    answers = []
    for number in range(4):
        rate_limit.counts.clear()
        form = open_form(client) | {"words": f"Report {number}"}
        answers.append(send(client, form))

    assert [answer.status_code for answer in answers] == [303, 303, 429, 429]
    assert "send it tomorrow" in answers[-1].text
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 24 * 3600
