from datetime import date

import pytest

from guide.models import Belief, BeliefStep, Criterion, StepSuccessor
from guide.tests.factory import (
    make_citation,
    make_course,
    make_roadmap,
    make_skill,
    make_source,
    make_step,
    make_term,
    make_track,
)
from tests.document import below, document, foreign, items, links, texts, words

pytestmark = pytest.mark.django_db


def step_page(client, prefix=""):
    return document(client.get(f"{prefix}/steps/sql/"))


def test_a_step_says_its_track_hours_and_what_done_means(client):
    make_step(
        make_track(name_en="Data"),
        criteria=2,
        slug="sql",
        name_en="SQL",
        summary_en="Ask a database.",
    )

    page = step_page(client)

    assert texts(page, ".//h1") == ["SQL"]
    assert texts(page, ".//p[@class='kicker']") == ["Data · 10–20 h"]
    assert texts(page, ".//p[@class='lede']") == ["Ask a database."]
    assert items(page, "You are done when you can") == ["do thing 0", "do thing 1"]


def test_a_retired_criterion_is_not_asked_for(client):
    make_step(criteria=2, slug="sql")
    Criterion.objects.filter(code="c-0").update(retired_on=date(2026, 1, 1))

    assert items(step_page(client), "You are done when you can") == ["do thing 1"]


def test_the_hours_name_their_basis_their_source_and_its_date(client):
    make_step(
        slug="sql",
        source=make_source(slug="guess", title="Our estimates", published_on="2026-08"),
    )

    page = step_page(client)

    (hours,) = page.findall(".//p[@class='hours-from']")
    assert words(hours) == "10–20 h. A guess. Our estimates, August 2026"
    assert links(hours) == ["/sources/guess/"]


def test_a_step_shows_its_skills_and_roadmaps(client):
    step = make_step(slug="sql", skills=[make_skill(name_en="Joins", slug="joins")])
    make_roadmap([step], name_en="Second way", order=2)
    make_roadmap([step], slug="way", name_en="First way", order=1)

    page = step_page(client)

    assert items(page, "It teaches") == ["Joins working"]
    (folded,) = [
        fold for fold in page.iter("details") if "On 2 roadmaps" in words(fold[0])
    ]
    assert texts(folded, ".//li") == [
        "First way required · Its last step.",
        "Second way required · Its last step.",
    ]
    assert links(folded)[0] == "/roadmaps/way/#sql"


def courses(page, heading="Learn it"):
    return [link for link in links(page, heading) if "/courses/" in link]


def test_one_free_course_is_a_card_with_one_press_to_it(client):
    skill = make_skill()
    make_step(slug="sql", skills=[skill])
    make_course(main=[skill], slug="paid", free_to_study=False)
    make_course(main=[skill], slug="past", free_to_study=True, status="unverified")
    make_course(
        [skill],
        slug="free",
        title="Free",
        free_to_study=True,
        hours_low=4,
        hours_high=4,
        hours_basis="stated",
        url="https://free.example/sql",
    )

    (card,) = step_page(client).findall(".//article")

    assert texts(card, ".//h3") == ["Free"]
    assert "4 h · free to study · beginner · English" in words(card)
    assert "Its own page was opened in August 2026." in words(card)
    assert links(card) == ["/courses/free/", "https://free.example/sql"]
    (fold,) = step_page(client).findall(".//article/../details")
    assert words(fold.find("summary")) == "1 other course"


@pytest.mark.parametrize(
    ("free", "said"),
    [
        ((True,), "1 other course, free to study"),
        ((True, True), "2 other courses, all free to study"),
        ((True, False), "2 other courses, 1 free to study"),
    ],
)
def test_the_other_courses_say_how_many_of_them_are_free(client, free, said):
    skill = make_skill()
    make_step(slug="sql", skills=[skill])
    for is_free in (True, *free):
        make_course(main=[skill], free_to_study=is_free)

    (fold,) = step_page(client).findall(".//article/../details")

    assert words(fold.find("summary")) == said


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ({"hours_low": 21, "hours_high": 40, "hours_basis": "stated"}, 1),
        ({"hours_low": 20, "hours_high": 40, "hours_basis": "stated"}, 0),
        ({}, 0),  # of unknown length
    ],
)
def test_a_course_longer_than_the_step_says_that_a_part_is_enough(client, hours, said):
    skill = make_skill()
    make_step(slug="sql", skills=[skill])  # 10–20 h
    make_course([skill], **hours)
    sentence = "The whole course takes longer than this step: take from it what the step asks for."

    assert texts(step_page(client), ".//article/p").count(sentence) == said
    assert ("只学这一步" in words(step_page(client, "/zh-hans"))) is bool(said)


def test_without_a_free_course_the_first_that_is_offered_stands_there(client):
    skill = make_skill()
    make_step(slug="sql", skills=[skill])
    make_course([skill], title="Seen last year", status="unverified")
    make_course([skill], title="Paid", price=49, currency="USD", price_period="total")

    assert texts(step_page(client), ".//article//h3") == ["Paid"]


def test_a_step_names_the_courses_that_teach_it_and_no_retired_one(client):
    skill = make_skill()
    make_step(slug="sql", skills=[skill])
    make_course([skill], slug="paid", title="Paid", free_to_study=False)
    make_course([skill], slug="free", title="Free", free_to_study=True)
    make_course([skill], title="Old", status="retired")
    make_course([skill], title="Former", retired_on=date(2025, 1, 1))
    make_course([skill], title="Draft", published=False)

    assert courses(step_page(client)) == [
        "/courses/free/",
        "/courses/paid/",
    ]


