"""When which question is asked: one at a time of a host and five seconds apart, hosts in turn, the longest queue first.

No clock of its own: whoever calls says what time it is, so that an hour can be tried in a second.
"""

import heapq
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from guide.freshness.asking import Answer, Question
from guide.freshness.judging import Asking, Finding, Outcome, judge_link
from guide.models import Link
from web.links import link_host, sent_host

APART = 5.0  # seconds between two questions to a host
BUSY_WAIT = 60.0  # where a host says that it is busy, and not for how long
SECONDS = 10.0  # for one link, in all


@dataclass
class Check:
    """A link that is being checked: the question that is due, and how many seconds are left for all of them."""

    address: str
    asking: Asking
    question: Question
    seconds: float = SECONDS

    @property
    def host(self) -> str:
        return sent_host(link_host(self.question.address)).rstrip(".")


@dataclass
class Round:
    """All links of one run. `found` is told of each one that is done."""

    found: Callable[[str, Finding], None]
    last: float = float("inf")  # no question is asked later
    queues: dict[str, deque[Check]] = field(default_factory=lambda: defaultdict(deque))
    free_at: dict[str, float] = field(default_factory=dict)
    waiting: list[tuple[float, int, str]] = field(default_factory=list)
    ready: list[tuple[int, int, str]] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)  # hosts that are in a heap or asked
    asked: int = 0
    in_flight: int = 0
    front_pages: dict[str, Outcome] = field(default_factory=dict)
    numbers: count = field(default_factory=count)

    def add(self, address: str):
        asking = judge_link(address, self.front_pages)
        self.enqueue(Check(address, asking, next(asking)))

    def enqueue(self, check: Check):
        self.queues[check.host].append(check)
        self.offer(check.host)

    def offer(self, host: str):
        if host not in self.taken and self.queues[host]:
            self.taken.add(host)
            at = self.free_at.get(host, 0.0)
            heapq.heappush(self.waiting, (at, next(self.numbers), host))

    def next_check(self, now: float) -> Check | None:
        """What to ask now; None where every host has to wait."""
        if now >= self.last:
            return None
        while self.waiting and self.waiting[0][0] <= now:
            host = heapq.heappop(self.waiting)[2]
            longest = -len(self.queues[host])
            heapq.heappush(self.ready, (longest, next(self.numbers), host))
        if not self.ready:
            return None
        host = heapq.heappop(self.ready)[2]
        self.free_at[host] = now + APART
        self.asked += 1
        self.in_flight += 1
        return self.queues[host].popleft()

    def next_time(self, now: float) -> float | None:
        """When a host may be asked again; None where no question waits, or only for longer than the run."""
        at = self.waiting[0][0] if self.waiting else self.last
        return at if max(at, now) < self.last else None

    def take_answer(self, check: Check, answer: Answer, now: float, seconds: float):
        """`seconds`: that the answer took."""
        host = check.host
        wait = answer.wait or (BUSY_WAIT if answer.status == 429 else 0)
        self.free_at[host] = max(self.free_at[host], now + wait)
        self.taken.discard(host)
        self.in_flight -= 1
        check.seconds -= seconds
        try:
            check.question = check.asking.send(answer)
            if check.seconds <= 0:
                check.asking.send(Answer(fault=Link.Said.TIME))
        except StopIteration as done:
            self.found(check.address, done.value)
        else:
            self.enqueue(check)
        self.offer(host)

    def left_over(self) -> list[str]:
        """Links whose turn did not come in time."""
        return [check.address for queue in self.queues.values() for check in queue]
