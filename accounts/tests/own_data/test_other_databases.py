"""A learner's file moves from one database to another, and over content that has changed since."""

import os

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import State, StepProgress
from accounts.own_data.document import learner_document, write_document
from accounts.own_data.importing import import_file
from accounts.progress.visitor import progress_of_user
from accounts.tests.own_data.learners import Past, pasts
from guide.cache import clear_caches
from guide.models import StepSuccessor
from guide.tests.factory import make_step
from tests.examples import scaled_count
from tests.in_process import database_of

User = get_user_model()


class LeftAsItWas(Exception):
    """Takes back what an example wrote."""


def new_learner():
    return User.objects.create_user("mover@own.example", "quiet-lantern-7")


def file_of(user):
    return write_document(learner_document(user, timezone.now()))


def tables_of(user):
    return learner_document(user, timezone.now())["tables"]


def live(past, user, actions):
    for number, action in enumerate(actions):
        past.do(user, action, number)


# Another database


@pytest.fixture(scope="module")
def machines(databases, tmp_path_factory):
    """The environment of a database of each kind."""
    folder = tmp_path_factory.mktemp("moving")
    addresses = {
        "SQLite": databases.new_sqlite(folder / "careerpath.sqlite3"),
        "PostgreSQL": databases.new_postgres(),
    }
    return {
        kind: os.environ
        | {"CAREERPATH_LOCAL": "1", "VAR_DIR": str(folder), "DATABASE_URL": address}
        for kind, address in addresses.items()
    }


def inside(environment, work):
    """What `work` finds in that database; nothing of it stays there."""
    found = []
    with database_of(environment):
        clear_caches()
        try:
            with transaction.atomic():
                found.append(work(Past(), new_learner()))
                raise LeftAsItWas
        except LeftAsItWas:
            clear_caches()
    return found[0]


@pytest.mark.postgres
@pytest.mark.hypothesis
@pytest.mark.parametrize("first", ["SQLite", "PostgreSQL"])
@settings(max_examples=scaled_count(3))
@given(actions=pasts)
def test_from_one_database_to_the_other_the_file_is_the_same(
    machines, django_db_blocker, first, actions
):
    def written(past, user):
        live(past, user, actions)
        return tables_of(user), file_of(user)

    def brought(past, user):
        import_file(user, file)
        return tables_of(user)

    (second,) = machines.keys() - {first}
    with django_db_blocker.unblock():
        before, file = inside(machines[first], written)
        after = inside(machines[second], brought)

    assert after == before


# Content that has changed since

CHANGES = {
    "split": [("own-step-0", "part-a"), ("own-step-0", "part-b")],
    "merged": [("own-step-0", "part-a"), ("own-step-1", "part-a")],
    "the same under another address": [("own-step-0", "part-a")],
    "retired": [],
}


@pytest.mark.both_databases
@pytest.mark.hypothesis
@pytest.mark.django_db
@settings(max_examples=scaled_count(6))
@given(actions=pasts, change=st.sampled_from(sorted(CHANGES)))
def test_a_file_of_older_content_gives_what_staying_would_have_given(actions, change):
    """Whether somebody kept the account while steps were split, merged or retired, or came back with a file."""
    try:
        with transaction.atomic():
            past, stayed = Past(), new_learner()
            live(past, stayed, actions)
            file = file_of(stayed)
            change_content(past, change)
            came_back = User.objects.create_user("back@own.example", "quiet-lantern-7")

            import_file(came_back, file)

            clear_caches()
            assert tables_of(came_back) == tables_of(stayed)
            assert shown(came_back) == shown(stayed)
            raise LeftAsItWas
    except LeftAsItWas:
        clear_caches()


def change_content(past, change):
    new = {slug: make_step(slug=slug) for slug in ("part-a", "part-b")}
    old = {step.slug: step for step in past.steps}
    kind = "split" if change == "split" else "same"
    for name, becomes in CHANGES[change]:
        StepSuccessor.objects.create(old=old[name], new=new[becomes], kind=kind)
    for name in {name for name, _new in CHANGES[change]} or {"own-step-2"}:
        old[name].retired_on = timezone.localdate()
        old[name].save()


def shown(user):
    return dict(progress_of_user(user).states)


@pytest.mark.django_db
def test_a_part_of_a_step_that_was_done_says_so_after_an_import():
    past, user = Past(), new_learner()
    StepProgress.objects.set_state(user, past.steps[0], State.DONE)
    file = file_of(user)
    user.delete()
    change_content(past, "the same under another address")
    again = new_learner()

    import_file(again, file)

    assert [state for step, state in shown(again).items() if step != past.steps[0].pk] == [State.DONE]  # fmt: skip
