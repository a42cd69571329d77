"""The solver runs where it can be stopped; whoever cannot have it gets a good choice that is called so."""

import logging
from datetime import date
from time import monotonic

import pytest
from hypothesis import given, settings

from guide.planner import process
from guide.planner.answer import GOOD, answer_request
from guide.planner.exchange import exchange_money
from guide.planner.process import Solvers, lock_file
from guide.planner.request import PlanRequest
from guide.planner.weeks import Calendar, spread_evenly
from guide.tests.planner.questions import questions
from guide.tests.planner.test_solver import TWO_WAYS

REQUEST = PlanRequest(TWO_WAYS, Calendar(date(2026, 11, 30), spread_evenly(480)))


@pytest.fixture(scope="module")
def solvers(tmp_path_factory):
    solvers = Solvers(tmp_path_factory.mktemp("solvers"), cores=1)
    solvers.answer(REQUEST, within=30, wait=30)  # its process is ready from here on
    yield solvers
    solvers.close()


@pytest.mark.hypothesis
@settings(max_examples=10)
@given(question=questions())
def test_the_answer_of_the_process_is_that_of_the_solver(solvers, question):
    request = PlanRequest(question.but(time=None), REQUEST.calendar)

    assert solvers.answer(request) == answer_request(request)
    exchange = solvers.exchange(request)
    assert [point.keys for point in exchange.points] == [
        point.keys for point in exchange_money(request.asked).points
    ]


def test_a_solver_that_hangs_is_stopped_and_the_next_question_is_answered(
    solvers, monkeypatch, caplog
):
    solvers.answer(REQUEST)
    hung = solvers.running[0].process
    hung.send_signal(19)  # SIGSTOP: it takes the question and never answers

    began = monotonic()
    with caplog.at_level(logging.WARNING):
        answer = solvers.answer(REQUEST, seconds=0.1)

    assert answer.verdict == GOOD
    assert monotonic() - began < 3
    assert "no answer in time" in caplog.text
    assert hung.poll() is not None
    assert solvers.answer(REQUEST, within=30, wait=30) == answer_request(REQUEST)


def test_a_solver_that_died_is_started_again(solvers):
    solvers.answer(REQUEST)
    solvers.running[0].process.kill()
    solvers.running[0].process.wait()

    assert solvers.answer(REQUEST, within=30, wait=30) == answer_request(REQUEST)


def test_whoever_waits_too_long_gets_a_good_choice(solvers, monkeypatch, caplog):
    monkeypatch.setattr(process, "WAIT_SECONDS", 0.05)
    held = lock_file(solvers.folder / "solver-0.lock")

    answer, exchange = solvers.answer(REQUEST), solvers.exchange(REQUEST)
    process.os.close(held)

    assert (answer.verdict, answer.choice.keys) == (GOOD, ("code", "free"))
    assert answer.is_busy
    assert exchange is None
    assert "Busy" in caplog.text


def test_without_the_solver_a_good_choice_is_given(tmp_path, monkeypatch):
    """The process ends at once, as it does where the library is missing."""
    monkeypatch.setattr(process.sys, "executable", "/bin/false")

    answer = Solvers(tmp_path, cores=1).answer(REQUEST)

    assert (answer.verdict, answer.is_busy) == (GOOD, False)


def test_a_process_that_is_still_starting_goes_on_and_is_ready_for_the_next(tmp_path):
    solvers = Solvers(tmp_path, cores=1)

    first = solvers.answer(REQUEST, within=0.01)
    started = solvers.running[0].process
    second = solvers.answer(REQUEST, within=30, wait=30)
    kept = solvers.running[0].process
    solvers.close()

    assert (first.verdict, first.is_busy) == (GOOD, True)
    assert second == answer_request(REQUEST)
    assert started is kept


def test_the_process_knows_no_secret(solvers, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "a-secret")
    fresh = process.start_process()
    with open(f"/proc/{fresh.pid}/environ", "rb") as environment:
        known = environment.read()
    fresh.kill()
    fresh.communicate()

    assert b"a-secret" not in known