def test_a_step_leads_with_what_is_about_its_skill_readable_and_for_whoever_begins(
    client,
):
    python, shell = make_skill(), make_skill()
    step = make_step(slug="sql", skills=[python, shell])
    step.skill_links.filter(skill=shell).update(level=1)
    make_course([python], slug="touches", free_to_study=True)
    make_course(
        [shell], main=[python], slug="both", languages="zh", difficulty="beginner"
    )
    make_course(main=[shell], slug="other-skill", free_to_study=True)
    make_course(main=[python], slug="hard", free_to_study=True, difficulty="advanced")
    make_course(
        main=[python], slug="next", free_to_study=True, difficulty="intermediate"
    )
    make_course(main=[python], slug="paid")
    make_course(main=[python], slug="free", free_to_study=True)
    order = ["free", "paid", "next", "hard", "other-skill", "touches"]

    assert courses(step_page(client)) == [f"/courses/{slug}/" for slug in order]
    chinese = courses(step_page(client, "/zh-hans"), "开始学习")
    assert chinese == [
        f"/zh-hans/courses/{slug}/" for slug in ("free", "both", *order[1:])
    ]


def test_a_step_that_goes_further_leads_with_courses_that_begin_there(client):
    skill = make_skill()
    make_step(slug="sql", skills=[skill]).skill_links.update(level=3)
    for difficulty in ("beginner", "intermediate"):
        make_course(main=[skill], slug=difficulty, difficulty=difficulty)

    assert courses(step_page(client)) == [
        "/courses/intermediate/",
        "/courses/beginner/",
    ]


def test_drafts_do_not_show_beside_a_step(client):
    draft = make_step(published=False)
    step = make_step(slug="sql", after=[draft], skills=[make_skill(published=False)])
    make_step(published=False, after=[step])
    make_roadmap([step], published=False)
    make_citation(step, source=make_source(published=False))

    page = step_page(client)

    headings = ("Leads to", "Next on its roadmaps", "It teaches", "Sources")
    assert [items(page, heading) for heading in headings] == [[]] * 4
    assert texts(page, ".//main//h2") == ["My note", "My work", "My hours"]


def test_a_retired_step_says_what_takes_its_place(client):
    old = make_step(slug="sql", retired_on=date(2026, 1, 1))
    new = make_step(slug="databases", name_en="Databases")
    StepSuccessor.objects.create(old=old, new=new, kind="same")

    warning = step_page(client).find(".//p[@class='message warning']")

    assert words(warning) == "This step is no longer on any roadmap. Today: Databases"
    assert links(warning) == ["/steps/databases/"]


def test_a_retired_step_offers_no_start(client):
    make_step(slug="sql", retired_on=date(2026, 1, 1))

    assert step_page(client).findall(".//*[@class='step-buttons not-started']") == []


def test_a_step_that_has_retired_is_left_out_where_others_name_it(client):
    old = make_step(slug="old", name_en="Old", retired_on=date(2026, 1, 1))
    step = make_step(slug="sql", after=[old], name_en="SQL")
    make_roadmap([old, step], slug="way")
    BeliefStep.objects.create(
        belief=Belief.objects.create(slug="late", name_en="Too late", order=1),
        step=old,
        order=1,
    )

    pages = [
        client.get(page).content.decode()
        for page in ("/steps/sql/", "/roadmaps/way/", "/beliefs/")
    ]

    assert ["/steps/old/" in page for page in pages] == [False] * 3
    assert (
        "This step is no longer on any roadmap."
        in client.get("/steps/old/").content.decode()
    )


def test_text_and_project_are_prose_that_links_the_glossary_once(client):
    make_term(slug="join", name_en="Join")
    make_step(slug="sql", body_en="A **join** first.", project_en="Another join.")

    page = step_page(client)

    assert [words(part) for part in below(page, "How to do it")] == ["A join first."]
    assert links(page, "How to do it") == ["/glossary/#join"]
    assert links(page, "Build something") == []


def test_the_sources_of_what_is_said_are_listed_with_their_dates(client):
    article = make_source(
        slug="article", title="An article", publisher="A paper", published_on="2025"
    )
    make_citation(make_step(slug="sql"), source=article, passage_en="Learn SQL early.")

    page = step_page(client)

    assert items(page, "Sources") == [
        "An article A paper, 2025 Learn SQL early.",
        "Learn SQL early.",
    ]
    assert links(page, "Sources") == ["/sources/article/"]


def test_chinese_readers_get_the_chinese_texts(client):
    track = make_track(name_zh="数据")
    make_step(
        track,
        criteria=1,
        slug="sql",
        name_zh="数据库",
        summary_zh="向数据库提问。",
        body_zh="先**连接**。",
    )

    page = step_page(client, "/zh-hans")

    assert texts(page, ".//h1") == ["数据库"]
    assert texts(page, ".//p[@class='lede']") == ["向数据库提问。"]
    assert texts(page, ".//ul[@class='checks']/li") == ["做事0"]
    assert texts(page, ".//section[@class='prose']/p") == ["先连接。"]
    assert words(page.find(".//p[@class='kicker']")).startswith("数据 · 10～20")


def test_texts_without_translation_are_marked_as_english(client):
    step = make_step(
        slug="sql",
        name_en="SQL",
        name_zh="",
        body_en="A *text*.",
        hours_basis_zh="",
        skills=[],
    )

    assert foreign(step_page(client, "/zh-hans")) == {
        "SQL": "en",
        "A text.": "en",
        "A guess.": "en",
        step.source.title: "en",
    }


def test_drafts_and_unknown_steps_do_not_exist(client):
    make_step(slug="draft", published=False)

    assert [
        client.get(f"/steps/{slug}/").status_code for slug in ("draft", "nowhere")
    ] == [404, 404]


def test_a_step_page_takes_no_post(client):
    make_step(slug="sql")

    assert client.post("/steps/sql/").status_code == 405
