"""The placement check: one question a page, nothing saved before the end, and one undo."""

import pytest

from accounts.models import State, StepProgress, Sweep
from accounts.progress.guest_cookie import COOKIE_NAME
from accounts.tests.pressing import OURS, hold, post
from guide.models import StepPrerequisite
from guide.tests.factory import make_roadmap, make_skill, make_step
from tests.document import document, texts, words

PAGE = "/my/check/"


@pytest.fixture
def steps(db):
    """Six steps of one roadmap, each building on the one before."""
    roadmap = make_roadmap(0, slug="route", name_en="Route")
    stage = roadmap.stages.get_or_create(code="all", order=1, name_en="All")[0]
    found = []
    for number in range(6):
        step = make_step(
            slug=f"step-{number}",
            name_en=f"Step {number}",
            hours_low=10,
            hours_high=20,
            criteria=2,
            skills=[make_skill()],
        )
        roadmap.stops.create(step=step, stage=stage, order=number)
        if found:
            StepPrerequisite.objects.create(step=step, prerequisite=found[-1])
        found.append(step)
    return found


@pytest.fixture(params=["guest", "learner"])
def visitor(request, client, learner):
    if request.param == "learner":
        client.force_login(learner)
    return client


def question_of(response):
    form = document(response).find(".//form[@method='post']")
    fields = {
        each.get("name"): each.get("value")
        for each in form.findall(".//input")
        if each.get("name") != "csrfmiddlewaretoken"
    }
    return fields if "question" in fields else None


def answer_all(client, can_do):
    """Answers as it is, until the result comes."""
    response, asked = client.get(PAGE), 0
    while fields := question_of(response):
        text = words(document(response).find(".//main"))
        kind, step = fields["question"][0], int(fields["question"][1:])
        knows = step in can_do if kind == "s" else bool(can_do)
        assert "are left" in text
        answer = "yes" if knows else "no"
        response = client.post(PAGE, {**fields, "answer": answer}, headers=OURS)
        asked += 1
        assert asked < 20
    return response, asked


def test_a_question_shows_the_criteria_of_its_step_and_three_answers(visitor, steps):
    page = document(visitor.get(PAGE))

    assert texts(page, ".//h1") == ["Can you do this, today and without help?"]
    criteria = set(steps[2].criteria.all()) | set(steps[3].criteria.all())
    assert set(texts(page, ".//ul[@class='bullets']/li")) <= {str(each) for each in criteria}  # fmt: skip
    assert texts(page, ".//p[@class='answers actions']/button") == ["Yes", "Not yet", "I don’t know"]  # fmt: skip


@pytest.mark.parametrize("known", [0, 3, 6])
def test_the_result_is_the_truth_and_saves_nothing_by_itself(visitor, steps, known):
    response, asked = answer_all(visitor, {step.pk for step in steps[:known]})

    page = document(response)
    assert asked <= 4
    boxes = [box.get("value") for box in page.findall(".//input[@name='step']")]
    assert boxes == [step.slug for step in steps[:known]]
    assert not StepProgress.objects.exists()
    assert COOKIE_NAME not in response.cookies


def test_what_is_left_ticked_becomes_known_and_one_press_takes_it_back(
    visitor, steps, learner
):
    slugs = [step.slug for step in steps[:3]]

    response = post(
        visitor, f"{PAGE}result/", {"roadmap": "route", "step": [*slugs[:2], "gone"]}
    )

    assert response.url == "/roadmaps/route/"
    left = words(document(visitor.get("/roadmaps/route/")).find(".//*[@id='left']"))
    assert "4 steps left" in left
    page = document(visitor.get("/my/skills/"))
    [undo] = [
        form.get("action")
        for form in page.findall(".//form")
        if "undo" in (form.get("action") or "")
    ]
    post(visitor, undo, {"next": "/my/skills/"})
    left = words(document(visitor.get("/roadmaps/route/")).find(".//*[@id='left']"))
    assert "6 steps" in left


def test_somebody_may_stop_at_any_time_and_go_on(client, steps):
    fields = question_of(client.get(PAGE))
    response = client.post(PAGE, {**fields, "answer": "yes"}, headers=OURS)
    fields = question_of(response)

    result = document(client.post(PAGE, {**fields, "stop": "1"}, headers=OURS))

    assert result.findall(".//input[@name='step']")
    rest = [
        form
        for form in result.findall(".//form")
        if "Answer the rest" in words(form)
    ]  # fmt: skip
    assert rest


def test_an_answer_that_one_does_not_know_marks_nothing(client, steps):
    fields = question_of(client.get(PAGE))
    response = client.post(PAGE, {**fields, "answer": "unsure"}, headers=OURS)
    asked = question_of(response)

    assert asked["question"] != fields["question"]
    result = document(client.post(PAGE, {**asked, "stop": "1"}, headers=OURS))
    assert not result.findall(".//input[@name='step']")
    assert "To check" in texts(result, ".//h2")


def test_replies_that_contradict_each_other_mark_nothing_known(client, steps):
    low, high = steps[1].pk, steps[4].pk
    fields = {"roadmap": "route", "replies": f"s{high}y.s{low}n", "stop": "1"}

    result = document(client.post(PAGE, fields, headers=OURS))

    assert not result.findall(".//input[@name='step']")
    assert "To check" in texts(result, ".//h2")


def test_what_is_begun_is_not_asked_about(client, steps):
    hold(client, dict.fromkeys(steps, State.DONE))

    page = document(client.get(PAGE))

    assert "There is nothing to ask" in words(page.find(".//main"))


@pytest.mark.parametrize(
    "replies", ["s999999999y", "x", "s1", "t99n", "s١y", "y" * 50_000, "s-1y", "\0"]
)
def test_replies_that_nobody_gave_are_left_out(client, steps, replies):
    response = client.post(
        PAGE,
        {"replies": replies, "roadmap": "nowhere", "question": "q", "answer": "maybe"},
        headers=OURS,
    )

    assert response.status_code in (200, 400)


def test_presses_come_from_our_pages(client, steps):
    foreign = {"Sec-Fetch-Site": "cross-site"}

    assert client.post(PAGE, {"answer": "yes"}, headers=foreign).status_code == 403
    assert client.get(f"{PAGE}result/").status_code == 405


def test_two_presses_mark_once(signed_in, learner, steps):
    fields = {"roadmap": "route", "step": [steps[0].slug]}

    for _ in range(2):
        post(signed_in, f"{PAGE}result/", fields)

    assert Sweep.objects.get().kind == "check"
    assert "Placement check: 1 step" in words(document(signed_in.get("/my/history/")).find(".//main"))  # fmt: skip


def test_it_is_asked_in_chinese(client, steps):
    page = document(client.get("/zh-hans/my/check/"))

    assert texts(page, ".//h1") == ["不靠帮助，你现在能做到这些吗？"]
