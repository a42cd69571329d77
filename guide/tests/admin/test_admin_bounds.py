"""Counts, keys and figures of a request are bounded before anything is locked: words or a page of ours, never a 500."""

import time

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guide.models import Role, Salary, Step
from guide.tests.admin_pages import (
    add_url,
    change_url,
    form_of,
    list_url,
    open_form,
    save_form,
    state_of,
    text_of,
)
from guide.tests.factory import make_role, make_salary, make_step
from tests.examples import scaled_count

pytestmark = pytest.mark.both_databases

THIRTY = "9" * 30
FIGURES = [
    THIRTY, "9" * 5000, "1E999999999", "1e9", "-1E-999999999", "sNaN", "NaN", "Infinity", "²", "٣٣", "\0", "0x10",
    "9" * 18, "--1", ".", "1" * 41,
]  # fmt: skip


@pytest.fixture
def patient(desk):
    """The editor's browser, which shows an error page as a visitor would see it."""
    desk.raise_request_exception = False
    return desk


@pytest.mark.parametrize("count", ["100000", THIRTY, "9" * 5000, "-1", "4", "²", "1e3"])
@pytest.mark.parametrize("name", ["INITIAL", "TOTAL"])
def test_a_forged_count_is_refused_before_the_lock(patient, name, count):
    step = make_step(criteria=2)
    form = open_form(patient, step) | {f"criteria-{name}_FORMS": count}
    start = time.process_time()  # the machine may be busy

    with CaptureQueriesContext(connection) as queries:
        answer = save_form(patient, step, form, name_en="New")

    assert (answer.status_code, time.process_time() - start < 2) == (400, True)
    assert "We cannot read this request" in text_of(answer)
    assert [query for query in queries if "SAVEPOINT" in query["sql"]] == []
    assert Step.objects.get(pk=step.pk).name_en != "New"


@pytest.mark.parametrize("count", ["", "abc"])
def test_a_missing_count_is_said_in_words(patient, count):
    step = make_step(criteria=1)
    form = open_form(patient, step) | {"criteria-TOTAL_FORMS": ""}

    answer = save_form(patient, step, form, name_en="New")

    assert answer.status_code == 200
    assert "New" in text_of(answer)
    assert Step.objects.get(pk=step.pk).name_en != "New"


@pytest.mark.parametrize(
    "changes",
    [
        {"form-TOTAL_FORMS": "100000"}, {"form-INITIAL_FORMS": THIRTY}, {"form-0-id": THIRTY}, {"form-0-id": "abc"},
        {"form-0-id": "\0"}, {"action": "retire", "_selected_action": THIRTY, "index": "0"},
        {"action": "retire", "_selected_action": "abc", "index": "0"},
        {"action": "retire", "_selected_action": "\0", "index": "0"},
    ],
)  # fmt: skip
def test_forged_counts_and_keys_of_a_list_are_refused(patient, changes):
    role = make_role()
    before = state_of(role)
    form = form_of(patient.get(list_url(Role)))
    form.pop("action", None)

    answer = patient.post(list_url(Role), {**form, "_save": "Save", **changes})

    assert answer.status_code == 400
    assert state_of(role) == before


@pytest.mark.parametrize("figure", FIGURES)
def test_a_figure_of_any_size_is_refused_in_words(patient, figure):
    step, salary = make_step(), make_salary()
    form, money = open_form(patient, step), open_form(patient, salary)

    answers = [
        save_form(patient, step, form, hours_low=figure),
        save_form(patient, salary, money, mid=figure),
        save_form(patient, salary, money, year=figure),
        save_form(patient, step, form, hours_low=figure, version="0", opened="x"),
    ]

    allowed = (200, 302) if figure == "٣٣" else (200,)
    assert {answer.status_code for answer in answers} <= set(allowed)
    assert all(len(answer.content) < 500_000 for answer in answers)


@settings(max_examples=scaled_count(12))
@given(
    figure=st.one_of(
        st.text(max_size=30),
        st.integers().map(str),
        st.decimals().map(str),
        st.from_regex(r"\A[-+]?\d{1,50}([.,]\d{1,50})?([eE][-+]?\d{1,12})?\Z"),
    )
)
@example("1E400")
def test_no_figure_breaks_a_form(patient, figure):
    salary = make_salary()
    form = open_form(patient, salary)

    answer = save_form(patient, salary, form, mid=figure, sample_size=figure)

    assert answer.status_code in (200, 302)
    assert patient.get(change_url(salary)).status_code == 200


