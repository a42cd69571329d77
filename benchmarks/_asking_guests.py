"""Guests who ask for plans without a pause, and learners who read beside them."""

import random
import socket
import threading
import time
from collections import namedtuple
from urllib.parse import urlencode

import brotli

from benchmarks._crowd import READS
from benchmarks._visitors import Connection, request_for

GUESTS, LEARNERS = 20, 4
PAUSE = (0.2, 1.0)  # seconds between two pages of a learner
ROADMAPS = ("self-taught-route", "degree-route", "ai-specialist-route", "weekend-route")
BUSY = "Good, not proven, the machine is busy"
VERDICTS = (
    "Best possible (computed)",
    BUSY,
    "Impossible",
    "Not settled in time",
    "from the best",
    "Good, not proven",
)
# Rounds of each learner over all pages: a connection may always meet the same worker, so each round has a new one.
ROUNDS = 3

Plan = namedtuple("Plan", "seconds verdict")


class Guest(Connection):
    def __init__(self, port, address, number):
        self.port, self.chance = port, random.Random(number)  # noqa: S311  no secret
        self.socket = socket.create_connection(("127.0.0.1", port), 60, (address, 0))
        self.file = self.socket.makefile("rb")
        self.answers = []

    def ask_for_plans(self, end):
        """Questions that hardly anybody has asked before. What the answers say is read later."""
        while time.perf_counter() < end:
            question = urlencode(
                {
                    "roadmap": self.chance.choice(ROADMAPS),
                    "hours": self.chance.randint(3, 40),
                    "budget": self.chance.randint(0, 2000),
                    "first": self.chance.choice(("money", "hours", "courses")),
                    "start": "2027-01-04",
                }
            )
            request = request_for(self.port, f"/my/plan/?{question}")
            began = time.perf_counter()
            status, _, body = self.ask(request)
            self.answers.append((time.perf_counter() - began, status, body))

    @property
    def plans(self):
        return [Plan(seconds, verdict_of(*rest)) for seconds, *rest in self.answers]


def verdict_of(status, body):
    if status != 200:
        return f"status {status}"
    page = brotli.decompress(body).decode()
    return next(words for words in VERDICTS if words in page)


def read_all(site, cookies):
    """Every page by every learner, from both workers."""
    for _ in range(ROUNDS):
        for cookie in cookies:
            connection = Connection(site.port)
            for path in READS:
                connection.ask(request_for(site.port, path, cookie))
            connection.close()


def together(site, cookies, guests, seconds):
    """The times of the learners' pages in seconds, and the guests' plans."""
    end = time.perf_counter() + seconds
    reads = []
    threads = [threading.Thread(target=g.ask_for_plans, args=(end,)) for g in guests]
    for number, cookie in enumerate(cookies):
        arguments = (site, cookie, number, end, reads)
        threads.append(threading.Thread(target=read, args=arguments))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return reads, [plan for guest in guests for plan in guest.plans]


def read(site, cookie, number, end, times):
    """Each page by a connection of its own, so that it may meet the worker that most guests have met."""
    chance = random.Random(number)  # noqa: S311  as above
    while time.perf_counter() < end:
        path = READS[number % len(READS)]
        began = time.perf_counter()
        connection = Connection(site.port)
        status, *_ = connection.ask(request_for(site.port, path, cookie))
        assert status == 200, (path, status)
        times.append(time.perf_counter() - began)
        connection.close()
        number += 1
        time.sleep(chance.uniform(*PAUSE))
