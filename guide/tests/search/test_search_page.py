import re

import pytest

from guide.models import MissedSearch
from guide.search.missed import most_missed_searches
from guide.tests.factory import make_course, make_question, make_skill, make_step
from tests.document import document

pytestmark = pytest.mark.django_db
PRIVATE = {"Cache-Control": "private, no-store"}


@pytest.fixture
def quantum(fresh_cache):
    return make_skill(
        slug="quantum",
        name_en="Quantum annealing",
        name_zh="量子退火",
        summary_en="Finds low energy <b>states</b> & more.",
        summary_zh="寻找低能量状态。",
    )


def main_of(response):
    text = response.content.decode()
    main = re.sub(r"\s+", " ", text[text.index("<main") : text.index("</main")])
    return main.replace(" >", ">")


def test_a_result_has_its_kind_a_fact_and_the_marked_sentence(client, quantum):
    text = main_of(client.get("/search/?q=energy"))

    assert "Skill · " in text
    assert 'href="/skills/quantum/"' in text
    assert "Finds low <mark>energy</mark> &lt;b&gt;states&lt;/b&gt; &amp; more." in text


def test_words_are_marked_in_the_original_text_of_either_language(client, quantum):
    assert "<mark>Quantum</mark> <mark>annealing</mark>" in main_of(
        client.get("/search/?q=ＱＵＡＮＴＵＭ+annealing")
    )
    assert "<mark>量子退火</mark>" in main_of(client.get("/zh-hans/search/?q=量子退火"))


def test_an_english_title_is_found_by_its_chinese_name_too(client, fresh_cache):
    make_course(title="Deep Reinforcement Learning", note_zh="一门课。")

    assert "<mark>Reinforcement</mark> <mark>Learning</mark>" in main_of(
        client.get("/zh-hans/search/?q=强化学习")
    )


def test_what_is_found_in_the_other_language_says_so(client, quantum):
    text = main_of(client.get("/search/?q=低能量"))

    assert "(in the Chinese text)" in text
    assert '<span lang="zh-Hans">寻找<mark>低能量</mark>状态。</span>' in text
    assert "Quantum annealing" in text


def test_results_stand_in_groups_with_numbers_that_are_links(client, fresh_cache):
    for number in range(9):
        make_course(title=f"Lattice {number}", languages="en")
    make_step(name_en="Lattice")

    make_step(name_en="Walk", summary_en="On a lattice.")

    text = main_of(client.get("/search/?q=lattice"))
    only = main_of(client.get("/search/?q=lattice&kind=course"))

    assert "11 results for “lattice”" in text
    assert '<h2>Courses <span class="soft">9</span></h2>' in text
    assert 'href="?q=lattice&amp;kind=course"' in text
    assert only.count("<mark>Lattice</mark>") == 9
    assert "Walk" not in only


def test_a_course_says_its_provider_length_and_price(client, fresh_cache):
    make_course(
        title="Lattice", hours_low=10, hours_high=12, hours_basis="stated", price="49",
        currency="USD", price_period="month",
    )  # fmt: skip

    text = main_of(client.get("/search/?q=lattice"))

    assert " · 10–12 h · $49 a month" in text


def test_a_typing_error_is_named_and_can_be_searched_as_it_is(client, quantum):
    text = main_of(client.get("/search/?q=quamtum"))
    literal = main_of(client.get("/search/?q=quamtum&as=typed"))

    assert "Did you mean “quantum”? That is what was searched." in text
    assert 'href="?q=quamtum&amp;as=typed"' in text
    assert "Nothing here has “quamtum”." in literal


def test_nothing_found_says_what_to_try_and_names_what_is_alike(client, quantum):
    text = main_of(client.get("/search/?q=zzzz+qqqq"))

    assert "Nothing here has “zzzz qqqq”." in text
    assert 'href="/glossary/"' in text


def test_a_question_in_ones_own_words_finds_the_question(client, fresh_cache):
    make_question(slug="how-long", name_en="How long it takes")
    make_course(title="It takes long")

    text = main_of(client.get("/search/?q=how+long+does+it+take"))

    assert text.index("/questions/#how-long") < text.index(
        "<mark>takes</mark> <mark>long</mark>"
    )


