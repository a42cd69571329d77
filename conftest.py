"""The shared cast, a served site with the real content, and a browser: each in a file of its own below tests/."""

import os

# Playwright runs an event loop beside the ORM
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

pytest_plugins = [
    "tests.databases",
    "tests.examples",
    "tests.order",
    "tests.machine",
    "tests.served",
    "tests.people",
    "tests.editors_browsers",
    "tests.template_contexts",
    "tests.search_index",
    "guide.tests.machine",
]
