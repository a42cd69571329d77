"""publish_due publishes a draft once: killed at each statement and run again, and on two machines at once."""

import subprocess
import sys
from datetime import timedelta
from io import StringIO
from itertools import count

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from guide.editorial.documents import read_record
from guide.editorial.drafts import write_draft
from guide.editorial.due import publish_due
from guide.editorial.keeping import keeping_revisions
from guide.editorial.review import Kind, note, person_of
from guide.models import DraftNote, DueRun, Revision, Step
from guide.tests.factory import make_step
from tests.in_process import ROOT, database_of
from tests.people import make_person

pytestmark = pytest.mark.both_databases
WRITER = "writer@example.org"
MACHINES, DRAFTS = 2, 6


class Killed(BaseException):
    """Nothing may catch it and go on."""


def writer():
    """Somebody who may publish."""
    known = get_user_model().objects.filter(email=WRITER).first()
    return person_of(known or make_person(WRITER, is_staff=True, is_superuser=True))


def plan_draft(number):
    """A draft of a step of its own, whose time has come."""
    with keeping_revisions():
        step = make_step(slug=f"step-{number}", name_en="Before")
    now = read_record(Step, step.pk)
    values = now.document["guide.step"][step.slug] | {"name_en": "After"}
    document = now.document | {"guide.step": {step.slug: values}}
    draft = write_draft(None, "guide.step", step.pk, now, document, writer())
    draft.publish_at = timezone.now() - timedelta(seconds=1)
    draft.save()
    note(draft, Kind.SCHEDULED, writer())
    return draft


def outcome():
    """The names, how many revisions and notes say that drafts were published, and what waits."""
    return (
        set(Step.objects.values_list("name_en", flat=True)),
        Revision.objects.live().filter(reason=Revision.Reason.DRAFT).count(),
        DraftNote.objects.filter(kind=Kind.PUBLISHED).count(),
        Revision.objects.drafts().count(),
    )


def kill_at(statement):
    """A wrapper of all statements of which one is never answered."""
    numbers = count(1)

    def execute(run, sql, params, many, context):
        if next(numbers) == statement:
            raise Killed
        return run(sql, params, many, context)

    return execute


def is_killed(statement):
    """Whether the run got so far."""
    try:
        with connection.execute_wrapper(kill_at(statement)):
            list(publish_due())
    except Killed:
        return True
    return False


# Who is killed closes no cursor of PostgreSQL, and psycopg would warn of that.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_killed_at_each_statement_the_next_run_publishes_it_once(db):
    plan_draft(1)
    statements = 0

    for statement in count(1):
        with transaction.atomic():
            killed = is_killed(statement)
            halfway = outcome()
            call_command("publish_due", stdout=StringIO())
            assert outcome() == ({"After"}, 1, 1, 0), statement
            assert DueRun.objects.count() == 1
            transaction.set_rollback(True)
        assert halfway in [({"Before"}, 0, 0, 1), ({"After"}, 1, 1, 0)], statement
        if not killed:
            break
        statements = statement

    assert statements > 20


def test_two_machines_at_once_publish_each_draft_once(
    tmp_path, databases, django_db_blocker
):
    environment = {
        "CAREERPATH_LOCAL": "1",
        "SITE_URL": "http://localhost:8000",
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": databases.new_address(tmp_path),
    }
    with django_db_blocker.unblock(), database_of(environment):
        for number in range(DRAFTS):
            plan_draft(number)
    command = [sys.executable, "manage.py", "publish_due"]
    machines = [
        subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _number in range(MACHINES)
    ]
    said = [machine.communicate(timeout=300) for machine in machines]

    assert [err for _out, err in said] == ["", ""]
    assert sorted(line for out, _err in said for line in out.splitlines()) == [
        f"Step step-{number}: published" for number in range(DRAFTS)
    ]
    with django_db_blocker.unblock(), database_of(environment):
        assert outcome() == ({"After"}, DRAFTS, DRAFTS, 0)
