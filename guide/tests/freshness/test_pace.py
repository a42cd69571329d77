"""A host is asked once in five seconds, by the clock of a simulation; the order is the checker's own."""

import heapq
import random
from collections import defaultdict
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.freshness import pace
from guide.freshness.asking import Answer
from guide.freshness.asking_at_once import THREADS, ask_all
from guide.freshness.judging import Finding, Outcome
from guide.freshness.pace import SECONDS, Round

LIMIT = 15 * 60


class Simulation:
    """So many threads that ask sites which answer after some seconds. `answer`: of a question, and how long it took."""

    def __init__(self, addresses, answer, threads=THREADS, last=float("inf")):
        self.found, self.asked = {}, defaultdict(list)
        self.round = Round(self.found.__setitem__, last=last)
        for address in addresses:
            self.round.add(address)
        self.now, running = 0.0, []
        while True:
            while len(running) < threads and (check := self.round.next_check(self.now)):
                self.asked[check.host].append(self.now)
                reply, took = answer(check.question)
                if took > check.seconds:
                    reply, took = Answer(fault="time-out"), check.seconds
                heapq.heappush(
                    running, (self.now + took, self.round.asked, check, reply, took)
                )
            at = self.round.next_time(self.now) if len(running) < threads else None
            if running and (at is None or running[0][0] <= at):
                self.now, _number, check, reply, took = heapq.heappop(running)
                self.round.take_answer(check, reply, self.now, took)
            elif at is not None:
                self.now = max(self.now, at)
            else:
                return

    @property
    def least_gap(self):
        """Between two questions to the same host."""
        times = self.asked.values()
        return min(
            (round(b - a, 6) for each in times for a, b in pairwise(each)), default=5
        )


def addresses_like_ours(count, most_of_a_host, chance):
    """Spread as the addresses of the content are: a few large hosts, and hundreds with one or two."""
    found = []
    while len(found) < count:
        host = f"host-{len(found)}.example"
        size = min(most_of_a_host, int(chance.paretovariate(0.9)), count - len(found))
        found += [f"https://{host}/{number}" for number in range(size)]
    chance.shuffle(found)
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_two_thousand_links_take_less_than_fifteen_minutes(seed):
    chance = random.Random(seed)  # noqa: S311 (a simulation)
    addresses = addresses_like_ours(2000, 90, chance)
    missing = set(chance.sample(addresses, 100))

    def answer(question):
        if chance.random() < 0.02:
            return Answer(fault="time-out"), SECONDS
        status = 404 if question.address in missing else 200
        if question.method == "HEAD" and chance.random() < 0.1:
            status = 405
        return Answer(status), chance.uniform(0.1, 3)

    run = Simulation(addresses, answer)

    assert len(run.found) == 2000
    assert run.least_gap >= 5
    assert run.now <= LIMIT


def test_a_large_host_begins_at_once_and_others_are_asked_meanwhile():
    large = [f"https://large.example/{number}" for number in range(100)]
    small = [f"https://small-{number}.example/" for number in range(400)]

    run = Simulation([*small, *large], lambda question: (Answer(200), 2.0), threads=4)

    assert run.asked["large.example"][0] == 0
    assert run.now < 100 * 5 + 60  # a thread may be busy for two seconds each time


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9)), max_size=30, unique=True),
    st.randoms(use_true_random=False),
    st.integers(1, 5),
)  # fmt: skip
def test_whatever_sites_answer_each_link_is_found_once_and_hosts_rest(
    links, chance, threads
):
    addresses = [f"https://{host}.example/{number}" for host, number in links]

    def answer(question):
        where = f"https://{chance.choice('abcd')}.example/{chance.randrange(10)}"
        status = chance.choice([200, 204, 301, 302, 404, 403, 405, 429, 500, 503])
        wait = chance.choice([0, 0, 0, 40])
        return Answer(status, location=where, wait=wait), chance.uniform(0, SECONDS)

    run = Simulation(addresses, answer, threads)

    assert sorted(run.found) == sorted(addresses)
    assert run.round.left_over() == []
    assert run.least_gap >= 5


def test_a_site_that_asks_for_time_gets_it_and_its_links_wait_for_the_next_run():
    addresses = [f"https://busy.example/{number}" for number in range(3)]

    run = Simulation(
        addresses, lambda question: (Answer(429, wait=3600), 1.0), last=900.0
    )

    assert run.asked["busy.example"] == [0]
    assert list(run.found) == addresses[:1]
    assert run.round.left_over() == addresses[1:]


def test_a_site_that_says_busy_and_not_for_how_long_gets_a_minute():
    addresses = [f"https://busy.example/{number}" for number in range(2)]

    run = Simulation(addresses, lambda question: (Answer(429), 1.0))

    assert run.asked["busy.example"] == [0, 61]


def test_a_link_has_ten_seconds_for_all_its_questions():
    def answer(question):
        return Answer(405), 6.0

    run = Simulation(["https://slow.example/"], answer)
    chain = Simulation(
        ["https://slow.example/"],
        lambda question: (Answer(302, location=f"{question.address}x"), 6.0),
    )

    assert (len(run.asked["slow.example"]), run.now) == (2, 10)
    assert chain.found == {
        "https://slow.example/": Finding(Outcome.UNKNOWN, "time-out")
    }


def test_threads_ask_as_the_simulation_does_and_stop_when_nobody_listens(monkeypatch):
    monkeypatch.setattr(pace, "APART", 0.5)
    addresses = [f"https://host-{number}.example/" for number in range(50)]
    asked = []

    def ask(question, seconds):
        asked.append(question.address)
        if question.address == addresses[7]:
            raise RuntimeError("what nobody thought of")
        return Answer(200)

    found = dict(ask_all(addresses, ask, most_seconds=60))
    heard = ask_all([f"https://one.example/{n}" for n in range(9)], ask, 60)
    next(heard)
    heard.close()

    assert sorted(found) == sorted(addresses)
    assert found[addresses[7]] == Finding(Outcome.UNKNOWN, "closed")
    assert found[addresses[0]] == Finding(Outcome.LIVE, "200")
    assert asked.count("https://one.example/1") == 0