@pytest.mark.parametrize("key", [THIRTY, "9" * 5000, "abc", "²", "-1", "\0", "0"])
def test_a_reference_that_is_no_key_is_refused_in_words(patient, key):
    salary = make_salary()
    before = state_of(salary)
    form = open_form(patient, salary)

    plain = save_form(patient, salary, form, source=key)
    stale = save_form(patient, salary, form, source=key, version="0", opened="x")
    added = patient.get(add_url(Salary), {"source": key})

    assert (plain.status_code, stale.status_code) == (200, 200)
    assert added.status_code == (400 if key == "\0" else 200)
    assert state_of(salary) == before


@pytest.mark.parametrize("kind", ["split", "merge"])
@pytest.mark.parametrize("number", [THIRTY, "9" * 5000, "²", "\0", "-1"])
def test_forms_of_a_succession_are_bounded(patient, kind, number):
    steps = [make_step(), make_step()][: 1 if kind == "split" else 2]
    address = reverse(f"admin:guide_step_{kind}")
    asked = f"{address}?{'&'.join(f'step={step.pk}' for step in steps)}"
    fields = {
        "do": "preview", "parts": number, "part-0-existing": number, "part-0-hours_low": number,
        "part-0-skills": number, "part-0-track": number,
    }  # fmt: skip

    posted = patient.post(asked, fields)
    shown = patient.get(address, {"step": number})

    assert posted.status_code == 200
    assert shown.status_code == (400 if number == "\0" else 302)


QUERIES = [
    f"p={THIRTY}", f"o={THIRTY}", f"id__exact={THIRTY}", f"id__in={THIRTY}", "q=%00", "published__exact=%00",
    f"e={THIRTY}", f"_popup={THIRTY}", "id__in=abc", "id__exact=%C2%B2", f"id__gt={'9' * 5000}", "missing=%00",
]  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
def test_no_query_of_a_list_is_a_500(patient, query):
    make_step()

    answer = patient.get(f"{list_url(Step)}?{query}", follow=True)

    assert answer.status_code in (200, 400)


@pytest.mark.parametrize("key", [THIRTY, "9" * 5000, "abc", "_00", "%C2%B2", "-1"])
def test_no_address_of_a_record_is_a_500(patient, key):
    for page in ("change", "history", "delete"):
        answer = patient.get(f"{list_url(Step)}{key}/{page}/", follow=True)
        assert answer.status_code in (200, 400, 403, 404)


@pytest.mark.parametrize("query", ["term=%00", f"term=a&page={THIRTY}", "page=abc"])
def test_no_query_of_an_autocomplete_is_a_500(patient, query):
    field = "app_label=guide&model_name=salary&field_name=source"

    answer = patient.get(f"{reverse('admin:autocomplete')}?{field}&{query}")

    assert answer.status_code in (200, 400, 404)


def test_people_too_are_bounded(client, superuser):
    client.force_login(superuser)
    client.raise_request_exception = False
    address = reverse("admin:accounts_user_change", args=[superuser.pk])
    form = form_of(client.get(address))

    for field in ("groups", "user_permissions"):
        answer = client.post(address, {**form, field: THIRTY})
        assert answer.status_code in (200, 400)


@pytest.mark.parametrize("length", [201, 7_900])
def test_a_long_search_is_refused_in_words_in_every_list(patient, length):
    lists = [
        list_url(model)
        for model in admin.site._registry
        if model._meta.app_label == "guide"
    ]

    answers = {address: patient.get(address, {"q": "x" * length}) for address in lists}

    assert {answer.status_code for answer in answers.values()} == {400}
    assert "can have at most 200 characters" in text_of(answers[list_url(Role)])
    chinese = patient.get("/zh-hans" + list_url(Role), {"q": "x" * length})
    assert "最多可以有200个字符" in text_of(chinese)
    assert patient.get(list_url(Role), {"q": "x" * 200}).status_code == 200


def test_a_long_search_for_a_choice_is_refused(patient):
    asked = {"app_label": "guide", "model_name": "stepskill", "field_name": "skill"}

    answers = [
        patient.get(reverse("admin:autocomplete"), asked | {"term": "x" * length})
        for length in (200, 201)
    ]

    assert [answer.status_code for answer in answers] == [200, 400]


@pytest.mark.parametrize("lookup", ["name_en__regex", "slug__iregex"])
@pytest.mark.parametrize("pattern", ["(", "(x+)+$"])
def test_nobody_asks_a_list_with_a_pattern(patient, lookup, pattern):
    answer = patient.get(list_url(Role), {lookup: pattern})

    assert answer.status_code == 400
    assert "No page of this site sends what was sent here" in answer.text
