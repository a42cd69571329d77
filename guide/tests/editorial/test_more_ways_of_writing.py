"""The ways of writing that need something before them, as a draft or a link that moved: one revision each, too."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from guide.editorial.documents import NOTHING, unpack
from guide.editorial.due import set_time
from guide.editorial.keeping import keeping_revisions
from guide.editorial.review import person_of
from guide.models import Course, DueRun, Link, Revision, Term
from guide.tests.admin_pages import form_of
from guide.tests.editorial import test_ways_of_writing as ways
from guide.tests.editorial.desk import draft_url, keep_draft, press
from guide.tests.editorial.test_ways_of_writing import everything, first
from guide.tests.fixture_world import World

pytestmark = pytest.mark.both_databases


def change(desk):
    with keeping_revisions():
        row = first()
        row.name_en = "Other"
        row.save()


def by_reverting(desk):
    address = reverse("admin:guide_step_history", args=[first().pk])
    version = Revision.objects.live().filter(model="guide.step").latest("pk")
    desk.post(address, form_of(desk.get(address, {"new": f"{version.pk}b"})))


def delete(desk):
    with keeping_revisions():
        Term.objects.get().delete()


def by_bringing_back(desk):
    gone = Revision.objects.live().filter(model="guide.term").latest("pk")
    desk.post(draft_url(gone), form_of(desk.get(draft_url(gone))))


def draft(desk):
    keep_draft(desk, first(), name_en="Other", **{"criteria-0-text_en": "run two"})


def by_publishing_a_draft(desk):
    press(desk, Revision.objects.drafts().get(), "publish")


def plan(desk):
    draft(desk)
    DueRun.objects.create(pk=1, at=timezone.now())
    made = Revision.objects.drafts().get()
    set_time(made, timezone.now() - timedelta(seconds=1), person_of(desk.person))


def by_the_clock(desk):
    call_command("publish_due", stdout=StringIO())


def move(desk):
    address = Course.objects.get(slug="snakes").url
    moved = {"state": Link.State.MOVED, "final_address": f"{address}/new"}
    Link.objects.create(address=address, checked_at=timezone.now(), **moved)


def by_moving_an_address(desk):
    desk.post(reverse("admin:guide_link_move"), {"link": Link.objects.get().pk})


def nothing(desk):
    pass


def by_renewing(desk):
    ways.act(desk, Course.objects.get(slug="snakes"), "still_right")


# What was there before, the reason that is kept, and the records.
WAYS = {
    by_reverting: (change, "revert", ["step first"]),
    by_bringing_back: (delete, "revert", ["term model"]),
    by_publishing_a_draft: (draft, "draft", ["step first"]),
    by_the_clock: (plan, "draft", ["step first"]),
    by_moving_an_address: (move, "moved", ["course snakes"]),
    by_renewing: (nothing, "renewed", ["course snakes"]),
}


@pytest.mark.parametrize("write", WAYS, ids=lambda way: way.__name__)
def test_it_leaves_one_revision_of_each_record(client, superuser, tmp_path, db, write):
    prepare, reason, expected = WAYS[write]
    client.force_login(superuser)
    client.person = superuser
    World(tmp_path).load()
    prepare(client)
    known, before = set(Revision.objects.live()), everything()

    write(client)

    found = [each for each in Revision.objects.live() if each not in known]
    after = everything()
    assert [f"{each.model.partition('.')[2]} {each.key}" for each in found] == expected
    assert {(each.by, each.reason) for each in found} == {(superuser.email, reason)}
    for each in found:
        now = after.get((each.model, each.row), NOTHING)
        assert (unpack(each.document), each.version) == now
        assert each.fields
    changed = {
        key for key in before.keys() | after.keys() if before.get(key) != after.get(key)
    }
    assert {(each.model, each.row) for each in found} == changed


def test_every_reason_is_that_of_a_way_that_is_tried():
    tried = {reason for reason, _records in ways.RECORDS.values()}
    tried |= {reason for _prepare, reason, _records in WAYS.values()}

    assert tried == set(Revision.Reason.values)
