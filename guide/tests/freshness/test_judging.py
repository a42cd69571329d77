"""What a site answers, and what that says of its page."""

from itertools import pairwise

import pytest

from guide.freshness.asking import Answer, Question
from guide.freshness.judging import Finding, Outcome, judge_link

PAGE = "https://site.example/page"
FRONT = "https://site.example/"


def judge(answers, address=PAGE, front_pages=None):
    """The finding and the questions, of a site that answers so: an answer, or one for each method, by address."""
    asked = []
    asking = judge_link(address, {} if front_pages is None else front_pages)
    try:
        question = next(asking)
        while True:
            asked.append(question)
            answer = answers[question.address]
            if isinstance(answer, dict):
                answer = answer[question.method]
            question = asking.send(answer)
    except StopIteration as done:
        return done.value, asked


def sent_on(address, status=301):
    return Answer(status, location=address)


@pytest.mark.parametrize("status", [200, 203, 204, 206])
def test_a_page_that_is_there_is_live_after_one_question(status):
    assert judge({PAGE: Answer(status)}) == (
        Finding(Outcome.LIVE, str(status)),
        [Question("HEAD", PAGE)],
    )


@pytest.mark.parametrize("status", [400, 403, 404, 405, 500, 501])
def test_a_site_that_knows_no_head_is_asked_for_the_page(status):
    finding, asked = judge({PAGE: {"HEAD": Answer(status), "GET": Answer(206)}})

    assert finding == Finding(Outcome.LIVE, "206")
    assert judge({PAGE: Answer(416)})[0] == Finding(Outcome.LIVE, "416")
    assert [question.method for question in asked] == ["HEAD", "GET"]


@pytest.mark.parametrize("status", [404, 410])
def test_a_missing_page_of_a_site_that_is_there_fails(status):
    finding, asked = judge({PAGE: Answer(status), FRONT: Answer(200)})

    assert finding == Finding(Outcome.FAILED, str(status))
    assert asked[-1] == Question("HEAD", FRONT)


@pytest.mark.parametrize(
    ("front", "outcome"),
    [
        (Answer(404), Outcome.BLOCKED),
        (Answer(403), Outcome.BLOCKED),
        (Answer(429), Outcome.BLOCKED),
        (Answer(500), Outcome.UNKNOWN),
        (Answer(fault="time-out"), Outcome.UNKNOWN),
        (sent_on("https://site.example/en/", 302), Outcome.FAILED),
    ],
)
def test_a_site_that_hides_its_front_page_hides_its_pages(front, outcome):
    finding, _asked = judge({PAGE: Answer(404), FRONT: front})

    assert finding == Finding(outcome, "404")


def test_the_front_page_of_a_site_is_asked_once_a_run():
    front_pages = {}
    judge({PAGE: Answer(404), FRONT: Answer(200)}, front_pages=front_pages)

    finding, asked = judge({PAGE: Answer(404)}, front_pages=front_pages)

    assert finding.outcome == Outcome.FAILED
    assert [question.address for question in asked] == [PAGE, PAGE]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (Answer(401), Outcome.BLOCKED),
        (Answer(403), Outcome.BLOCKED),
        (Answer(405), Outcome.BLOCKED),
        (Answer(429, wait=30), Outcome.BLOCKED),
        (Answer(451), Outcome.BLOCKED),
        (Answer(999), Outcome.BLOCKED),
        (Answer(408), Outcome.UNKNOWN),
        (Answer(500), Outcome.UNKNOWN),
        (Answer(503, wait=3), Outcome.UNKNOWN),
        (Answer(304), Outcome.UNKNOWN),
        (Answer(301), Outcome.UNKNOWN),
        (Answer(fault="time-out"), Outcome.UNKNOWN),
        (Answer(fault="closed"), Outcome.UNKNOWN),
        (Answer(fault="certificate"), Outcome.UNKNOWN),
        (Answer(fault="not-public"), Outcome.UNKNOWN),
        (Answer(fault="refused"), Outcome.UNKNOWN),
        (Answer(fault="no-host"), Outcome.FAILED),
    ],
)
def test_a_refusal_or_a_trouble_is_no_failure_of_the_page(answer, outcome):
    assert judge({PAGE: answer})[0] == Finding(outcome, answer.said)


