"""Learners who read and press as people do: nine reads to a press, and a while between any two."""

import asyncio
import random
import re
import time
from itertools import count

from benchmarks._visitors import PRESS, Processor, press_body, request_for

CROWD = 64
WAIT = (0.2, 1.0)  # seconds between two requests
WARM_UP = 3  # seconds that are not counted
READS = (
    "/my/",
    "/roadmaps/self-taught-route/",
    "/steps/sql-databases/",
    "/courses/",
    "/courses/microsoft-mcsa-retirement/",
    "/skills/python/",
    "/roles/machine-learning-engineer/",
    "/salaries/",
    "/my/history/",
)


class Learner:
    def __init__(self, port, cookie, number):
        self.port, self.cookie, self.start = port, cookie, number
        self.seconds, self.errors = [], 0

    def request(self, number):
        """Nine pages in turn, then a press."""
        turn, place = divmod(number, len(READS) + 1)
        if place < len(READS):
            return request_for(self.port, READS[place], self.cookie)
        in_place = {"HX-Request": "true"}
        return request_for(self.port, PRESS, self.cookie, press_body(turn), **in_place)

    async def visit_until(self, end):
        """Each begins at another page, so that they do not walk in step."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        for number in count(self.start):
            await asyncio.sleep(random.uniform(*WAIT))  # noqa: S311  no secret
            if time.perf_counter() > end:
                break
            began = time.perf_counter()
            writer.write(self.request(number))
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"(?i)content-length: (\d+)", head)
            await reader.readexactly(int(length[1]))
            self.seconds.append(time.perf_counter() - began)
            self.errors += int(head[9:12]) != 200
        writer.close()


def measure_crowd(site, cookies, seconds):
    """Requests, errors, median and 95th percentile of the time to an answer, processor time a request, in seconds."""
    asyncio.run(visit(site, cookies, WARM_UP))
    processor = Processor(site.process.pid)
    before = processor.spent()
    crowd, lost = asyncio.run(visit(site, cookies, seconds))
    spent = processor.spent() - before
    times = sorted(second for learner in crowd for second in learner.seconds)
    return {
        "requests": len(times),
        "errors": lost + sum(learner.errors for learner in crowd),
        "median": times[len(times) // 2],
        "p95": times[int(len(times) * 0.95)],
        "cpu": spent / len(times),
    }


async def visit(site, cookies, seconds):
    """All of them at once; and how many lost their connection."""
    crowd = [
        Learner(site.port, cookie, number) for number, cookie in enumerate(cookies)
    ]
    end = time.perf_counter() + seconds
    ends = await asyncio.gather(
        *(learner.visit_until(end) for learner in crowd), return_exceptions=True
    )
    return crowd, sum(isinstance(each, Exception) for each in ends)
