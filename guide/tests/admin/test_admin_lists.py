"""Lists of the admin: what they show, what is edited in them, and what they cost."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guide.models import (
    Citation,
    Course,
    ExchangeRate,
    Question,
    Role,
    Salary,
    Skill,
    Source,
    Step,
)
from guide.tests.admin_pages import (
    form_of,
    list_url,
    open_form,
    save_form,
    state_of,
    text_of,
)
from guide.tests.factory import (
    make_course,
    make_fact,
    make_roadmap,
    make_role,
    make_salary,
    make_skill,
    make_source,
    make_step,
    make_term,
)

pytestmark = pytest.mark.both_databases


ORDER = "form-0-order"


def save_list(desk, model, form, **changes):
    return desk.post(list_url(model), {**form, **changes, "_save": "Save"})


def test_an_order_is_edited_in_the_list(desk):
    role = make_role(order=1)

    save_list(desk, Role, form_of(desk.get(list_url(Role))), **{ORDER: "5"})

    assert (state_of(role)["order"], state_of(role)["version"]) == (5, 2)
    assert LogEntry.objects.get().get_change_message() == "Changed order."


def test_a_list_edit_of_a_row_that_changed_is_refused_by_name_and_shows_both(desk):
    first, second = make_role(order=1), make_role(order=2)
    form = form_of(desk.get(list_url(Role)))
    save_form(desk, first, open_form(desk, first), order="7")
    before = [state_of(first), state_of(second)]

    answer = save_list(desk, Role, form, **{ORDER: "5", "form-1-order": "6"})

    assert answer.status_code == 200
    assert [state_of(first), state_of(second)] == before
    assert f"nothing was saved: {first.name}." in text_of(answer)
    assert "it now says “7”. Save again to keep yours." in text_of(answer)
    again = form_of(answer)
    assert {again[ORDER], again["form-1-order"]} == {"5", "6"}
    assert save_list(desk, Role, again).status_code == 302
    assert (state_of(first)["order"], state_of(second)["order"]) == (5, 6)


def test_a_list_edit_leaves_what_only_others_changed(desk):
    first, second = make_role(order=1), make_role(order=2)
    form = form_of(desk.get(list_url(Role)))
    save_form(desk, first, open_form(desk, first), order="7")

    assert save_list(desk, Role, form, **{"form-1-order": "6"}).status_code == 302

    assert (state_of(first)["order"], state_of(second)["order"]) == (7, 6)


def test_a_list_without_its_versions_is_refused(desk):
    role = make_role(order=1)
    form = form_of(desk.get(list_url(Role))) | {"opened": ""}

    assert save_list(desk, Role, form, **{ORDER: "5"}).status_code == 200
    assert state_of(role)["order"] == 1


def test_lists_say_what_lacks_a_language(desk):
    complete, lacking = make_skill(), make_skill(name_en="Only English", name_zh="")

    def listed(query):
        return {
            row
            for row in (complete, lacking)
            if row.name_en in text_of(desk.get(list_url(Skill) + query))
        }

    assert listed("") == {complete, lacking}
    assert listed("?missing=zh") == {lacking}
    assert listed("?missing=en") == set()


def test_lists_find_chinese_names(desk):
    make_skill(name_zh="线性代数", name_en="Linear algebra")
    make_skill(name_zh="概率", name_en="Probability")

    found = text_of(desk.get("/zh-hans" + list_url(Skill) + "?q=线性"))

    assert ("Linear algebra" in found, "Probability" in found) == (True, False)


def make_citation():
    Citation.objects.create(
        source=make_source(), subject="skill", subject_slug=make_skill().slug
    )


def make_rate():
    period = 2000 + ExchangeRate.objects.count()
    ExchangeRate.objects.create(
        currency="GBP", kind="average", period=period, per_usd=1, source=make_source()
    )


def make_question():
    number = Question.objects.count()
    Question.objects.create(slug=f"question-{number}", name_en="Why?", order=number)


LISTS = {
    "skill": make_skill, "step": make_step, "course": make_course, "roadmap": make_roadmap, "role": make_role,
    "salary": make_salary, "fact": make_fact, "term": make_term, "source": make_source, "citation": make_citation,
    "exchangerate": make_rate, "question": make_question,
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_the_same_number_of_queries_for_one_row_and_for_ten(
    desk, name, django_assert_num_queries
):
    url, maker = f"/admin/guide/{name}/", LISTS[name]
    maker()
    desk.get(url)
    with CaptureQueriesContext(connection) as one:
        desk.get(url)
    for _ in range(9):
        maker()

    with django_assert_num_queries(len(one)):
        assert desk.get(url).status_code == 200


@pytest.mark.usefixtures("template_contexts")
def test_counts_in_a_list_count_each_row_once(desk):
    skill = make_skill()
    for _ in range(2):
        make_step(skills=[skill])
    for _ in range(3):
        make_course(skills=[skill])

    row = desk.get(list_url(Skill)).context["cl"].result_list[0]

    assert (row.step_links_count, row.course_links_count) == (2, 3)


def test_sources_are_found_by_the_fields_that_take_them(desk):
    source = make_source(title="Survey of pay")
    query = {
        "app_label": "guide",
        "model_name": "salary",
        "field_name": "source",
        "term": "pay",
    }

    answer = desk.get("/admin/autocomplete/", query).json()

    assert answer == {
        "results": [{"id": str(source.pk), "text": "Survey of pay"}],
        "pagination": {"more": False},
    }
    assert Source.objects.count() == 1


def test_the_list_of_courses_shows_prices_and_leads_to_the_other_language(desk):
    make_course(price="49.00", currency="USD", price_period="total")
    english, chinese = list_url(Course), "/zh-hans" + list_url(Course)

    pages = {
        address: desk.get(address).content.decode() for address in (english, chinese)
    }

    assert all(
        '<td class="field-price">49.00 USD</td>' in page for page in pages.values()
    )
    assert (
        f'<a href="{chinese}" lang="zh-Hans" hreflang="zh-Hans">中文</a>'
        in pages[english]
    )
    assert f'<a href="{english}" lang="en" hreflang="en">English</a>' in pages[chinese]


def test_what_belongs_together_stands_in_one_column(desk):
    make_step(hours_low=3, hours_high=12)
    make_salary(low=30000, mid=None, high=41500, currency="GBP")
    make_salary(mid=None, p10=10, p50=20, currency="USD")

    assert '<td class="field-hours">3–12</td>' in text_of(desk.get(list_url(Step)))
    chinese = text_of(desk.get(f"/zh-hans{list_url(Step)}"))
    assert '<td class="field-hours">3\u2060～\u206012</td>' in chinese
    page = text_of(desk.get(list_url(Salary)))
    assert '<td class="field-amounts">30,000 · 41,500 GBP</td>' in page
    assert '<td class="field-amounts">10 · 20 USD</td>' in page
