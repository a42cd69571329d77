"""The garbage collector looks at what tests leave behind, not at thousands of collected tests each time.

Collecting makes a million objects that stay to the end: to look at them meanwhile is a third of its time, and to look
at them again and again a part of every test.
"""

import gc

import pytest

OFTEN = 10_000  # objects that are new; Python looks at every 700


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(OFTEN, 10, 10)
        gc.enable()
