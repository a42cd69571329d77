"""Every public page costs the same number of queries at 1 and at 10 times the content, and at most eight.

Counted cold, as after a change of content: nothing is kept, neither page nor map, glossary or content version.
"""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse

from careerpath.page_cache import PAGES
from guide import urls
from guide.cache import clear_caches
from guide.models import (
    ContentVersion,
    CoursePrerequisite,
    CourseSkill,
    Criterion,
    RoleNeighbour,
    SkillPrerequisite,
    StepPrerequisite,
    StepSkill,
    Stop,
)
from guide.tests.factory import (
    make_background,
    make_belief,
    make_chapter,
    make_citation,
    make_course,
    make_employer,
    make_fact,
    make_industry,
    make_mention,
    make_question,
    make_reading,
    make_requirement,
    make_roadmap,
    make_role,
    make_salary,
    make_skill,
    make_source,
    make_step,
    make_term,
    make_track,
)
from tests.contact import CONTACT

pytestmark = pytest.mark.django_db
# Of a first visit of a content version, in both languages; a second one costs one at most. Whoever adds a query to a
# page changes its number here, and says so to who reads the change.
QUERIES = {
    "home": 12,
    "about": 1,
    "privacy": 2,
    "roadmap-list": 6,
    "roadmap": 11,
    "step": 10,
    "advert": 1,
    "skill-list": 3,
    "skill": 9,
    "course-list": 9,
    "course": 9,
    "salaries": 4,
    "salaries-csv": 4,
    "salaries-json": 4,
    "salaries-figures": 4,
    "salaries-all": 4,
    "salaries-series": 4,
    "salaries-contradictions": 3,
    "salaries-compare": 4,
    "salaries-country": 4,
    "salaries-country-figures": 4,
    "role-list": 2,
    "role-compare": 15,
    "role": 9,
    "chapter-list": 2,
    "chapter": 7,
    "question-list": 3,
    "belief-list": 4,
    "reading-list": 3,
    "glossary": 4,
    "industries": 4,
    "market": 3,
    "search": 1,
    "search-suggestions": 1,
    "source-list": 3,
    "source": 9,
}
# And which courses can be reached from mainland China.
IN_CHINESE = {**QUERIES, "step": 11, "course-list": 10}
SITEMAP = "/sitemap.xml"
PROSE = {"body_en": "A loss, a [link](step:x).", "body_zh": "损失。"}
# Takes posts only, is made anew for each visit, or belongs to whoever has its address.
NO_PAGES = {"salaries-place", "report-form", "report", "report-deletion"}
NAMES = [pattern.name for pattern in urls.urlpatterns if pattern.name not in NO_PAGES]
# What an address needs beside its name; a page whose address needs more than this says fails until it stands here.
ARGUMENTS = {
    **{
        name: {"slug": "x"}
        for name in ("roadmap", "step", "skill", "course", "role", "chapter", "source")
    },
    "salaries-country": {"country": "united-kingdom"},
    "salaries-country-figures": {"country": "united-kingdom"},
}


