"""Hours on a step: added by a press, counted once, taken back by another."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import ProgressEvent, StepHours
from accounts.models.step_hours import MAX_MINUTES
from accounts.tests.writing import send
from guide.tests.factory import make_step
from tests.document import document, texts
from tests.examples import scaled_count
from web import rate_limit

pytestmark = pytest.mark.both_databases


@pytest.fixture
def step(db):
    return make_step(slug="sql")


def add(client, **fields):
    return send(client, "steps/sql/hours/", **fields)


def minutes(user):
    return (
        StepHours.objects.for_user(user).values_list("minutes", flat=True).first() or 0
    )


def keys(client):
    page = document(client.get("/steps/sql/"))
    return [
        field.get("value") for field in page.iter("input") if field.get("name") == "key"
    ]


def so_far(client, page="/steps/sql/"):
    return texts(document(client.get(page)), ".//section[@id='my-hours']/p")[0]


@pytest.mark.parametrize(
    ("fields", "total"),
    [
        ({"minutes": 30}, 30),
        ({"minutes": 120}, 120),
        ({"hours": "0.25"}, 15),
        ({"hours": "24"}, 1440),
    ],
)
def test_hours_are_added(signed_in, learner, step, fields, total):
    response = add(signed_in, next="/steps/sql/", **fields)

    assert (response.status_code, response.url, minutes(learner)) == (
        303,
        "/steps/sql/#my-hours",
        total,
    )


def test_the_sum_stands_in_words_beside_the_estimate(signed_in, step):
    assert so_far(signed_in) == "Note how long you worked on it, if you like to know."
    add(signed_in, minutes=120)
    add(signed_in, minutes=30)

    assert so_far(signed_in) == "2.5 h so far; the estimate is 10–20 h. Take back 0.5 h"
    assert (
        so_far(signed_in, "/zh-hans/steps/sql/")
        == "已用2.5小时，预计10～20小时。 撤销0.5小时"
    )


def test_a_double_click_counts_once_and_the_next_page_has_another_key(
    signed_in, learner, step
):
    first, again = keys(signed_in)

    for _ in range(2):
        assert add(signed_in, minutes=30, key=first).status_code == 303

    assert (first == again, minutes(learner), first in keys(signed_in)) == (
        True,
        30,
        False,
    )


def test_the_last_addition_is_taken_back_once(signed_in, learner, step):
    add(signed_in, minutes=120)
    add(signed_in, minutes=30)
    last = ProgressEvent.objects.latest("pk")

    for _ in range(2):
        assert add(signed_in, undo=last.pk, in_place=True).status_code == 200

    assert minutes(learner) == 120
    assert so_far(signed_in).endswith("Take back 2 h")


@pytest.mark.parametrize("in_place", [True, False])
def test_what_was_taken_back_is_said_at_the_hours(signed_in, step, in_place):
    add(signed_in, minutes=120)

    response = add(
        signed_in, undo=ProgressEvent.objects.latest("pk").pk, in_place=in_place
    )

    page = response if in_place else signed_in.get(response.url)
    said = f'<p class="message success here" role="status">Taken back: + 2 h on “{step.name_en}”.</p>'
    assert page.text.count("Taken back") == page.text.count(said) == 1
    assert "Taken back" not in signed_in.get("/steps/sql/").text


@pytest.mark.parametrize(
    "fields",
    [{}, {"minutes": 31}, {"hours": "0"}, {"hours": "-1"}, {"hours": "24.25"}, {"hours": "1.1"},
     {"hours": "NaN"}, {"hours": "1e3"}, {"hours": "二"}, {"minutes": 30, "hours": "1"}, {"undo": "x"},
     {"undo": "9" * 30}, {"minutes": 30, "key": "x" * 17}],
)  # fmt: skip
def test_what_is_no_time_is_refused_in_words(signed_in, learner, step, fields):
    response = add(signed_in, **fields)

    assert (response.status_code, minutes(learner)) == (422, 0)
    assert texts(document(response), ".//p[@role='alert']")


def test_a_refused_number_stays_and_the_words_name_what_is_allowed(signed_in, step):
    response = add(signed_in, hours="1.1")

    (said,) = texts(document(response), ".//p[@role='alert']")
    assert said == "Write hours between 0.25 and 24 in steps of a quarter, such as 1.5."
    assert [
        field.get("value")
        for field in document(response).iter("input")
        if field.get("name") == "hours"
    ] == ["1.1"]


def test_a_step_holds_so_many_hours_and_says_so(signed_in, learner, step):
    StepHours.objects.add(learner, step, MAX_MINUTES)

    response = add(signed_in, minutes=30, in_place=True)

    assert (response.status_code, minutes(learner)) == (422, MAX_MINUTES)
    assert "A step can hold 24,000 hours at most." in response.text


@pytest.mark.parametrize("who", ["other_learner", "editor", None])
def test_nobody_takes_back_the_hours_of_somebody_else(
    client, signed_in, learner, step, request, who
):
    add(signed_in, minutes=30)
    client.logout()
    if who:
        client.force_login(request.getfixturevalue(who))

    assert add(client, undo=ProgressEvent.objects.get().pk).status_code == 404
    assert minutes(learner) == 30


@pytest.mark.parametrize(
    "typed", ["9" * 30, "9" * 400, "9" * 5000, "1E999999999", "-1E-999999999", "sNaN", "inf", "\0", "²", "1_0"]
)  # fmt: skip
def test_a_number_of_any_size_is_refused_in_words(signed_in, step, typed):
    answer = add(signed_in, hours=typed)

    assert answer.status_code == 422
    assert "Write hours between 0.25 and 24" in answer.content.decode()


@pytest.mark.parametrize("field", ["undo", "minutes", "key"])
@pytest.mark.parametrize("value", ["9" * 30, "9" * 5000, "\0", "²"])
def test_no_other_field_of_hours_is_a_500(signed_in, step, field, value):
    assert add(signed_in, **{"hours": "1", field: value}).status_code in (303, 422)


@settings(max_examples=scaled_count(30))
@given(
    typed=st.one_of(
        st.text(max_size=30),
        st.decimals().map(str),
        st.from_regex(r"\A[-+]?\d{1,50}([.,]\d{1,50})?([eE][-+]?\d{1,12})?\Z"),
    )
)
def test_no_text_in_the_field_of_hours_breaks_it(signed_in, step, typed):
    rate_limit.counts.clear()

    assert add(signed_in, hours=typed).status_code in (303, 422)


def test_another_amount_from_the_same_page_is_another_press(signed_in, learner, step):
    """+30 min, Back, +2 h: the page is the old one, with the key that was used."""
    key = keys(signed_in)[0]
    add(signed_in, minutes=30, key=key)

    add(signed_in, minutes=120, key=key)
    add(signed_in, hours="0.25", key=key)

    assert minutes(learner) == 165


def test_a_press_that_counts_no_more_is_told_so(signed_in, step):
    key = keys(signed_in)[0]
    add(signed_in, minutes=30, key=key)
    add(signed_in, minutes=30, key=key)

    page = document(signed_in.get("/steps/sql/"))

    assert texts(page, ".//section[@id='my-hours']//p[@role='status']") == [
        "This press came twice and is counted once. Press again to add as much once more."
    ]


def test_two_amounts_of_a_guest_from_one_page_are_two(client, step):
    add(client, minutes=30)
    key = keys(client)[0]
    add(client, minutes=30, key=key)
    add(client, minutes=120, key=key)
    add(client, minutes=120, key=key)

    assert so_far(client).startswith("3 h so far")
