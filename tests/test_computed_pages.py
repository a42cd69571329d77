"""Which addresses the server gives threads of their own, because their answers are computed for long."""

import pytest

from careerpath.before_django import BeforeDjango


@pytest.mark.parametrize(
    ("path", "query", "is_computed"),
    [
        ("/my/plan/", "hours=8", True),
        ("/zh-hans/my/plan/", "hours=8", True),
        ("/my/plan/exchange/", "hours=8", True),
        ("/zh-hans/my/plan/file/", "hours=8", True),
        ("/my/plan/calendar.ics", "hours=8", True),
        ("/my/plan/change/", "", True),
        ("/my/plan/exchange/", "", True),
        ("/my/plan/", "weeks=all&hours=8", True),
        # What is kept.
        ("/my/plan/", "", False),
        ("/my/plan/", "weeks=all", False),
        # A roadmap is asked for.
        ("/my/plan/", "role=data-engineer&hours=8", False),
        ("/my/plan/calendar.ics", "", False),
        ("/my/plan/calendar/", "hours=8", False),
        ("/my/", "hours=8", False),
        ("/zh-hans/", "", False),
        ("/nowhere/\xe5\x8c\x97", "hours=8", False),
    ],
)
def test_plans_with_a_question_are_computed(path, query, is_computed):
    assert BeforeDjango(None).computes(path, query) is is_computed
