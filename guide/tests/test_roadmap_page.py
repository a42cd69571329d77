import pytest

from guide.models import Stage, Stop
from guide.tests.factory import (
    make_course,
    make_roadmap,
    make_skill,
    make_step,
    make_track,
)
from tests.document import document, foreign, links, texts, words

pytestmark = pytest.mark.django_db
TITLES = ".//ol[@class='line-map']//a[@class='title']"


def add_stage(roadmap, *steps, order=2, **fields):
    values = {
        "code": f"stage-{order}",
        "name_en": f"Stage {order}",
        "name_zh": f"阶段{order}",
        **fields,
    }
    stage = Stage.objects.create(roadmap=roadmap, order=order, **values)
    for number, step in enumerate(steps, 1):
        Stop.objects.create(roadmap=roadmap, stage=stage, step=step, order=number)
    return stage


def row(page, slug):
    return next(item for item in page.iter("li") if item.get("id") == slug)


def test_the_map_is_one_ordered_list_of_stages_and_stops(client):
    roadmap = make_roadmap(
        [make_step(name_en="SQL"), make_step(name_en="Python")], slug="way"
    )
    add_stage(
        roadmap,
        make_step(name_en="Capstone"),
        name_en="Proof",
        purpose_en="Show what you can do.",
    )

    page = document(client.get("/roadmaps/way/"))

    assert texts(page, TITLES) == ["SQL", "Python", "Capstone"]
    assert texts(page, ".//details[@class='stage']/summary") == [
        "1 First 0 of 2 20–40 h",
        "2 Proof 0 of 1 10–20 h",
    ]


def test_stages_are_folded_but_for_the_one_where_it_goes_on(client):
    roadmap = make_roadmap(2, slug="way")
    add_stage(roadmap, make_step(), purpose_en="Show what you can do.")

    folded, unfolded = (
        document(client.get(f"/roadmaps/way/{query}")).findall(
            ".//details[@class='stage']"
        )
        for query in ("", "?open=all")
    )

    assert [stage.get("open") for stage in folded] == ["", None]
    assert [stage.get("open") for stage in unfolded] == ["", ""]
    assert texts(unfolded[1], ".//p")[0] == "Show what you can do."


def test_a_stage_that_not_everybody_takes_says_so_instead_of_a_number(client):
    roadmap = make_roadmap(1, slug="way")
    add_stage(roadmap, make_step(), make_step())
    Stop.objects.filter(stage__code="stage-2").update(need="choice")

    page = document(client.get("/roadmaps/way/"))

    assert texts(page, ".//summary/span[@class='meta']/b") == ["0 of 1", "if you like"]


def test_the_whole_is_a_strip_and_a_list_of_links_to_its_stages(client):
    roadmap = make_roadmap(2, slug="way")
    add_stage(roadmap, make_step(), name_en="Proof")

    page = document(client.get("/roadmaps/way/"))
    overview = page.find(".//section[@id='overview']")

    assert texts(overview, ".//ol/li") == ["First", "Proof"]
    assert links(overview.find(".//ol")) == ["#stage-1", "#stage-2"]
    assert {item.get("id") for item in page.iter()} >= {"stage-1", "stage-2"}
    assert overview.find("svg").get("aria-hidden") == "true"
    assert words(overview.find("p")).endswith("· stage 1 of 2")


def test_chinese_readers_see_no_gap_before_the_step_it_begins_with(client):
    make_roadmap([make_step(name_zh="学习Python基础")], slug="way")

    overview = document(client.get("/zh-hans/roadmaps/way/")).find(
        ".//section[@id='overview']"
    )

    assert words(overview.find("p")).startswith("从这里开始：学习Python基础 ·")


def test_stages_come_in_their_order_whenever_they_were_made(client):
    roadmap = make_roadmap([make_step(name_en="Last")], slug="way")
    add_stage(roadmap, make_step(name_en="Before"), order=0)

    page = document(client.get("/roadmaps/way/"))

    assert texts(page, TITLES) == ["Before", "Last"]


def test_a_stop_says_its_track_hours_and_need_in_words(client):
    track = make_track(name_en="Data")
    make_roadmap([make_step(track, slug="sql")], slug="way").stops.update(need="choice")

    meta = row(document(client.get("/roadmaps/way/")), "sql").find(
        "span[@class='meta']"
    )

    assert words(meta) == "Data · 10–20 h · if you like"


def test_a_stop_that_builds_on_another_line_joins_it_with_a_capsule(client):
    algebra = make_step(make_track(1), slug="algebra")
    models = make_step(make_track(3), slug="models", after=[algebra])
    make_roadmap([algebra, models], slug="way")

    rails = row(document(client.get("/roadmaps/way/")), "models").find(
        "span[@class='rails']"
    )

    assert rails.get("aria-hidden") == "true"
    said = row(document(client.get("/roadmaps/way/")), "models").find(
        "span[@class='meta']"
    )
    assert words(said).endswith(f"· after {algebra.track.name_en}")
    assert [(piece.tag, piece.get("class")) for piece in rails] == [
        ("i", "t1 end"), ("b", "f1 l3"), ("u", "t1"), ("s", "t3"),
    ]  # fmt: skip