@pytest.mark.parametrize("answer", [Answer(429), Answer(503), Answer(200, wait=9)])
def test_a_busy_site_is_not_asked_twice(answer):
    assert len(judge({PAGE: answer})[1]) == 1


NEW, NEWER = "https://new.example/page", "https://new.example/p"


@pytest.mark.parametrize(
    ("answers", "finding"),
    [
        ({PAGE: sent_on(NEW), NEW: Answer(200)}, Finding(Outcome.MOVED, "200", NEW)),
        ({PAGE: sent_on(NEW, 302), NEW: Answer(200)}, Finding(Outcome.LIVE, "200")),
        (
            {PAGE: sent_on(NEW, 308), NEW: sent_on(NEWER), NEWER: Answer(200)},
            Finding(Outcome.MOVED, "200", NEWER),
        ),
        (
            {PAGE: sent_on(NEW), NEW: sent_on(NEWER, 307), NEWER: Answer(200)},
            Finding(Outcome.MOVED, "200", NEW),
        ),
        (
            {PAGE: sent_on(NEW, 302), NEW: sent_on(NEWER), NEWER: Answer(200)},
            Finding(Outcome.LIVE, "200"),
        ),
        ({PAGE: sent_on(PAGE)}, Finding(Outcome.UNKNOWN, "redirects")),
        ({PAGE: sent_on(FRONT), FRONT: Answer(200)}, Finding(Outcome.UNKNOWN, "front-page")),
        (
            {PAGE: sent_on(FRONT + "login?next=/page", 302), FRONT + "login?next=/page": Answer(200)},
            Finding(Outcome.BLOCKED, "sign-in"),
        ),
        (
            {PAGE: sent_on("http://10.0.0.1/"), "http://10.0.0.1/": Answer(fault="not-public")},
            Finding(Outcome.UNKNOWN, "not-public"),
        ),
        (
            {PAGE: sent_on("https://u:p@new.example/x"), "https://u:p@new.example/x": Answer(200)},
            Finding(Outcome.LIVE, "200"),
        ),
        (
            {PAGE: sent_on(NEW), NEW: Answer(404), "https://new.example/": Answer(200)},
            Finding(Outcome.FAILED, "404"),
        ),
    ],
)  # fmt: skip
def test_where_a_redirect_leads(answers, finding):
    assert judge(answers)[0] == finding


def test_three_redirects_are_followed_and_not_four():
    pages = [f"https://site.example/{at}" for at in range(5)]
    hops = {page: sent_on(after) for page, after in pairwise(pages)}

    three = judge({**hops, pages[3]: Answer(200)}, pages[0])
    four = judge({**hops, pages[4]: Answer(200)}, pages[0])

    assert three[0] == Finding(Outcome.MOVED, "200", pages[3])
    assert (four[0].said, len(four[1])) == ("redirects", 4)


def test_the_mark_within_a_page_is_not_sent_and_moves_along():
    finding, asked = judge({PAGE: sent_on(NEW + "#top"), NEW: Answer(200)}, f"{PAGE}#part-2")  # fmt: skip

    assert finding == Finding(Outcome.MOVED, "200", f"{NEW}#part-2")
    assert [question.address for question in asked] == [PAGE, NEW]


def test_a_new_address_that_content_cannot_hold_is_not_proposed():
    long = f"https://new.example/{'x' * 500}"

    assert judge({PAGE: sent_on(long), long: Answer(200)})[0] == Finding(Outcome.LIVE, "200")  # fmt: skip
