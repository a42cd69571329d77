"""Figures in texts are computed where they are shown; what cannot be computed is refused, and never raises."""

import pytest
from django.utils.translation import override

from guide.markdown import render_markdown
from guide.models import Step
from guide.sync.errors import SyncRefused
from guide.sync.typed_numbers import TypedNumber, computed_ends, typed_numbers
from guide.tests.admin_pages import open_form, save_form, text_of
from guide.tests.factory import (
    make_course,
    make_question,
    make_roadmap,
    make_skill,
    make_step,
)
from guide.tests.fixture_world import World
from guide.texts.figures import fill_figures
from tests.document import document, words

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def content():
    steps = [
        make_step(slug="sql", hours_low=45, hours_high=90),
        make_step(slug="git", hours_low=6, hours_high=6),
    ]
    make_roadmap(steps, slug="way")
    make_course(slug="ml", hours_low=55, hours_high=77, hours_basis="stated")
    make_course(slug="long", checked_by="nobody")
    make_skill()


@pytest.mark.parametrize(
    ("typed", "english", "chinese"),
    [
        ("{hours:sql}", "45–90", "45～90"),
        ("{hours:git}", "6", "6"),
        ("{hours:sql+git}", "51–96", "51～96"),
        ("{hours:way}", "51–96", "51～96"),
        ("{hours:ml}", "55–77", "55～77"),
        ("{steps:way}", "2", "2"),
        ("{time:way@8}", "7–12 weeks", "7～12周"),
        ("{time:sql+git@2}", "6–12 months", "6～12个月"),
        ("{count:steps}", "2", "2"),
        ("{count:courses}", "1", "1"),
        ("{kept:progress}", "400 days", "400天"),
        ("{hours:sql} to {hours:git}", "45–90 to 6", "45～90 to 6"),
    ],
)
def test_a_figure_is_that_of_today_in_the_readers_language(
    content, typed, english, chinese
):
    assert fill_figures(typed) == english
    with override("zh-hans"):
        assert fill_figures(typed).replace("\u2060", "") == chinese


@pytest.mark.parametrize(
    "typed",
    [
        "{hours:gone}", "{hours:sql+gone}", "{hours:long}", "{hours:}", "{hours:sql@8}", "{steps:sql}",
        "{steps:way+way}", "{time:way}", "{time:way@0}", "{time:way@many}", "{time:way@99999}", "{time:@8}",
        "{count:cows}", "{kept:cows}", "{kept:backups+theme}", "{kept:backups@8}",
        "{count:steps+courses}", "{minutes:sql}", "{hours:SQL}", "{ hours:sql }", "{", "{hours", "{{hours:gone}}", "",
    ],
)  # fmt: skip
def test_what_stands_for_nothing_stays_as_it_was_typed(content, typed):
    assert fill_figures(typed) == typed
    assert "{hours:gone}" in render_markdown("{hours:gone}")


def test_pages_show_figures_in_prose_and_in_lines(client, content):
    step = Step.objects.get(slug="sql")
    step.body_en = "It takes **{hours:sql}** hours."
    step.summary_en, step.summary_zh = "One of {count:steps}.", "共{count:steps}步。"
    step.save()

    page = document(client.get("/steps/sql/"))

    assert "It takes 45–90 hours." in words(page)
    assert words(page.find(".//p[@class='lede']")) == "One of 2."
    description = page.find(".//meta[@name='description']").get("content")
    assert description.strip() == "One of 2."
    chinese = document(client.get("/zh-hans/steps/sql/"))
    assert words(chinese.find(".//p[@class='lede']")) == "共2步。"


def test_figures_of_many_texts_cost_the_queries_of_one(
    settings, content, django_assert_num_queries
):
    questions = [
        make_question(body_en="{hours:sql} {steps:way} {count:steps}")
        for _ in range(20)
    ]
    settings.CONTENT_VERSION_SECONDS = 60
    fill_figures("{hours:sql} {count:steps}")

    with django_assert_num_queries(0):
        shown = {str(question.body) for question in questions}
    assert shown == {"45–90 2 2"}


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("{hours:gone}", "{hours:gone}: there is no step or roadmap or course “gone”"),
        ("{steps:first}", "{steps:first}: there is no roadmap “first”"),
        (
            "{count:cows}",
            "{count:cows} stands for nothing. Allowed: chapters, courses,",
        ),
        ("{kept:cows}", "{kept:cows} stands for nothing. Allowed: addresses, backups,"),
        ("{hours:first@8}", "{hours:first@8} is none of the forms"),
    ],
)
def test_the_loader_refuses_a_figure_that_cannot_be_computed(tmp_path, typed, says):
    world = World(tmp_path)
    world.set("guide.term", "model", body_en=f"It takes {typed} hours.")

    with pytest.raises(SyncRefused) as refusal:
        world.load()

    [reason] = refusal.value.reasons
    assert f"(model) body_en: {says}" in reason


def test_the_loader_takes_figures_of_records_in_files_and_in_the_database(tmp_path):
    world = World(tmp_path)
    world.load()
    world.set(
        "guide.term",
        "model",
        body_en="{hours:first+second} {steps:engineer} {hours:snakes}",
    )

    world.load("10_chapters.json")
    world.load()

    assert fill_figures("{hours:first+second}") == "10–18"


def test_the_form_refuses_a_figure_that_cannot_be_computed(desk, content):
    question = make_question(body_en="Short.")
    form = open_form(desk, question)

    answer = text_of(
        save_form(desk, question, form, body_en="{hours:gone} {count:cows}")
    )

    assert "These figures cannot be computed: {hours:gone}, {count:cows}." in answer
    saved = save_form(desk, question, form, body_en="{hours:sql} {steps:way}")
    assert saved.status_code == 302
    question.refresh_from_db()
    assert question.body == "45–90 2"


COMPUTED = computed_ends({"sql": (45, 90), "git": (3, 6)}, {"way": ["sql", "git"] * 6})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It takes 45 to 90 hours.", [("45 to 90 hours", (45, 90))]),
        ("about 90 hours", [("90 hours", (90,))]),
        ("some 90 estimated hours", [("90 estimated hours", (90,))]),
        ("3–6 hours", [("3–6 hours", (3, 6))]),
        ("all 12 steps", [("12 steps", (12,))]),
        ("约45小时，12步", [("45小时", (45,)), ("12步", (12,))]),
        ("45至60小时", [("45至60小时", (45, 60))]),
        ("6 hours", []),  # too small to be more than chance
        ("90 hours a week", []),
        ("每周学90小时", []),
        ("44 hours and 90 minutes", []),
        ("1,045 hours", []),
        ("`90 hours` in code", []),
        ("{hours:sql} hours", []),
    ],
)
def test_a_typed_number_that_the_site_computes_is_found(text, found):
    assert list(typed_numbers(text, COMPUTED)) == [TypedNumber(*each) for each in found]
