"""How many examples property and load tests try: few and always the same ones, or many with `make long`.

pytest --hypothesis-profile=long --hypothesis-seed=NUMBER     is what `make long` runs; a seed repeats its run
"""

import pytest
from hypothesis import HealthCheck, settings

TIMES = 20  # as many examples in a long run as in a short one
SHORT = 100  # examples of a property that names no number
HOSTILE = 10_000  # hostile texts, files, links and amounts in a long run
first_seed = 0

# A busy machine is no fault of a property, and the fixtures of one serve all its examples.
FORGIVEN = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]

settings.register_profile(
    "short",
    deadline=None,
    derandomize=True,
    max_examples=SHORT,
    suppress_health_check=FORGIVEN,
)
settings.register_profile(
    "long",
    deadline=None,
    database=None,
    max_examples=SHORT * TIMES,
    print_blob=True,
    suppress_health_check=FORGIVEN,
)
settings.load_profile("short")


@pytest.hookimpl(trylast=True)
def pytest_configure(config):
    """Hypothesis has loaded the profile and the seed of the command line by now."""
    global first_seed
    first_seed = int(config.getoption("--hypothesis-seed") or 0)


def is_long_run():
    return settings.get_current_profile_name() == "long"


def scaled_count(number):
    """So many examples, rounds or saves, or twenty times as many in a long run."""
    return number * TIMES if is_long_run() else number


def hostile_count(number):
    """So many examples of hostile input, or ten thousand in a long run."""
    return HOSTILE if is_long_run() else number


def random_seeds(number):
    """Seeds for random tests without Hypothesis: the same in every short run, others with each seed of a long one."""
    return range(first_seed, first_seed + number)
