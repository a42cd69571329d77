"""Middleware that stands between that of the site and measures: `probe_3` takes note of all that is behind it."""

import time
from collections import defaultdict

# Seconds of the processor of each request, by the number of the probe.
spans: dict[int, list[float]] = defaultdict(list)


def __getattr__(name):
    if not name.startswith("probe_"):
        raise AttributeError(name)
    number = int(name.removeprefix("probe_"))

    def probe(get_response):
        def answer(request):
            before = time.thread_time()
            response = get_response(request)
            spans[number].append(time.thread_time() - before)
            return response

        return answer

    return probe
