"""Random questions for the planner, small enough to be answered by trying."""

from hypothesis import strategies as st

from guide.planner.question import GOALS, Offer, PlannedStep, PlanQuestion

MOST_STEPS, MOST_COURSES = 6, 14
PRICES_A_MONTH = {"hall": 4900, "school": 1000}


@st.composite
def ranges(draw, most=2000):
    return tuple(sorted(draw(st.tuples(st.integers(30, most), st.integers(30, most)))))


@st.composite
def offers(draw, number, steps):
    taught = draw(st.sets(st.sampled_from(steps), min_size=1, max_size=3))
    low, high = draw(st.one_of(st.just((None, None)), ranges(), ranges(), ranges()))
    subscription = draw(st.sampled_from(["", "", "", *PRICES_A_MONTH]))
    price = PRICES_A_MONTH.get(subscription)
    if not subscription:
        price = draw(st.one_of(st.none(), st.just(0), st.just(0), st.integers(1, 9999)))
    return Offer(
        key=f"course-{number:02}",
        steps=frozenset(taught),
        low=low,
        high=high,
        price=price,
        subscription=subscription,
        recommended_for=frozenset(draw(st.sets(st.sampled_from(sorted(taught))))),
    )


@st.composite
def questions(draw):
    keys = [f"step-{i}" for i in range(draw(st.integers(1, MOST_STEPS)))]
    steps = tuple(PlannedStep(key, *draw(ranges())) for key in keys)
    count = draw(st.integers(0, MOST_COURSES))
    courses = tuple(draw(offers(i, keys)) for i in range(count))
    names = [course.key for course in courses]
    some = st.sets(st.sampled_from(names), max_size=1) if names else st.just(set())
    question = PlanQuestion(
        steps=steps,
        offers=courses,
        goals=tuple(draw(st.permutations(GOALS))),
        minutes_a_week=draw(st.sampled_from([60, 240, 480, 1200])),
        budget=draw(st.one_of(st.none(), st.sampled_from([0, 1500, 5000, 10000]))),
        with_unknown=draw(st.booleans()),
        pinned=frozenset(draw(some)),
        left_out=frozenset(draw(some)),
    )
    spare = draw(st.one_of(st.none(), st.none(), st.integers(-20, 900)))
    if spare is None:
        return question
    return question.but(time=max(0, question.double_own_minutes // 2 + spare))


def course(key, *steps, hours=(10, 10), price=0, **more):
    """A course whose length is given in hours."""
    low, high = (None, None) if hours is None else (60 * each for each in hours)
    return Offer(key, frozenset(steps), low, high, price, **more)


def step(key, low=10, high=20, needs=()):
    """A step whose length is given in hours."""
    return PlannedStep(key, 60 * low, 60 * high, tuple(needs))
