"""“Edit this” on public pages: for staff who may change what the page shows, and no trace of it for anybody else."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guide.models import Course, Step
from guide.tests.test_query_counts import World, address
from tests.document import document
from tests.people import make_person

pytestmark = pytest.mark.django_db
RECORDS = ["chapter", "course", "roadmap", "role", "skill", "source", "step"]
LISTS = {
    **{f"{name}-list": name for name in RECORDS if name != "step"},
    "belief-list": "belief", "glossary": "term", "industries": "industry", "market": "fact",
    "question-list": "question", "reading-list": "reading", "salaries": "salary",
}  # fmt: skip
OTHERS = ["home", "search", "advert", "role-compare", "salaries-compare"]


@pytest.fixture
def world():
    World().grow()


def edit_link(client, page):
    links = document(client.get(page)).find(".//header").iter("a")
    found = [link for link in links if "/admin/" in link.get("href")]
    return [(link.text, link.get("href")) for link in found]


def form_of(client, name):
    """The slug in the form to which the page of a record leads."""
    [(_text, form)] = edit_link(client, address(name))
    return client.get(form).context_data["original"].slug


@pytest.mark.usefixtures("world")
def test_it_leads_an_editor_to_the_form_of_the_record_or_the_list_of_its_kind(desk):
    assert {name: form_of(desk, name) for name in RECORDS} == dict.fromkeys(
        RECORDS, "x"
    )
    assert {name: edit_link(desk, address(name)) for name in LISTS} == {
        name: [("Edit this", f"/admin/guide/{kind}/")] for name, kind in LISTS.items()
    }
    of_country = "/admin/guide/salary/?country__exact=GB"
    assert edit_link(desk, address("salaries-country")) == [("Edit this", of_country)]
    assert desk.get(of_country).status_code == 200
    assert [edit_link(desk, address(name)) for name in OTHERS] == [[]] * len(OTHERS)
    assert edit_link(desk, "/my/") == []


@pytest.mark.usefixtures("world")
def test_it_is_in_the_language_of_the_page(desk):
    form = reverse("admin:guide_step_change", args=[Step.objects.get(slug="x").pk])

    shown = edit_link(desk, "/zh-hans" + address("step"))

    assert shown == [("编辑此页", f"/zh-hans{form}")]


@pytest.mark.usefixtures("world")
def test_who_may_not_change_a_kind_is_not_led_to_it(client, learner):
    clerk = make_person("clerk@example.org", is_staff=True)
    rights = ["view_step", "change_course"]
    clerk.user_permissions.set(Permission.objects.filter(codename__in=rights))
    pages = [address(name) for name in (*RECORDS, *LISTS)]
    guest = Client()
    client.force_login(learner)
    clerks = Client()
    clerks.force_login(clerk)

    shown = {page for page in pages if edit_link(clerks, page)}

    assert shown == {address("course"), address("course-list")}
    assert [
        page for page in pages if edit_link(client, page) or edit_link(guest, page)
    ] == []


@pytest.mark.usefixtures("world")
def test_a_record_that_is_new_or_renamed_is_found_at_once(desk):
    Course.objects.filter(slug="x").update(slug="was-x")
    renamed = Course.objects.get(slug="was-x")
    renamed.save()

    [(_text, form)] = edit_link(desk, "/courses/was-x/")

    assert form == reverse("admin:guide_course_change", args=[renamed.pk])


@pytest.mark.usefixtures("world")
def test_it_costs_a_learner_no_query(client, learner, settings):
    settings.CONTENT_VERSION_SECONDS = 60
    client.force_login(learner)
    client.get(address("course"))

    with CaptureQueriesContext(connection) as asked:
        client.get(address("course"))

    tables = ("guide_course", "permission")
    assert [each for each in asked if any(name in each["sql"] for name in tables)] == []
