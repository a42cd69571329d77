"""The placement check: the truth is found with few questions, and contradictions mark nothing known."""

import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from guide.gap.knowledge_space import KnowledgeSpace
from guide.gap.placement import Placement, Question, Reply
from guide.tests.gap.graphs import EDGES, made_learner, space_of_fixtures
from tests.examples import random_seeds, scaled_count


def place_learner(space, known):
    """The placement of somebody who answers as it is, and how many questions that took."""
    placement = Placement(space)
    while question := placement.next_question:
        of_track = question.step is None
        asked = space.of_track(question.track) if of_track else {question.step}
        left = placement.most_left
        placement = placement.after(question, Reply.YES if asked & known else Reply.NO)
        assert placement.most_left <= left
    return placement, len(placement.replies)


def shares_of_questions(space, learners):
    """The median and the 95 % of questions, as shares of the steps."""
    counts = []
    for seed in random_seeds(learners):
        known = made_learner(space, random.Random(seed))  # noqa: S311
        placement, questions = place_learner(space, known)
        assert (placement.known, placement.to_check) == (known, frozenset())
        counts.append(questions / len(space.tracks))
    counts.sort()
    return counts[len(counts) // 2], counts[int(len(counts) * 0.95)]


@pytest.mark.load
def test_placement_is_exact_and_takes_about_half_as_many_questions_as_there_are_steps():
    space = space_of_fixtures()

    median, most = shares_of_questions(space, scaled_count(150))

    assert median <= 0.55
    assert most <= 0.66


@pytest.mark.load
def test_placement_on_one_roadmap():
    space = space_of_fixtures("data-scientist-switch")

    median, _most = shares_of_questions(space, scaled_count(50))

    assert median <= 0.6


@pytest.mark.parametrize("roadmap", ["", "weekend-route", "data-scientist-switch"])
def test_who_knows_nothing_answers_one_question_a_track_and_two_more(roadmap):
    space = space_of_fixtures(roadmap)

    placement, questions = place_learner(space, set())

    assert placement.known == frozenset()
    assert questions <= len(set(space.tracks.values())) + 2


SPACES = EDGES.map(
    lambda builds_on: KnowledgeSpace(builds_on, {step: step % 3 for step in builds_on})
)
REPLIES = st.lists(
    st.tuples(
        st.one_of(
            st.integers(1, 8).map(lambda step: Question(step=step)),
            st.integers(0, 2).map(lambda track: Question(track=track)),
        ),
        st.sampled_from(Reply),
    ),
    max_size=10,
)


@given(SPACES, st.randoms(use_true_random=False))
def test_consistent_replies_lead_to_the_truth(space, random_):
    known = made_learner(space, random_)

    assert place_learner(space, known)[0].known == known


@given(SPACES, REPLIES)
def test_whatever_is_replied_every_step_is_in_one_group(space, replies):
    placement = Placement(space, dict(replies))

    groups = [placement.known, placement.unknown, placement.to_check, placement.open]
    assert sorted(step for group in groups for step in group) == sorted(space.tracks)
    for step in placement.known - placement.unsure:
        assert space.below[step] - placement.unsure <= placement.known


@given(SPACES, REPLIES, st.integers(1, 8), st.sampled_from(Reply))
def test_a_contradicting_reply_marks_nothing_known(space, replies, step, reply):
    placement = Placement(space, dict(replies))
    assume(Question(step=step) not in placement.replies)
    contradicts = (step in placement.unknown and reply == Reply.YES) or (
        step in placement.known and reply != Reply.YES
    )

    after = placement.after(Question(step=step), reply)

    if contradicts:
        assert after.known <= placement.known
        assert step in after.to_check


def test_an_unsure_reply_settles_the_step_alone():
    space = KnowledgeSpace({2: {1}, 3: {2}}, {1: 0, 2: 0, 3: 0})

    placement = Placement(space, {Question(step=2): Reply.UNSURE})

    assert (placement.to_check, placement.open) == ({2}, {1, 3})
    assert placement.after(Question(step=3), Reply.YES).known == {1, 3}


def test_a_yes_to_a_track_says_only_that_there_is_something():
    space = KnowledgeSpace({}, {1: 0, 2: 0})

    placement = Placement(space, {Question(track=0): Reply.YES})

    assert placement.open == {1, 2}


def test_no_questions_are_left_where_there_are_no_steps():
    assert Placement(KnowledgeSpace({}, {})).next_question is None
