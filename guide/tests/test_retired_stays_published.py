"""What had retired under the old rule, and was withdrawn with it, has its page again; drafts stay drafts."""

from importlib import import_module

import pytest
from django.apps import apps

from guide.tests.factory import make_course, make_step

pytestmark = pytest.mark.both_databases


@pytest.mark.django_db
@pytest.mark.parametrize("make", [make_step, make_course])
def test_only_what_has_retired_is_published_again(make):
    rows = [
        make(published=False, retired_on="2026-01-01"),
        make(published=False),
        make(),
    ]

    import_module("guide.migrations.0005_retired_stays_published").publish_again(
        apps, None
    )

    for row in rows:
        row.refresh_from_db()
    assert [(row.published, row.version) for row in rows] == [
        (True, 2),
        (False, 1),
        (True, 1),
    ]
