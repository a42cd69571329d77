"""A learner says how far a course is, and what a finished one covers becomes known."""

import pytest

from accounts.models import (
    CourseProgress,
    ProgressEvent,
    SkillClaim,
    State,
    StepProgress,
    Sweep,
)
from accounts.tests.writing import counted, send
from guide.models import StepSkill
from guide.tests.factory import make_course, make_skill, make_step
from tests.document import document, texts

pytestmark = pytest.mark.both_databases


@pytest.fixture
def skills(db):
    return [make_skill(name_en=name, slug=name.lower()) for name in ("Joins", "Plans")]


@pytest.fixture
def course(skills):
    """It teaches Joins to be aware of them: one step asks for that, one for more of it, one for Plans too."""
    steps = [
        make_step(slug=slug, name_en=slug.capitalize())
        for slug in ("whole", "deeper", "partly", "other")
    ]
    asked = [(0, 0, 1), (1, 0, 2), (2, 0, 1), (2, 1, 1), (3, 1, 1)]
    StepSkill.objects.bulk_create(
        StepSkill(step=steps[step], skill=skills[skill], level=level)
        for step, skill, level in asked
    )
    return make_course(skills[:1], slug="databases", title="Databases")


def say(client, state="done", **options):
    return send(client, "courses/databases/", course=state, **options)


def know(client, **options):
    return send(client, "courses/databases/", covers="known", **options)


def known(user):
    claims = dict(SkillClaim.objects.for_user(user).values_list("skill__slug", "level"))
    return dict(
        StepProgress.objects.for_user(user).values_list("step__slug", "state")
    ), claims


def covers(client, page="/courses/databases/"):
    return texts(document(client.get(page)), ".//div[@class='covers']/p")


@pytest.mark.parametrize("state", ["planned", "doing", "done", "none"])
def test_a_course_has_four_states_and_each_may_be_sent_twice(
    signed_in, learner, course, state
):
    CourseProgress.objects.set(
        learner, course.pk, "done" if state != "done" else "planned"
    )
    events = ProgressEvent.objects.count()

    answers = [say(signed_in, state, next="/courses/databases/") for _ in range(2)]

    assert [answer.url for answer in answers] == [
        "/courses/databases/#at-databases"
    ] * 2
    assert (
        document(signed_in.get("/courses/databases/")).find(".//*[@id='at-databases']")
        is not None
    )
    assert CourseProgress.objects.get().state == state
    assert ProgressEvent.objects.count() == events + 1


@pytest.mark.parametrize("page", ["/courses/databases/", "/steps/whole/"])
def test_both_pages_show_the_state_in_words(signed_in, course, page):
    assert texts(
        document(signed_in.get(page)), ".//div[@id='course-databases']//summary"
    ) == ["Add to my list"]
    say(signed_in, "planned")

    assert texts(
        document(signed_in.get(page)), ".//div[@id='course-databases']//summary"
    ) == ["Planned"]


def test_a_finished_course_says_what_it_covers_and_marks_nothing(
    signed_in, learner, course
):
    say(signed_in, "doing")
    assert covers(signed_in) == []

    say(signed_in)

    assert covers(signed_in) == [
        "It teaches: Joins aware",
        "It covers: Whole",
        "It covers part of: Partly",
        "I know this now Marks these skills and steps as known. Partly covered ones do not change.",
    ]
    assert known(learner) == ({}, {})


@pytest.mark.parametrize(
    ("prefix", "last"),
    [
        (
            "",
            "With an account, one click marks these skills and steps as known, and another undoes it.",
        ),
        (
            "/zh-hans",
            "有了账号，按一下就能把这些技能和步骤标为“已掌握”，再按一下就能撤销。",
        ),
    ],
)
def test_a_guest_reads_what_a_finished_course_covers_and_what_an_account_adds(
    client, course, prefix, last
):
    page = f"{prefix}/courses/databases/"
    assert covers(client, page) == []

    client.get(say(client, next=page).url)

    shown = covers(client, page)
    assert (len(shown), shown[-1]) == (4, last)
    assert document(client.get(page)).find(".//button[@name='covers']") is None


