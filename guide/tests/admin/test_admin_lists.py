"""Lists of the admin: what they show, what is edited in them, and what is done to many rows at once."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import StepProgress
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


def act(desk, model, action, rows, form=None, **more):
    form = form or form_of(desk.get(list_url(model)))
    data = {
        **form,
        "action": action,
        "_selected_action": [row.pk for row in rows],
        "index": "0",
        **more,
    }
    return desk.post(list_url(model), data, follow=True)


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


def retire(desk, model, rows, form=None):
    """Choose the action, read what it asks, and say yes."""
    question = act(desk, model, "retire", rows, form)
    return question, desk.post(list_url(model), form_of(question), follow=True)


def test_a_step_and_a_course_that_retire_keep_their_pages(desk, client):
    step, course = make_step(slug="sql"), make_course(slug="snakes")

    retire(desk, Step, [step])
    _question, answer = retire(desk, Course, [course])

    assert (
        "1 retired. To undo this, select it and choose “Publish, or bring back what has retired”."
        in text_of(answer)
    )
    for row in (step, course):
        after = state_of(row)
        assert (after["published"], after["retired_on"], after["version"]) == (
            True,
            timezone.localdate(),
            2,
        )
    assert [entry.get_change_message() for entry in LogEntry.objects.all()] == [
        "Changed retired on."
    ] * 2
    assert "This step is no longer on any roadmap." in text_of(
        client.get("/steps/sql/")
    )
    assert "Retired (" in text_of(client.get("/courses/snakes/"))


def test_content_without_a_word_for_it_is_withdrawn(desk):
    skill = make_skill()

    question, _answer = retire(desk, Skill, [skill])

    assert "Its page will no longer be found" in text_of(question)
    assert (state_of(skill)["published"], state_of(skill)["version"]) == (False, 2)


def test_retire_says_first_who_points_there_and_changes_nothing(
    desk, learner, other_learner
):
    step = make_step(name_en="Learn SQL")
    make_roadmap([step], name_en="The way")
    make_step(after=[step], name_en="Databases")
    StepProgress.objects.set_state(learner, step, "doing")
    StepProgress.objects.set_state(other_learner, step, "done")
    before = state_of(step)

    page = text_of(act(desk, Step, "retire", [step]))

    assert "<li>Stops: 1 (The way: Learn SQL)</li>" in page
    assert "<li>Prerequisites of steps: 1 (Databases → Learn SQL)</li>" in page
    assert "<li>“Learn SQL”: 2 learners (Under way 1, Done 1)</li>" in page
    assert learner.email not in page
    assert state_of(step) == before


def test_what_changed_since_the_question_is_not_retired(desk):
    step = make_step()
    question = act(desk, Step, "retire", [step])
    step.save()

    answer = desk.post(list_url(Step), form_of(question), follow=True)

    assert (
        "Somebody else changed these while you were editing, so nothing was saved"
        in text_of(answer)
    )
    assert state_of(step)["retired_on"] is None


def test_a_draft_and_what_has_retired_have_nothing_to_retire(desk):
    rows = [make_step(published=False), make_step(retired_on="2026-01-01")]
    before = list(map(state_of, rows))

    assert "Nothing to retire: these are drafts, or already retired." in text_of(
        act(desk, Step, "retire", rows)
    )
    assert list(map(state_of, rows)) == before


def test_the_question_asks_the_same_number_of_queries_for_one_row_and_for_ten(
    desk, django_assert_num_queries
):
    steps = [make_step() for _ in range(10)]
    make_roadmap(steps)
    form = form_of(desk.get(list_url(Step)))
    act(desk, Step, "retire", steps, form)
    with CaptureQueriesContext(connection) as one:
        act(desk, Step, "retire", steps[:1], form)

    with django_assert_num_queries(len(one)):
        act(desk, Step, "retire", steps, form)


@pytest.mark.parametrize("published", [True, False])
def test_publish_brings_back_and_leaves_what_is_published(desk, published):
    withdrawn = make_step(published=published, retired_on=timezone.localdate())
    published = make_step()
    before = state_of(published)

    act(desk, Step, "publish", [withdrawn, published])

    after = state_of(withdrawn)
    assert (after["published"], after["retired_on"], after["version"]) == (
        True,
        None,
        2,
    )
    assert state_of(published) == before


@pytest.mark.parametrize("action", ["publish", "retire"])
def test_an_action_on_a_row_that_changed_is_refused_by_name(desk, action):
    first, second = (
        make_skill(published=action == "retire"),
        make_skill(published=action == "retire"),
    )
    form = form_of(desk.get(list_url(Skill)))
    second.save()
    before = [state_of(first), state_of(second)]

    answer = act(desk, Skill, action, [first, second], form, confirmed="yes")

    assert (
        f"Somebody else changed these while you were editing, so nothing was saved: {second.name}."
        in text_of(answer)
    )
    assert [state_of(first), state_of(second)] == before


def test_an_action_on_rows_that_the_page_does_not_show_is_refused(desk):
    skill = make_skill()

    act(desk, Skill, "retire", [skill], select_across="1", confirmed="yes")
    act(desk, Skill, "retire", [skill], opened="", confirmed="yes")

    assert state_of(skill)["published"] is True


def test_a_day_to_come_retires_nothing(desk):
    step = make_step()
    before = state_of(step)

    answer = save_form(desk, step, open_form(desk, step), retired_on="2999-01-01")

    assert "is in the future. Enter today or an earlier date." in text_of(answer)
    assert state_of(step) == before


def test_nobody_deletes_many_at_once(client, superuser):
    client.force_login(superuser)
    skill = make_skill()

    answer = act(client, Skill, "delete_selected", [skill], post="yes")

    assert "No action selected." in text_of(answer)
    assert Skill.objects.filter(pk=skill.pk).exists()


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
