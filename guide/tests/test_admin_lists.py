"""Lists of the admin: what they show, what is edited in them, and what is done to many rows at once."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guide.models import Citation, Course, ExchangeRate, Question, Role, Skill, Source, Step
from guide.tests.admin_pages import form_of, list_url, open_form, save_form, state_of, text_of
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

ORDER = "form-0-order"


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def save_list(desk, model, form, **changes):
    return desk.post(list_url(model), {**form, **changes, "_save": "Save"})


def act(desk, model, action, rows, form=None, **more):
    form = form or form_of(desk.get(list_url(model)))
    data = {**form, "action": action, "_selected_action": [row.pk for row in rows], "index": "0", **more}
    return desk.post(list_url(model), data, follow=True)


def test_an_order_is_edited_in_the_list(desk):
    role = make_role(order=1)

    save_list(desk, Role, form_of(desk.get(list_url(Role))), **{ORDER: "5"})

    assert (state_of(role)["order"], state_of(role)["version"]) == (5, 2)
    assert LogEntry.objects.get().get_change_message() == "Changed Order."


def test_a_list_edit_of_a_row_that_changed_is_refused_by_name_and_shows_both(desk):
    first, second = make_role(order=1), make_role(order=2)
    form = form_of(desk.get(list_url(Role)))
    save_form(desk, first, open_form(desk, first), order="7")
    before = [state_of(first), state_of(second)]

    answer = save_list(desk, Role, form, **{ORDER: "5", "form-1-order": "6"})

    assert answer.status_code == 200
    assert [state_of(first), state_of(second)] == before
    assert f"nothing was saved: {first.name}." in text_of(answer)
    assert "here it says “7” now. Save again to keep yours." in text_of(answer)
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


def test_retire_withdraws_and_remembers_the_day(desk):
    step, course = make_step(), make_course()

    act(desk, Step, "retire", [step])
    answer = act(desk, Course, "retire", [course])

    assert "1 retired." in text_of(answer)
    for row in (step, course):
        after = state_of(row)
        assert (after["published"], after["retired_on"], after["version"]) == (False, timezone.localdate(), 2)
    assert [entry.get_change_message() for entry in LogEntry.objects.all()] == ["Changed Published and Retired on."] * 2


def test_publish_brings_back_and_leaves_what_is_published(desk):
    withdrawn = make_step(published=False, retired_on=timezone.localdate())
    published = make_step()
    before = state_of(published)

    act(desk, Step, "publish", [withdrawn, published])

    after = state_of(withdrawn)
    assert (after["published"], after["retired_on"], after["version"]) == (True, None, 2)
    assert state_of(published) == before


@pytest.mark.parametrize("action", ["publish", "retire"])
def test_an_action_on_a_row_that_changed_is_refused_by_name(desk, action):
    first, second = make_skill(published=action == "retire"), make_skill(published=action == "retire")
    form = form_of(desk.get(list_url(Skill)))
    second.save()
    before = [state_of(first), state_of(second)]

    answer = act(desk, Skill, action, [first, second], form)

    assert f"Somebody else changed these meanwhile, so nothing was saved: {second.name}." in text_of(answer)
    assert [state_of(first), state_of(second)] == before


def test_an_action_on_rows_that_the_page_does_not_show_is_refused(desk):
    skill = make_skill()

    act(desk, Skill, "retire", [skill], select_across="1")
    act(desk, Skill, "retire", [skill], opened="")

    assert state_of(skill)["published"] is True


def test_withdrawing_in_the_form_retires_too(desk):
    step = make_step()
    form = open_form(desk, step)
    form.pop("published")

    save_form(desk, step, form)

    assert (state_of(step)["published"], state_of(step)["retired_on"]) == (False, timezone.localdate())


def test_nobody_deletes_many_at_once(client, superuser):
    client.force_login(superuser)
    skill = make_skill()

    answer = act(client, Skill, "delete_selected", [skill], post="yes")

    assert "No action selected." in text_of(answer)
    assert Skill.objects.filter(pk=skill.pk).exists()


def test_lists_say_what_lacks_a_language(desk):
    complete, lacking = make_skill(), make_skill(name_en="Only English", name_zh="")

    def listed(query):
        return {row for row in (complete, lacking) if row.name_en in text_of(desk.get(list_url(Skill) + query))}

    assert listed("") == {complete, lacking}
    assert listed("?missing=zh") == {lacking}
    assert listed("?missing=en") == set()


def test_lists_find_chinese_names(desk):
    make_skill(name_zh="线性代数", name_en="Linear algebra")
    make_skill(name_zh="概率", name_en="Probability")

    found = text_of(desk.get("/zh-hans" + list_url(Skill) + "?q=线性"))

    assert ("Linear algebra" in found, "Probability" in found) == (True, False)


def make_citation():
    Citation.objects.create(source=make_source(), subject="skill", subject_slug=make_skill().slug)


def make_rate():
    period = 2000 + ExchangeRate.objects.count()
    ExchangeRate.objects.create(currency="GBP", kind="average", period=period, per_usd=1, source=make_source())


def make_question():
    number = Question.objects.count()
    Question.objects.create(slug=f"question-{number}", name_en="Why?", order=number)


LISTS = {
    "skill": make_skill, "step": make_step, "course": make_course, "roadmap": make_roadmap, "role": make_role,
    "salary": make_salary, "fact": make_fact, "term": make_term, "source": make_source, "citation": make_citation,
    "exchangerate": make_rate, "question": make_question,
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_the_same_number_of_queries_for_one_row_and_for_ten(desk, name, django_assert_num_queries):
    url, maker = f"/admin/guide/{name}/", LISTS[name]
    maker()
    desk.get(url)
    with CaptureQueriesContext(connection) as one:
        desk.get(url)
    for _ in range(9):
        maker()

    with django_assert_num_queries(len(one)):
        assert desk.get(url).status_code == 200


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
    query = {"app_label": "guide", "model_name": "salary", "field_name": "source", "term": "pay"}

    answer = desk.get("/admin/autocomplete/", query).json()

    assert answer == {"results": [{"id": str(source.pk), "text": "Survey of pay"}], "pagination": {"more": False}}
    assert Source.objects.count() == 1


def test_the_list_of_courses_shows_prices_and_leads_to_the_other_language(desk):
    make_course(price="49.00", currency="USD", price_period="total")
    english, chinese = list_url(Course), "/zh-hans" + list_url(Course)

    pages = {address: desk.get(address).content.decode() for address in (english, chinese)}

    assert all('<td class="field-price">49.00 USD</td>' in page for page in pages.values())
    assert f'<a href="{chinese}" lang="zh-Hans" hreflang="zh-Hans">中文</a>' in pages[english]
    assert f'<a href="{english}" lang="en" hreflang="en">English</a>' in pages[chinese]