def test_one_press_marks_what_it_covers_and_one_takes_it_back(
    signed_in, learner, course
):
    say(signed_in)

    know(signed_in)
    assert known(learner) == ({"whole": "known"}, {"joins": 1})
    assert covers(signed_in)[-1] == "What it covers is now marked as known. Undo"

    send(
        signed_in, f"sweeps/{Sweep.objects.get().pk}/undo/", next="/courses/databases/"
    )
    assert known(learner) == ({"whole": "not-started"}, {"joins": 0})
    assert "I know this now" in covers(signed_in)[-1]


def test_what_is_further_already_stays(signed_in, learner, course, skills):
    StepProgress.objects.set_state(
        learner, StepSkill.objects.get(step__slug="whole").step, State.DONE
    )
    SkillClaim.objects.set(learner, skills[0].pk, 3)
    say(signed_in)

    assert "I know this now" not in " ".join(covers(signed_in))
    know(signed_in)

    assert known(learner) == ({"whole": "done"}, {"joins": 3})
    assert not Sweep.objects.exists()


def test_a_course_that_is_not_finished_covers_nothing(signed_in, learner, course):
    say(signed_in, "doing")

    assert (know(signed_in).status_code, known(learner)) == (422, ({}, {}))


def test_in_place_the_row_and_the_state_of_the_step_come_back(signed_in, course):
    say(signed_in)

    response = know(signed_in, in_place=True, next="/steps/whole/", step="whole")

    assert response.text.startswith(
        '<div hx-swap-oob="true" id="course-databases" class="my-course done">'
    )
    assert (
        '<div hx-swap-oob="true" id="whole" class="step-buttons known">'
        in response.text
    )
    sweep = Sweep.objects.get()
    assert f'formaction="/progress/sweeps/{sweep.pk}/undo/"' in response.text

    undone = send(
        signed_in,
        f"sweeps/{sweep.pk}/undo/",
        in_place=True,
        next="/steps/whole/",
        step="whole",
    )
    assert 'id="whole" class="step-buttons not-started"' in undone.text


@pytest.mark.parametrize("who", ["other_learner", "editor", None])
def test_the_sweep_of_somebody_else_is_not_found(
    client, signed_in, learner, course, request, who
):
    say(signed_in)
    know(signed_in)
    client.logout()
    if who:
        client.force_login(request.getfixturevalue(who))

    assert send(client, f"sweeps/{Sweep.objects.get().pk}/undo/").status_code == 404
    assert known(learner) == ({"whole": "known"}, {"joins": 1})


@pytest.mark.parametrize(
    "fields",
    [{}, {"course": "flying"}, {"course": "done", "covers": "known"}, {"covers": "x"}],
)
def test_what_is_not_understood_is_refused(signed_in, course, fields):
    assert send(signed_in, "courses/databases/", **fields).status_code == 422
    assert not CourseProgress.objects.exists()


def test_an_unknown_course_and_a_draft_are_not_found(signed_in, db):
    make_course(slug="draft", published=False)

    assert [
        send(signed_in, f"courses/{slug}/", course="done").status_code
        for slug in ("x", "draft")
    ] == [404, 404]


def test_a_course_made_a_moment_ago_can_be_pressed(signed_in, settings):
    settings.CONTENT_VERSION_SECONDS = 60
    send(signed_in, "courses/databases/", course="done")
    make_course(slug="databases")

    assert say(signed_in).status_code == 303


def test_chinese_learners_read_it_in_chinese(signed_in, course):
    say(signed_in)

    assert covers(signed_in, "/zh-hans/courses/databases/")[1].startswith("完整涵盖：")


@pytest.mark.parametrize("others", [1, 10])
def test_a_press_on_a_course_costs_at_most_six_queries(
    signed_in, learner, settings, course, others
):
    for _ in range(others):
        CourseProgress.objects.set(learner, make_course().pk, "done")
    say(signed_in, "planned", in_place=True, step="whole")

    with counted(settings) as queries:
        say(signed_in, "doing", in_place=True, step="whole")

    assert len(queries) == 5  # session, user, state, event, what was said
