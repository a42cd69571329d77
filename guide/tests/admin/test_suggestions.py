"""What is free is suggested: numbers, codes and slugs, in the form or where they stay empty."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.admin.editing.suggestions import free_name, short_name
from guide.models import Criterion, Roadmap, Role, Salary, Step
from guide.tests.admin_pages import add_url, form_of, open_form, refused, save_form
from guide.tests.factory import make_role, make_salary, make_source, make_step

pytestmark = pytest.mark.django_db


@given(st.text(max_size=5), st.sets(st.text(max_size=5)))
def test_a_free_name_is_free_and_begins_with_what_was_asked(name, taken):
    free = free_name(name, taken)

    assert free not in taken
    assert free.startswith(name)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("read one paper aloud", "read-one-paper-aloud"),
        ("compare at least three programs by cost", "compare-at-least-three-programs"),
        ("朗读一篇论文并讲解", "lang-du-yi-pian-lun"),
        ("?!", ""),
    ],
)
def test_a_code_is_the_first_words(words, code):
    assert short_name(words) == code


def test_a_new_record_has_the_next_number(desk):
    make_role(order=7)

    assert form_of(desk.get(add_url(Role)))["order"] == "8"
    assert form_of(desk.get(add_url(Roadmap)))["order"] == "1"


def test_a_new_step_has_the_source_that_most_steps_name_and_room_for_two_roadmaps(desk):
    make_step()
    often = make_step().source
    make_step(source=often)

    form = form_of(desk.get(add_url(Step)))

    assert (form["source"], form["stops-TOTAL_FORMS"]) == (str(often.pk), "2")


def test_a_new_row_has_the_next_number_and_makes_its_code(desk):
    step = make_step(criteria=2)
    form = open_form(desk, step)
    assert (form["criteria-2-order"], form["criteria-2-code"]) == ("2", "")

    text = {"criteria-2-text_en": "read one paper aloud"}
    assert save_form(desk, step, form, **text).status_code == 302
    again = {"criteria-3-text_en": "Read one paper aloud"}
    save_form(desk, step, open_form(desk, step), **again)

    added = Criterion.objects.filter(step=step, order__gt=1).order_by("order")
    assert [(row.order, row.code) for row in added] == [
        (2, "read-one-paper-aloud"),
        (3, "read-one-paper-aloud-2"),
    ]


def test_two_new_rows_that_begin_alike_have_two_codes_in_one_save(desk):
    step = make_step()
    form = open_form(desk, step) | {"criteria-TOTAL_FORMS": "2"}
    words = "explain in your own words what "
    rows = {
        "criteria-0-text_en": words + "bias is",
        "criteria-1-text_en": words + "variance is",
        "criteria-1-order": "2",
    }

    assert save_form(desk, step, form, **rows).status_code == 302

    codes = step.criteria.order_by("pk").values_list("code", flat=True)
    assert list(codes) == ["explain-in-your-own-words", "explain-in-your-own-words-2"]


def test_a_row_with_nothing_but_the_suggested_number_is_none(desk):
    step = make_step(criteria=1)
    form = open_form(desk, step)

    for number in ("2", "9"):
        answer = save_form(desk, step, form, **{"criteria-1-order": number})
        assert answer.status_code == 302
    assert step.criteria.count() == 1


def test_a_row_in_chinese_alone_has_a_code_and_one_without_words_is_asked_for_it(desk):
    step = make_step()
    form = open_form(desk, step)

    wrong = save_form(desk, step, form, **{"criteria-0-retired_on": "2026-01-01"})
    assert refused(wrong, 'href="#id_criteria-0-code"') == []
    save_form(desk, step, form, **{"criteria-0-text_zh": "朗读论文"})

    assert step.criteria.get().code == "lang-du-lun-wen"


def test_the_slug_of_a_salary_says_what_it_is(desk):
    known = make_salary()
    form = form_of(desk.get(add_url(Salary)))
    typed = {
        "occupation": known.occupation_id, "country": "GB", "kind": "advertised", "year": "2025",
        "experience": "senior", "period": "year", "currency": "GBP", "mid": "50000", "as_of": "2025",
        "source": make_source().pk, "sample_size": "20",
    }  # fmt: skip

    assert desk.post(add_url(Salary), form | typed).status_code == 302

    slug = f"advertised-2025-gb-{known.occupation.slug}-senior"
    assert Salary.objects.get(year=2025, country="GB", kind="advertised").slug == slug