def test_an_answer_is_never_kept_but_the_empty_page_is(client, quantum):
    answer = client.get("/search/?q=quantum")
    empty = client.get("/search/")

    assert answer.headers["Cache-Control"] == "private, no-store"
    assert empty.headers["Cache-Control"].startswith("public")
    for response in (answer, empty):
        assert 'name="robots" content="noindex"' in response.content.decode()


def test_the_other_language_keeps_the_search(client, quantum):
    assert (
        'href="/zh-hans/search/?q=quantum"'
        in client.get("/search/?q=quantum").content.decode()
    )


def test_the_page_works_with_any_method_that_reads_and_no_other(client, quantum):
    assert client.head("/search/?q=quantum").status_code == 200
    assert client.post("/search/", {"q": "quantum"}).status_code == 405


def test_too_many_searches_are_refused_in_words(client, quantum):
    answers = [client.get("/search/?q=quantum") for _ in range(31)]
    chinese = client.get("/zh-hans/search/?q=quantum")

    assert [each.status_code for each in answers] == [200] * 30 + [429]
    assert answers[-1].headers["Retry-After"]
    assert "Wait a minute and try again" in answers[-1].content.decode()
    assert chinese.status_code == 429
    assert client.get("/search/").status_code == 200


def test_too_many_suggestions_are_refused_in_words(client, quantum):
    address = "/search/suggestions/?q=quan"
    codes = [client.get(address).status_code for _ in range(121)]

    assert codes == [200] * 120 + [429]
    assert "Press Enter to search" in client.get(address).content.decode()


def test_suggestions_are_options_with_their_kind(client, quantum):
    response = client.get("/search/suggestions/?q=quan")
    text = response.content.decode()

    assert len(response.content) < 3000
    assert text.count('role="option"') == 1
    assert 'href="/skills/quantum/"' in text
    assert "1 suggestion" in text


@pytest.mark.parametrize("text", ["", "   ", "%00", "\u202e", "?", "…"])
def test_a_search_without_a_word_is_the_empty_page_or_finds_nothing(client, db, text):
    response = client.get("/search/", {"q": text})

    assert response.status_code in (200, 400)


def test_a_long_search_is_cut_and_says_so(client, quantum):
    text = main_of(client.get("/search/", {"q": "quantum " * 100}))

    assert "A search may have 200 characters." in text


def test_an_unknown_kind_is_ignored(client, quantum):
    assert "quantum" in main_of(client.get("/search/?q=quantum&kind=nothing"))


@pytest.mark.parametrize("address", ["/", "/zh-hans/roles/"])
def test_every_page_has_the_field_as_a_plain_form(client, db, address):
    page = document(client.get(address))
    form = page.find(".//form[@class='find']")

    assert form.get("action") == (
        "/zh-hans/search/" if address.startswith("/zh") else "/search/"
    )
    assert form.find("input[@type='search']").get("name") == "q"


# Searches without a result


def test_a_missed_search_counts_once_a_visitor_and_shows_with_three(client, quantum):
    for address in ("192.0.2.1", "192.0.2.1", "192.0.2.2"):
        client.get("/search/?q=Flux Capacitor", REMOTE_ADDR=address)
    assert MissedSearch.objects.count() == 2
    assert list(most_missed_searches()) == []

    client.get("/search/?q=flux+capacitor", REMOTE_ADDR="192.0.2.3")

    assert list(most_missed_searches()) == [{"text": "flux capacitor", "visitors": 3}]


def test_nothing_kept_tells_who_searched_and_long_texts_are_cut(client, quantum):
    client.get("/search/?q=" + "zq" * 40, REMOTE_ADDR="192.0.2.1")

    kept = MissedSearch.objects.get()
    assert kept.text == "zq" * 20
    assert "192.0.2.1" not in str(vars(kept))


@pytest.mark.parametrize("query", ["quantum", "quantum energy"])
def test_what_went_while_it_was_sought_is_no_error(client, quantum, monkeypatch, query):
    """The rows are found by one query and read by another."""
    monkeypatch.setattr("guide.search.finding.read_texts", lambda *asked: {})

    answer = client.get("/search/", {"q": query})

    assert answer.status_code == 200
    assert "Quantum annealing" not in main_of(answer)
