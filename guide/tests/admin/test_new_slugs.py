"""A new record whose slug is left empty gets one from its name, in either language, without scripts."""

import pytest

from guide.models import Course, Provider, Source, Term
from guide.tests.admin_pages import add_url, form_of, refused
from guide.tests.factory import make_course, make_source, named

pytestmark = pytest.mark.django_db


def add(desk, model, **fields):
    return desk.post(add_url(model), {**form_of(desk.get(add_url(model))), **fields})


def add_course(desk, title, **fields):
    needed = {
        "url": "https://example.org/course",
        "kind": "course",
        "difficulty": "beginner",
        "languages": "zh",
        "checked_on": "2026-08",
        "checked_by": "page",
        "source": make_source().pk,
        "provider": Provider.objects.create(**named("provider")).pk,
    }
    return add(desk, Course, title=title, **needed, **fields)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("机器学习入门", "ji-qi-xue-xi-ru-men"),
        ("Python 入门（第2版）", "python-ru-men-di-2-ban"),
        ("Machine Learning", "machine-learning"),
        ("学" * 200, ("xue-" * 25)[:-1]),
    ],
)
def test_an_empty_slug_is_made_from_the_name(desk, title, slug):
    answer = add_course(desk, title)

    assert (answer.status_code, Course.objects.get().slug) == (302, slug)


def test_a_slug_that_is_typed_stays(desk):
    add_course(desk, "机器学习入门", slug="first-course")

    assert Course.objects.get().slug == "first-course"


def test_other_records_too(desk):
    add(desk, Term, name_en="Gradient descent", name_zh="梯度下降", body_en="Down.")

    assert Term.objects.get().slug == "gradient-descent"


def test_a_slug_that_stands_already_is_named_and_nothing_is_saved(desk):
    make_course(slug="ji-qi-xue-xi-ru-men")

    answer = add_course(desk, "机器学习入门")

    assert refused(answer, "Course with this Slug already exists.") == []
    assert Course.objects.count() == 1


@pytest.mark.parametrize("title", ["？！", ""])
def test_a_name_that_no_slug_can_be_made_of_asks_for_one(desk, title):
    answer = add(desk, Source, title=title)

    assert (
        refused(answer, '<a href="#id_slug">Slug</a>', "This field is required.") == []
    )
    assert not Source.objects.exists()
