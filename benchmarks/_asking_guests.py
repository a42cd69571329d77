"""Guests who ask for plans without a pause, each from an address of its own, and learners who read beside them."""

import random
import socket
import threading
import time
from contextlib import ExitStack
from urllib.parse import urlencode

from benchmarks._crowd import READS
from benchmarks._visitors import Connection, make_people, request_for

GUESTS, LEARNERS = 20, 4
PAUSE = (0.2, 1.0)  # seconds between two pages of a learner
ROADMAPS = ("self-taught-route", "degree-route", "ai-specialist-route", "weekend-route")


class Guest(Connection):
    def __init__(self, port, number):
        self.port, self.chance = port, random.Random(number)  # noqa: S311  no secret
        self.socket = socket.create_connection(
            ("127.0.0.1", port), 60, (f"127.1.{number}.1", 0)
        )
        self.file = self.socket.makefile("rb")

    def ask_for_a_plan(self):
        """A question that hardly anybody has asked before."""
        question = {
            "roadmap": self.chance.choice(ROADMAPS),
            "hours": self.chance.randint(3, 40),
            "budget": self.chance.randint(0, 2000),
            "first": self.chance.choice(("money", "hours", "courses")),
            "start": "2027-01-04",
        }
        began = time.perf_counter()
        status, *_ = self.ask(
            request_for(self.port, "/my/plan/?" + urlencode(question))
        )
        assert status == 200, status
        return time.perf_counter() - began


def measure_beside_guests(site, seconds):
    """The times of the learners' pages alone, then beside the guests, and of the guests' plans, each sorted."""
    _, cookies = make_people(site, LEARNERS)
    alone = together(site, cookies, [], seconds)[0]
    with ExitStack() as stack:
        guests = [Guest(site.port, number) for number in range(1, GUESTS + 1)]
        for guest in guests:
            stack.callback(guest.close)
        beside, plans = together(site, cookies, guests, seconds)
    return alone, beside, plans


def together(site, cookies, guests, seconds):
    end = time.perf_counter() + seconds
    reads, plans = [], []
    threads = [
        threading.Thread(target=plan, args=(guest, end, plans)) for guest in guests
    ]
    for number, cookie in enumerate(cookies):
        arguments = (site, cookie, number, end, reads)
        threads.append(threading.Thread(target=read, args=arguments))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(reads), sorted(plans)


def read(site, cookie, number, end, times):
    connection = Connection(site.port)
    chance = random.Random(number)  # noqa: S311  as above
    while time.perf_counter() < end:
        path = READS[number % len(READS)]
        began = time.perf_counter()
        status, *_ = connection.ask(request_for(site.port, path, cookie))
        assert status == 200, (path, status)
        times.append(time.perf_counter() - began)
        number += 1
        time.sleep(chance.uniform(*PAUSE))
    connection.close()


def plan(guest, end, times):
    while time.perf_counter() < end:
        times.append(guest.ask_for_a_plan())