def test_the_sums_are_of_what_everybody_takes(client):
    roadmap = make_roadmap(steps=4, slug="way")
    first, second, *_ = roadmap.stops.all()
    Stop.objects.filter(pk=first.pk).update(need="choice")
    Stop.objects.filter(pk=second.pk).update(need="if-missing")

    page = document(client.get("/roadmaps/way/"))

    assert texts(page, ".//div[@id='left']/p") == [
        "2 steps",
        "20–40 h · +1 if you cannot do them yet",
    ]
    assert texts(page, ".//p[@id='window']/b") == ["3–5 weeks"]
    assert len(texts(page, TITLES)) == 4


def test_the_hours_a_week_of_a_visitor_set_the_window(client):
    make_roadmap(steps=4, slug="way")
    client.cookies["choices"] = "..20"

    answer = client.get("/roadmaps/way/")

    assert texts(document(answer), ".//p[@id='window']/b") == ["2–4 weeks"]
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_whether_it_can_be_free_is_counted_from_free_current_courses(client):
    free, paid, unsure, _ = skills = [make_skill() for _ in range(4)]
    make_roadmap([make_step(skills=[skill]) for skill in skills], slug="way")
    make_course([free], free_to_study=True)
    make_course([paid], free_to_study=False)
    make_course([unsure], free_to_study=True, status="unverified")

    page = document(client.get("/roadmaps/way/"))

    assert (
        "1 of its 4 steps have a free course, 1 need none; for 2 we know no free one."
        in words(page)
    )


def test_the_legend_names_each_line_once_in_its_order(client):
    two, one = make_track(2), make_track(1)
    make_roadmap([make_step(two), make_step(one), make_step(two)], slug="way")

    page = document(client.get("/roadmaps/way/"))

    assert texts(page, ".//ul[@class='legend']/li") == [one.name_en, two.name_en]


def test_drafts_among_the_steps_are_left_out(client):
    make_roadmap(
        [make_step(name_en="Draft", published=False), make_step(name_en="Shown")],
        slug="way",
    )

    assert texts(document(client.get("/roadmaps/way/")), TITLES) == ["Shown"]


def test_a_role_that_is_a_draft_is_not_linked(client):
    roadmap = make_roadmap(slug="way")
    roadmap.role.published = False
    roadmap.role.save()

    page = document(client.get("/roadmaps/way/"))

    assert f"Toward {roadmap.role.name_en}" in texts(page, ".//p[@class='crumbs']")[0]
    assert roadmap.role.get_absolute_url() not in links(page)


def test_what_is_not_written_yet_has_no_heading(client):
    make_roadmap(slug="bare")
    make_roadmap(slug="told", outcome_en="A portfolio.")

    assert "About this route" not in client.get("/roadmaps/bare/").text
    assert "A portfolio." in texts(document(client.get("/roadmaps/told/")), ".//dd")


def test_a_roadmap_without_steps_says_so(client):
    make_roadmap(steps=0, slug="way")

    assert "This roadmap has no steps yet." in client.get("/roadmaps/way/").text


def test_the_list_shows_published_roadmaps_in_order(client):
    make_roadmap(name_en="Second", order=2, slug="two")
    make_roadmap(name_en="First", order=1, slug="one")
    make_roadmap(name_en="Draft", published=False)

    page = document(client.get("/roadmaps/"))

    assert texts(page, ".//ul[@class='tiles']//b") == ["First", "Second"]
    assert (
        texts(page, ".//ul[@class='tiles']//span[@class='soft']")
        == ["3 steps · 30–60 h"] * 2
    )
    assert links(page.find(".//ul[@class='tiles']")) == [
        "/roadmaps/one/",
        "/roadmaps/two/",
    ]


def test_an_empty_list_says_so(client):
    assert "No roadmap is published yet." in client.get("/roadmaps/").text


def test_chinese_readers_get_chinese_names(client):
    step = make_step(name_zh="数据库", slug="sql")
    make_roadmap(
        [step],
        slug="way",
        name_zh="自学路线",
        audience_en="Beginners",
        audience_zh="初学者",
    )

    page = document(client.get("/zh-hans/roadmaps/way/"))

    assert texts(page, ".//h1") == ["自学路线"]
    assert texts(page, TITLES) == ["数据库"]
    assert texts(page, ".//details/summary/h2") == ["1 第一"]
    assert links(row(page, "sql"))[0] == "/zh-hans/steps/sql/?route=way"


def test_names_without_translation_are_marked_as_english(client):
    make_roadmap(
        [make_step(name_en="Tuning", name_zh="")], slug="way", name_en="Way", name_zh=""
    )

    assert foreign(document(client.get("/zh-hans/roadmaps/way/"))) == {
        "Way": "en",
        "Tuning": "en",
    }


def test_drafts_and_unknown_roadmaps_do_not_exist(client):
    make_roadmap(slug="draft", published=False)

    assert [
        client.get(f"/roadmaps/{slug}/").status_code for slug in ("draft", "nowhere")
    ] == [404, 404]


@pytest.mark.parametrize("address", ["/roadmaps/", "/roadmaps/way/"])
def test_roadmap_pages_take_no_post(client, address):
    make_roadmap(slug="way")

    assert client.post(address).status_code == 405
