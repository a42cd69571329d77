"""The site as most tests serve it: ready before it has visited its own first pages, and quick to compress.

What is left out costs two seconds of a processor at the start of each worker, and a quarter at each kept page. Served
with it are bin/serve itself (tests/test_stopping.py), tests/test_page_weight.py, tests/test_crawl.py and benchmarks.
"""

from careerpath.compression import FULL_LEVELS, QUICK_LEVELS
from careerpath.wsgi import application

FULL_LEVELS.update(QUICK_LEVELS)
application.load_pages = None
