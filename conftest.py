"""The shared cast, a served site with the real content, and a browser: each in a file of its own below tests/."""

import os
import sys

# Playwright runs an event loop beside the ORM
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# Compiled tests are kept whatever the environment says: without them each worker of each run spends a quarter of a
# minute on the assertions of all files, and each process that a test starts compiles what it imports.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

pytest_plugins = [
    "tests.databases",
    "tests.examples",
    "tests.order",
    "tests.garbage",
    "tests.machine",
    "tests.served",
    "tests.people",
    "tests.editors_browsers",
    "tests.template_contexts",
    "tests.search_index",
    "guide.tests.machine",
]
