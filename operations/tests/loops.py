"""A loop for tests: in a thread of its own, since the browser of other tests keeps one in the thread of all tests."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


def run_in_own_thread(coroutine):
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, coroutine).result()