class World:
    """One object of every kind with the slug x, and more and more of everything around them."""

    def __init__(self):
        self.track, self.source = (
            make_track(),
            make_source(slug="x", kind="article", **PROSE),
        )
        self.skill = make_skill(slug="x", **PROSE)
        self.step = make_step(
            self.track,
            slug="x",
            source=self.source,
            skills=[self.skill],
            project_en="A loss.",
            **PROSE,
        )
        self.course = make_course(
            [self.skill], slug="x", note_en="A loss.", source=self.source
        )
        self.roadmap = make_roadmap([self.step], slug="x", **PROSE)
        self.role = self.roadmap.role
        self.role.slug, self.role.body_en = "x", "A loss."
        self.role.save()
        self.chapter = make_chapter(slug="x", picture="neighbours", **PROSE)

    def grow(self):
        skill, role, term = (
            make_skill(self.skill.category, **PROSE),
            make_role(**PROSE),
            make_term(**PROSE),
        )
        before, after = (
            make_step(self.track, source=self.source),
            make_step(self.track, source=self.source, **PROSE),
        )
        course = make_course([self.skill, skill], source=self.source)
        self.link(skill, role, before, after, course)
        make_background(
            make_roadmap([self.step, before, after], **PROSE), {self.skill: 2}
        )
        make_salary(self.role, source=self.source)
        make_mention(self.skill)
        make_mention(skill, self.source)
        make_belief([self.step, before], **PROSE)
        make_reading(source=self.source)
        type(fact := make_fact(**PROSE)).objects.filter(pk=fact.pk).update(
            source=self.source
        )
        for make in (make_chapter, make_question, make_industry, make_employer):
            make_citation(make(**PROSE), self.source)
        for cited in (
            self.skill,
            self.step,
            self.course,
            self.role,
            self.chapter,
            term,
        ):
            make_citation(cited)
            make_citation(cited, self.source)

    def link(self, skill, role, before, after, course):
        StepPrerequisite.objects.create(step=self.step, prerequisite=before)
        StepPrerequisite.objects.create(step=after, prerequisite=self.step)
        SkillPrerequisite.objects.create(skill=self.skill, prerequisite=skill)
        StepSkill.objects.create(step=self.step, skill=skill, level=1)
        StepSkill.objects.create(step=before, skill=self.skill, level=1)
        Criterion.objects.create(
            step=self.step, code=skill.slug, order=1, text_en="do it"
        )
        for order, step in enumerate((before, after), self.roadmap.stops.count()):
            Stop.objects.create(
                roadmap=self.roadmap,
                stage=self.roadmap.stages.get(),
                step=step,
                order=order,
            )
        CourseSkill.objects.create(course=self.course, skill=skill, level=1)
        CoursePrerequisite.objects.create(course=self.course, skill=skill)
        type(course).objects.filter(pk=course.pk).update(
            status="replaced", replaced_by=self.course
        )
        make_requirement(self.role, skill)
        make_requirement(role, self.skill)
        RoleNeighbour.objects.create(role=self.role, neighbour=role)


def address(name):
    return reverse(f"guide:{name}", kwargs=ARGUMENTS.get(name))


def queries(address):
    clear_caches()
    PAGES.clear()
    ContentVersion._known = (0.0, 0)
    with CaptureQueriesContext(connection) as captured:
        response = Client().get(address)
    assert response.status_code == 200
    return [query["sql"] for query in captured]


@pytest.fixture(scope="module")
def counted(django_db_setup, django_db_blocker):
    """The queries of every page in both languages at 1 and at 10 times the content, which is rolled back."""
    addresses = [
        prefix + address(name) for name in NAMES for prefix in ("", "/zh-hans")
    ] + [SITEMAP]
    with (
        django_db_blocker.unblock(),
        override_settings(CONTENT_VERSION_SECONDS=60, CONTACT=CONTACT),
        transaction.atomic(),
    ):
        world = World()
        world.grow()
        few = {address: queries(address) for address in addresses}
        for _ in range(9):
            world.grow()
        many = {address: queries(address) for address in addresses}
        transaction.set_rollback(True)
    return few, many


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
@pytest.mark.parametrize("name", NAMES)
def test_queries_do_not_grow_with_the_content(counted, name, prefix):
    few, many = (queries[prefix + address(name)] for queries in counted)

    assert len(many) == len(few), "\n".join(sorted(set(many) - set(few)))


@pytest.mark.parametrize(
    ("prefix", "expected"), [("", QUERIES), ("/zh-hans", IN_CHINESE)]
)
def test_a_first_visit_costs_so_many_queries(counted, prefix, expected):
    _, many = counted

    assert {name: len(many[prefix + address(name)]) for name in NAMES} == expected


def test_the_queries_of_the_sitemap_do_not_grow_with_the_content(counted):
    few, many = (queries[SITEMAP] for queries in counted)

    # the content version, and one for all records
    assert (len(few), len(many)) == (2, 2), "\n".join(many)
